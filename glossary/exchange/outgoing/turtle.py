"""Turtle (RDF 1.1 Turtle, W3C Recommendation): a graph as text, one node after the other, in the order that it has."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from glossary.exchange.outgoing.graph import CLASSES, PREFIXES, PROPERTIES, Kind, Node, base, values


def write(nodes: Iterable[Node], base_url: str) -> str:
    """Return the nodes as Turtle."""
    head = [f"@base <{base(base_url)}> .", *(f"@prefix {name}: <{space}> ." for name, space in PREFIXES.items())]
    return "\n".join([*head, "", *map(_node, nodes)])


def _node(node: Node) -> str:
    rows = [f"a {CLASSES[node['type']]}"] if node["type"] else []
    for name, value in node.items():
        if name in PROPERTIES:
            rows.append(f"{PROPERTIES[name].name} {', '.join(_objects(PROPERTIES[name].kind, value))}")
    return f"<{node['id']}>\n    " + " ;\n    ".join(rows) + " .\n"


def _objects(kind: Kind, value: Any) -> Iterator[str]:
    if kind is Kind.WORDS:
        for language, texts in value.items():
            yield from (f"{_string(text)}@{language}" for text in values(texts))
        return
    for each in values(value):
        yield _object(kind, each)


def _object(kind: Kind, value: Any) -> str:
    match kind:
        case Kind.LINK:
            return f"<{value}>"
        case Kind.DAY:
            return f"{_string(value)}^^xsd:date"
        case Kind.FLAG:
            return "true" if value else "false"
        case Kind.DATED:
            return f"{_string(value['@value'])}^^{value['@type']}"
    return _string(value)


def _string(text: str) -> str:
    # JSON's escapes are among those of Turtle (section 6.4), and each text is in one line.
    return json.dumps(text, ensure_ascii=False)
