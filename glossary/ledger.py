"""Approval ledgers: ``translations/<locale>/approvals.jsonl``, append-only, one reviewer's act a line.

A ledger holds the whole text that was approved, so what is published never depends on a catalog. Each record carries
the digest of all that it says: a line that was edited afterwards is refused, not served. A translation's record names its
language, so that a line is worth nothing in another ledger; English, which has no source, has no need to.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from sys import intern

from glossary import files
from glossary.digests import digest
from glossary.errors import MAX_PROBLEMS, BadContent, BadText, Problem, told
from glossary.languages import SOURCE
from glossary.model import ID, Approval, Text, Verdict, Vetted
from glossary.policy import FILE as POLICY
from glossary.policy import ROLES, Policy

FILE = "approvals.jsonl"
_REMEDY = "restore the line from version control; records are only ever added, by “glossary vet”"
_DIGEST = re.compile("sha256:[0-9a-f]{64}")
_WHEN = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one concept stands in one language after all its records.

    ``votes`` holds the approvals of each (text, English) pair since the last withdrawal, by their digests; ``once`` the
    digests of every text that was ever vetted.
    """

    vetted: Vetted | None = None
    withdrawn: bool = False
    votes: Mapping[tuple[str, str | None], tuple[Approval, ...]] = field(default_factory=dict)
    once: frozenset[str] = frozenset()


def read(path: Path) -> tuple[Approval, ...]:
    """Return a ledger's records in order; a missing file is an empty ledger. Raises ``BadContent``."""
    if not (path.exists() or path.is_symlink()):
        return ()
    name, lines = files.shown(path), files.read(path).split("\n")
    problems = []
    if lines == [""]:
        problems.append(Problem(name, 1, "it is empty", "restore it; where nothing was ever approved, delete it"))
    if lines.pop() != "":
        problems.append(Problem(name, len(lines) + 1, "the last record is cut off", _REMEDY))
    records = []
    for number, line in enumerate(lines, 1):
        try:
            records.append(_record(line, path.parent.name))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, BadText) as error:
            problems.append(Problem(name, number, f"the record is damaged ({error})", _REMEDY))
        if len(problems) > MAX_PROBLEMS:
            break
    if problems:
        raise BadContent(told(problems))
    return tuple(records)


def _record(written: str, language: str) -> Approval:
    values = json.loads(written)
    given = values.pop("digest", None) if isinstance(values, dict) else None
    if given is None or given != digest(values):
        raise ValueError("it does not answer to its digest: it was changed after it was written")
    if values["role"] not in ROLES or not all(ID.fullmatch(values[name]) for name in ("who", "concept")):
        raise ValueError("its reviewer, role or concept is not one")
    if (own := values.get("language", SOURCE)) != language:
        raise ValueError(f"it approves a text in the language “{own}”, and this is the ledger of “{language}”")
    source = values["source"]
    if not (source is None if language == SOURCE else _DIGEST.fullmatch(source)):
        raise ValueError("its source is not the digest of an English text")
    when = datetime.fromisoformat(values["when"]).astimezone(UTC)
    text, verdict = _text(tuple(values["text"].items())), Verdict(values["verdict"])
    who, role, concept, own = (intern(word) for word in (values["who"], values["role"], values["concept"], own))
    record = Approval(when, who, role, verdict, own, concept, text, source and intern(source))
    # Nothing but the very bytes of such a record: a doubled key or another white space would be a second way to say it.
    if _written(_values(record), given) != written:
        raise ValueError("it is not written as “glossary vet” writes")
    return record


@lru_cache(maxsize=4096)
def _text(items: tuple[tuple[str, str], ...]) -> Text:
    """Make a text once for all who approved it."""
    return Text.of(dict(items))


def line(approval: Approval) -> str:
    """Return the record as the line that stands for it in a ledger."""
    values = _values(approval)
    return _written(values, digest(values)) + "\n"


def _written(values: Mapping[str, object], given: str) -> str:
    return json.dumps({**values, "digest": given}, ensure_ascii=False)


def _values(approval: Approval) -> dict[str, object]:
    return {
        "when": approval.when.strftime(_WHEN),
        "who": approval.who,
        "role": approval.role,
        "verdict": approval.verdict.value,
        **({} if approval.language == SOURCE else {"language": approval.language}),
        "concept": approval.concept,
        "source": approval.source,
        "text": dict(approval.text.fields),
    }


def append(path: Path, approval: Approval) -> None:
    """Add one record, whole or not at all. The caller holds the folder's lock (``files.locked``)."""
    before = files.read(path) if path.exists() else ""
    files.replace(path, before + line(approval))


def objections(path: Path, records: Iterable[Approval], language: str, policy: Policy) -> Iterator[Problem]:
    """Find records by somebody who was not registered for them."""
    for number, record in enumerate(records, 1):
        if objection := policy.objection(record.who, record.role, language, record.when.date()):
            remedy = (
                f"register them in {files.shown(path.parent.parent / POLICY)} if that is right, or restore the ledger"
            )
            yield Problem(files.shown(path), number, objection, remedy)


def fold(
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
    standings: dict[str, Standing] = {}
    for record in sorted(records, key=lambda item: item.when):
        before = standings.get(record.concept, Standing())
        allowed = None if sources is None else sources.get(record.concept, frozenset())
        standings[record.concept] = _step(before, record, policy, language, allowed)
    return standings


def _step(
    before: Standing, record: Approval, policy: Policy, language: str, sources: frozenset[str] | None
) -> Standing:
    if record.verdict is Verdict.WITHDRAW:
        return Standing(withdrawn=True, once=before.once)
    key = (record.text.digest, record.source)
    votes = (*before.votes.get(key, ()), record)
    after = Standing(before.vetted, before.withdrawn, {**before.votes, key: votes}, before.once)
    counts = sources is None or record.source in sources
    if counts and (approvals := policy.satisfied(votes, language)):
        vetted = Vetted(record.text, approvals)
        return replace(after, vetted=vetted, withdrawn=False, once=after.once | {record.text.digest})
    return after
