"""A change that a reviewer asks for: a fuzzy mark and a comment in the catalog, by key, where the translator sees both.

A field that is fuzzy cannot be approved, so nobody approves a text that somebody wants changed before the translator has
looked at it. What readers see stays: that is in the ledger.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from glossary.catalogs import editing, header
from glossary.catalogs.po import Message
from glossary.characters import hidden, visible
from glossary.content.text import FIELDS
from glossary.errors import Refused

FIELD = "definition"
"""The field that is marked where a reviewer names none: without it nothing of a text can be approved."""

MOST = 2000
"""The most characters of a reason: it is a comment, not a letter."""


_KEPT = "\t\r\n\u200b\u200c\u200d\u061c\u200e\u200f"
"""What lines need, and what a script may need (``hidden`` looks at where it stands)."""


HEAD = re.compile(r"\S+ asks for a change \(")
"""How the comment begins by which a reviewer asks for a change."""


@dataclass(frozen=True)
class Asked:
    """What a reviewer asks for: of which text, why, and about which of its fields. Raises ``Refused`` for a reason that
    cannot stand in a catalog, which is public."""

    language: str
    concept: str
    who: str
    day: date
    reason: str
    field: str = FIELD

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise Refused("there is no reason", "say what should change, and why: the translator needs it")
        if len(self.reason) > MOST:
            raise Refused(f"the reason has more than {MOST} characters", "say it in fewer")
        if header.PERSONAL.search(self.reason):
            raise Refused("the reason holds a person's address", "leave it out: catalogs are public")
        if any(HEAD.match(line.strip()) for line in self.reason.splitlines()[1:]):
            what = "a line of the reason begins like somebody else's wish for a change"
            raise Refused(what, "say it in other words: nobody asks in another's name")
        if character := _unseen(self.reason):
            raise Refused(f"the reason holds {visible(character)}, which nobody sees", "delete that character")
        if self.field not in FIELDS:
            raise Refused(f"a text has no field “{self.field}”", f"name one of: {', '.join(FIELDS)}")

    @property
    def key(self) -> str:
        """The key of the entry."""
        return f"{self.concept}.{self.field}"

    @property
    def comments(self) -> tuple[str, ...]:
        """The reason as lines of a comment, which say who asks, and on which day."""
        lines = unicodedata.normalize("NFC", self.reason).splitlines()
        first, *more = filter(None, (re.sub(r"\s+", " ", line).strip() for line in lines))
        return f"{self.who} asks for a change ({self.day}): {first}", *more


def _unseen(text: str) -> str:
    """Return the first character that a comment may not hold, or ``""``."""
    return hidden(text) or next((one for one in text if visible(one, keep=_KEPT) != one), "")


def ask(translations: Path, asked: Asked) -> str:
    """Mark the entry as open, with the reason above it; return the file. Asking the same twice changes nothing.

    Raises ``Refused`` where there is no such entry, ``BadContent`` where the catalog cannot be read, ``Unwritable``.
    """

    def marked(message: Message) -> Message:
        known = all(line in message.comments for line in asked.comments)
        comments = message.comments if known else (*message.comments, *asked.comments)
        return message._replace(fuzzy=bool(message.text), comments=comments)

    return editing.edit(translations, asked.language, {asked.key: marked})
