"""JSON-LD 1.1: a graph as JSON, with its context in it, so that no reader fetches one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from glossary.exchange.outgoing.graph import CLASSES, PREFIXES, PROPERTIES, Kind, Node, base

_TYPES = {Kind.LINK: "@id", Kind.DAY: "xsd:date", Kind.FLAG: "xsd:boolean"}


def write(nodes: Iterable[Node], base_url: str) -> bytes:
    """Return the nodes as JSON-LD."""
    document = {"@context": {"@base": base(base_url), **dict(_context())}, "@graph": list(map(_typed, nodes))}
    return orjson.dumps(document) + b"\n"


def _context() -> Iterator[tuple[str, Any]]:
    yield from PREFIXES.items()
    yield from (("id", "@id"), ("type", "@type"))
    yield from CLASSES.items()
    for name, (curie, kind) in PROPERTIES.items():
        if kind is Kind.WORDS:
            yield name, {"@id": curie, "@container": "@language"}
        else:
            yield name, {"@id": curie, "@type": _TYPES[kind]} if kind in _TYPES else curie


def _typed(node: Node) -> Node:
    return node if node["type"] else {name: value for name, value in node.items() if name != "type"}
