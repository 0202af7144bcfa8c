"""The ``_headers`` file of an export, as Cloudflare Pages and Netlify read it: by pattern, because a host takes few rules.

1. There are at most a hundred rules, however many languages and concepts there are (Cloudflare Pages takes no more).
2. A file matches one pattern, beside ``/*``, and no header stands in two rules for it: a host would join their values.
3. Of the values of ``Cache-Control`` that the files of a pattern have, the one counts that caches them for the shortest time.
4. A header that differs otherwise between the files of a pattern is left out, and so is what a host says by itself.
5. A host does not know the ending of every file: those have their type by their ending, in rules that say nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

ALL = "/*"
PATTERNS = (
    "/:language/",
    "/:language/:page/",
    "/:language/support/:country/",
    "/:language/:concept/versions/",
    "/:language/changes.atom",
    "/:language/figures/:figure/",
    "/:language/letters/:letter/",
    "/embed/:language/:concept/",
    "/embed/:language/figures/:figure/",
    "/embed/:version/glossary-auto.js",
    "/embed/:version/glossary.js",
    "/fragment/:language/:concept",
    "/fragment/:language/figures/:figure",
    "/log/checkpoints/:size",
    "/log/tile/*",
    "/static/:file",
    "/v1/support/:country",
    "/v1/terms/:concept",
    "/v1/:language/bundle.json",
    "/v1/:language/bundle/:part",
    "/v1/:language/glossary.po",
    "/v1/:language/figures.json",
    "/v1/:language/figures/:figure",
    "/v1/:language/forms.json",
    "/v1/:language/terms.csv",
    "/v1/:language/terms.json",
    "/v1/:language/terms.utf8",
    "/v1/:language/terms.v2.tbx",
    "/v1/:language/terms/:concept",
    "/v1/:language/terms/:concept/:version",
)
"""A name behind a colon stands for one part of a path, an asterisk for any number of them. Any other file has a rule
of its own."""

UNKNOWN = ("jsonld", "po", "tbx", "ttl", "utf8")
"""Endings that a host may take for a file of bytes (rule 5)."""

_HOSTS = frozenset({"Content-Type", "Content-Disposition", "Last-Modified", "Accept-Ranges"})
_MATCHED = {
    pattern: re.compile(re.sub(r":\w+", "[^/]+", pattern.replace(".", r"\.").replace("*", ".+")))
    for pattern in PATTERNS
}

Headers = Mapping[str, str]


def headers(files: Mapping[str, Headers]) -> str:
    """Return the file for the headers of each file by its path."""
    groups: dict[str, list[Headers]] = {}
    for path, values in files.items():
        groups.setdefault(_pattern(path), []).append(values)
    every = dict(_shared(files.values()))
    every.pop("Cache-Control", None)
    rules = [(ALL, every), *((pattern, _own(groups[pattern], every)) for pattern in sorted(groups))]
    rules += [(f"/*.{ending}", {"Content-Type": kind}) for ending, kind in _types(files)]
    return "".join(_rule(pattern, values) for pattern, values in rules if values)


def _types(files: Mapping[str, Headers]) -> Iterator[tuple[str, str]]:
    """Return the types of the endings that a host does not know, of those that there are (rule 5)."""
    for ending in UNKNOWN:
        if kinds := {values["Content-Type"] for path, values in files.items() if path.endswith(f".{ending}")}:
            yield ending, min(kinds)


def _pattern(path: str) -> str:
    return next((pattern for pattern, matched in _MATCHED.items() if matched.fullmatch(path)), path)


def _shared(files: Iterable[Headers]) -> Iterator[tuple[str, str]]:
    """Yield the headers that all of some files have, each with the value that counts for all."""
    rows = list(files)
    for name in rows[0].keys() - _HOSTS:
        values = {row.get(name, "") for row in rows}
        if name == "Cache-Control":
            yield name, min(sorted(values), key=_seconds)  # Rule 3
        elif len(values) == 1:  # Rule 4
            yield name, values.pop()


def _own(files: Iterable[Headers], every: Headers) -> Headers:
    return {name: value for name, value in sorted(_shared(files)) if name not in every}  # Rule 2


def _seconds(value: str) -> int:
    """Return for how long caches may use a response in all."""
    return 0 if "no-store" in value else sum(map(int, re.findall(r"=(\d+)", value)))


def _rule(pattern: str, values: Headers) -> str:
    return "".join([f"{pattern}\n", *(f"  {name}: {value}\n" for name, value in sorted(values.items()))])
