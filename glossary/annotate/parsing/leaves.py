"""Elements that hold only text, as most do: what comes of one is found in one step.

An element that says nothing of its text is left out: the text stands in what is around it. Nothing here is another rule: it
is what ``starts.start``, ``Tree.text`` and ``ends.end`` come to where an element neither ends one before it nor goes on.
"""

from __future__ import annotations

from glossary.annotate.parsing import elements as known
from glossary.annotate.parsing.place import means
from glossary.annotate.parsing.starts import STARTS
from glossary.annotate.parsing.tree import MAX_DEPTH, NO_PLACE, Element, Tree

_ENTRIES = {"li": known.names("ul ol"), "dd": {"dl"}, "dt": {"dl"}, "td": {"tr"}, "th": {"tr"}}
"""In which parents an entry or a cell ends no other."""

_FEW = 3
"""Of formatting elements, one more changes nothing for the others."""


def _ordinary(_tree: Tree, _top: Element) -> bool:
    return True


def _formatting(tree: Tree, _top: Element) -> bool:
    return len(tree.formatting) < _FEW


def _anchor(tree: Tree, _top: Element) -> bool:
    return not tree.formatting


def _block(_tree: Tree, top: Element) -> bool:
    return not top.paragraph


def _heading(_tree: Tree, top: Element) -> bool:
    return not top.paragraph and top.name not in known.HEADINGS


def _never(_tree: Tree, _top: Element) -> bool:
    return False


_SINGLE = {
    **dict.fromkeys(STARTS, _never),
    **dict.fromkeys(known.FORMATTING - {"nobr"}, _formatting),
    "a": _anchor,
    **dict.fromkeys(known.BLOCKS, _block),
    **dict.fromkeys(known.HEADINGS, _heading),
}


def take(tree: Tree, name: str, attributes: str, start: int, text: str, text_start: int) -> bool:
    """Take an element with its text and its end tag. Return ``False`` where that is no single step, and take nothing."""
    top, formatting = tree.stack[-1], tree.formatting
    if (formatting and formatting[-1] is not top) or len(tree.stack) == MAX_DEPTH:
        return False
    if top.foreign or top.name in NO_PLACE or name in _ENTRIES:
        if name not in _ENTRIES or top.name not in _ENTRIES[name] or top.paragraph:
            return False
    elif not _SINGLE.get(name, _ordinary)(tree, top):
        return False
    if name in known.SECTIONS or means(name, attributes):
        top = Element(name, attributes, start, top, top)
        if name == "a":
            tree.anchors.append(top)
        elif name in known.SECTIONS:
            top.home = top
    if text and not text.isspace():
        tree.pieces.append((text, text_start, top))
    return True
