"""Which mentions of a page become links: of each concept the first one, on the page or in each section, or all.

1. A link that the page already has to a concept counts as the first one, wherever in the section it stands.
2. Words to avoid are never linked: a link would say that the page's word is the glossary's.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from glossary.annotate.match import TERM
from glossary.annotate.page import Mention, Section


class Per(StrEnum):
    """How often a concept is linked."""

    SECTION = "section"
    PAGE = "page"
    ALL = "all"


def first(mentions: Iterable[Mention], linked: Iterable[tuple[str, Section]], per: Per) -> list[Mention]:
    """Return those of a page's mentions, in its order, that are to be links. ``linked`` are concepts, and where they are."""
    there: set[tuple[str, Section | None]] = {(concept, _where(section, per)) for concept, section in linked}  # rule 1
    chosen = []
    for mention in mentions:
        key = mention.match.concept, _where(mention.section, per)
        if mention.match.usage == TERM and (per is Per.ALL or key not in there):  # rule 2
            there.add(key)
            chosen.append(mention)
    return chosen


def _where(section: Section, per: Per) -> Section | None:
    return section if per is Per.SECTION else None
