"""JSON-LD 1.1: a graph as JSON, with its context in it, so that no reader fetches one.

Addresses are whole: PyLD 2 reads a graph with ``@base`` as empty, and whoever reads it as plain JSON can follow them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from glossary.exchange.outgoing.graph import CLASSES, PREFIXES, PROPERTIES, Kind, Node, base

_TYPES = {Kind.LINK: "@id", Kind.DAY: "xsd:date", Kind.FLAG: "xsd:boolean"}


def write(nodes: Iterable[Node], base_url: str) -> bytes:
    """Return the nodes as JSON-LD."""
    context = orjson.dumps(dict(_context()))
    # One node at a time: those of a large glossary take ten times the memory of what is written.
    graph = b",".join(orjson.dumps(_whole(node, base(base_url))) for node in nodes)
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


def _whole(node: Node, folder: str) -> Node:
    """Return a node with whole addresses."""
    found = {"id": folder + node["id"]}
    for name, value in node.items():
        if name in PROPERTIES and PROPERTIES[name].kind is Kind.LINK:
            found[name] = _address(value, folder)
        elif name != "id" and value != "":
            found[name] = value
    return found


def _address(value: Any, folder: str) -> Any:
    if isinstance(value, list):
        return [_address(each, folder) for each in value]
    return value if ":" in value else folder + value
