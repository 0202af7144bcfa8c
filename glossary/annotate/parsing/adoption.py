"""The end tag of a formatting element, which may come where others are still open (WHATWG HTML, 13.2.6.4.7, “adoption
agency algorithm”): ``<b><p>one</b> two`` has “one” in bold type and “two” not."""

from __future__ import annotations

from glossary.annotate.parsing.elements import SCOPE, SPECIAL
from glossary.annotate.parsing.tree import Element, Tree

_ROUNDS, _INNER_ROUNDS = 8, 3
"""The standard's own limits."""


def end(tree: Tree, name: str) -> bool:
    """Close the formatting element of a name. Return ``False`` where none is open: then it is an end tag as any other."""
    top, formatting = tree.stack[-1], tree.formatting
    if top.name == name and (top is formatting[-1] if formatting else False):  # as nearly always
        formatting.pop()
        tree.stack.pop()
        return True
    if top.name == name and top not in formatting:
        tree.stack.pop()
        return True
    for _ in range(_ROUNDS):
        element = last(tree, name)
        if element is None:
            return False
        if not _adopted(tree, element):
            break
    return True


def last(tree: Tree, name: str) -> Element | None:
    """Return the formatting element of a name that goes on here, if one does."""
    for index in range(len(tree.formatting) - 1, tree.after_marker() - 1, -1):
        entry = tree.formatting[index]
        if entry and entry.name == name:
            return entry
    return None


def _adopted(tree: Tree, element: Element) -> bool:
    """Return whether another round is due."""
    if element not in tree.stack:
        tree.formatting.remove(element)
        return False
    at = tree.stack.index(element)
    if any(other.name in SCOPE for other in tree.stack[at + 1 :]):
        return False
    furthest = next((index for index in range(at + 1, len(tree.stack)) if tree.stack[index].name in SPECIAL), 0)
    if not furthest:
        tree.pop_to(at)
        tree.formatting.remove(element)
        return False
    _divide(tree, at, furthest)
    return True


def _divide(tree: Tree, at: int, furthest: int) -> None:
    """Close the formatting element at ``at`` before the block at ``furthest``, and open it again around what is in that."""
    stack, formatting = tree.stack, tree.formatting
    element, block, ancestor = stack[at], stack[furthest], stack[at - 1]
    moved, bookmark = _between(tree, at, furthest, formatting.index(element))
    moved.parent = tree.place(ancestor)
    within = Element(element.name, element.attributes, element.start, block, block)
    _hand_over(tree, block, within)
    formatting.insert(bookmark, within)
    formatting.remove(element)
    stack.insert(stack.index(block) + 1, within)
    stack.remove(element)
    tree.settle(at)


def _between(tree: Tree, at: int, furthest: int, bookmark: int) -> tuple[Element, int]:
    """Open the formatting elements between again, one inside the other, and close what else is between."""
    stack, formatting = tree.stack, tree.formatting
    inner = block = stack[furthest]
    for count, index in enumerate(range(furthest - 1, at, -1), 1):
        node = stack[index]
        listed = formatting.index(node) if node in formatting else -1
        if listed >= 0 and count > _INNER_ROUNDS:
            del formatting[listed]
            bookmark -= listed < bookmark
            listed = -1
        if listed < 0:
            del stack[index]
            continue
        formatting[listed] = stack[index] = again = Element(
            node.name, node.attributes, node.start, stack[at - 1], stack[at - 1]
        )
        if inner is block:
            bookmark = listed + 1
        inner.parent = again
        inner = again
    return inner, bookmark


def _hand_over(tree: Tree, block: Element, within: Element) -> None:
    """Make the children of a block those of the element that goes on in it."""
    seen: set[int] = set()
    for index in range(len(tree.pieces) - 1, -1, -1):
        text, start, parent = tree.pieces[index]
        if start < block.start:
            break
        if parent is block:
            tree.pieces[index] = text, start, within
        else:
            _change_parent(parent, block, within, seen)
    for element in tree.stack[tree.stack.index(block) + 1 :]:
        _change_parent(element, block, within, seen)


def _change_parent(element: Element | None, block: Element, within: Element, seen: set[int]) -> None:
    while element is not None and element is not block and id(element) not in seen:
        seen.add(id(element))
        if element.parent is block:
            element.parent = within
            return
        element = element.parent
