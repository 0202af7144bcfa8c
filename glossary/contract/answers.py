"""Answers: the document of each path, as plain values in the order of the contract. Pure; knows no HTTP."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from glossary import __version__
from glossary.content.interface import CONTENT_NOTICE
from glossary.content.model import Approval, Reference, Status
from glossary.edition import rights, version
from glossary.edition.edition import Edition
from glossary.edition.entries import Entry, Served, entry
from glossary.edition.listing import Absent, Listing
from glossary.edition.rights import Rights
from glossary.embed import element
from glossary.errors import Finding, NotVetted
from glossary.language.names import describe
from glossary.language.tags import SOURCE, choose
from glossary.ledger import baseline, record

Document = dict[str, Any]

LANGUAGE_FILES = {
    "terms": "terms.json",
    "forms": "forms.json",
    "terms_csv": "terms.csv",
    "terms_utf8": "terms.utf8",
    "terms_tbx_v2": "terms.v2.tbx",
    "glossary_po": "glossary.po",
}
"""The files of all entries of a language, by the name of the link that leads to each."""


def of_entry(edition: Edition, entry: Entry, base_url: str) -> Document:
    """Return an entry's document. What is not known or not approved is ``null`` or ``[]``, never missing."""
    text, concept = entry.text.read(), entry.concept
    notice = edition.interface(entry.language).find(CONTENT_NOTICE)
    address = choose(entry.requested, edition.languages) or entry.language
    return {
        "id": concept.id,
        "language": entry.language,
        "direction": describe(entry.language).direction,
        "requested_language": entry.requested,
        "fallback": fallback(entry),
        "term": text.term,
        "abbreviation": text.abbreviation,
        "definition": text.definition,
        "plain": text.plain,
        "note": text.note,
        "forms": list(text.forms),
        "usage": concept.usage.value,
        "autolink": concept.autolink.value,
        "avoid": {"words": list(text.avoid), "reason": text.avoid_reason},
        "group": concept.group,
        "related": [{"id": other, "term": _term(edition, other, entry)} for other in concept.related],
        "broader": {"id": concept.broader, "term": _term(edition, concept.broader, entry)} if concept.broader else None,
        "formerly": list(concept.formerly),
        "sources": [_source(source) for source in concept.sources],
        "rights": _rights(rights.of_entry(edition, entry)),
        "vetting": _vetting(edition, entry),
        "languages": edition.vetted_in(concept.id),
        "content_notice": notice.text if notice and notice.language == entry.language else None,
        "links": {
            "self": f"{base_url}/v1/{address}/terms/{concept.id}.json",
            "page": f"{base_url}/{address}/{concept.id}/",
            "embed": f"{base_url}/embed/{address}/{concept.id}/",
            "evidence": _evidence(entry, base_url),
            "version": _version(entry, base_url),
        },
    }


def fallback(entry: Served) -> Document | None:
    """Return why an entry or a figure is not in the language that was asked for; ``None`` where it is."""
    return {"reason": entry.fallback.value} if entry.fallback else None


def _evidence(entry: Entry, base_url: str) -> str | None:
    """Return the address of the evidence of exactly this text, in the language that it is in."""
    vetted = entry.status is Status.VETTED
    return f"{base_url}/v1/{entry.language}/terms/{entry.concept.id}.evidence.json" if vetted else None


def _version(entry: Entry, base_url: str) -> str | None:
    """Return the address of exactly these words, for ever."""
    vetted = entry.status is Status.VETTED
    return f"{base_url}{version.path(entry.concept.id, entry.language, entry.text.digest)}" if vetted else None


def _term(edition: Edition, other: str, entry: Entry) -> str | None:
    """Return the vetted term of a related concept, only in the entry's own language: an entry is never in two languages."""
    return edition.term(other, entry.language)


def _source(source: Reference) -> Document:
    return {
        "title": source.title,
        "url": source.url,
        "locator": source.locator,
        "kind": source.kind,
        "as_of": source.as_of.isoformat(),
        "state": source.state,
        "published": source.published,
        "seen": source.seen.isoformat() if source.seen else None,
    }


def _rights(given: Rights) -> Document:
    licence, source = given.licence, given.source
    return {
        "licence": {"id": licence.id, "url": licence.url} if licence else None,
        "quoted": {"parts": list(given.quoted), "title": source.title, "url": source.url} if source else None,
        "credit": given.credit,
    }


def _vetting(edition: Edition, entry: Entry) -> Document:
    vetted = entry.vetted
    acts = vetted.approvals if vetted else ()
    return {
        "status": entry.status.value,
        "approved_on": vetted.approved_on.isoformat() if vetted else None,
        "review_due_on": edition.policy.review_due(vetted.review_from).isoformat() if vetted else None,
        "source_current": edition.source_current(entry.concept.id, vetted) if vetted else None,
        "approvals": [of_approval(act) for act in acts],
    }


def of_approval(act: Approval) -> Document:
    """Return one approval."""
    # One with a signature that is not good does not count (``ledger/records.py``), and so is in no answer.
    return {
        "by": act.who,
        "role": act.role,
        "on": act.when.date().isoformat(),
        "signed": act.signature is not None,
        "basis": "statement" if act.publication else "text",
        "publication": record.published(act.publication) if act.publication else None,
    }


def of_listing(edition: Edition, requested: str, listing: Listing, base_url: str) -> Document:
    """Return the document of a list of entries for one reader."""
    return {
        "requested_language": requested,
        "entries": [of_entry(edition, entry, base_url) for entry in listing.entries],
        "total": listing.total,
        "not_found": [_absent(absent) for absent in listing.absent],
    }


def _absent(absent: Absent) -> Document:
    return {
        "id": absent.id,
        "reason": absent.reason.value,
        "suggestions": list(absent.suggestions),
        "replaced_by": absent.replaced_by,
    }


def concept(edition: Edition, concept_id: str, base_url: str) -> Document:
    """Return a concept in every language that it is vetted in. Raises ``UnknownConcept``, ``Retired`` or ``NotVetted``."""
    entries = [entry(edition, concept_id, (tag,)) for tag in edition.vetted_in(edition.concept(concept_id).id)]
    if not entries:
        raise NotVetted(concept_id)
    return {
        "id": concept_id,
        "languages": [vetted.language for vetted in entries],
        "entries": [of_entry(edition, vetted, base_url) for vetted in entries],
    }


def languages(edition: Edition, base_url: str) -> Document:
    """Return the languages on offer, each with the number of its concepts by status."""
    return {"languages": [_language(edition, tag, base_url) for tag in edition.languages]}


def _language(edition: Edition, tag: str, base_url: str) -> Document:
    language = describe(tag)
    states = [edition.status(concept.id, tag) for concept in edition.live]
    counts = {status.value: states.count(status) for status in (Status.VETTED, Status.REVIEWED, Status.DRAFT)}
    return {
        "language": tag,
        "name": language.name,
        "english_name": language.english_name,
        "direction": language.direction,
        "concepts": {**counts, "missing": states.count(None)},
        "links": {name: f"{base_url}/v1/{tag}/{file}" for name, file in LANGUAGE_FILES.items()},
    }


def index(edition: Edition, base_url: str) -> Document:
    """Return the front page of the API."""
    release = baseline.load()
    return {
        "edition": edition.id,
        "version": __version__,
        "baseline": {"made_on": release.made_on.isoformat(), "digest": release.digest, "adopted": None},
        "languages": list(edition.languages),
        "groups": sorted({concept.group for concept in edition.live}),
        "concepts": [concept.id for concept in edition.live],
        "progress": [_progress(edition, concept.id) for concept in edition.live],
        "embed": {**_script(element.ELEMENT, base_url), "auto": _script(element.AUTO, base_url)},
        "links": {
            "languages": f"{base_url}/v1/languages.json",
            "changes": f"{base_url}/v1/changes.json",
            "terms": f"{base_url}/v1/en/terms.json",
            "support": f"{base_url}/v1/support.json",
            "figures": f"{base_url}/v1/en/figures.json",
            "openapi": f"{base_url}/v1/openapi.json",
            "documentation": f"{base_url}/docs",
            "terms_ttl": f"{base_url}/v1/terms.ttl",
            "terms_jsonld": f"{base_url}/v1/terms.jsonld",
            "terms_tbx": f"{base_url}/v1/terms.tbx",
        },
    }


def _script(name: str, base_url: str) -> Document:
    script = element.current(name)
    return {
        "version": script.version,
        "script": f"{base_url}/embed/{script.version}/{name}",
        "integrity": script.integrity,
    }


def _progress(edition: Edition, concept: str) -> Document:
    status = edition.status(concept, SOURCE)
    return {"id": concept, "status": status.value if status else None, "languages": edition.vetted_in(concept)}


def readiness(edition: Edition, findings: Iterable[Finding], *, pinned: bool) -> Document:
    """Return the edition that is served, and the findings in its content, which the contract calls problems. ``pinned``:
    the operator pins the keys of maintainers, who vouch for those of reviewers."""
    return {
        "status": "ready",
        "edition": edition.id,
        "keys_vouched_for_by": "maintainers" if pinned else "repository",
        "problems": [
            {
                "file": finding.file,
                "line": finding.line,
                "problem": finding.what,
                "remedy": finding.remedy,
                "level": finding.level.value,
            }
            for finding in findings
        ],
    }
