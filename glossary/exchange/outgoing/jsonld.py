"""JSON-LD 1.1: a graph as JSON, with its context in it, so that no reader fetches one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from glossary.exchange.outgoing.graph import CLASSES, PREFIXES, PROPERTIES, Kind, Node, base

_TYPES = {Kind.LINK: "@id", Kind.DAY: "xsd:date", Kind.FLAG: "xsd:boolean"}


def write(nodes: Iterable[Node], base_url: str) -> bytes:
    """Return the nodes as JSON-LD."""
    context = orjson.dumps({"@base": base(base_url), **dict(_context())})
    # One node at a time: those of a large glossary take ten times the memory of what is written.
    graph = b",".join(orjson.dumps(_typed(node)) for node in nodes)
    return b'{"@context":' + context + b',"@graph":[' + graph + b"]}\n"


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
