"""The elements that are open at each place of a page, as a browser's parser has them (WHATWG HTML, 13.2.4).

Only what decides in which elements a text stands is kept: no document is made, but each element knows its parent.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import takewhile

from glossary.annotate.parsing import elements as known

MAX_DEPTH = 512
"""How many elements are open at once. Chromium nests none deeper; and what a tag costs is bounded by it."""

_MOST_ALIKE = 3
"""How many formatting elements that are the same go on at once (13.2.4.3)."""

NO_PLACE = known.TABLE | {"colgroup"}
"""Elements in which there is no text of their own."""

_NOTABLE = known.BUTTON_SCOPE | known.STRUCTURE | known.SECTIONS | {"p"}


class TooDeep(Exception):
    """More elements are open, one inside another, than any browser nests. ``start`` is where the last one begins."""

    def __init__(self, start: int) -> None:
        self.start = start
        super().__init__(f"more than {MAX_DEPTH} elements are open at once")


class Element:
    """One element of HTML in its parent; ``above`` it is what was open last. ``attributes`` is their source.

    ``structure`` is the part of a table that it is in, or is; ``home`` the section that it is in, or is; ``paragraph`` says
    whether the start tag of a block would end a paragraph here.
    """

    __slots__ = ("attributes", "home", "name", "paragraph", "parent", "start", "structure")
    foreign: str = ""
    point: bool = False

    def __init__(self, name: str, attributes: str, start: int, parent: Element | None, above: Element | None) -> None:
        self.name, self.attributes, self.start, self.parent = name, attributes, start, parent
        if above is None:
            self.paragraph, self.structure, self.home = False, self, self
        else:
            self.paragraph, self.structure, self.home = above.paragraph, above.structure, above.home

    def settle(self, above: Element) -> None:
        """Look anew at what is around."""
        name = self.name
        self.paragraph = name == "p" or (above.paragraph and name not in known.BUTTON_SCOPE)
        self.structure = self if name in known.STRUCTURE else above.structure
        self.home = self if name in known.SECTIONS else above.home


class Foreign(Element):
    """One element of SVG or MathML: ``foreign`` is the prefix of its name, ``point`` says that HTML's rules hold in it."""

    __slots__ = ("foreign", "point")

    def __init__(self, prefix: str, name: str, attributes: str, start: int, parent: Element, above: Element) -> None:
        super().__init__(prefix + name, attributes, start, parent, above)
        self.foreign = prefix
        self.point = self.name in known.POINTS


Piece = tuple[str, int, Element]
"""A piece of text, its offset in the source, the element that it stands in."""


class Tree:
    """The elements that are open, while the tokens of a page come; the pieces of text that came, and the links."""

    def __init__(self) -> None:
        self.html = Element("html", "", 0, None, None)
        self.body = Element("body", "", 0, self.html, self.html)
        self.stack = [self.html, self.body]
        self.formatting: list[Element | None] = []
        self.form: Element | None = None
        self.quirks = True
        self.pieces: list[Piece] = []
        self.anchors: list[Element] = []

    def push(self, element: Element) -> None:
        """Open an element. Raises ``TooDeep``."""
        stack = self.stack
        if len(stack) >= MAX_DEPTH:
            raise TooDeep(element.start)
        if element.name in _NOTABLE:
            element.settle(stack[-1])
        stack.append(element)

    def settle(self, index: int) -> None:
        """Look anew at all elements from one on, after the stack has changed in its midst."""
        for above, element in zip(self.stack[index - 1 :], self.stack[index:], strict=False):
            element.settle(above)

    def place(self, target: Element) -> Element:
        """Return where a child of an element goes: there, or if that is part of a table, before the table (13.2.6.1)."""
        if target.name not in known.TABLE:
            return target
        for index in range(len(self.stack) - 1, 0, -1):
            element = self.stack[index]
            if element.name == "template":
                return element
            if element.name == "table":
                return element.parent or self.stack[index - 1]
        return self.html

    def insert(self, name: str, attributes: str, start: int) -> Element:
        """Open an element where text may stand, and return it."""
        top = self.stack[-1]
        element = Element(name, attributes, start, top if top.name not in known.TABLE else self.place(top), top)
        self.push(element)
        return element

    def insert_part(self, name: str, attributes: str, start: int) -> Element:
        """Open a part of a table, or what may stand among them, and return it."""
        top = self.stack[-1]
        element = Element(name, attributes, start, top, top)
        self.push(element)
        return element

    def pop_to(self, index: int) -> None:
        """Close all elements from one on."""
        del self.stack[index:]

    def remove(self, element: Element) -> None:
        """Close one element and none of those in it."""
        index = self.stack.index(element)
        del self.stack[index]
        self.settle(index)

    def scoped(self, names: Collection[str], scope: Collection[str] = known.SCOPE) -> int:
        """Return the index of the innermost open element with one of these names that an end tag reaches, else zero."""
        for index in range(len(self.stack) - 1, 0, -1):
            name = self.stack[index].name
            if name in names:
                return index
            if name in scope:
                break
        return 0

    def close(self, names: Collection[str], scope: Collection[str] = known.SCOPE) -> bool:
        """Close the innermost element with one of these names that an end tag reaches. Return whether there was one."""
        if index := self.scoped(names, scope):
            self.pop_to(index)
        return index > 0

    def close_paragraph(self) -> None:
        """Close a paragraph before a block."""
        if self.stack[-1].paragraph:
            self.close(("p",), known.BUTTON_SCOPE)

    def templated(self) -> bool:
        """Return whether a template is open."""
        return any(element.name == "template" for element in self.stack)

    def imply(self, but: Collection[str] = ()) -> None:
        """Close the innermost elements whose end tags may be left out."""
        while (name := self.stack[-1].name) in known.IMPLIED and name not in but:
            self.stack.pop()

    def format(self, element: Element) -> None:
        """Take an element as one that goes on after those around it have ended."""
        if self.formatting:
            key, first = (element.name, element.attributes), self.after_marker()
            alike = [entry for entry in self.formatting[first:] if entry and (entry.name, entry.attributes) == key]
            if len(alike) >= _MOST_ALIKE:
                self.formatting.remove(alike[0])
        self.formatting.append(element)

    def after_marker(self) -> int:
        """Return the index in ``formatting`` from which on elements go on here."""
        for index in range(len(self.formatting) - 1, -1, -1):
            if self.formatting[index] is None:
                return index + 1
        return 0

    def clear_to_marker(self) -> None:
        """Forget the formatting elements of a cell, a caption or the like, which has ended."""
        del self.formatting[max(0, self.after_marker() - 1) :]

    def go_on(self) -> None:
        """Open the formatting elements again that were cut off (13.2.4.3, “reconstruct”)."""
        entries = self.formatting
        if not entries or entries[-1] is self.stack[-1]:
            return
        cut_off = list(takewhile(lambda entry: entry and entry not in self.stack, reversed(entries)))
        for index, entry in enumerate(reversed(cut_off), len(entries) - len(cut_off)):
            if entry:
                entries[index] = self.insert(entry.name, entry.attributes, entry.start)

    def text(self, text: str, start: int) -> None:
        """Take a piece of text. What is only white space stands nowhere, but formatting elements go on before it."""
        blank, top = text.isspace(), self.stack[-1]
        if top.name in NO_PLACE:
            if blank:
                return
            if top.name == "colgroup":
                self.stack.pop()
        if self.formatting and (not top.foreign or top.point):
            self.go_on()
        if not blank:
            top = self.stack[-1]
            self.pieces.append((text, start, top if top.name not in known.TABLE else self.place(top)))
