"""The markup of a link to a term, in the forms of ``docs/embedding.md``, and how one that we made is known again.

Ours begin with the class ``glossary-auto``, as those of ``glossary-auto.js`` have it, in exactly this order of attributes: a
style sheet can name them, and what is written otherwise is somebody else's and stays.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from html import escape

from glossary.annotate.parsing.place import MADE

_CLASS = f'class="{MADE}"'
_LINK = 'href="{page}" referrerpolicy="no-referrer"'


class Markup(StrEnum):
    """A plain link, one that opens a card by an attribute, or an element around a link."""

    PLAIN = "plain"
    DATA = "data"
    ELEMENT = "element"


_OPENINGS = {
    Markup.PLAIN: f"<a {_CLASS} {_LINK}>",
    Markup.DATA: f'<a {_CLASS} data-glossary-term="{{concept}}" data-glossary-deflang="{{language}}" {_LINK}>',
    Markup.ELEMENT: f'<glossary-term {_CLASS} term="{{concept}}" deflang="{{language}}"><a {_LINK}>',
}
_CLOSINGS = {Markup.PLAIN: "</a>", Markup.DATA: "</a>", Markup.ELEMENT: "</a></glossary-term>"}

SIGN = f"{_CLASS} "
"""Without this, a page has no link of ours."""

_PATTERNS = {
    markup: re.compile(re.sub(r"\\{\w+\\}", '[^"<>]*', re.escape(opening))) for markup, opening in _OPENINGS.items()
}


@lru_cache(maxsize=4096)
def around(markup: Markup, concept: str, language: str, page: str) -> tuple[str, str]:
    """Return what stands before and after a mention that is a link to a concept's page."""
    names = {"concept": escape(concept), "language": escape(language), "page": escape(page)}
    return _OPENINGS[markup].format(**names), _CLOSINGS[markup]


def ours(source: str, start: int) -> tuple[int, str] | None:
    """Return where the opening of a link of ours ends that begins here, and how it is closed."""
    for markup, opening in _PATTERNS.items():
        if found := opening.match(source, start):
            return found.end(), _CLOSINGS[markup]
    return None
