"""Elements that hold only text, as most do: what comes of one is found in one step.

An element that says nothing of its text is left out: the text stands in what is around it. Nothing here is another rule: it
is what ``starts.start``, ``Tree.text`` and ``ends.end`` come to where an element neither ends one before it nor goes on.
"""

from __future__ import annotations

from glossary.annotate.parsing import elements as known
from glossary.annotate.parsing.place import means
from glossary.annotate.parsing.starts import STARTS
from glossary.annotate.parsing.tree import MAX_DEPTH, NO_PLACE, Element, Tree

_IN = {"li": known.names("ul ol"), "dd": {"dl"}, "dt": {"dl"}, "td": {"tr"}, "th": {"tr"}}
"""In which parents an entry or a cell ends no other."""

_INLINE = known.FORMATTING - {"a", "nobr"}
_FEW = 3
"""Of formatting elements one more changes nothing for the others."""


def take(tree: Tree, name: str, attributes: str, start: int, text: str, text_start: int) -> bool:
    """Take an element with its text and its end tag. Return ``False`` where that is no single step, and take nothing."""
    top = tree.stack[-1]
    if not _single(tree, top, name):
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


def _single(tree: Tree, top: Element, name: str) -> bool:
    formatting = tree.formatting
    if (formatting and formatting[-1] is not top) or len(tree.stack) == MAX_DEPTH:
        return False
    if parents := _IN.get(name):
        return top.name in parents and not top.paragraph
    if top.foreign or top.name in NO_PLACE:
        return False
    if name not in STARTS:
        return True
    if name in _INLINE:
        return len(formatting) < _FEW
    if name == "a":
        return not formatting
    return not top.paragraph and (name in known.BLOCKS or (name in known.HEADINGS and top.name not in known.HEADINGS))
