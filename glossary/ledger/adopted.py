"""Adoptions: ``translations/adoptions/<who>.jsonl``, append-only, and what is adopted by them.

1. Adoptions count in the order of their times, those of the same second in the order of files and lines.
2. A string takes one maintainer, or one ``language`` reviewer of its language; facts take one maintainer; contacts of
   help take as many people of the role ``contact`` as the policy asks for, each for exactly the same copy.
3. Once a copy is adopted, adoptions of other copies of the same item that were given before it no longer count.
4. An adopted copy outranks the baseline's, and so stays when a new version of the package brings another.
5. An adoption that is dated ahead does not count yet. One by a reviewer who is revoked counts only if the policy pins it.
6. An adoption counts only if it is signed by a key of whoever adopts, or may be unsigned (``signed.py``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from glossary.content import files
from glossary.content.memory import Memory
from glossary.errors import MAX_FINDINGS, BadContent, Finding, Level, capped
from glossary.ledger import adoption, baseline, ledgers, signed
from glossary.ledger.adoption import Adoption, Item, Kind
from glossary.ledger.baseline import Group
from glossary.ledger.policy import FILE as POLICY
from glossary.ledger.policy import Policy

_REMEDY = "restore the line from version control; lines are only ever added, by “glossary adopt”"
_UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, RecursionError)


class Line(NamedTuple):
    """An adoption, and where it is written."""

    adoption: Adoption
    file: str
    number: int
    written: bytes


def path(translations: Path, who: str) -> Path:
    """Return where the adoptions of one person lie."""
    return translations / files.ADOPTIONS / f"{who}.jsonl"


def read(translations: Path, memory: Memory | None = None) -> tuple[Line, ...]:
    """Return all adoptions of a translations folder. A file that is in the ``memory`` is not read again.

    Raises ``BadContent`` with every damaged line, and for a baseline in it: that belongs beside the code, where no edit of
    content reaches it."""
    findings = [_misplaced(place) for place in _baselines(translations)]
    parts, memory = list[list[Line]](), memory or Memory()
    for file in paths(translations):
        good, bad = memory.made(("adoptions", str(file)), partial(_read, file), memory.file(file))
        parts.append(good)
        findings += bad
    if findings:
        raise BadContent(findings)
    return memory.made("adoptions", lambda: tuple(line for part in parts for line in part), *parts)


def readable(translations: Path) -> tuple[Line, ...]:
    """Return the adoptions that can be read, whatever stands around them: for what takes something away."""
    try:
        listed = paths(translations)
    except BadContent:
        return ()
    return tuple(line for file in listed for line in _readable(file))


def _readable(file: Path) -> Iterator[Line]:
    for number, written in enumerate(files.salvaged(file), 1):
        with suppress(*_UNREADABLE):
            yield Line(_require_owner(adoption.read(written), file), files.displayed(file), number, written)


def _baselines(translations: Path) -> list[Path]:
    name = baseline.FOLDER.name
    places = (translations / name, translations / baseline.FILE, translations / files.ADOPTIONS / baseline.FILE)
    return [place for place in places if place.exists()]


def _misplaced(place: Path) -> Finding:
    what = "a baseline lies in a folder of content"
    return Finding(files.displayed(place), 0, what, "take it out; what ships with the package lies beside its code")


def paths(translations: Path) -> list[Path]:
    """Return the files of adoptions. Raises ``BadContent`` for a folder that cannot be listed: it is not one without
    files."""
    folder = translations / files.ADOPTIONS
    try:
        return sorted(file for file in folder.iterdir() if file.suffix == ".jsonl" and not file.name.startswith("."))
    except OSError as error:
        if isinstance(error, FileNotFoundError) and not folder.is_symlink():
            return []
        what = f"it cannot be listed ({error.strerror})"
        raise BadContent([Finding(files.displayed(folder), 0, what, "restore it from version control")]) from None


def _read(file: Path) -> tuple[list[Line], list[Finding]]:
    try:
        name, written = files.displayed(file), files.read_bytes(file).split(b"\n")
    except BadContent as error:
        return [], list(error.findings)
    lines, findings = [], []
    if written == [b""]:  # no command writes an empty file: its lines were lost
        findings.append(Finding(name, 1, "it is empty", _REMEDY))
    if written.pop() != b"":
        findings.append(Finding(name, len(written) + 1, "the last line is cut off", _REMEDY))
    if written and all(text.endswith(b"\r") for text in written):
        return [], [*findings, Finding(name, 1, *ledgers.CR_LF)]
    for number, text in enumerate(written, 1):
        try:
            lines.append(Line(_require_owner(adoption.read(text), file), name, number, text))
        except _UNREADABLE as error:
            findings.append(Finding(name, number, f"the adoption is damaged ({error})", _REMEDY))
        if len(findings) > MAX_FINDINGS:
            break
    return lines, capped(findings)


def _require_owner(read: Adoption, file: Path) -> Adoption:
    """Return the adoption if it may stand in this file. Raises ``ValueError``."""
    if read.by is None:
        raise ValueError("it names nobody: only the baseline, in the package, holds such lines")
    if read.by.who != file.stem:
        raise ValueError(f"it is by “{read.by.who}”, and this is the file of “{files.printable(file.stem)}”")
    return read


def objections(lines: Iterable[Line], policy: Policy) -> Iterator[Finding]:
    """Find the adoptions of people who were not registered for that act on that day."""
    for (_, language, _), by, line in ((line.adoption.item, line.adoption.by, line) for line in lines):
        if by and (objection := policy.objection(by.who, by.role, language, by.when.date())):
            remedy = f"register them in {POLICY} if that is right, or restore the file"
            yield Finding(line.file, line.number, objection, remedy)


def counting(lines: Iterable[Line], policy: Policy, glossary: str, today: date, before: frozenset[str]) -> list[Line]:
    """Return the lines that count (rules 5 and 6). ``before`` are the seals of those that counted at the last good reading,
    ``glossary`` is the glossary's id."""
    return [line for line in lines if _counts(line.adoption, policy, glossary, today, before)]


def _counts(each: Adoption, policy: Policy, glossary: str, today: date, before: frozenset[str]) -> bool:
    if each.by is None or not policy.pinned(each.by.who, each.digest):
        return False
    plain = each.signature is None and policy.unsigned is None  # most lines, and the quickest answer
    if not plain and signed.fault(signed.of_adoption(each, each.by, glossary), policy):  # Rule 6
        return False
    return each.by.when.date() <= today or each.seal in before


def uncounted(
    lines: Iterable[Line], counting: Iterable[Line], policy: Policy, glossary: str, today: date
) -> Iterator[Finding]:
    """Find the lines that do not count."""
    good = {id(line) for line in counting}
    for line in (line for line in lines if id(line) not in good):
        by = line.adoption.by
        claim = signed.of_adoption(line.adoption, by, glossary) if by else None
        if claim and (fault := signed.fault(claim, policy)):
            yield signed.finding(line.file, line.number, claim, fault)
        elif by and by.when.date() > today:
            what = (
                f"{by.when.date()} lies in the future; today is {today} (UTC); the adoption does not count before then"
            )
            yield Finding(line.file, line.number, what, "adopt it anew, or mend the clock of this machine")
        elif by:
            what = f"it does not count: “{by.who}” is revoked, and the policy does not pin {line.adoption.digest}"
            remedy = f"pin its digest in {POLICY} if you know that it is theirs"
            yield Finding(line.file, line.number, what, remedy, Level.WARNING)


def copies(adoptions: Iterable[Adoption], policy: Policy) -> dict[Group, dict[str, Any]]:
    """Return the copy of each item that people adopted, by the rules of this module."""
    votes: dict[Item, dict[str, set[str]]] = {}
    current: dict[Group, dict[str, Any]] = {}
    acts = [(each.by, each) for each in adoptions if each.by]
    for by, each in sorted(acts, key=lambda act: act[0].when):  # Rule 1; the sort is stable
        people = votes.setdefault(each.item, {}).setdefault(_copy(each), set())
        people.add(by.who)
        if len(people) >= needed(each.item.kind, policy):  # Rule 2
            current.setdefault(each.item[:2], {})[each.item.key] = each.value
            votes[each.item] = {}  # Rule 3
    return current


def needed(kind: Kind, policy: Policy) -> int:
    """Return how many people must adopt a copy of this kind."""
    return policy.contact_people if kind in (Kind.CONTACTS, Kind.DIRECTORIES) else 1


def _copy(each: Adoption) -> str:
    return Adoption(each.item, each.value).digest
