"""Records that were read before and are gone: a ledger that has vanished is not an empty one.

Records, of approvals, adoptions and proposals, are only ever added. Where one is gone that the last good reading had, that
reading stays until the loss is confirmed: it may be a mistake, and the record may be a withdrawal. A record is known by its
digest, in whichever file it stands.

1. ``translations/confirmed.txt`` lists the records whose loss was confirmed, by their digests, with words for people; a file
   of that name in the folder of rule 2 does so on an operator's machine, until the records are there again.
2. The folder ``GLOSSARY_STATE``, where an operator gives one, has the records of the last good reading, for the next start.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from glossary.content import files
from glossary.content.model import Approval, Verdict
from glossary.errors import BadContent, Finding, Level, capped
from glossary.ledger import adopted, former, ledgers, proposals
from glossary.ledger.adoption import Adoption, Kind
from glossary.ledger.records import Records

CONFIRMED = "confirmed.txt"
_SEEN = "records.txt"
_LINE = re.compile(r"(sha256:[0-9a-f]{64})( .*)?")
_LATE = "take the line out; if the text is not to stay, withdraw it with “glossary vet --withdraw”"
_REMEDY = "restore it from version control; if it is right that it is gone, run “glossary confirm”"


@dataclass(frozen=True, order=True)
class Seen:
    """A record that was read: its digest, and words that tell people which it is. ``file`` is where it should stand."""

    file: str
    digest: str
    words: str


def seen(translations: Path, acts: Iterable[Approval]) -> Iterator[Seen]:
    """Yield records as read from a translations folder."""
    places: dict[tuple[str, str], str] = {}
    for act in acts:
        place = act.language, act.who
        if place not in places:
            places[place] = files.displayed(ledgers.path(translations, *place))
        yield Seen(places[place], act.seal, _words(act))


def _words(act: Approval) -> str:
    back = " (without it, its text is online again)" if act.verdict is Verdict.WITHDRAW else ""
    return f"{act.verdict} {act.concept} as {act.role}, {act.when:%Y-%m-%d %H:%M:%S} UTC{back}"


def lines(translations: Path) -> list[Seen]:
    """Return the adoptions and the proposals of a translations folder."""
    return [*adoptions(translations), *proposed(proposals.readable(translations))]


def proposed(found: Iterable[proposals.Line]) -> list[Seen]:
    """Return proposals as read from a translations folder."""
    return [Seen(one.file, one.proposed.seal, str(one)) for one in found]


def adoptions(translations: Path) -> list[Seen]:
    """Return the adoptions of a translations folder; none where they cannot be read."""
    try:
        read = adopted.read(translations)
    except BadContent:
        return []
    return [
        Seen(line.file, line.adoption.seal, f"adoption of {line.adoption.item}{_claim(line.adoption)}") for line in read
    ]


def _claim(made: Adoption) -> str:
    ids = former.ids(made.value) if made.item.kind is Kind.FACTS else ()
    return f" (without it, records of {', '.join(ids)} count for that id again)" if ids else ""


def lost(
    translations: Path,
    before: Records,
    now: Records,
    state: str = "",
    others: Iterable[Seen] = (),
    also: Iterable[str] | None = None,
) -> list[Seen]:
    """Return the records, and the ``others`` beside them, that were read before, by this process or an earlier one, and are
    gone without a confirmation: in the order of files. ``also`` are the seals of the lines that are there beside ``now``,
    where they were read already. Raises ``BadContent`` for a damaged list of confirmed ones."""
    read = {line.digest for line in lines(translations)} if also is None else frozenset(also)
    read |= confirmed(translations) | (confirmed(Path(state)) if state else frozenset())
    acts = before.missing(now)
    apart = [one for one in (*recall(state), *others) if one.digest not in read]
    if not acts and not apart:  # the quickest answer: to compare seals takes those of all records
        return []
    there = now.seals | read
    here = seen(translations, (act for act in acts if act.seal not in there))
    return sorted({*here, *(one for one in apart if one.digest not in there)})


def findings(gone: Iterable[Seen]) -> list[Finding]:
    """Return a finding for each record that is gone."""
    return capped([Finding(one.file, 0, f"a record is gone: {one.words} ({one.digest})", _REMEDY) for one in gone])


def late(before: Records, now: Records, state: str = "") -> list[Finding]:
    """Return a finding for each proposal that was not there before, of words that its proposer had approved by then, by what
    this process or an earlier one has read. Nobody proposes such words (``proposals.py``): whoever adds the line takes away
    what readers have, and might bring back what it replaced."""
    if now.proposals == before.proposals:
        return []
    known = {one.digest for one in recall(state)} | before.seals | {line.proposed.seal for line in before.proposals}
    approved = {(act.who, act.text.digest) for act in now.all if act.verdict is Verdict.APPROVE and act.seal in known}
    new = (line for line in now.proposals if line.proposed.seal not in known and line.key in approved)
    return capped(
        [Finding(line.file, line.number, f"it is late: {line}, who had approved them", _LATE) for line in new]
    )


def confirmed(translations: Path) -> frozenset[str]:
    """Return the digests of the records whose loss was confirmed (rule 1). Raises ``BadContent`` for a damaged list."""
    return frozenset(confirmations(translations))


def confirmations(translations: Path) -> dict[str, int]:
    """Return the same, each with its line in the list."""
    path = translations / CONFIRMED
    if not path.exists():
        return {}
    lines = files.read(path).splitlines()
    bad = [number for number, line in enumerate(lines, 1) if not _LINE.fullmatch(line)]
    if bad:
        remedy = "restore the line from version control; “glossary confirm” writes them"
        what = "it does not begin with the digest of a record"
        raise BadContent(Finding(files.displayed(path), number, what, remedy) for number in bad)
    return {line.split(" ")[0]: number for number, line in enumerate(lines, 1)}


def premature(translations: Path, records: Records, others: Iterable[str]) -> Iterator[Finding]:
    """Find the confirmations of records that are there, and of ``others`` by their seals: they would be lost without being
    held back."""
    lines, file = confirmations(translations), files.displayed(translations / CONFIRMED)
    there = records.seals.union(others) if lines else frozenset[str]()
    for digest in sorted(lines.keys() & there, key=lambda digest: lines[digest]):
        what = f"it confirms that {digest} is gone, which is there: nothing would hold its loss back"
        yield Finding(file, lines[digest], what, "take the line out", Level.WARNING)


def confirm(translations: Path, gone: Iterable[Seen]) -> None:
    """Confirm that these records are gone. Raises ``BadContent`` for a damaged list, and ``Unwritable``."""
    path = translations / CONFIRMED
    with files.locked(translations):
        known = confirmed(translations)
        lines = [f"{one.digest} {one.file}: {one.words}\n" for one in gone if one.digest not in known]
        files.replace(path, (files.read(path) if path.exists() else "") + "".join(lines))


def recall(state: str) -> Iterator[Seen]:
    """Yield the records of the last good reading before this process (rule 2), none where there is no folder.

    Raises ``BadContent`` where the file is there and cannot be read.
    """
    path = Path(state) / _SEEN
    if state and path.exists():
        for line in files.read(path).splitlines():
            digest, _, rest = line.partition(" ")
            file, _, words = rest.partition(": ")
            yield Seen(file, digest, words)


def _forget(state: Path, there: set[str]) -> None:
    """Take out of an operator's confirmations the records that are there again (rule 1)."""
    path = state / CONFIRMED
    if confirmed(state) & there:
        kept = (line for line in files.read(path).splitlines() if line.split(" ")[0] not in there)
        files.replace(path, "".join(f"{line}\n" for line in kept))


def remember(state: str, translations: Path, records: Records) -> None:
    """Leave the records of a good reading for the next process. Raises ``Unwritable``."""
    if not state:
        return
    path, all_of_them = Path(state) / _SEEN, {*seen(translations, records.all), *lines(translations)}
    _forget(Path(state), {one.digest for one in all_of_them})
    text = "".join(f"{one.digest} {one.file}: {one.words}\n" for one in sorted(all_of_them))
    if not path.exists() or path.read_bytes() != text.encode():
        files.replace(path, text)
