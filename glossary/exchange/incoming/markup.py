"""Markup in others' texts: ours are plain prose, so what HTML says is offered without it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|<!--|&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_LINES = frozenset(
    {"br", "dd", "div", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "p", "td", "th", "tr", "ul"}
)
"""Elements that stand on lines of their own."""

_UNREAD = frozenset({"script", "style", "template"})


class _Words(HTMLParser):
    """Collects what a page would show."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unread = 0

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        """Begin a line, or what is not read."""
        self.unread += tag in _UNREAD
        self.parts += ["\n"] if tag in _LINES else []

    def handle_endtag(self, tag: str) -> None:
        """End a line, or what is not read."""
        self.unread = max(0, self.unread - (tag in _UNREAD))
        self.parts += ["\n"] if tag in _LINES else []

    def handle_data(self, data: str) -> None:
        """Take words."""
        self.parts += [] if self.unread else [data]


def held(value: str) -> bool:
    """Return whether a value holds HTML: an element, a comment, or a character by its name or number."""
    return _MARKUP.search(value) is not None


def plain(value: str) -> str:
    """Return a value without its HTML, each block of it on a line of its own."""
    words = _Words()
    words.feed(value)
    words.close()
    return "".join(words.parts)
