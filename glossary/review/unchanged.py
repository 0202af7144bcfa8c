"""The findings of content that has not changed since it was last checked: a check is a function of what it reads.

1. What a check reads is the content (``inputs``), the day and the build (``derived``). Where one of them differs, nothing is
   taken over, but for rule 2.
2. What it finds in the texts of one language depends on no catalog of another one.
3. Findings are kept only if the content is the same after the check as before it.
4. Where maintainers' keys are pinned, a check also reads and writes the operator's state: then nothing is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from hashlib import sha256
from typing import Any

import orjson

from glossary import derived
from glossary.edition import inputs
from glossary.errors import Finding, Level
from glossary.settings import Settings

Texts = Callable[[str, Callable[[], Iterable[Finding]]], Iterable[Finding]]
"""What returns the findings in the texts of a language, by its tag, and by how they are found."""

_Kept = Mapping[str, Any]


def afresh(_tag: str, find: Callable[[], Iterable[Finding]]) -> Iterable[Finding]:
    """Find them."""
    return find()


def findings(chosen: Settings, day: date, check: Callable[[Texts], Iterable[Finding]]) -> list[Finding]:
    """Return what a check of the content on a day finds; what it found before, where nothing has changed since."""
    if not chosen.snapshot or chosen.maintainers:  # Rule 4
        return list(check(afresh))
    name = f"check-{sha256(repr(inputs.place(chosen)).encode()).hexdigest()[:16]}"
    read, data = inputs.inputs(chosen, day), derived.read(chosen.snapshot, name)
    if read is None:
        return list(check(afresh))
    kept: _Kept = orjson.loads(data) if data else {"inputs": "", "texts": {}}
    if kept["inputs"] == read.digest:
        return _found(kept)
    texts = dict[str, _Kept]()

    def of_language(tag: str, find: Callable[[], Iterable[Finding]]) -> list[Finding]:
        own, before = read.of_language(tag), kept["texts"].get(tag)
        texts[tag] = before if before and before["inputs"] == own else _keeping(own, find())  # Rule 2
        return _found(texts[tag])

    found = list(check(of_language))
    if inputs.inputs(chosen, day) == read:  # Rule 3
        derived.write(chosen.snapshot, name, orjson.dumps({**_keeping(read.digest, found), "texts": texts}))
    return found


def _keeping(read: str, found: Iterable[Finding]) -> _Kept:
    rows = [[each.file, each.line, each.what, each.remedy, each.level] for each in found]
    return {"inputs": read, "findings": rows}


def _found(kept: _Kept) -> list[Finding]:
    return [Finding(file, line, what, remedy, Level(level)) for file, line, what, remedy, level in kept["findings"]]
