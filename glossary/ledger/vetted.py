"""Approval ledgers: ``translations/<locale>/approvals.jsonl``, append-only, one reviewer's act on each line.

A ledger holds the whole text that was approved, so what is served never depends on a catalog. What is vetted follows from
the records alone, by these rules:

1. Records count in the order of their times, those of the same second in the order of their lines. A line that is copied or
   moved counts where its time puts it, not where it stands; else a copy below a withdrawal would undo the withdrawal.
2. Approvals add up only if they are of exactly the same text, checked against exactly the same English. Digests say so.
3. A text is vetted when the approvals that add up fill every role that the policy requires, each by a different person.
4. A translation is vetted only if the English that it was checked against is vetted, or once was.
5. A withdrawal takes back the text that is served and every approval under way. Only approvals after it count.
6. Of several texts that meet rules 2 to 4, the one that was approved last is served.
7. A text that was once vetted stays known as such, even after a withdrawal, because rule 4 asks.
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
"""What approvals are added up by (rule 2): the digests of a text and of its English, ``None`` for English itself."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one concept stands in one language after all its records.

    ``vetted`` is the text that is served, ``withdrawn`` whether a withdrawal is the reason why there is none. ``votes`` holds
    the approvals since the last withdrawal by key, in the order of their times, and ``once`` the digests of all texts that
    were ever vetted (rule 7).
    """

    vetted: Vetted | None = None
    withdrawn: bool = False
    votes: Mapping[Key, tuple[Approval, ...]] = field(default_factory=dict)
    once: frozenset[str] = frozenset()


def read(path: Path) -> tuple[Approval, ...]:
    """Return a ledger's records in the order of its lines. A file that does not exist is a ledger without records.

    Raises ``BadContent`` with every damaged line, up to the limit of ``capped``: a ledger is read whole or not at all,
    because the record that is missing may be a withdrawal.
    """
    if not (path.exists() or path.is_symlink()):  # a broken link is a damaged ledger, not an empty one
        return ()
    name, lines = files.displayed(path), files.read_bytes(path).split(b"\n")
    findings = []
    if lines == [b""]:  # no command writes an empty ledger: its records were lost
        findings.append(Finding(name, 1, "it is empty", "restore it; if nothing was ever approved, delete it"))
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
    """Add one record, whole or not at all. The caller holds the folder's lock (``files.locked``).

    Raises ``BadContent`` where the ledger cannot be read, and ``Unwritable`` where it cannot be written.
    """
    before = files.read(path) if path.exists() else ""
    files.replace(path, before + line(approval))


def objections(path: Path, records: Iterable[Approval], language: str, policy: Policy) -> Iterator[Finding]:
    """Find the records of people who were not registered for that act on that day. ``records`` are those of ``path``, in
    the order of its lines."""
    for number, record in enumerate(records, 1):
        if objection := policy.objection(record.who, record.role, language, record.when.date()):
            register = f"register them in {files.displayed(path.parent.parent / POLICY)} if that is right"
            yield Finding(files.displayed(path), number, objection, f"{register}, or restore the ledger")


def standings(
    records: Iterable[Approval], policy: Policy, language: str, sources: Mapping[str, frozenset[str]] | None = None
) -> dict[str, Standing]:
    """Return the standing of each concept that has records in a language, by the rules of this module.

    ``sources`` holds, by concept, the digests of the English texts that are vetted or once were (``Standing.once``). It is
    ``None`` for the records of English itself.
    """
    by_concept: dict[str, list[Approval]] = {}
    for record in sorted(records, key=attrgetter("when")):  # Rule 1; the sort is stable
        by_concept.setdefault(record.concept, []).append(record)
    return {
        concept: _standing(in_order, policy, language, None if sources is None else sources.get(concept, frozenset()))
        for concept, in_order in by_concept.items()
    }


def _standing(records: Iterable[Approval], policy: Policy, language: str, sources: frozenset[str] | None) -> Standing:
    """Return the standing of one concept after its records, which are in the order of rule 1."""
    vetted, withdrawn, votes, once = None, False, dict[Key, tuple[Approval, ...]](), set[str]()
    for record in records:
        if record.verdict is Verdict.WITHDRAW:  # Rule 5: whatever text it names, nothing stays served or under way
            vetted, withdrawn, votes = None, True, {}
            continue
        key = (record.text.digest, record.source)  # Rule 2
        votes[key] = (*votes.get(key, ()), record)
        if (
            sources is not None and record.source not in sources
        ):  # Rule 4; the vote stays: its English may yet be vetted
            continue
        if approvals := policy.satisfied(votes[key], language):  # Rule 3
            vetted, withdrawn = Vetted(record.text, approvals), False  # Rule 6: a later one replaces an earlier one
            once.add(record.text.digest)  # Rule 7: a withdrawal takes nothing out of it
    return Standing(vetted, withdrawn, votes, frozenset(once))
