"""An addition: records for several ledgers at once, written all or none, whether a disk is full or the process is killed.

1. The records are first written, whole, to a file of their own (``FILES``). A disk without room for them refuses here.
2. Where a ledger then cannot be written, all are cut back to what they were, which needs no room.
3. A process that is killed leaves that file. Whoever comes next writes what is missing (``finish``); what others have added
   meanwhile stays.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path

from glossary.content import files
from glossary.content.model import Approval
from glossary.errors import BadContent, BadTag, Finding, counted
from glossary.language.tags import SOURCE, parse
from glossary.ledger import ledgers
from glossary.ledger.record import line, reading

FILES = "unfinished-*.jsonl"
"""The records of each addition that is being written, in the translations folder; each line as its ledger will have it."""

_FINISH = "run “glossary state” with the same words again: it writes what is missing, and nothing twice"


@contextmanager
def locked(translations: Path, languages: Iterable[str]) -> Iterator[None]:
    """Hold the locks of the ledgers of some languages."""
    with ExitStack() as held:
        for language in sorted(set(languages)):
            held.enter_context(ledgers.locked(translations, language))
        yield


def add(translations: Path, records: Iterable[Approval]) -> None:
    """Add records to the files of their ledgers, all or none. The caller holds their locks. Raises ``Unwritable``."""
    acts = tuple(records)
    whole = "".join(map(line, acts)).encode()
    unfinished = translations / FILES.replace("*", sha256(whole).hexdigest()[:16])
    files.replace(unfinished, whole)  # Rule 1
    added = _by_file(translations, acts)
    sizes = {file: file.stat().st_size if file.exists() else None for file in added}
    try:
        for file, lines in added.items():
            ledgers.add(file, "".join(lines))
    except BaseException:
        for file, size in sizes.items():
            _cut(file, size)  # Rule 2
        unfinished.unlink()
        raise
    with files.writing(unfinished):
        unfinished.unlink()


def _by_file(translations: Path, records: Iterable[Approval]) -> Mapping[Path, list[str]]:
    found = dict[Path, list[str]]()
    for record in records:
        found.setdefault(ledgers.path(translations, record.language, record.who), []).append(line(record))
    return found


def _cut(file: Path, size: int | None) -> None:
    """Cut a file of lines back to a size, or take it away."""
    if size is None:
        if file.is_file():
            file.unlink()
    elif file.stat().st_size > size:
        os.truncate(file, size)


def finish(translations: Path) -> int:
    """Write what is missing of additions that were interrupted; return how many records that were (rule 3). Raises
    ``BadContent`` where one cannot be read, and ``Unwritable``."""
    return sum(_finish(translations, file) for file in _files(translations))


def _files(translations: Path) -> list[Path]:
    return sorted(translations.glob(FILES))


def _finish(translations: Path, file: Path) -> int:
    with locked(translations, {record.language for record in _read(file)}):
        missing = _missing(translations, file)  # read anew: whoever held the locks may have finished it
        for ledger, lines in _by_file(translations, missing).items():
            ledgers.add(ledger, "".join(lines))
        with files.writing(file):
            file.unlink(missing_ok=True)
    return len(missing)


def _missing(translations: Path, file: Path) -> tuple[Approval, ...]:
    records = _read(file)
    there = {written for ledger in _by_file(translations, records) for written in _lines(ledger)}
    return tuple(record for record in records if line(record) not in there)


def _lines(ledger: Path) -> list[str]:
    return [f"{written}\n" for written in files.read(ledger).split("\n")] if ledger.exists() else []


def _read(file: Path) -> tuple[Approval, ...]:
    """Return the records of an addition; none where it has been finished meanwhile."""
    try:
        data = file.read_bytes()  # as large as all that it adds to the ledgers
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise _damaged(file, 0, f"it cannot be read ({error.strerror})") from None
    found = list[Approval]()
    for number, written in enumerate(data.split(b"\n")[:-1], 1):
        try:
            found.append(_record(written))
        except (*ledgers.DAMAGED, BadTag) as error:
            raise _damaged(file, number, f"the record is damaged ({error})") from None
    return tuple(found)


def _record(written: bytes) -> Approval:
    language = parse(json.loads(written).get("language", SOURCE))  # else it could be the way to another folder
    return reading(language)(written)


def _damaged(file: Path, number: int, what: str) -> BadContent:
    remedy = "delete the file, and state the publication anew: what is missing is then stated"
    return BadContent([Finding(files.displayed(file), number, what, remedy)])


def findings(translations: Path) -> Iterator[Finding]:
    """Find the additions that were interrupted."""
    for file in _files(translations):
        try:
            missing = len(_missing(translations, file))
        except BadContent as error:
            yield from error.findings
        else:
            what = f"a statement was interrupted while it was written; {counted(missing, 'record')} of it are missing"
            yield Finding(files.displayed(file), 0, what, _FINISH)
