"""Fitting: whether an export fits a static host, and what to leave out where it does not.

1. What nobody misses is left out first, what partners and readers ask for last, and nothing that need not be.
2. Languages are left out only where no kind of files is enough: of those that fit the number is told, whichever they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from glossary.export.hosts import Host, Limit
from glossary.export.measures import Export, File, of_files
from glossary.export.selection import KINDS, language_part
from glossary.export.writer import CODINGS
from glossary.language.tags import SOURCE

NEEDLESS = ("manifest.json", "nginx.conf")
"""Files of an export that are for whoever runs a server; no host needs them."""

_ORDER = ("all-languages", "graphs", "fragments", "evidence", "versions", "frames")
"""Kinds of files, in the order of rule 1."""

_TERMS = re.compile(r"/v1/([^/]+)/terms\.json")
_COMPRESSED = tuple(CODINGS.values())


class Row(NamedTuple):
    """A limit of a host, and how much of it an export is."""

    limit: Limit
    value: int

    @property
    def fits(self) -> bool:
        """Whether the host takes it."""
        return not self.limit.exceeded(self.value)


class Step(NamedTuple):
    """Something to leave out: the option of ``glossary export``, or none, and whether a file belongs to it."""

    option: str
    drops: Callable[[str], object]


def rows(host: Host, export: Export) -> tuple[Row, ...]:
    """Return each limit of a host with how much of it the export is."""
    measured = {**of_files(export.files), **export.rules}
    return tuple(Row(limit, measured[limit.what]) for limit in host.limits)


def advice(host: Host, export: Export) -> str:
    """Return what makes an export fit that does not."""
    if any(limit.exceeded(export.rules.get(limit.what, 0)) for limit in host.limits):
        return "No option of “glossary export” makes fewer rules: take another host, or a server of your own."
    steps = tuple(_steps())
    if (least := _least(host, export.files, steps)) is not None:
        return _said(least)
    for taken in (steps[:2], steps):  # Rule 2
        kept = _without(export.files, taken)
        if (languages := _languages(host, kept)) is not None:
            return _said(taken, languages)
    return "Nothing that can be left out is enough: take another host, or a server of your own."


def _steps() -> Iterator[Step]:
    yield Step("", NEEDLESS.__contains__)
    yield Step("--plain", lambda path: path.endswith(_COMPRESSED))
    yield from (Step(kind, _of_kind(kind)) for kind in _ORDER)


def _of_kind(kind: str) -> Callable[[str], object]:
    matched = re.compile(KINDS[kind])
    return lambda path: matched.fullmatch(_address(path))


def _address(path: str) -> str:
    """Return the address of the page that a file is, or is a compressed form of."""
    for ending in _COMPRESSED:
        path = path.removesuffix(ending)
    return "/" + (path.removesuffix("index.html") if path.endswith("/index.html") else path)


def _without(files: Sequence[File], steps: Sequence[Step]) -> list[File]:
    return [file for file in files if not any(step.drops(file.path) for step in steps)]


def _fits(host: Host, files: Sequence[File]) -> bool:
    measured = of_files(files)
    return not any(limit.exceeded(measured.get(limit.what, 0)) for limit in host.limits)


def _least(host: Host, files: Sequence[File], steps: Sequence[Step]) -> tuple[Step, ...] | None:
    """Return the steps that are needed, of those in order (rule 1); none where all of them are not enough."""
    for count in range(len(steps) + 1):
        if _fits(host, _without(files, steps[:count])):
            break
    else:
        return None
    taken = list(steps[:count])
    for step in steps[:count][::-1]:
        if _fits(host, _without(files, rest := [other for other in taken if other is not step])):
            taken = rest
    return tuple(taken)


def _languages(host: Host, files: Sequence[File]) -> str | None:
    """Return how many languages fit beside English, whichever they are: the largest ones are counted."""
    parts = {file.path: language_part(_address(file.path)) for file in files}
    offered = {found[1] for file in files if (found := _TERMS.fullmatch(_address(file.path)))} - {SOURCE}
    most = [tag for tag, _ in Counter(parts.values()).most_common() if tag in offered]
    for count in range(len(most) - 1, -1, -1):
        gone = set(most[count:])
        if _fits(host, [file for file in files if parts[file.path] not in gone]):
            return f"--languages (at most {count} of the {len(most)} beside English)"
    return None


def _said(steps: Sequence[Step], languages: str = "") -> str:
    """Return steps as a sentence."""
    kinds = ",".join(step.option for step in steps if step.option in KINDS)
    options = [step.option for step in steps if step.option and step.option not in KINDS]
    options += [f"--without {kinds}"] if kinds else []
    options += [languages] if languages else []
    left = (
        f"Leave {' and '.join(NEEDLESS)} behind: no host needs them." if any(not step.option for step in steps) else ""
    )
    again = f"Export again with {' '.join(options)}, beside the options that you had." if options else ""
    return " ".join(filter(None, (left, again)))
