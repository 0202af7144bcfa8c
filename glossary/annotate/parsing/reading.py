"""The source of a page, read from its start to its end: the texts, and the links that are there."""

from __future__ import annotations

import re
from typing import NamedTuple

from glossary.annotate.parsing import leaves
from glossary.annotate.parsing.ends import end
from glossary.annotate.parsing.starts import start
from glossary.annotate.parsing.tokens import RUN, SPACE, end_of_raw, lowered
from glossary.annotate.parsing.tree import Element, Piece, Tree

_STANDARD = re.compile(
    rf"\ufeff?(?:[{SPACE}]++|<!--(?:-?>|.*?--!?>)|<\?[^>]*>)*+<!doctype[{SPACE}]*html[{SPACE}]*"
    r"(?:>|system|public[^>]*//dtd (?:xhtml|html 4\.01))",
    re.DOTALL | re.IGNORECASE,
)
"""A doctype by which a browser ends a paragraph before a table."""

_START, _LEAF, _END = 2, 3, 4
"""The last groups of ``RUN`` that match a start tag, an element with only text, and an end tag."""

_CDATA, _END_OF_CDATA = "<![CDATA[", "]]>"


class Reading(NamedTuple):
    """What was read: the pieces of text, and the start of each ``a`` and ``glossary-term``."""

    pieces: list[Piece]
    anchors: list[Element]


def read(source: str) -> Reading:
    """Read a page. Raises ``TooDeep``."""
    tree = Tree()
    tree.quirks = _STANDARD.match(source) is None
    at = int(source.startswith("\ufeff"))
    while at < len(source):
        at = _stretch(source, at, tree)
    return Reading(tree.pieces, tree.anchors)


def _stretch(source: str, at: int, tree: Tree) -> int:
    """Read on from an offset. Return where raw text ends that comes, or where the page does."""
    for token in RUN.finditer(source, at):
        begin, after = token.span()
        if begin > at:
            tree.text(source[at:begin], at)
        at = after
        kind = token.lastindex
        if kind == _END:
            name = token[_END]
            end(tree, name if name.islower() else lowered(name))
        else:
            at = _start(source, token, tree) if kind in (_START, _LEAF) else _other(source, token, tree)
            if at != after:
                return at
        if tree.formatting and source[after - 1] != ">":
            tree.text(" ", after)
    if at < len(source):
        tree.text(source[at:], at)
    return len(source)


def _start(source: str, token: re.Match[str], tree: Tree) -> int:
    """Take a start tag, or an element that holds only text. Return where to read on."""
    name, attributes, text = token.group(1, 2, 3)
    name = name if name.islower() else lowered(name)
    at = token.end()
    if text is not None:
        at = token.start(_LEAF)
        if leaves.take(tree, name, attributes, token.start(), text, at):
            return token.end()
    return end_of_raw(source, name, at) if start(tree, name, attributes, token.start()) else at


def _other(source: str, token: re.Match[str], tree: Tree) -> int:
    """Take what is no tag. Return where to read on."""
    if token.end() == token.start() + 1:  # it ends nowhere
        return len(source)
    if not token[5] and tree.stack[-1].foreign and token[0].startswith(_CDATA):
        ended = source.find(_END_OF_CDATA, token.start())
        return len(source) if ended < 0 else ended + len(_END_OF_CDATA)
    return token.end()
