"""What whoever imports has asked for, beside the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from glossary.content.model import WHOLE, Autolink, Usage
from glossary.exchange.incoming.incoming import Outcome

_SHOWN = 60
"""How many characters of a text that is there a row shows."""


@dataclass(frozen=True)
class Wishes:
    """``replace`` takes the file's texts and facts where others stand already, ``mirror`` writes each relation both ways.

    ``group``, ``usage``, ``autolink``, ``source`` (the id of one of the register) with ``locator`` (the place in it),
    and ``avoid_reason`` are for new concepts of which the file does not say it. ``languages`` says of tags of the file,
    in small letters, which languages they are here.
    """

    replace: bool = False
    mirror: bool = False
    group: str | None = None
    usage: str = Usage.CONFIDENT
    autolink: str = Autolink.ASK
    source: str | None = None
    locator: str = WHOLE
    avoid_reason: str | None = None
    languages: Mapping[str, str] = field(default_factory=dict)

    def decide(self, there: str, value: str) -> tuple[Outcome, str]:
        """Return what becomes of a value where this one stands already (``""``: nothing), and why."""
        if there == value:
            return Outcome.UNCHANGED, ""
        if not there:
            return Outcome.TAKEN, ""
        shown = there.replace("\n", " | ")
        shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]} …"
        if self.replace:
            return Outcome.TAKEN, f"in place of “{shown}”"
        return Outcome.LEFT, f"“{shown}” is there; --replace takes the file's"
