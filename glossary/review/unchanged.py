"""The findings of content that has not changed since it was last checked: a check is a function of what it reads.

1. What a check reads is the content (``inputs``), the day and the build (``derived``). Where one of them differs, nothing is
   taken over.
2. Findings are kept only if the content is the same after the check as before it.
3. Where maintainers' keys are pinned, a check also reads and writes the operator's state: then nothing is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from hashlib import sha256
from typing import Any

import orjson

from glossary import derived
from glossary.edition import inputs
from glossary.errors import Finding, Level
from glossary.settings import Settings


def findings(chosen: Settings, day: date, check: Callable[[], Iterable[Finding]]) -> list[Finding]:
    """Return what a check of the content on a day finds; what it found before, where nothing has changed since."""
    if not chosen.snapshot or chosen.maintainers:  # Rule 3
        return list(check())
    name = f"check-{sha256(repr(inputs.place(chosen)).encode()).hexdigest()[:16]}"
    read = inputs.digest(chosen, day)
    if read and (kept := _kept(derived.read(chosen.snapshot, name), read)) is not None:
        return kept
    found = list(check())
    if read and inputs.digest(chosen, day) == read:  # Rule 2
        rows = [[each.file, each.line, each.what, each.remedy, each.level] for each in found]
        derived.write(chosen.snapshot, name, orjson.dumps({"inputs": read, "findings": rows}))
    return found


def _kept(data: bytes | None, read: str) -> list[Finding] | None:
    value: Any = orjson.loads(data) if data else {}
    if value.get("inputs") != read:
        return None
    return [Finding(file, line, what, remedy, Level(level)) for file, line, what, remedy, level in value["findings"]]
