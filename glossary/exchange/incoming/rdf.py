"""Graphs (RDF) of others as Turtle, RDF/XML and JSON-LD, read safely by rdflib, which comes with the extra ``exchange``.

1. XML is first read by ``elements``: entities never come as far as rdflib, which would expand them.
2. Of JSON-LD, a context that is an address is refused, wherever it stands: rdflib would fetch it.
3. What rdflib gets of JSON is what these rules have seen: written anew from the values, so that no other reading of the same
   bytes can differ.
"""

from __future__ import annotations

import json
import logging
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glossary.content import files
from glossary.errors import BadSetting
from glossary.exchange.incoming import elements, reading
from glossary.exchange.incoming.incoming import Place

if TYPE_CHECKING:
    from rdflib import Graph

BASE = "https://import.invalid/"
"""What relative addresses of a file are relative to; nobody can ask there (RFC 6761)."""

SYNTAXES = {".ttl": "turtle", ".nt": "turtle", ".jsonld": "json-ld", ".json": "json-ld"}
"""The syntax by a file's ending; all others are XML."""

_SUBJECTS = {
    "turtle": re.compile(r"^(?:<([^>\s]*)>|([^\s@#<>\"']*:[^\s;,<>\"']+))", re.MULTILINE),
    "json-ld": re.compile(r'"@?id"\s*:\s*"([^"]*)"'),
}
"""Where a subject likely begins, in Turtle at the head of a line: RDF itself knows no lines."""

_AT_LINE = re.compile(r"(?:line |^None:)(\d+)")


@dataclass(frozen=True)
class Read:
    """A graph, and the lines on which its subjects seem to stand, by the last part of their addresses.

    What it has is returned in an order that does not depend on how rdflib keeps it; numbers at the ends of addresses count as
    numbers.
    """

    graph: Graph
    file: str
    lines: Mapping[str, int]

    def place(self, node: object) -> Place:
        """Return where a node stands, as far as can be told: line zero is the file as a whole."""
        return Place(self.file, self.lines.get(tail(node), 0))

    def objects(self, node: Any, name: str) -> list[Any]:
        """Return what a node has under a name."""
        from rdflib import URIRef

        return _ordered(self.graph.objects(node, URIRef(name)))

    def subjects(self, name: str, value: str = "") -> list[Any]:
        """Return the nodes that have something, or exactly this, under a name."""
        from rdflib import URIRef

        return _ordered(set(self.graph.subjects(URIRef(name), URIRef(value) if value else None)))

    def strings(self, node: Any, name: str) -> list[str]:
        """Return the texts that a node has under a name, whatever their language."""
        return [str(each).strip() for each in self.objects(node, name) if is_text(each)]

    def names(self, node: Any) -> list[str]:
        """Return under which names a node has something."""
        return sorted(map(str, set(self.graph.predicates(node))))


def is_text(value: Any) -> bool:
    """Return whether a value is a text, no node."""
    from rdflib import Literal

    return isinstance(value, Literal)


def is_address(node: Any) -> bool:
    """Return whether a node has an address."""
    from rdflib import URIRef

    return isinstance(node, URIRef)


def _ordered(nodes: Iterable[Any]) -> list[Any]:
    return sorted(
        nodes,
        key=lambda node: (len(str(node)) if is_address(node) else 0, str(node), str(getattr(node, "language", ""))),
    )


def tail(address: object) -> str:
    """Return the last part of an address."""
    return re.split(r"[/#:]", str(address).rstrip("/#"))[-1]


def available() -> bool:
    """Return whether the library is installed."""
    return find_spec("rdflib") is not None


def read(path: Path) -> Read:
    """Return the graph of a file, in the syntax of its ending. Raises ``BadContent``, and ``BadSetting`` where
    rdflib is not installed."""
    if not available():
        raise BadSetting(
            "SKOS needs more than is installed; in the folder of this program, pip install -e '.[exchange]' brings it"
        )
    syntax = SYNTAXES.get(path.suffix.lower(), "xml")
    text, lines = _SAFELY[syntax](path)
    return Read(_graph(path, text, syntax), files.displayed(path), lines)


def _graph(path: Path, text: str | bytes, syntax: str) -> Graph:
    from rdflib import Graph
    from rdflib.parser import InputSource

    logging.getLogger("rdflib").setLevel(logging.ERROR)  # it warns of addresses that it could not write; we write none
    graph = Graph(bind_namespaces="none")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of its own changes to come
            if isinstance(text, bytes):  # as they are: rdflib takes bytes that are given as data for UTF-8
                source = InputSource()
                source.setByteStream(BytesIO(text))
                graph.parse(source=source, format=syntax, publicID=BASE)
            else:
                graph.parse(data=text, format=syntax, publicID=BASE)
    except Exception as error:  # each of its parsers has errors of its own
        line, said = _told(error, text)
        what = f"it cannot be read as {_NAMES[syntax]} ({said})"
        raise reading.bad(path, line, what, "mend it there, or export it again") from None
    return graph


def _told(error: Exception, text: str | bytes) -> tuple[int, str]:
    """Return the line that an error of rdflib is about, and what it says, in short."""
    if isinstance(error, IndexError):  # as its parser of Turtle says it
        return len(text.splitlines()), "it ends in the middle of a statement"
    said = " ".join(str(error).split()) or type(error).__name__
    line = next((int(number) for number in _AT_LINE.findall(said)), 0)
    return line, re.sub(r"^None:\d+:\d+: ", "", said)[:120]


_NAMES = {"turtle": "Turtle", "xml": "RDF/XML", "json-ld": "JSON-LD"}


def _turtle(path: Path) -> tuple[str, dict[str, int]]:
    text = reading.read(path)
    return text, _lines(text, "turtle")


def _xml(path: Path) -> tuple[bytes, dict[str, int]]:
    data = reading.read_bytes(path)
    lines = dict[str, int]()
    for element in _every(elements.of(path, data)):  # Rule 1
        for name in ("about", "ID"):
            lines.setdefault(tail(element.attributes.get(name, "")), element.line)
    return data, lines


def _every(element: elements.Element) -> Iterator[elements.Element]:
    yield element
    for child in element:
        yield from _every(child)


def _json(path: Path) -> tuple[str, dict[str, int]]:
    text = reading.read(path)
    try:
        value = json.loads(text, object_pairs_hook=_once)
        address, seen = next(_fetched(value), None), json.dumps(value)
    except json.JSONDecodeError as error:
        what, remedy = f"it is not JSON ({error.msg})", "mend it there, or export it again"
        raise reading.bad(path, error.lineno, what, remedy) from None
    except (RecursionError, ValueError) as error:
        what = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise reading.bad(path, 0, what, "export it again") from None
    if not isinstance(value, dict | list):
        raise reading.bad(path, 1, "it is JSON without an object, so no graph", "export concepts with their labels")
    if address is not None:  # Rule 2
        line = text.count("\n", 0, max(text.find(json.dumps(address, ensure_ascii=False)), 0)) + 1
        what = f"its context is an address ({address[:80]}), and nothing is fetched"
        raise reading.bad(path, line, what, "put the context itself into the file")
    return seen, _lines(text, "json-ld")  # Rule 3


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        twice = next(name for number, (name, _) in enumerate(pairs) if name in dict(pairs[:number]))
        raise ValueError(f"one object has the name “{twice}” twice")
    return values


def _fetched(value: Any) -> Iterator[str]:
    """Yield the addresses that a reader of JSON-LD would fetch."""
    if isinstance(value, list):
        for each in value:
            yield from _fetched(each)
    elif isinstance(value, dict):
        for name, each in value.items():
            if name in ("@context", "@import"):
                yield from (one for one in (each if isinstance(each, list) else [each]) if isinstance(one, str))
            yield from _fetched(each)


def _lines(text: str, syntax: str) -> dict[str, int]:
    lines, line, end = dict[str, int](), 1, 0
    for match in _SUBJECTS[syntax].finditer(text):
        name = next(filter(None, match.groups()), "")
        line, end = line + text.count("\n", end, match.start(match.lastindex or 0)), match.start(match.lastindex or 0)
        lines.setdefault(tail(name), line)
    return lines


_SAFELY: Mapping[str, Callable[[Path], tuple[str | bytes, dict[str, int]]]] = {
    "turtle": _turtle,
    "xml": _xml,
    "json-ld": _json,
}
