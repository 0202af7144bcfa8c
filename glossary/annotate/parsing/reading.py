"""The source of a page, read from its start to its end: the texts, and the links that are there."""

from __future__ import annotations

import re
from typing import NamedTuple

from glossary.annotate.parsing.ends import end
from glossary.annotate.parsing.starts import start
from glossary.annotate.parsing.tokens import SPACE, TOKEN, end_of_raw, lowered
from glossary.annotate.parsing.tree import Element, Tree

_STANDARD = re.compile(
    rf"\ufeff?(?:[{SPACE}]++|<!--(?:-?>|.*?--!?>)|<\?[^>]*>)*+<!doctype[{SPACE}]*html[{SPACE}]*"
    r"(?:>|system|public[^>]*//dtd (?:xhtml|html 4\.01))",
    re.DOTALL | re.IGNORECASE,
)
"""A doctype by which a browser ends a paragraph before a table."""

_CDATA, _END_OF_CDATA = "<![CDATA[", "]]>"
_ANCHORS = frozenset({"a", "glossary-term"})


class Anchor(NamedTuple):
    """A link, or a ``glossary-term``: where its start tag begins and ends, the source of its attributes, and its section."""

    start: int
    end: int
    name: str
    attributes: str
    home: Element


class Reading(NamedTuple):
    """What was read: texts with their offsets, the element that each stands in, and the links."""

    pieces: list[tuple[str, int]]
    parents: list[Element]
    anchors: list[Anchor]


def read(source: str) -> Reading:
    """Read a page. Raises ``TooDeep``."""
    reader = _Reader(source)
    at = int(source.startswith("\ufeff"))
    while at < len(source):
        at = reader.stretch(at)
    return Reading(reader.tree.pieces, reader.tree.parents, reader.anchors)


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.tree = Tree()
        self.tree.quirks = _STANDARD.match(source) is None
        self.anchors: list[Anchor] = []

    def stretch(self, at: int) -> int:
        """Read on from an offset. Return where raw text ends that comes, or where the page does."""
        source, tree = self.source, self.tree
        for token in TOKEN.finditer(source, at):
            begin = token.start()
            if begin > at:
                tree.text(source[at:begin], at)
            at = token.end()
            slash, name, attributes = token.group(1, 2, 3)
            if name is None:
                resumed = self._other(token)
            elif slash:
                end(tree, lowered(name))
                continue
            else:
                resumed = self._start(lowered(name), attributes, begin, at)
            if resumed != at:
                return resumed
        if at < len(source):
            tree.text(source[at:], at)
        return len(source)

    def _start(self, name: str, attributes: str, begin: int, at: int) -> int:
        """Take a start tag. Return where to read on."""
        tree = self.tree
        raw = start(tree, name, attributes, begin)
        if raw:
            return end_of_raw(self.source, name, at)
        if name in _ANCHORS and not tree.stack[-1].foreign:
            self.anchors.append(Anchor(begin, at, name, attributes, tree.stack[-1].home))
        if name == "plaintext" or (name == "frameset" and not tree.pieces):
            return at if tree.stack[-1].foreign else len(self.source)
        return at

    def _other(self, token: re.Match[str]) -> int:
        """Take what is no tag. Return where to read on."""
        if token.end() == token.start() + 1:  # it ends nowhere
            return len(self.source)
        if not token[4] and self.tree.stack[-1].foreign and token[0].startswith(_CDATA):
            ended = self.source.find(_END_OF_CDATA, token.start())
            return len(self.source) if ended < 0 else ended + len(_END_OF_CDATA)
        return token.end()
