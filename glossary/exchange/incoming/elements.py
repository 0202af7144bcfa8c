"""XML of others, read safely: each element with its line; nothing is expanded, fetched or guessed.

1. A document type of a file's own (an internal subset) is refused when the parser comes to it, before anything that it
   defines: no entity is ever expanded. One that only names a DTD is passed over, and the DTD is never fetched.
2. An entity that such a DTD would define is refused: to leave it out would change a text unseen.
3. Elements are nested at most ``MAX_DEPTH`` deep, and there are at most ``MAX_ELEMENTS``: a file of nothing but tags would
   otherwise take many times its size in memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from glossary.content import files
from glossary.errors import BadContent, Finding
from glossary.exchange.incoming import reading

MAX_DEPTH = 100
"""Deepest nesting of elements that is read; terminology and translation files have about ten."""

MAX_ELEMENTS = 2_000_000
"""Most elements that are read; a termbase of 50 MB has about half as many."""

_XML = "http://www.w3.org/XML/1998/namespace"
_BREAKS = re.compile(r"[ \t\r\n]*[\r\n\t][ \t\r\n]*")
_DECLARED = re.compile(rb"\A(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")


@dataclass(slots=True)
class Element:
    """An element: its namespace and local name, its line, its attributes by local name (``xml:lang`` and ``xml:space``
    with their prefix), and what stands in it, in order."""

    namespace: str
    name: str
    line: int
    attributes: Mapping[str, str]
    content: list[str | Element] = field(default_factory=list)

    def __iter__(self) -> Iterator[Element]:
        return (part for part in self.content if isinstance(part, Element))

    def all(self, *names: str) -> Iterator[Element]:
        """Yield the children of these local names."""
        return (child for child in self if child.name in names)

    def first(self, *names: str) -> Element | None:
        """Return the first child of these local names."""
        return next(self.all(*names), None)

    def below(self, *names: str) -> Iterator[Element]:
        """Yield the elements of these local names at any depth, in order, but none inside another of them."""
        for child in self:
            if child.name in names:
                yield child
            else:
                yield from child.below(*names)

    @property
    def whole(self) -> str:
        """All text in the element and in those within it, as it stands."""
        return "".join(part if isinstance(part, str) else part.whole for part in self.content)

    @property
    def text(self) -> str:
        """All text in the element on one line: a line break, with the white space around it, is only how a file is laid
        out. Other spaces stay; a language may need them."""
        return _BREAKS.sub(" ", self.whole).strip(" ")

    @property
    def language(self) -> str | None:
        """The language tag that the element names, as it stands (``xml:lang``; ``lang`` in files of before 2008)."""
        return self.attributes.get("xml:lang") or self.attributes.get("lang")


def read(path: Path) -> Element:
    """Return the root of an XML file. Raises ``BadContent``, with the line, for what cannot be read, is no well-formed XML,
    is in another encoding than it says, or breaks one of the module's rules."""
    return of(path, reading.read_bytes(path))


def of(path: Path, data: bytes) -> Element:
    """Return the root of an XML file by its bytes, as ``read`` does."""
    _Reader.require_encoding(path, data)
    return _Reader(path).root(data)


class _Reader:
    def __init__(self, path: Path) -> None:
        self._file = files.displayed(path)
        self._top = Element("", "", 0, {})
        self._open = [self._top]
        self._count = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._document_type
        self._parser.EntityDeclHandler = self._entity
        self._parser.SkippedEntityHandler = self._skipped
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters

    @staticmethod
    def require_encoding(path: Path, data: bytes) -> None:
        """Raise ``BadContent`` where the bytes are not in the encoding that the file says, with the line of the first that
        is not; without a word of it, XML is in UTF-8."""
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return
        declared = match[1].decode() if (match := _DECLARED.match(data)) else "utf-8"
        try:
            data.decode(declared)
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            what = f"the byte 0x{data[error.start]:02X} is not {declared.upper()}, which the file says it is in"
            raise reading.bad(path, line, what, "save it as UTF-8") from None
        except (LookupError, UnicodeError):  # Python has encodings of things other than text, with errors of their own
            raise reading.bad(path, 1, f"the encoding “{declared}” is not known", "save it as UTF-8") from None

    def root(self, data: bytes) -> Element:
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            what = f"it is not well-formed XML ({expat.ErrorString(error.code)})"
            raise self._bad(what, "mend it there, or export it again", error.lineno) from None
        except ValueError as error:  # pyexpat's own, for encodings of several bytes
            raise self._bad(f"its encoding cannot be read ({error})", "save it as UTF-8", 1) from None
        return next(iter(self._top))

    def _bad(self, what: str, remedy: str, line: int = 0) -> BadContent:
        return BadContent([Finding(self._file, line or self._parser.CurrentLineNumber, what, remedy)])

    def _document_type(self, _name: str, _system: str | None, _public: str | None, own: int) -> None:
        if own:  # Rule 1
            what = "it brings a document type of its own, in which entities can be defined"
            raise self._bad(what, "take out what stands in square brackets after DOCTYPE, or export it without")

    def _entity(self, name: str, *_of: object) -> None:
        what = f"it defines the entity “{name}”"
        raise self._bad(what, "export it without entities")  # Rule 1, should the one above ever be passed

    def _skipped(self, name: str, _parameter: object) -> None:
        what = f"it uses the entity “{name}”, which it does not define"  # Rule 2
        raise self._bad(what, "write the character itself")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MAX_ELEMENTS:  # Rule 3
            raise self._bad(f"it has more than {MAX_ELEMENTS:,} elements", "divide it into several files")
        if len(self._open) > MAX_DEPTH:
            raise self._bad(f"its elements are nested more than {MAX_DEPTH} deep", "export it again")
        namespace, _, local = name.rpartition(" ")
        own = {_attribute(key): value for key, value in attributes.items()}
        element = Element(namespace, local, self._parser.CurrentLineNumber, own)
        self._open[-1].content.append(element)
        self._open.append(element)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _characters(self, text: str) -> None:
        self._open[-1].content.append(text)


def _attribute(name: str) -> str:
    namespace, _, local = name.rpartition(" ")
    return f"xml:{local}" if namespace == _XML else local
