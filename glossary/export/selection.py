"""Which of the service's files an export has: all of them, unless an operator leaves some out.

1. What is written is the same bytes as from the service. Links to what is left out lead to the base address, as all do.
2. English is always there: it is what every other language falls back to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from glossary.errors import Refused
from glossary.language.tags import SOURCE

KINDS: Mapping[str, str] = {
    "all-languages": r"/v1/terms\.(jsonld|tbx|ttl)",
    "evidence": r"/v1/[^/]+/terms/[^/]+\.evidence\.json",
    "fragments": r"/fragment/.+",
    "frames": r"/embed/[^/]+/.+/",
    "graphs": r"/v1/[^/]+/terms/[^/]+\.(jsonld|ttl)",
    "versions": r"/v1/[^/]+/terms/[^/]+/.+|/[^/]+/[^/]+/versions/.*",
}
"""What can be left out: files of one entry in one language each, so that a large glossary has most of its files here; and
those with all languages in one, which are larger than some hosts take."""

_BEFORE_TAG = frozenset({"v1", "embed", "fragment"})


@dataclass(frozen=True)
class Selection:
    """``languages`` are tags; none means all. ``without`` are names of ``KINDS``. ``compressed``: with compressed forms."""

    languages: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    compressed: bool = True

    def among(self, offered: tuple[str, ...]) -> tuple[str, ...]:
        """Return the languages of the export, of those that are offered. Raises ``Refused`` for one that is not."""
        for tag in self.languages:
            if tag not in offered:
                raise Refused(f"“{tag}” is no language of this glossary", f"name some of {', '.join(offered)}")
        return tuple(tag for tag in offered if not self.languages or tag in {SOURCE, *self.languages})

    def of(self, paths: Iterable[str], offered: tuple[str, ...]) -> list[str]:
        """Return those of the service's paths that the export has. Raises ``Refused`` for what there is not."""
        for kind in self.without:
            if kind not in KINDS:
                raise Refused(f"“{kind}” is no kind of files", f"name some of {', '.join(KINDS)}")
        left_out = set(offered) - set(self.among(offered))
        dropped = re.compile("|".join(f"(?:{KINDS[kind]})" for kind in self.without) or r"(?!)")
        return [path for path in paths if language_part(path) not in left_out and not dropped.fullmatch(path)]


ALL = Selection()
"""Every file, with its compressed forms."""


def language_part(path: str) -> str:
    """Return the part of a path that is a language wherever one has an address in it."""
    first, *rest = path.removeprefix("/").split("/")
    return rest[0] if rest and first in _BEFORE_TAG else first
