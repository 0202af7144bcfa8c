"""Made-up readers of a partner's pages, and what their browsers ask for: a model, which asks nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from random import Random
from typing import NamedTuple

MONTH = 30 * 86400
PAGES, PAUSE = 2, 60
"""How many pages a reader opens in a row, and seconds between two of them; both on average."""
ENGLISH = 0.5
"""The share of readers of English pages; all other languages have equal shares of the rest."""
OURS = 0.02
"""The share of views after which a reader opens the page of a term on our own site."""

SCRIPTS = ("/embed/glossary.js", "/embed/glossary-auto.js")
STATIC = ("/static/site.css", "/static/copy.js", "/static/exit.js")


class Level(NamedTuple):
    """So many views a month; of those, the seconds that are played, so many times faster."""

    views: int
    seconds: int = 0
    speed: int = 1


class Asked(NamedTuple):
    """A request of a browser: the second at which it comes, its path, and whether the browser has the file, too old."""

    second: float
    path: str
    kept: bool


def files(language: str, entry: str, ours: bool) -> tuple[str, ...]:
    """Return what a browser with an empty cache asks for: on a page of a partner, or on one of ours."""
    if ours:
        return (f"/{language}/{entry}/", *STATIC)
    return (*SCRIPTS, f"/v1/{language}/bundle/head.json", f"/v1/{language}/forms.json")


def lifetime(path: str) -> int:
    """Return for how many seconds a cache may keep a file."""
    return 0 if path in STATIC else 3600 if path in SCRIPTS else 300


def asked(level: Level, languages: tuple[str, ...], entry: str) -> list[Asked]:
    """Return the requests of all readers in their order. Nobody comes back: each begins with an empty cache."""
    random, requests, second = Random(level.views), list[Asked](), 0.0
    others = [tag for tag in languages if tag != "en"]
    while (second := second + random.expovariate(level.views / MONTH / PAGES)) < level.seconds:
        language = "en" if random.random() < ENGLISH else random.choice(others)
        requests += _reader(random, second, language, entry)
    return sorted(request for request in requests if request.second < level.seconds)


def _reader(random: Random, second: float, language: str, entry: str) -> Iterator[Asked]:
    kept: dict[str, float] = {}
    more = True
    while more:
        for ours in (False, True) if random.random() < OURS else (False,):
            for path in files(language, entry, ours):
                if path not in kept or second - kept[path] > lifetime(path):
                    yield Asked(second, path, path in kept)
                    kept[path] = second
        more = random.random() > 1 / PAGES
        second += random.expovariate(1 / PAUSE)


def shares(requests: list[Asked], views: float) -> dict[str, float]:
    """Return how often each file is asked for, for each view."""
    return {path: number / views for path, number in Counter(request.path for request in requests).items()}


def onward(level: Level, rates: Mapping[str, float], emptied: int) -> float:
    """Return how many requests an edge passes on: of each file one when it is too old, and each time that it is emptied."""
    requests = 0.0
    for path, share in rates.items():
        number = level.views * level.seconds / MONTH * share
        requests += min(number, number / (1 + number / level.seconds * lifetime(path)) + emptied)
    return requests
