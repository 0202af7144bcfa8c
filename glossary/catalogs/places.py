"""Where the drafts of a catalog stand, and which are complete: kept from one start to the next (``derived.py``).

What is kept is found by the SHA-256 of the catalog's bytes and by its language, and holds no word: numbers of bytes and
lines, and the ids of concepts. Each draft is still read from the catalog, under its own key.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from glossary import derived


class Places(NamedTuple):
    """Where the drafts of a file stand: by concept its number, by number three integers, where it begins, how many bytes long
    it is, and its first line. ``complete`` are the concepts whose draft has every required field."""

    numbers: Mapping[str, int]
    places: array[int]
    complete: frozenset[str]


class Known:
    """The places that an earlier start has found, and those that this one finds. Without a folder there are none."""

    def __init__(self, folder: str, translations: Path) -> None:
        self._folder = folder
        self._name = f"catalogs-{sha256(str(translations.absolute()).encode()).hexdigest()[:16]}.json"
        self._used: dict[str, Places] = {}
        self._new = False

    @cached_property
    def _before(self) -> tuple[list[dict[str, int]], Mapping[str, Any]]:
        with suppress(KeyError, TypeError, ValueError, AttributeError):
            kept = orjson.loads(derived.read(self._folder, self._name) or b"")
            orders = [{str(concept): number for number, concept in enumerate(order)} for order in kept["orders"]]
            return orders, dict(kept["files"])
        return [], {}

    def find(self, key: str) -> Places | None:
        """Return the places that are known by a key (``key``)."""
        orders, files = self._before
        with suppress(KeyError, IndexError, TypeError, ValueError, OverflowError):
            order, places, lacking = files[key]
            numbers = orders[order]
            found = array("q", places)
            if len(found) == 3 * len(numbers) and min(found, default=0) >= 0:
                self._used[key] = Places(numbers, found, frozenset(numbers) - frozenset(lacking))
                return self._used[key]
        return None

    def add(self, key: str, places: Places) -> None:
        """Remember the places of a catalog for the next start."""
        self._used[key] = places
        self._new = True

    def save(self) -> None:
        """Keep what was found and what was used, where something is new."""
        if not (self._folder and self._new):
            return
        orders: dict[tuple[str, ...], int] = {}
        rows = {}
        for key, (numbers, places, complete) in self._used.items():
            order = orders.setdefault(tuple(numbers), len(orders))
            rows[key] = order, places.tolist(), sorted(numbers.keys() - complete)
        derived.write(self._folder, self._name, orjson.dumps({"orders": [*orders], "files": rows}))


NOTHING = Known("", Path())
"""Where nothing is kept."""


def key(data: bytes, language: str) -> str:
    """Return by what the places of a catalog are known."""
    return f"{language} {sha256(data).hexdigest()}"
