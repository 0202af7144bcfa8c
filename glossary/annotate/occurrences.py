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
    by_section, every = per is Per.SECTION, per is Per.ALL
    there = {(concept, section if by_section else None) for concept, section in linked}  # rule 1
    chosen = []
    for mention in mentions:
        match, _, section = mention
        key = match.concept, section if by_section else None
        if (every or key not in there) and match.usage == TERM:  # rule 2
            there.add(key)
            chosen.append(mention)
    return chosen
