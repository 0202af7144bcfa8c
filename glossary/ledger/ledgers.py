"""The files that make a language's ledger: ``translations/<locale>/approvals/<reviewer>.jsonl``, one for each reviewer.

They are append-only, with one record on each line. Two people on two branches never add to the same file, so git merges what
both did. ``approvals.jsonl`` beside the folder, from before each reviewer had a file, is read as one more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path

from glossary.content import files
from glossary.content.memory import Memory
from glossary.content.model import Approval, Verdict
from glossary.errors import MAX_FINDINGS, BadContent, BadText, Finding, capped, counted
from glossary.ledger.filing import Filing
from glossary.ledger.policy import FILE as POLICY
from glossary.ledger.policy import Policy
from glossary.ledger.record import line, reading

FOLDER = "approvals"
SHARED = "approvals.jsonl"
"""The older file, in which all reviewers of a language have their records."""

ENDING = ".jsonl"
_REMEDY = "restore the line from version control; records are only ever added, by “glossary vet”"
CR_LF = (
    "its lines end with CR LF",
    "put “*.jsonl eol=lf” into .gitattributes, as this project has it, delete the file and check it out again",
)
"""What Git for Windows makes of a file of lines if it is not told, and what to do."""

DAMAGED = (ValueError, TypeError, AttributeError, RecursionError, BadText)
"""What ``record.reading`` raises for a line that nothing of ours writes."""


@dataclass(frozen=True)
class Ledger:
    """One of these files, with its records in the order of its lines. ``faint`` are the digests of the texts that hold a
    character that nobody sees. ``size`` is how many bytes the file had when it was read, and ``digest`` their SHA-256."""

    path: Path
    records: tuple[Approval, ...]
    faint: frozenset[str] = frozenset()
    size: int = 0
    digest: str = ""

    @cached_property
    def file(self) -> str:
        """The path as findings show it."""
        return files.displayed(self.path)

    @cached_property
    def last(self) -> date:
        """The last day that a record states."""
        return max((act.when for act in self.records), default=datetime.min).date()

    @cached_property
    def bare(self) -> bool:
        """Whether no record has a signature, nor needs one as a statement does."""
        return all(act.signature is None and act.publication is None for act in self.records)

    @property
    def unseen(self) -> Iterator[tuple[int, Approval]]:
        """The records, each with its line, of texts that hold a character that nobody sees."""
        rows = enumerate(self.records, 1) if self.faint else ()
        return ((number, act) for number, act in rows if act.text.digest in self.faint)


def path(translations: Path, language: str, who: str) -> Path:
    """Return the file of a reviewer's records in a language."""
    return translations / language / FOLDER / f"{who}{ENDING}"


def paths(translations: Path, language: str) -> list[Path]:
    """Return the files of a language's ledger, the shared one first. Raises ``BadContent`` for a folder that cannot be
    listed: it is not one without files."""
    folder, shared = translations / language / FOLDER, translations / language / SHARED
    try:
        own = sorted(file for file in folder.iterdir() if file.suffix == ENDING and not file.name.startswith("."))
    except FileNotFoundError:
        own = []
        if folder.is_symlink():
            raise _unlisted(folder, "it is a link to nowhere") from None
    except OSError as error:
        raise _unlisted(folder, f"it cannot be listed ({error.strerror})") from None
    # A broken link is a damaged file, not a missing one.
    return [shared] * (shared.exists() or shared.is_symlink()) + own


def _unlisted(folder: Path, what: str) -> BadContent:
    return BadContent([Finding(files.displayed(folder), 0, what, "restore the folder from version control")])


def read(translations: Path, language: str, memory: Memory | None = None) -> tuple[Ledger, ...]:
    """Return a language's ledger, file by file. Without any file, it has no records. Of a file in the ``memory``, whose lines
    were read before, only those are read that were added since.

    Raises ``BadContent`` with every damaged line, up to the limit of ``capped`` for each file: a ledger is read whole or not
    at all, because the record that is missing may be a withdrawal.
    """
    ledgers, findings, memory = list[Ledger](), list[Finding](), memory or Memory()
    for file in paths(translations, language):
        name = "a file of a ledger", str(file)
        known = memory.last(name)
        try:
            ledger = memory.made(name, partial(_ledger, file, language, known and known[0]), memory.file(file))
            ledgers.append(ledger)
        except BadContent as error:
            findings += error.findings
    if findings:
        raise BadContent(findings)
    return memory.made(("ledger", language), lambda: tuple(ledgers), *ledgers)


def _ledger(file: Path, language: str, known: Ledger | None = None) -> Ledger:
    """Return the ledger of a file. ``known`` is what it was at the reading before: where it still begins so, only what
    follows is read, and what was read then stays the same objects. Raises ``BadContent``, as ``read`` does."""
    data = files.read_bytes(file)
    own = sha256(data).hexdigest()
    if known and known.size < len(data) and sha256(data[: known.size]).hexdigest() == known.digest:
        more = _read(file, language, data[known.size :], len(known.records))
        return replace(
            more, records=known.records + more.records, faint=known.faint | more.faint, size=len(data), digest=own
        )
    return replace(_read(file, language, data), size=len(data), digest=own)


def _read(file: Path, language: str, data: bytes, before: int = 0) -> Ledger:
    """Return the records of a file's bytes, or of those that follow so many records ``before``."""
    name = files.displayed(file)
    findings = list(_unfinished(name, data, before))
    found, filing, owner = list[Approval](), Filing(data, language), _owner(file)
    for number, place in enumerate(_lines_of(data, before), before + 1):
        try:
            found.append(_required(filing.record(*place), owner))
        except DAMAGED as error:
            findings.append(Finding(name, number, f"the record is damaged ({error})", _REMEDY))
        if len(findings) > MAX_FINDINGS:
            break
    if findings:
        raise BadContent(capped(findings))
    return Ledger(file, tuple(found), frozenset(filing.unseen))


def _unfinished(name: str, data: bytes, before: int) -> Iterator[Finding]:
    """Find what is wrong with a file as a whole."""
    if not data:  # no command writes an empty ledger: its records were lost
        yield Finding(name, 1, "it is empty", "restore it; if nothing was ever approved, delete it")
    elif not data.endswith(b"\n"):
        yield Finding(name, before + data.count(b"\n") + 1, "the last record is cut off", _REMEDY)
    if not before and _of_windows(data):
        yield Finding(name, 1, *CR_LF)


def _of_windows(data: bytes) -> bool:
    first = data.find(b"\n")
    return data[first - 1 : first] == b"\r" and data.count(b"\r\n") == data.count(b"\n")


def _lines_of(data: bytes, before: int) -> Iterator[tuple[int, int]]:
    """Yield where each whole line begins and ends; none of a file of Windows, whose every line is damaged alike."""
    start, last = 0, 0 if not before and _of_windows(data) else len(data)
    while (end := data.find(b"\n", start, last)) >= 0:
        yield start, end
        start = end + 1


def readable(translations: Path, language: str) -> Iterator[Approval]:
    """Yield the records of a language that can be read, whatever stands around them. Only what takes back may be done with
    them: a record that is missing may be a withdrawal."""
    try:
        listed = paths(translations, language)
    except BadContent:
        return
    for file in listed:
        yield from readable_lines(files.salvaged(file), language, file)


def readable_lines(lines: Iterable[bytes], language: str, file: Path) -> Iterator[Approval]:
    """Yield the records that can be read among the lines of a ledger's file."""
    record, owner = reading(language), _owner(file)
    for written in lines:
        with suppress(*DAMAGED):
            yield _required(record(written), owner)


def _owner(file: Path) -> str | None:
    """Return whose records stand in a file; ``None`` for one that has those of all."""
    return file.stem if file.parent.name == FOLDER else None


def _required(record: Approval, owner: str | None) -> Approval:
    """Return the record if it may stand in the file of this owner. Raises ``ValueError``: whoever reviews a change of a
    reviewer's file must know whose acts it holds."""
    if owner is not None and owner != record.who:
        raise ValueError(f"it is by “{record.who}”, and this is the file of “{files.printable(owner)}”")
    return record


def objections(ledgers: Iterable[Ledger], language: str, policy: Policy) -> Iterator[Finding]:
    """Find the records of people who were not registered for that act on that day."""
    for ledger in ledgers:
        for number, record in enumerate(ledger.records, 1):
            on = record.when.date() if record.verdict is Verdict.APPROVE else None
            if objection := policy.objection(record.who, record.role, language, on):
                register = f"register them in {files.displayed(_translations(ledger.path) / POLICY)} if that is right"
                yield Finding(ledger.file, number, objection, f"{register}, or restore the ledger")


def _translations(file: Path) -> Path:
    return file.parents[2 if file.parent.name == FOLDER else 1]


def locked(translations: Path, language: str, patience: float | None = None) -> AbstractContextManager[None]:
    """Hold the lock of a language's ledger (``files.locked``): all its files have the same."""
    return files.locked(translations / language / FOLDER, patience)


def append(translations: Path, record: Approval) -> None:
    """Add one record to its reviewer's file, on a line of its own, whole or not at all, whatever state the file is in. The
    caller holds the lock (``locked``). Raises ``Unwritable``.
    """
    add(path(translations, record.language, record.who), line(record))


def add(file: Path, lines: str) -> None:
    """Add whole lines to a file of lines, as ``append`` does."""
    before = b""
    if file.exists() or file.is_symlink():
        with files.writing(file):
            before = _whole(file)
    files.replace(file, before + b"\n" * (before[-1:] not in (b"", b"\n")) + lines.encode())


def _whole(file: Path) -> bytes:
    """Return what is in a file. Raises ``OSError`` where it is none, is larger than any ledger, or cannot be read."""
    if not file.is_file():
        raise OSError(f"{files.displayed(file)} is not a file")
    with file.open("rb") as opened:
        data = opened.read(files.MAX_BYTES + 1)
    if len(data) > files.MAX_BYTES:
        raise OSError(f"it is larger than {files.MAX_BYTES} bytes")
    return data


def split(translations: Path, language: str) -> Iterator[str]:
    """Move the records of the shared file to their reviewers' files, byte for byte; yield what was done, in words.

    If it is interrupted, both hold a record, which then counts once all the same; the next run goes on. Raises
    ``BadContent`` where the ledger is damaged, and ``Unwritable``.
    """
    shared = translations / language / SHARED
    if not (shared.exists() or shared.is_symlink()):
        return
    with locked(translations, language):
        read(translations, language)
        lines = _lines(shared)
        by_reviewer: dict[str, list[str]] = {}
        for record, written in zip(_ledger(shared, language).records, lines, strict=True):
            by_reviewer.setdefault(record.who, []).append(written)
        for who, own in by_reviewer.items():
            yield _moved(path(translations, language, who), own)
        with files.writing(shared):
            shared.unlink()
        yield f"removed {files.displayed(shared)}"


def _moved(file: Path, lines: list[str]) -> str:
    there = set(_lines(file)) if file.exists() else set()
    add(file, "".join(line for line in lines if line not in there))
    return f"{files.displayed(file)}: {counted(len(lines), 'record')}"


def _lines(file: Path) -> list[str]:
    return [f"{written}\n" for written in files.read(file).split("\n")[:-1]]
