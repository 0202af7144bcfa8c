"""Approval ledgers: ``translations/<locale>/approvals.jsonl``, append-only, one reviewer's act a line.

A ledger holds the whole text that was approved, so what is published never depends on a catalog. Each record carries
the digest of all that it says: a line that was edited afterwards is refused, not served. A translation's record names its
language, so that a line is worth nothing in another ledger; English, which has no source, has no need to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path

from glossary.content import files
from glossary.content.model import Approval, Verdict, Vetted
from glossary.errors import MAX_FINDINGS, BadContent, BadText, Finding, capped
from glossary.ledger.policy import FILE as POLICY
from glossary.ledger.policy import Policy
from glossary.ledger.record import line, reading

FILE = "approvals.jsonl"
_REMEDY = "restore the line from version control; records are only ever added, by “glossary vet”"


Key = tuple[str, str | None]
"""What votes are counted by: the digests of a text and of the English that it was checked against."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one concept stands in one language after all its records.

    ``votes`` holds the approvals of each (text, English) pair since the last withdrawal, by their digests; ``once`` the
    digests of every text that was ever vetted.
    """

    vetted: Vetted | None = None
    withdrawn: bool = False
    votes: Mapping[Key, tuple[Approval, ...]] = field(default_factory=dict)
    once: frozenset[str] = frozenset()


def read(path: Path) -> tuple[Approval, ...]:
    """Return a ledger's records in order; a missing file is an empty ledger. Raises ``BadContent``."""
    if not (path.exists() or path.is_symlink()):
        return ()
    name, lines = files.shown(path), files.read_bytes(path).split(b"\n")
    findings = []
    if lines == [b""]:
        findings.append(Finding(name, 1, "it is empty", "restore it; where nothing was ever approved, delete it"))
    if lines.pop() != b"":
        findings.append(Finding(name, len(lines) + 1, "the last record is cut off", _REMEDY))
    records, record = [], reading(path.parent.name)
    for number, written in enumerate(lines, 1):
        try:
            records.append(record(written))
        except (ValueError, TypeError, AttributeError, RecursionError, BadText) as error:
            findings.append(Finding(name, number, f"the record is damaged ({error})", _REMEDY))
        if len(findings) > MAX_FINDINGS:
            break
    if findings:
        raise BadContent(capped(findings))
    return tuple(records)


def append(path: Path, approval: Approval) -> None:
    """Add one record, whole or not at all. The caller holds the folder's lock (``files.locked``)."""
    before = files.read(path) if path.exists() else ""
    files.replace(path, before + line(approval))


def objections(path: Path, records: Iterable[Approval], language: str, policy: Policy) -> Iterator[Finding]:
    """Find records by somebody who was not registered for them."""
    for number, record in enumerate(records, 1):
        if objection := policy.objection(record.who, record.role, language, record.when.date()):
            remedy = (
                f"register them in {files.shown(path.parent.parent / POLICY)} if that is right, or restore the ledger"
            )
            yield Finding(files.shown(path), number, objection, remedy)


def standings(
    records: Iterable[Approval], policy: Policy, language: str, sources: Mapping[str, frozenset[str]] | None = None
) -> dict[str, Standing]:
    """Return each concept's standing after all records, in the order of their times: no line counts twice, or for more,
    because it was copied or moved. Records of the same second keep the order of their lines.

    A text is vetted when approvals of exactly it, checked against exactly the same English, fill every required role by
    different people. The last text to get there is the one that is served. A withdrawal takes back whatever is served and
    whatever was under way: only new approvals count after it. ``sources`` holds, by concept, the digests of the English
    texts that are or once were vetted; a translation checked against any other English does not count (yet). ``None``:
    the records are those of the English itself.
    """
    acts: dict[str, list[Approval]] = {}
    for record in sorted(records, key=attrgetter("when")):
        acts.setdefault(record.concept, []).append(record)
    return {
        concept: _standing(of_it, policy, language, None if sources is None else sources.get(concept, frozenset()))
        for concept, of_it in acts.items()
    }


def _standing(records: Iterable[Approval], policy: Policy, language: str, sources: frozenset[str] | None) -> Standing:
    """Return the standing of one concept after its records, in their order."""
    vetted, withdrawn, votes, once = None, False, dict[Key, tuple[Approval, ...]](), set[str]()
    for record in records:
        if record.verdict is Verdict.WITHDRAW:
            vetted, withdrawn, votes = None, True, {}
            continue
        key = (record.text.digest, record.source)
        votes[key] = (*votes.get(key, ()), record)
        counts = sources is None or record.source in sources
        if counts and (approvals := policy.satisfied(votes[key], language)):
            vetted, withdrawn = Vetted(record.text, approvals), False
            once.add(record.text.digest)
    return Standing(vetted, withdrawn, votes, frozenset(once))
