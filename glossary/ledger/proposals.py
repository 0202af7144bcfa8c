"""Who proposed which words: ``translations/<locale>/proposals.jsonl``, one line for each text that somebody proposed.

Nobody approves their own words. A catalog names nobody, so whoever proposes words at the desk leaves a line here.

1. An approval of a text by whoever proposed exactly these words does not count, in whatever language, on whatever day, and
   however it was given (``records.py``).
2. Lines are only ever added, and read strictly. Where one is damaged there is no edition; one that is gone holds the content
   back like a lost record (``losses.py``). Else somebody's approval of their own words would come to count.
3. Nobody proposes words that they have approved: that would take a text offline which readers have.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from glossary.content import files
from glossary.content.digests import digest
from glossary.content.memory import Memory
from glossary.content.model import ID, Approval, Verdict
from glossary.errors import MAX_FINDINGS, BadContent, Finding, Refused, capped
from glossary.ledger import ledgers

FILE = "proposals.jsonl"
_DIGEST = re.compile("sha256:[0-9a-f]{64}")
_REMEDY = "restore the line from version control; lines are only ever added, by the desk"
_DAMAGED = (ValueError, TypeError, KeyError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Proposed:
    """Words that somebody proposed on a day: those of the text with this digest (``Text.digest``)."""

    day: date
    who: str
    concept: str
    digest: str

    @property
    def seal(self) -> str:
        """What stands for the whole line."""
        return digest(_values(self))


class Line(NamedTuple):
    """Proposed words, and where they are noted."""

    proposed: Proposed
    language: str
    file: str
    number: int

    @property
    def key(self) -> tuple[str, str]:
        """Whose approval of what does not count (rule 1)."""
        return self.proposed.who, self.proposed.digest

    def __str__(self) -> str:
        return f"proposal of words for {self.proposed.concept} in {self.language} by “{self.proposed.who}”"


def path(translations: Path, language: str) -> Path:
    """Return where the proposals of a language are noted."""
    return translations / language / FILE


def _values(proposed: Proposed) -> dict[str, str]:
    words = {"id": proposed.who, "concept": proposed.concept, "digest": proposed.digest}
    return {"day": proposed.day.isoformat(), **words}


def line(proposed: Proposed) -> str:
    """Return the line of proposed words, line break included."""
    return json.dumps(_values(proposed)) + "\n"


def _parsed(written: bytes) -> Proposed:
    values = json.loads(written)
    proposed = Proposed(date.fromisoformat(values["day"]), values["id"], values["concept"], values["digest"])
    if not (ID.fullmatch(proposed.who) and ID.fullmatch(proposed.concept)):
        raise ValueError("its proposer or its concept is not an id")
    if not _DIGEST.fullmatch(proposed.digest):
        raise ValueError("its digest is not that of a text")
    if line(proposed).encode() != written + b"\n":
        raise ValueError("it is not written as the desk writes it")
    return proposed


def read(translations: Path, memory: Memory | None = None) -> tuple[Line, ...]:
    """Return the proposals of all languages; none where nobody proposed anything. What is in the ``memory`` is not read
    again. Raises ``BadContent`` with every damaged line (rule 2)."""
    memory = memory or Memory()
    files_now = tuple(map(memory.file, _files(translations)))
    good, bad = memory.made("proposals", partial(_read, translations), files_now)
    if bad:
        raise BadContent(bad)
    return memory.made("good proposals", lambda: tuple(good), good)


def readable(translations: Path) -> tuple[Line, ...]:
    """Return the proposals that can be read, whatever stands around them: to see which are gone."""
    return tuple(_read(translations)[0])


def _read(translations: Path) -> tuple[list[Line], list[Finding]]:
    lines, findings = list[Line](), list[Finding]()
    for file in _files(translations):
        try:
            data = files.read_bytes(file)
        except BadContent as error:
            findings += error.findings
            continue
        good, bad = _lines(file, data)
        lines += good
        findings += capped(bad)
    return lines, findings


def _files(translations: Path) -> Iterator[Path]:
    """Yield the files that are there. One that cannot be looked at is: reading it tells why."""
    try:
        folders = sorted(translations.iterdir())
    except OSError:  # it has no policy either, or none that can be read
        return
    for folder in folders:
        file = folder / FILE
        try:
            os.lstat(file)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError:
            pass
        yield file


def _lines(file: Path, data: bytes) -> tuple[list[Line], list[Finding]]:
    name, written = files.displayed(file), data.split(b"\n")
    good, bad = list[Line](), list[Finding]()
    if written == [b""]:  # nothing writes an empty file: its lines were lost
        bad.append(Finding(name, 1, "it is empty", _REMEDY))
    if written.pop() != b"":
        bad.append(Finding(name, len(written) + 1, "the last line is cut off", _REMEDY))
    if written and all(each.endswith(b"\r") for each in written):
        return good, [*bad, Finding(name, 1, *ledgers.CR_LF)]
    for number, each in enumerate(written, 1):
        try:
            good.append(Line(_parsed(each), file.parent.name, name, number))
        except _DAMAGED as error:
            bad.append(Finding(name, number, f"the proposal is damaged ({error})", _REMEDY))
        if len(bad) > MAX_FINDINGS:
            break
    return good, bad


def append(translations: Path, language: str, proposed: Proposed) -> None:
    """Note that somebody proposed these words, under the lock of the language's ledger. What is noted already stays once.

    Raises ``Refused`` by rule 3, and ``Unwritable``.
    """
    with ledgers.locked(translations, language):
        if any(act.text.digest == proposed.digest for act in _approved(translations, language, proposed.who)):
            what = f"“{proposed.who}” has approved exactly these words of {proposed.concept}"
            raise Refused(what, "ask for a change instead, or leave the words as you approved them")
        noted = {(each.language, each.key) for each in readable(translations)}
        if (language, (proposed.who, proposed.digest)) not in noted:
            ledgers.add(path(translations, language), line(proposed))


def _approved(translations: Path, language: str, who: str) -> Iterator[Approval]:
    acts = ledgers.readable(translations, language)
    return (act for act in acts if act.who == who and act.verdict is Verdict.APPROVE)
