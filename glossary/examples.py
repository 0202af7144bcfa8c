"""The examples that the description of the API shows; a test holds them against their schemas."""

from __future__ import annotations

from typing import Any

Example = dict[str, Any]

_BASE = "https://glossary.example.org/v1"
LINKS: Example = {
    "self": f"{_BASE}/fr/terms/csam.json",
    "page": "https://glossary.example.org/fr/csam/",
    "embed": "https://glossary.example.org/embed/fr/csam/",
}
RELATED: Example = {"id": "grooming", "term": "Grooming"}
APPROVAL: Example = {"by": "childsafetyon", "role": "subject", "on": "2026-11-23"}
SOURCE: Example = {
    "title": "Directive 2011/93/EU",
    "url": "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32011L0093",
    "locator": "Article 2(c)",
    "kind": "law",
    "as_of": "2026-11-22",
    "state": "in_force",
}
VETTING: Example = {
    "status": "vetted",
    "approved_on": "2026-11-23",
    "review_due_on": "2028-11-23",
    "source_current": True,
    "approvals": [APPROVAL],
}
ENTRY: Example = {
    "id": "csam",
    "language": "en",
    "direction": "ltr",
    "requested_language": "fr",
    "fallback": {"reason": "awaiting_review"},
    "term": "Child sexual abuse material",
    "abbreviation": "CSAM",
    "definition": "visually depicts a child or person appearing to be a child engaged in sexually explicit conduct, ...",
    "plain": None,
    "note": None,
    "forms": [],
    "usage": "confident",
    "avoid": {"words": [], "reason": None},
    "group": "material",
    "related": [RELATED],
    "sources": [SOURCE],
    "vetting": VETTING,
    "languages": ["en"],
    "content_notice": "This text describes sexual abuse of children.",
    "links": LINKS,
}
MATCH: Example = {"field": "avoid", "rank": "exact", "avoid": True, "reason": None}
SUGGESTION: Example = {
    "id": "csam",
    "term": "Child sexual abuse material",
    "abbreviation": "CSAM",
    "language": "en",
    "direction": "ltr",
    "avoid": False,
}
COUNTS: Example = {"vetted": 2, "reviewed": 0, "draft": 0, "missing": 0}
LANGUAGE: Example = {
    "language": "fr",
    "name": "français",
    "english_name": "French",
    "direction": "ltr",
    "concepts": {"vetted": 0, "reviewed": 0, "draft": 2, "missing": 0},
    "links": {"terms": f"{_BASE}/fr/terms.json"},
}
INDEX_LINKS: Example = {
    "languages": f"{_BASE}/languages.json",
    "terms": f"{_BASE}/en/terms.json",
    "openapi": f"{_BASE}/openapi.json",
    "documentation": "https://glossary.example.org/docs",
}
PROBLEM_ITEM: Example = {
    "file": "translations/fr/LC_MESSAGES/glossary.po",
    "line": 12,
    "problem": "a merge-conflict marker stands here",
    "remedy": "choose one side and remove the markers",
    "level": "error",
}
