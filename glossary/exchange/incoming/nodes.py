"""JSON and YAML of somebody else's as nodes, each with its line. Every scalar is the text that stands in the file: no word
becomes a truth value, and no number loses its noughts.

1. A value that refers to another one (an alias of YAML) is refused: a few of them in each other would be billions of values.
2. A key that stands twice in a table is refused, for readers disagree which one counts.
3. Nothing lies deeper than ``MAX_DEPTH``.
4. A tag of YAML that would make an object of a value is refused, and nothing is ever made by one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from glossary.errors import BadContent, Refused
from glossary.exchange.incoming import reading

MAX_DEPTH = 100

_TOKEN = re.compile(r'[{}\[\],:]|"[^"\\]*(?:\\.[^"\\]*)*"|[^\s{}\[\],:"]+')
_TAGS = ("bool", "float", "int", "map", "null", "seq", "str", "timestamp")
_PLAIN = frozenset({None, "!", *(f"tag:yaml.org,2002:{tag}" for tag in _TAGS)})
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


class Node(NamedTuple):
    """A value, with the line on which it begins: a text, ``None`` for nothing, a list, or a table by key."""

    line: int
    value: str | list[Node] | dict[str, Node] | None


class _Builder:
    """Makes nodes of a file's parts, in their order."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.open = list[tuple[Node, list[str]]]()
        self.root: Node | None = None

    def add(self, node: Node) -> None:
        """Add a value to what is open, or a key."""
        if not self.open:
            self.root = node
            return
        inside, key = self.open[-1][0].value, self.open[-1][1]
        if isinstance(inside, list):
            inside.append(node)
        elif isinstance(inside, dict) and not key:
            key.append(self._key(node, inside))
        elif isinstance(inside, dict):
            inside[key.pop()] = node

    def _key(self, node: Node, inside: dict[str, Node]) -> str:
        if not isinstance(node.value, str | None):
            raise reading.bad(self.path, node.line, "a key is a list or a table", "write it as a text")
        name = node.value or ""
        if name in inside:  # Rule 2
            what = f"“{name[:40]}” stands here and on line {inside[name].line}"
            raise reading.bad(self.path, node.line, what, "keep one of them")
        return name

    def begin(self, node: Node) -> None:
        """Begin a list or a table."""
        self.add(node)
        self.open.append((node, []))
        if len(self.open) > MAX_DEPTH:  # Rule 3
            what = f"it has more than {MAX_DEPTH} lists and tables in each other here"
            raise reading.bad(self.path, node.line, what, "restore the file")


def read(path: Path) -> Node:
    """Return what a JSON or YAML file holds, by the ending of its name. Raises ``BadContent``, and ``Refused`` where YAML
    cannot be read because the extra ``exchange`` is not installed."""
    text, builder = reading.read(path), _Builder(path)
    (_json if path.suffix.lower() == ".json" else _yaml)(text, builder)
    if builder.root is None:
        raise reading.bad(path, 1, "it is empty", "name a file with terms")
    return builder.root


def _json(text: str, builder: _Builder) -> None:
    """Read JSON: the standard library judges it, and the lines are sought in what it has accepted."""
    try:
        json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        raise reading.bad(builder.path, error.lineno, f"it is not JSON ({error.msg})", "mend it there") from None
    except RecursionError:
        raise reading.bad(builder.path, 1, "its lists and tables nest for too long", "restore the file") from None
    for line, part in _tokens(text):
        if part in "{[":
            builder.begin(Node(line, {} if part == "{" else []))
        elif part in "}]":
            builder.open.pop()
        elif part not in ",:":
            builder.add(Node(line, _scalar(part)))


def _tokens(text: str) -> Iterator[tuple[int, str]]:
    line, end = 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", end, match.start())
        end = match.start()
        yield line, match[0]


def _scalar(part: str) -> str | None:
    if part.startswith('"'):
        return str(json.loads(part)) if "\\" in part else part[1:-1]
    return None if part == "null" else part


def _yaml(text: str, builder: _Builder) -> None:
    """Read YAML event by event; nothing is constructed."""
    try:
        import yaml
    except ModuleNotFoundError:
        raise Refused(
            "to read YAML takes more than is installed",
            "in the folder of this program, pip install -e '.[exchange]' brings it",
        ) from None

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for event in yaml.parse(text, Loader=loader):
            _event(event, type(event).__name__, builder)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        position = getattr(error, "position", None)
        line = mark.line + 1 if mark else text.count("\n", 0, position or 0) + 1
        what = getattr(error, "problem", None) or getattr(error, "reason", None) or "the syntax is wrong"
        raise reading.bad(builder.path, line, f"it is not YAML ({what})", "mend it there") from None


def _event(event: Any, kind: str, builder: _Builder) -> None:
    line = event.start_mark.line + 1
    if why := _objection(event, kind, builder):
        raise reading.bad(builder.path, line, *why)
    if kind == "ScalarEvent":
        unquoted = event.implicit[0]
        builder.add(Node(line, None if unquoted and event.value in _NOTHING else event.value))
    elif kind in ("MappingStartEvent", "SequenceStartEvent"):
        builder.begin(Node(line, {} if kind == "MappingStartEvent" else []))
    elif kind in ("MappingEndEvent", "SequenceEndEvent"):
        builder.open.pop()


def _objection(event: Any, kind: str, builder: _Builder) -> tuple[str, str] | None:
    """Return why an event of YAML is refused, and the remedy."""
    if kind == "AliasEvent":  # Rule 1
        return f"an alias stands here (*{event.anchor})", "write the value out: an alias is not followed"
    if kind == "DocumentStartEvent" and builder.root is not None:
        return "a second document begins here", "keep one document in the file"
    if getattr(event, "tag", None) not in _PLAIN:  # Rule 4
        return f"a tag stands here ({event.tag[:40]})", "write a plain value"
    return None


def at(node: Node, *path: str) -> Node | None:
    """Return the node at a path of keys below another one; ``None`` where there is none."""
    found: Node | None = node
    for key in path:
        found = found.value.get(key) if found and isinstance(found.value, dict) else None
    return found


def bad(path: Path, node: Node, what: str, remedy: str) -> BadContent:
    """Return an error about a node."""
    return reading.bad(path, node.line, what, remedy)
