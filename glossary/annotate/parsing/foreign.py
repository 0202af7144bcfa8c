"""SVG and MathML in a page (WHATWG HTML, 13.2.6.5): other rules hold there, but for the points where HTML's hold again."""

from __future__ import annotations

from glossary.annotate.parsing import elements as known
from glossary.annotate.parsing.tokens import attributes as parsed
from glossary.annotate.parsing.tokens import closes_itself
from glossary.annotate.parsing.tree import Element, Foreign, Tree

_OF_HTML = ("text/html", "application/xhtml+xml")
_OF_FONT = frozenset({"color", "face", "size"})


def takes(tree: Tree, name: str, attributes: str, at: int) -> bool:
    """Take a start tag that stands in SVG or MathML. Return ``False`` where HTML's rules hold for it after all."""
    top = tree.stack[-1]
    if _as_html(top, name):
        return False
    if name in known.BREAKOUT or (name == "font" and parsed(attributes).keys() & _OF_FONT):
        leave(tree)
        return False
    begin(tree, name, attributes, at, top.foreign)
    return True


def begin(tree: Tree, name: str, attributes: str, at: int, prefix: str) -> None:
    """Open an element of SVG or MathML, unless its tag closes itself."""
    if closes_itself(attributes):
        return
    top = tree.stack[-1]
    element = Foreign(prefix, name, attributes, at, tree.place(top), top)
    if element.name == known.ANNOTATION:
        element.point = parsed(attributes).get("encoding", "").lower() in _OF_HTML
    tree.push(element)


def ends(tree: Tree, name: str) -> bool:
    """Take an end tag that stands in SVG or MathML. Return ``False`` where HTML's rules hold for it."""
    if name in ("br", "p"):
        leave(tree)
        return False
    for index in range(len(tree.stack) - 1, 0, -1):
        element = tree.stack[index]
        if not element.foreign:
            break
        if element.name == element.foreign + name:
            tree.pop_to(index)
            return True
    return False


def leave(tree: Tree) -> None:
    """Close what is open of SVG or MathML, up to a point where HTML's rules hold."""
    while tree.stack[-1].foreign and not tree.stack[-1].point:
        tree.stack.pop()


def _as_html(top: Element, name: str) -> bool:
    if top.name in known.TEXT_POINTS:
        return name not in ("mglyph", "malignmark")
    return top.point or (top.name == known.ANNOTATION and name == "svg")
