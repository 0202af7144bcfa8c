"""Concepts of a JSON or YAML file, found as a mapping file says. What no path of it names is left, and told once by its
key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from glossary.content import files
from glossary.content.text import LISTS
from glossary.errors import BadTag
from glossary.exchange.incoming import columns, nodes, reading
from glossary.exchange.incoming.gathered import Gathered
from glossary.exchange.incoming.incoming import Batch, Citation, Outcome, Place, Row
from glossary.exchange.incoming.mapping import KEY, LANGUAGE, Keys, Map
from glossary.exchange.incoming.nodes import Node
from glossary.language.names import require_known
from glossary.language.tags import SOURCE, parse


def read(path: Path, by: Map) -> Batch:
    """Return what a file holds, read by a map. Raises as ``nodes.read`` does, and ``BadContent`` where no concept is
    found."""
    if not by.fields:
        what = "nothing says where its terms lie"
        raise reading.bad(path, 0, what, "give --map a mapping file (“Bring what you have” in docs/own-glossary.md)")
    root = nodes.read(path)
    reader = _Reader(files.displayed(path), by)
    there = nodes.at(root, *by.concepts)
    if there is None or not isinstance(there.value, list | dict) or not there.value:
        what = f"no concept lies at “{'.'.join(by.concepts) or 'the top'}”"
        raise nodes.bad(path, there or root, what, "mend “concepts” in the mapping file")
    for key, concept in _each(there):
        reader.concept(key, concept)
    return reader.batch(there)


def _each(node: Node | None) -> Iterator[tuple[str, Node]]:
    """Yield what lies in a list, or in a table with its keys."""
    if node and isinstance(node.value, dict):
        yield from node.value.items()
    elif node and isinstance(node.value, list):
        yield from (("", each) for each in node.value)


class _Reader:
    """Reads concept after concept; remembers which nodes a path has led to."""

    def __init__(self, file: str, by: Map) -> None:
        self.file, self.by = file, by
        self.gathered = dict[str, Gathered]()
        self.rows = list[Row]()
        self.used = set[int]()

    def concept(self, key: str, node: Node) -> None:
        """Read one concept, or one text of a concept that other nodes have texts of too."""
        place = Place(self.file, node.line)
        name = key if self.by.id == (KEY,) else self._text(nodes.at(node, *self.by.id)) if self.by.id else ""
        concept = self.gathered.setdefault(name or f"\n{id(node)}", Gathered(name, place))
        for fact, path in self.by.facts.items():
            if fact in columns.FACTS and (value := self._value(fact, nodes.at(node, *path), concept)):
                self.rows += concept.fact(fact, value, self._place(nodes.at(node, *path) or node))
        if citation := self._citation(node):
            concept.sources[citation] = None
        texts = _each(nodes.at(node, *self.by.texts)) if self.by.texts else iter([("", node)])
        for inner, text in texts:
            self._texts(concept, inner, text)

    def _texts(self, concept: Gathered, key: str, node: Node) -> None:
        """Read the texts of one node: of one language, or of those that the paths of fields lead through."""
        if not self.by.language:
            language = SOURCE
        elif self.by.language == (KEY,):
            language = key
        else:
            language = self._text(nodes.at(node, *self.by.language))
        for name, path in self.by.fields.items():
            for tag, found in self._found(path, node, language):
                if value := self._value(name, found, concept):
                    self.rows += concept.text((self.by.languages.get(tag, tag), name), value, self._place(found))

    def _found(self, path: Keys, node: Node, language: str) -> Iterator[tuple[str, Node]]:
        """Yield the nodes that a path leads to, each with its language."""
        if LANGUAGE not in path:
            found = nodes.at(node, *path)
            yield from [(language, found)] if found else []
            return
        at = path.index(LANGUAGE)
        for key, inner in _each(nodes.at(node, *path[:at])):
            found = nodes.at(inner, *path[at + 1 :])
            if found and (key in self.by.languages or _is_tag(key)):
                yield key, found

    def _place(self, node: Node) -> Place:
        return Place(self.file, node.line)

    def _text(self, node: Node | None) -> str:
        """Return a node's text; ``""`` where it has none."""
        if node:
            self.used.add(id(node))
        return node.value.strip() if node and isinstance(node.value, str) else ""

    def _value(self, name: str, node: Node | None, concept: Gathered) -> str:
        """Return the value of a field or fact; a list of texts where it may have several, with one on each line."""
        if node is None or node.value is None:
            return ""
        self.used.add(id(node))
        if isinstance(node.value, str):
            return node.value
        texts = (
            [each.value for each in node.value if isinstance(each.value, str)] if isinstance(node.value, list) else []
        )
        if texts and len(texts) == len(node.value) and name in (*LISTS, "related"):
            self.used |= {id(each) for each in node.value if isinstance(each, Node)}
            return "\n".join(texts)
        why = "it is a list or a table, and this field is one text; mend its path in the mapping file"
        self.rows.append(Row(self._place(node), concept.id, "", name, "", Outcome.REFUSED, why))
        return ""

    def _citation(self, node: Node) -> Citation | None:
        found = {
            name: self._text(nodes.at(node, *path)) for name, path in self.by.facts.items() if name not in columns.FACTS
        }
        own = {
            name.removeprefix("source_"): value for name, value in found.items() if name.startswith("source_") and value
        }
        named = found.get("source", "")
        return Citation(named, found.get("locator", ""), tuple(own.items())) if named or own else None

    def batch(self, there: Node) -> Batch:
        """Return all that was read, with a row for each key that no path names."""
        left = dict[str, Row]()
        for key, node in self._unused("", there):
            why = "the mapping file does not say what it is"
            left.setdefault(key, Row(self._place(node), "", "", key or "a text without a key", "", Outcome.LEFT, why))
        return Batch(tuple(each.made() for each in self.gathered.values()), (*left.values(), *self.rows))

    def _unused(self, key: str, node: Node) -> Iterator[tuple[str, Node]]:
        """Yield the texts that no path has led to, by their last key."""
        if isinstance(node.value, str) and id(node) not in self.used:
            yield key, node
        for inner, each in _each(node):
            yield from self._unused(inner or key, each)


def _is_tag(key: str) -> bool:
    try:
        return bool(require_known(parse(key)))
    except BadTag:
        return False
