"""The examples in the description of the API. A test compares them with their schemas."""

from __future__ import annotations

from typing import Any

Example = dict[str, Any]

_BASE = "https://glossary.example.org/v1"
LINKS: Example = {
    "self": f"{_BASE}/fr/terms/csam.json",
    "page": "https://glossary.example.org/fr/csam/",
    "embed": "https://glossary.example.org/embed/fr/csam/",
    "evidence": f"{_BASE}/fr/terms/csam.evidence.json",
}
RELATED: Example = {"id": "grooming", "term": "Grooming"}
APPROVAL: Example = {"by": "childsafetyon", "role": "subject", "on": "2026-11-23", "signed": False}
SOURCE: Example = {
    "title": "Directive 2011/93/EU",
    "url": "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32011L0093",
    "locator": "Article 2(c)",
    "kind": "law",
    "as_of": "2026-11-22",
    "state": "in_force",
    "published": "2011-12-13",
    "seen": "2026-11-22",
}
VETTING: Example = {
    "status": "vetted",
    "approved_on": "2026-11-23",
    "review_due_on": "2028-11-23",
    "source_current": True,
    "approvals": [APPROVAL],
}
RIGHTS: Example = {
    "licence": {"id": "CC-BY-4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
    "quoted": None,
    "credit": "Glossary of child-safety terms",
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
    "autolink": "safe",
    "avoid": {"words": [], "reason": None},
    "group": "material",
    "related": [RELATED],
    "broader": {"id": "child-sexual-abuse", "term": None},
    "formerly": [],
    "sources": [SOURCE],
    "rights": RIGHTS,
    "vetting": VETTING,
    "languages": ["en"],
    "content_notice": "This text describes sexual abuse of children.",
    "links": LINKS,
}
PROGRESS: Example = {"id": "csam", "status": "vetted", "languages": ["en"]}
MATCH: Example = {"field": "avoid", "rank": "exact", "avoid": True, "reason": None}
SUGGESTION: Example = {
    "id": "csam",
    "term": "Child sexual abuse material",
    "abbreviation": "CSAM",
    "language": "en",
    "direction": "ltr",
    "fallback": {"reason": "awaiting_review"},
    "avoid": False,
}
COUNTS: Example = {"vetted": 2, "reviewed": 0, "draft": 0, "missing": 0}
LANGUAGE: Example = {
    "language": "fr",
    "name": "français",
    "english_name": "French",
    "direction": "ltr",
    "concepts": {"vetted": 0, "reviewed": 0, "draft": 2, "missing": 0},
    "links": {
        "terms": f"{_BASE}/fr/terms.json",
        "terms_csv": f"{_BASE}/fr/terms.csv",
        "terms_utf8": f"{_BASE}/fr/terms.utf8",
        "terms_tbx_v2": f"{_BASE}/fr/terms.v2.tbx",
        "glossary_po": f"{_BASE}/fr/glossary.po",
    },
}
BASELINE: Example = {
    "made_on": "2026-11-29",
    "digest": "sha256:2b9fb59ca1f81138befa05fcd9815cfacdda45ac99b78e5b626d649ea34f49b2",
    "adopted": None,
}
FIGURE_LINKS: Example = {
    "self": f"{_BASE}/en/figures/iwf-webpages-2024.json",
    "page": "https://glossary.example.org/en/figures/iwf-webpages-2024/",
    "embed": "https://glossary.example.org/embed/en/figures/iwf-webpages-2024/",
}
FIGURE_SOURCE: Example = {
    "publisher": "Internet Watch Foundation",
    "report": "Annual Data & Insights Report 2024",
    "page": "Commercial URLs",
    "url": "https://iwf.org.uk/annual-data-insights-report-2024/data-and-insights/commercial-urls",
    "published": "2025",
    "seen": "2026-11-30",
    "seen_at": "publisher",
}
FIGURE_INPUT: Example = {
    "name": "confirmed",
    "id": "iwf-webpages-2024",
    "value": 291273,
    "measure": "count",
    "text": "291,273",
}
FIGURE: Example = {
    "id": "iwf-webpages-2024",
    "language": "en",
    "direction": "ltr",
    "requested_language": "en",
    "fallback": None,
    "title": "Webpages that the Internet Watch Foundation confirmed",
    "sentence": "In 2024, the Internet Watch Foundation (IWF), confirmed 291,273 webpages ...",
    "number": {"value": 291273, "measure": "count", "text": "291,273", "bound": "exact"},
    "unit": {"concept": None, "text": "webpages"},
    "counts": "It counts the webpages that analysts of this one hotline assessed and confirmed within the year ...",
    "does_not_count": "It does not count images, videos, children or offenders ...",
    "period": {"from": "2024-01-01", "to": "2024-12-31"},
    "place": {"region": "001", "name": "world"},
    "caveat": "The number says how much one hotline found and confirmed ...",
    "break_in_series": None,
    "source": FIGURE_SOURCE,
    "wording": "restated",
    "derived": None,
    "supersedes": None,
    "newer_seen": "2026-11-29",
    "expires_on": "2026-12-31",
    "status": "adopted",
    "content_notice": "This text describes sexual abuse of children.",
    "links": FIGURE_LINKS,
}
CLAIM_SOURCE: Example = {
    "title": "Internet Watch Foundation, “Commercial URLs”",
    "url": "https://iwf.org.uk/annual-data-insights-report-2024/data-and-insights/commercial-urls",
    "seen": "2026-11-30",
}
CLAIM: Example = {
    "id": "claim-commercial-doubled",
    "language": "en",
    "direction": "ltr",
    "requested_language": "en",
    "fallback": None,
    "claim": "“Commercial websites with child sexual abuse material have doubled since 2020.”",
    "reason": "The claim goes back to an older report ...",
    "withdrawn_on": "2026-11-30",
    "sources": [CLAIM_SOURCE],
    "status": "adopted",
}
INDEX_LINKS: Example = {
    "languages": f"{_BASE}/languages.json",
    "terms": f"{_BASE}/en/terms.json",
    "support": f"{_BASE}/support.json",
    "figures": f"{_BASE}/en/figures.json",
    "openapi": f"{_BASE}/openapi.json",
    "documentation": "https://glossary.example.org/docs",
    "terms_ttl": f"{_BASE}/terms.ttl",
    "terms_jsonld": f"{_BASE}/terms.jsonld",
    "terms_tbx": f"{_BASE}/terms.tbx",
}
PROBLEM_ITEM: Example = {
    "file": "translations/fr/LC_MESSAGES/glossary.po",
    "line": 12,
    "problem": "a merge-conflict marker stands here",
    "remedy": "choose one side and remove the markers",
    "level": "error",
}
SUPPORT_SOURCE: Example = {
    "title": "ChildSafetyOn: The challenge",
    "url": "https://childsafetyineurope.com/the-challenge/",
    "quote": "You can access national child helplines via the European number 116 111.",
}
SUPPORT_DIRECTORY: Example = {
    "purpose": "talk",
    "operator": "Child Helpline International",
    "url": "https://childhelplineinternational.org/helplines/",
    "as_of": "2026-11-22",
    "verified_on": None,
    "verified_by": None,
    "expires_on": "2027-05-21",
    "expired": False,
}
SUPPORT_RECORD: Example = {
    "country": "FI",
    "purpose": "talk",
    "operator": None,
    "languages": None,
    "display": "116 111",
    "dial": "116111",
    "in_service": None,
    "reserved": True,
    "availability": "Reserved for child helplines in every state of the European Union; whether it is in service in this "
    "country was not verified; ask the directory of helplines.",
    "free": None,
    "hours": None,
    "timezone": None,
    "works_from_abroad": None,
    "age_from": None,
    "age_to": None,
    "anonymous": None,
    "text": None,
    "chat": None,
    "url": None,
    "sources": [SUPPORT_SOURCE],
    "as_of": "2026-11-22",
    "verified_on": None,
    "verified_by": None,
    "expires_on": "2027-02-20",
}
SUPPORT_COUNTRY: Example = {
    "country": "FI",
    "name": "Finland",
    "language": "en",
    "direction": "ltr",
    "records": [SUPPORT_RECORD],
    "reason": None,
    "directories": [SUPPORT_DIRECTORY],
    "links": {
        "self": f"{_BASE}/support/fi.json",
        "page": "https://glossary.example.org/en/support/fi/",
    },
}
EVIDENCE_RECORD: Example = {
    "line": '{"when": "2026-11-23T06:51:09Z", "who": "childsafetyon", "role": "subject", "verdict": "approve", ...}\n',
    "signature": None,
    "key": None,
    "logged": False,
    "proof": None,
}
EVIDENCE_KEY: Example = {
    "by": "otter",
    "key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAcB...",
    "fingerprint": "SHA256:...",
    "from": None,
    "until": None,
}
EVIDENCE: Example = {
    "format": "glossary-evidence@v1",
    "glossary": "child-safety",
    "namespace": "glossary-approval@v1:child-safety",
    "id": "csam",
    "language": "en",
    "direction": "ltr",
    "text": {"term": "Child sexual abuse material", "abbreviation": "CSAM"},
    "records": [EVIDENCE_RECORD],
    "keys": [],
    "links": {"self": f"{_BASE}/en/terms/csam.evidence.json", "entry": f"{_BASE}/en/terms/csam.json"},
}
