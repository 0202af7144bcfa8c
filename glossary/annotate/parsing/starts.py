"""What a start tag does to the elements that are open (WHATWG HTML, 13.2.6.4).

1. Tables decide by the part that is innermost (``Element.structure``) what the standard decides by its insertion modes.
2. Elements of raw text are never opened: whoever reads goes on at their end tag.
"""

from __future__ import annotations

from collections.abc import Callable

from glossary.annotate.parsing import adoption, foreign
from glossary.annotate.parsing import elements as known
from glossary.annotate.parsing.tokens import attributes as parsed
from glossary.annotate.parsing.tree import Element, Tree

_RAW = known.RAW | {"plaintext"}
Start = Callable[[Tree, str, str, int], object]


def start(tree: Tree, name: str, attributes: str, at: int) -> bool:
    """Take a start tag. Return whether what follows it is raw text up to its end tag. Raises ``TooDeep``."""
    top = tree.stack[-1]
    if top.foreign and foreign.takes(tree, name, attributes, at):
        return False
    if top.name == "colgroup" and name not in ("col", "template"):
        tree.stack.pop()
    STARTS.get(name, _ordinary)(tree, name, attributes, at)
    return name in _RAW or (name == "frameset" and not tree.pieces)  # rule 2


def _ordinary(tree: Tree, name: str, attributes: str, at: int) -> None:
    if tree.formatting:
        tree.go_on()
    tree.insert(name, attributes, at)


def _nothing(*_: object) -> None:
    """Nothing is opened or closed."""


def _go_on(tree: Tree, *_: object) -> None:
    if tree.formatting:
        tree.go_on()


def _outermost(tree: Tree, name: str, attributes: str, _at: int) -> None:
    """A second ``html`` or ``body`` gives the first what that lacks."""
    if not tree.templated():
        element = tree.html if name == "html" else tree.body
        element.attributes = f"{element.attributes} {attributes}"


def _block(tree: Tree, name: str, attributes: str, at: int) -> None:
    tree.close_paragraph()
    tree.insert(name, attributes, at)


def _heading(tree: Tree, name: str, attributes: str, at: int) -> None:
    tree.close_paragraph()
    if tree.stack[-1].name in known.HEADINGS:
        tree.stack.pop()
    tree.insert(name, attributes, at)


def _form(tree: Tree, name: str, attributes: str, at: int) -> None:
    if tree.templated():
        _block(tree, name, attributes, at)
    elif tree.form is None and tree.stack[-1].structure.name in known.TABLE:  # rule 1: it holds nothing there
        tree.form = Element(name, attributes, at, tree.stack[-1], tree.stack[-1])
    elif tree.form is None:
        tree.close_paragraph()
        tree.form = tree.insert(name, attributes, at)


def _entry(*names: str) -> Start:
    """Return what an entry of a list does: it ends the one before."""

    def begin(tree: Tree, name: str, attributes: str, at: int) -> None:
        for index in range(len(tree.stack) - 1, 0, -1):
            other = tree.stack[index].name
            if other in names:
                tree.pop_to(index)
                break
            if other in known.SPECIAL and other not in ("address", "div", "p"):
                break
        _block(tree, name, attributes, at)

    return begin


def _button(tree: Tree, name: str, attributes: str, at: int) -> None:
    tree.close((name,))
    _ordinary(tree, name, attributes, at)


def _anchor(tree: Tree, name: str, attributes: str, at: int) -> None:
    """A link ends the one that it begins in, or that goes on where it begins."""
    before = adoption.last(tree, name)
    if before:
        adoption.end(tree, name)
        if before in tree.formatting:
            tree.formatting.remove(before)
        if before in tree.stack:
            tree.remove(before)
    _formatting(tree, name, attributes, at)
    tree.anchors.append(tree.stack[-1])


def _marked_up(tree: Tree, name: str, attributes: str, at: int) -> None:
    _ordinary(tree, name, attributes, at)
    tree.anchors.append(tree.stack[-1])


def _formatting(tree: Tree, name: str, attributes: str, at: int) -> None:
    _go_on(tree)
    tree.format(tree.insert(name, attributes, at))


def _unbroken(tree: Tree, name: str, attributes: str, at: int) -> None:
    _go_on(tree)
    if tree.scoped((name,)):
        adoption.end(tree, name)
        _go_on(tree)
    tree.format(tree.insert(name, attributes, at))


def _marked(tree: Tree, name: str, attributes: str, at: int) -> None:
    _ordinary(tree, name, attributes, at)
    tree.formatting.append(None)


def _template(tree: Tree, name: str, attributes: str, at: int) -> None:
    tree.insert_part(name, attributes, at)
    tree.formatting.append(None)


def _table(tree: Tree, name: str, attributes: str, at: int) -> None:
    if tree.stack[-1].structure.name in known.TABLE:  # rule 1: it ends the table in which it has no place
        tree.close((name,), known.TABLE_SCOPE)
    if not tree.quirks:
        tree.close_paragraph()
    tree.insert(name, attributes, at)


def _part(tree: Tree, name: str, attributes: str, at: int) -> None:
    """A part of a table ends those beside it, and brings with it those around it whose tags were left out."""
    structure = tree.stack[-1].structure.name
    if structure in ("html", "template"):  # in a template they would count at times, but all of it is closed to us
        return
    while tree.stack[-1].name not in known.CONTEXTS[name] | known.TABLE_SCOPE:
        tree.stack.pop()
    if structure in known.CELLS or structure == "caption":
        tree.clear_to_marker()
    for between in known.BETWEEN.get(name, {}).get(tree.stack[-1].name, ()):
        tree.insert_part(between, "", at)
    if name == "col":
        return
    tree.insert_part(name, attributes, at)
    if name in known.CELLS or name == "caption":
        tree.formatting.append(None)


def _rule(tree: Tree, *_: object) -> None:
    tree.close_paragraph()
    if tree.scoped(("select",)):
        tree.imply()


def _input(tree: Tree, _name: str, attributes: str, _at: int) -> None:
    if tree.stack[-1].structure.name in known.TABLE and parsed(attributes).get("type", "").lower() == "hidden":
        return
    tree.close(("select",))
    _go_on(tree)


def _select(tree: Tree, name: str, attributes: str, at: int) -> None:
    if not tree.close((name,)):
        _ordinary(tree, name, attributes, at)


def _option(tree: Tree, name: str, attributes: str, at: int) -> None:
    if tree.scoped(("select",)):
        tree.imply(("optgroup",) if name == "option" else ())
    elif tree.stack[-1].name == "option":
        tree.stack.pop()
    _ordinary(tree, name, attributes, at)


def _ruby(*but: str) -> Start:
    def begin(tree: Tree, name: str, attributes: str, at: int) -> None:
        if tree.scoped(("ruby",)):
            tree.imply(but)
        tree.insert(name, attributes, at)

    return begin


def _preformatted(tree: Tree, *_: object) -> None:
    tree.close_paragraph()
    _go_on(tree)


def _svg_or_math(tree: Tree, name: str, attributes: str, at: int) -> None:
    _go_on(tree)
    foreign.begin(tree, name, attributes, at, f"{name} ")


STARTS: dict[str, Start] = {
    **dict.fromkeys(("html", "body"), _outermost),
    **dict.fromkeys(known.VOID | {"image"}, _go_on),
    **dict.fromkeys(known.RAW, _nothing),
    **dict.fromkeys(("base", "basefont", "bgsound", "frame", "frameset", "head", "link", "meta"), _nothing),
    **dict.fromkeys(("param", "source", "track"), _nothing),
    "xmp": _preformatted,
    "plaintext": _block,
    **dict.fromkeys(known.BLOCKS, _block),
    **dict.fromkeys(known.HEADINGS, _heading),
    "form": _form,
    "li": _entry("li"),
    **dict.fromkeys(("dd", "dt"), _entry("dd", "dt")),
    "button": _button,
    **dict.fromkeys(known.FORMATTING, _formatting),
    "a": _anchor,
    "glossary-term": _marked_up,
    "nobr": _unbroken,
    **dict.fromkeys(known.MARKED, _marked),
    "template": _template,
    "table": _table,
    **dict.fromkeys(known.CONTEXTS, _part),
    "hr": _rule,
    "input": _input,
    "select": _select,
    **dict.fromkeys(("option", "optgroup"), _option),
    **dict.fromkeys(("rb", "rtc"), _ruby()),
    **dict.fromkeys(("rp", "rt"), _ruby("rtc")),
    **dict.fromkeys(("svg", "math"), _svg_or_math),
}
