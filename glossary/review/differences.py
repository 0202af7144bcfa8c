"""What changes between an adopted copy and the content, word by word, as a terminal shows it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

from glossary.characters import visible

SAME, GONE, COME = "same", "gone", "come"
"""What became of a word."""

Pieces = list[tuple[str, str]]
"""Words in order, each with what became of it."""

_WORD = re.compile(r"\s+|\w+|[^\w\s]")


def lines(before: Any, after: Any) -> Iterator[str]:
    """Yield a line for each part that differs, with its name: words that go as ``[-…-]``, words that come as ``{+…+}``."""
    for name, parts in changed(before, after):
        yield f"{name}: {_joined(parts)}"


def changed(before: Any, after: Any) -> Iterator[tuple[str, Pieces]]:
    """Yield each part that differs: its name, and its words."""
    old, new = dict(_parts("", before)), dict(_parts("", after))
    for name in {**old, **new}:
        if old.get(name) != new.get(name):
            yield name or "text", pieces(old.get(name, ""), new.get(name, ""))


def _parts(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield the leaves of some JSON by their names."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _parts(f"{name}.{key}".lstrip("."), inner)
    elif isinstance(value, list) and any(isinstance(inner, dict | list) for inner in value):
        for number, inner in enumerate(value, 1):
            yield from _parts(f"{name}.{number}".lstrip("."), inner)
    elif value not in (None, []):
        text = ", ".join(map(str, value)) if isinstance(value, list) else value
        yield name, text if isinstance(text, str) else json.dumps(text)


def words(before: str, after: str) -> str:
    """Return both texts in one."""
    return _joined(pieces(before, after))


def _joined(parts: Pieces) -> str:
    return "".join(_MARKED[kind].format(visible(part)) for kind, part in parts)


_MARKED = {SAME: "{}", GONE: "[-{}-]", COME: "{{+{}+}}"}


def pieces(before: str, after: str) -> Pieces:
    """Return the words of both texts in order, each with what became of it: ``same``, ``gone`` or ``come``."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    parts: Pieces = []
    for kind, start, end, begin, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[start:end]), "".join(new[begin:stop])
        parts += [(SAME, gone)] if kind == "equal" else [(GONE, gone), (COME, come)]
    return [(kind, part) for kind, part in parts if part]
