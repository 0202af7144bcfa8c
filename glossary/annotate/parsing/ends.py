"""What an end tag does to the elements that are open (WHATWG HTML, 13.2.6.4)."""

from __future__ import annotations

from collections.abc import Callable

from glossary.annotate.parsing import adoption, foreign
from glossary.annotate.parsing import elements as known
from glossary.annotate.parsing.tree import Tree


def end(tree: Tree, name: str) -> None:
    """Take an end tag."""
    if tree.stack[-1].name == name and name in _PLAIN:
        tree.stack.pop()
        return
    if tree.stack[-1].foreign and foreign.ends(tree, name):
        return
    _ENDS.get(name, _other)(tree, name)


def _other(tree: Tree, name: str) -> None:
    stack = tree.stack
    for index in range(len(stack) - 1, 1, -1):
        other = stack[index].name
        if other == name:
            tree.pop_to(index)
            return
        if other in known.SPECIAL:
            return


def _nothing(*_: object) -> None:
    """Nothing is closed."""


def _break(tree: Tree, *_: object) -> None:
    """It is read as a start tag."""
    tree.go_on()


def _block(tree: Tree, name: str) -> None:
    tree.close((name,))


def _form(tree: Tree, name: str) -> None:
    if tree.templated():
        tree.close((name,))
        return
    form, tree.form = tree.form, None
    if form and tree.stack[tree.scoped((name,))] is form:
        tree.imply()
        tree.remove(form)


def _paragraph(tree: Tree, *_: object) -> None:
    tree.close_paragraph()


def _entry(tree: Tree, name: str) -> None:
    tree.close((name,), known.LIST_SCOPE if name == "li" else known.SCOPE)


def _heading(tree: Tree, *_: object) -> None:
    tree.close(known.HEADINGS)


def _formatting(tree: Tree, name: str) -> None:
    if not adoption.end(tree, name):
        _other(tree, name)


def _marked(tree: Tree, name: str) -> None:
    if tree.close((name,)):
        tree.clear_to_marker()


def _template(tree: Tree, name: str) -> None:
    if tree.close((name,), ()):
        tree.clear_to_marker()


def _part(tree: Tree, name: str) -> None:
    """The end of a table or of a part of it closes the cell or caption that is open in it."""
    cut = tree.stack[-1].structure.name in known.CELLS | {"caption"}
    if tree.close((name,), known.TABLE_SCOPE) and cut:
        tree.clear_to_marker()


_PLAIN = frozenset({"abbr", "span", "sub", "sup", "time", "p", "li", "dd", "dt"}) | known.HEADINGS | known.BLOCKS
"""Whose end tag, if they are innermost, closes them and does nothing else."""

_ENDS: dict[str, Callable[[Tree, str], None]] = {
    **dict.fromkeys(("html", "body", "head", "col"), _nothing),
    "br": _break,
    **dict.fromkeys(known.CLOSED_AS_BLOCKS, _block),
    "p": _paragraph,
    "form": _form,
    **dict.fromkeys(("li", "dd", "dt"), _entry),
    **dict.fromkeys(known.HEADINGS, _heading),
    **dict.fromkeys(known.FORMATTING, _formatting),
    **dict.fromkeys(known.MARKED, _marked),
    "template": _template,
    **dict.fromkeys(known.STRUCTURE - {"template"}, _part),
}
