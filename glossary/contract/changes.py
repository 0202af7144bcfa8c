"""The documents of what was served before: one version, all versions of a text, and the changes of all. Pure; knows no HTTP.

A version's document holds nothing that changes with anything else: no related terms, sources, rights or notices of today.
Only its ``status`` changes, from ``vetted`` to ``superseded`` and, where the same words are vetted again, back.
"""

from __future__ import annotations

from datetime import date

from glossary.contract.answers import Document, of_approval
from glossary.edition import version
from glossary.edition.edition import Edition
from glossary.edition.events import Event
from glossary.edition.timeline import Timeline
from glossary.edition.version import Version
from glossary.errors import NotVetted
from glossary.language.names import describe


def of_version(edition: Edition, concept: str, language: str, digest: str, base_url: str) -> Document:
    """Return one version. Raises what ``version.find`` raises."""
    found = version.find(edition, concept, language, digest)
    shown = found.words
    return {
        "id": concept,
        "language": language,
        "direction": describe(language).direction,
        "digest": found.digest,
        "status": found.fate.value,
        "vetted_on": found.vetted_on.isoformat(),
        "text": dict(shown.text.fields),
        "approvals": [of_approval(act) for act in shown.approvals],
        "links": {
            "self": f"{base_url}{version.path(concept, language, found.digest)}",
            "entry": f"{base_url}/v1/{language}/terms/{concept}.json",
            "versions": f"{base_url}/v1/{language}/terms/{concept}/versions.json",
        },
    }


def of_versions(edition: Edition, concept: str, language: str, base_url: str) -> Document:
    """Return all versions of a text. Raises ``UnknownConcept``, ``Retired``, or ``NotVetted`` where there never was one."""
    listed = version.versions(edition, concept, language)
    if not listed:
        edition.concept(concept)
        raise NotVetted(concept, language)
    return {
        "id": concept,
        "language": language,
        "versions": [_row(each, concept, language, base_url) for each in listed],
        "links": {
            "self": f"{base_url}/v1/{language}/terms/{concept}/versions.json",
            "entry": f"{base_url}/v1/{language}/terms/{concept}.json",
        },
    }


def _row(each: Version, concept: str, language: str, base_url: str) -> Document:
    return {
        "digest": each.digest,
        "status": each.fate.value,
        "vetted_on": each.vetted_on.isoformat(),
        "ended_on": each.ended.isoformat() if each.ended else None,
        "replaced_by": each.replaced_by,
        "version": _address(each, concept, language, base_url),
    }


def _address(each: Version, concept: str, language: str, base_url: str) -> str | None:
    return f"{base_url}{version.path(concept, language, each.digest)}" if each.shown else None


def of_changes(timeline: Timeline, asked: date | str | None, base_url: str) -> Document:
    """Return the changes since a day or a mark, the newest first, or all. Raises ``UnknownMark``."""
    return {
        "since": str(asked) if asked else None,
        "through": timeline.marks[-1],
        "changes": [_change(each, base_url) for each in reversed(timeline.since(asked))],
    }


def _change(event: Event, base_url: str) -> Document:
    return {
        "on": event.on.isoformat() if event.on else None,
        "change": event.what.value,
        "id": event.concept,
        "language": event.language,
        "digest": event.version.digest,
        "before": event.before,
        "version": _address(event.version, event.concept, event.language, base_url),
    }
