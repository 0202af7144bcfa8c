"""What was found in documents, in the forms that people and programs read: lines, JSON, and SARIF 2.1.0.

SARIF is an OASIS standard; the numbers of sections below are of its Errata 01.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from glossary import __version__
from glossary.annotate.linting.linter import Fault

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
Document = dict[str, Any]


class Refusal(NamedTuple):
    """Why a document was not looked at: the line (0 for the whole), what is wrong, how to mend it."""

    line: int
    what: str
    remedy: str


class Report(NamedTuple):
    """What became of a document, by its name."""

    name: str
    faults: Sequence[Fault] = ()
    refusal: Refusal | None = None


def as_lines(report: Report) -> Iterator[str]:
    """Yield a line for each fault, as compilers write it."""
    for fault in report.faults:
        place = f"{report.name}:{fault.start.line}:{fault.start.column}"
        yield f"{place}: {fault.level}: {fault.message} [{fault.match.concept}]"


def as_json(reports: Sequence[Report]) -> Document:
    """Return all as a document of our own. Its fields are never renamed; there may be more later."""
    return {
        "documents": len(reports),
        "findings": [_finding(report.name, fault) for report in reports for fault in report.faults],
        "refused": [{"file": each.name, **each.refusal._asdict()} for each in reports if each.refusal],
    }


def _finding(name: str, fault: Fault) -> Document:
    match, start, end = fault.match, fault.start, fault.end
    return {
        "file": name,
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
        "start": start.offset,
        "end": end.offset,
        "start_utf16": start.offset_utf16,
        "end_utf16": end.offset_utf16,
        "level": str(fault.level),
        "concept": match.concept,
        "language": match.language,
        "words": fault.words,
        "instead": match.instead,
        "reason": match.reason,
        "link": fault.link or None,
    }


def as_sarif(reports: Sequence[Report], exit_code: int) -> Document:
    """Return all as a log of one run."""
    faults = [(report.name, fault) for report in reports for fault in report.faults]
    first = {fault.match.concept: fault for _, fault in reversed(faults)}
    rules = dict(sorted(first.items()))
    numbers = {concept: number for number, concept in enumerate(rules)}
    driver = {"name": "glossary lint", "semanticVersion": __version__, "rules": [*map(_rule, rules.values())]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "utf16CodeUnits",  # 3.14.17
        "invocations": [_invocation(reports, exit_code)],
        "results": [_result(name, fault, numbers) for name, fault in faults],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(fault: Fault) -> Document:
    """Return a rule (3.49): a concept, in the language in which it was first found."""
    match = fault.match
    told = f"Words that “{match.instead}” replaces."
    whole = f"{told} {match.reason}" if match.reason else told
    link = {"helpUri": fault.link} if fault.link else {}
    return {"id": match.concept, "shortDescription": {"text": told}, "fullDescription": {"text": whole}, **link}


def _result(name: str, fault: Fault, numbers: dict[str, int]) -> Document:
    """Return a result (3.27). The end of a region is behind its last character (3.30.8)."""
    start, end = fault.start, fault.end
    region = {
        "startLine": start.line,
        "startColumn": start.column_utf16,
        "endLine": end.line,
        "endColumn": end.column_utf16,
    }
    return {
        "ruleId": fault.match.concept,
        "ruleIndex": numbers[fault.match.concept],
        "level": str(fault.level),
        "message": {"text": fault.message},
        "locations": [_location(name, region)],
    }


def _location(name: str, region: Document | None = None) -> Document:
    artifact = {"artifactLocation": _artifact(name)}
    return {"physicalLocation": {**artifact, "region": region} if region else artifact}


def _artifact(name: str) -> Document:
    """Return where a document is (3.4), in the folder in which the command runs if it is there."""
    path = Path(name)
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(path.as_posix().encode("utf-8", "surrogateescape"))}


def _invocation(reports: Iterable[Report], exit_code: int) -> Document:
    """Return what is said of the run itself (3.20): documents that were not looked at."""
    told = [_notification(each.name, each.refusal) for each in reports if each.refusal]
    notified = {"toolExecutionNotifications": told} if told else {}
    return {"executionSuccessful": not told, "exitCode": exit_code, **notified}


def _notification(name: str, refusal: Refusal) -> Document:
    region = {"startLine": refusal.line} if refusal.line else None
    text = f"{refusal.what}; {refusal.remedy}"
    return {"level": "error", "message": {"text": text}, "locations": [_location(name, region)]}
