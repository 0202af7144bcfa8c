"""The examples in the description of the API. A test compares them with their schemas."""

from __future__ import annotations

from typing import Any

Example = dict[str, Any]

BASE = "https://glossary.example.org/v1"
NOTICE = "This text describes a nest that is robbed."
LINKS: Example = {
    "self": f"{BASE}/fr/terms/dove.json",
    "page": "https://glossary.example.org/fr/dove/",
    "embed": "https://glossary.example.org/embed/fr/dove/",
    "evidence": f"{BASE}/fr/terms/dove.evidence.json",
    "version": f"{BASE}/fr/terms/dove/{'0b5a5be8' * 8}.json",
}
RELATED: Example = {"id": "owl", "term": "Owl"}
APPROVAL: Example = {"by": "heron", "role": "subject", "on": "2026-11-23", "signed": False, "basis": "text"}
APPROVAL["publication"] = None
PUBLICATION: Example = {"title": "Bird words", "url": "https://birds.example.org/words", "day": "2024-05-01"}
SOURCE: Example = {
    "title": "A law of birds",
    "url": "https://law.example.org/birds",
    "locator": "Article 2",
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
    "credit": "Glossary of birds",
}
ENTRY: Example = {
    "id": "dove",
    "language": "en",
    "direction": "ltr",
    "requested_language": "fr",
    "fallback": {"reason": "awaiting_review"},
    "term": "Dove",
    "abbreviation": "DV",
    "definition": "is a bird that stands for peace.",
    "plain": None,
    "note": None,
    "forms": [],
    "usage": "confident",
    "autolink": "safe",
    "avoid": {"words": [], "reason": None},
    "group": "day",
    "related": [RELATED],
    "broader": {"id": "bird", "term": None},
    "formerly": [],
    "sources": [SOURCE],
    "rights": RIGHTS,
    "vetting": VETTING,
    "languages": ["en"],
    "content_notice": NOTICE,
    "links": LINKS,
}
BUNDLE_STRINGS: Example = {
    "close": "Fermer",
    "more": "À propos de ce terme",
    "notice": "Ce texte décrit un nid pillé.",
    "help": "Aide et signalement",
    "unknown": "Ce glossaire ne propose pas la langue demandée. Le texte est en français.",
}
BUNDLE_HELP: Example = {"label": "Parler à quelqu’un", "url": "https://helplines.example.org/"}
BUNDLE_ENTRY: Example = {
    "language": "fr",
    "direction": "ltr",
    "term": "Colombe",
    "abbreviation": None,
    "definition": "est un oiseau des villes.",
    "fallback": None,
    "source": "Glossaire des oiseaux · Vérifié · 23 novembre 2026",
}
FORMS_RULES: Example = {"before": ["d'", "l'"], "after": [], "endings": [], "letters": {}, "ignored": ""}
FORMS: Example = {
    "term": "Colombe",
    "usage": "confident",
    "autolink": "safe",
    "forms": ["Colombe", "colombes"],
    "ask": [],
    "avoid": ["pigeon de ville"],
    "reason": "Ces mots rabaissent l’oiseau.",
    "formerly": [],
}
AUTO: Example = {
    "version": "1.0.0",
    "script": "https://glossary.example.org/embed/1.0.0/glossary-auto.js",
    "integrity": "sha384-J5aTBKx1spY6MmsIikDYjLwVQ8ozig3DBm6azReEwn3omvoy5gWkeC4AZ5wTszRg",
}
EMBED: Example = {
    "version": "1.1.0",
    "script": "https://glossary.example.org/embed/1.1.0/glossary.js",
    "integrity": "sha384-J5aTBKx1spY6MmsIikDYjLwVQ8ozig3DBm6azReEwn3omvoy5gWkeC4AZ5wTszRg",
    "auto": AUTO,
}
ABSENT: Example = {"id": "dovr", "reason": "unknown_concept", "suggestions": ["dove"], "replaced_by": None}
_DIGESTS = [f"sha256:{part * 8}" for part in ("0b5a5be8", "5f5f6ce2")]
VERSION_TEXT: Example = {"term": "Dove", "definition": "is a bird of peace."}
VERSION_LINKS: Example = {
    "self": f"{BASE}/en/terms/dove/{'0b5a5be8' * 8}.json",
    "entry": f"{BASE}/en/terms/dove.json",
    "versions": f"{BASE}/en/terms/dove/versions.json",
}
VERSIONS_LINKS: Example = {"self": VERSION_LINKS["versions"], "entry": VERSION_LINKS["entry"]}
VERSION_ROW: Example = {
    "digest": _DIGESTS[0],
    "status": "superseded",
    "vetted_on": "2026-11-23",
    "ended_on": "2027-02-01",
    "replaced_by": _DIGESTS[1],
    "version": VERSION_LINKS["self"],
}
CHANGE: Example = {
    "on": "2027-02-01",
    "change": "changed",
    "id": "dove",
    "language": "en",
    "digest": _DIGESTS[1],
    "before": _DIGESTS[0],
    "version": f"{BASE}/en/terms/dove/{'5f5f6ce2' * 8}.json",
}
PROGRESS: Example = {"id": "dove", "status": "vetted", "languages": ["en"]}
MATCH: Example = {"field": "avoid", "rank": "exact", "avoid": True, "reason": None}
SUGGESTION: Example = {
    "id": "dove",
    "term": "Dove",
    "abbreviation": "DV",
    "language": "en",
    "direction": "ltr",
    "fallback": {"reason": "awaiting_review"},
    "avoid": False,
}
FOUND: Example = {
    "concept": "dove",
    "form": "pigeon",
    "start": 13,
    "end": 19,
    "start_utf16": 13,
    "end_utf16": 19,
    "language": "en",
    "direction": "ltr",
    "usage": "avoid",
    "instead": "Dove",
    "reason": None,
    "link": "https://glossary.example.org/en/dove/",
}
COUNTS: Example = {"vetted": 2, "reviewed": 0, "draft": 0, "missing": 0}
LANGUAGE: Example = {
    "language": "fr",
    "name": "français",
    "english_name": "French",
    "direction": "ltr",
    "concepts": {"vetted": 0, "reviewed": 0, "draft": 2, "missing": 0},
    "links": {
        "terms": f"{BASE}/fr/terms.json",
        "forms": f"{BASE}/fr/forms.json",
        "terms_csv": f"{BASE}/fr/terms.csv",
        "terms_utf8": f"{BASE}/fr/terms.utf8",
        "terms_tbx_v2": f"{BASE}/fr/terms.v2.tbx",
        "glossary_po": f"{BASE}/fr/glossary.po",
    },
}
BASELINE: Example = {
    "made_on": "2026-11-29",
    "digest": "sha256:2b9fb59ca1f81138befa05fcd9815cfacdda45ac99b78e5b626d649ea34f49b2",
    "adopted": None,
}
INDEX_LINKS: Example = {
    "languages": f"{BASE}/languages.json",
    "changes": f"{BASE}/changes.json",
    "terms": f"{BASE}/en/terms.json",
    "support": f"{BASE}/support.json",
    "figures": f"{BASE}/en/figures.json",
    "openapi": f"{BASE}/openapi.json",
    "documentation": "https://glossary.example.org/docs",
    "terms_ttl": f"{BASE}/terms.ttl",
    "terms_jsonld": f"{BASE}/terms.jsonld",
    "terms_tbx": f"{BASE}/terms.tbx",
}
PROBLEM_ITEM: Example = {
    "file": "translations/fr/LC_MESSAGES/glossary.po",
    "line": 12,
    "problem": "a merge-conflict marker stands here",
    "remedy": "choose one side and remove the markers",
    "level": "error",
}
SUPPORT_SOURCE: Example = {
    "title": "A page on helplines",
    "url": "https://page.example.org/helplines",
    "quote": "Call 555 123.",
}
SUPPORT_DIRECTORY: Example = {
    "purpose": "talk",
    "operator": "An association of helplines",
    "url": "https://helplines.example.org/",
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
    "display": "555 123",
    "dial": "555123",
    "in_service": None,
    "reserved": False,
    "availability": None,
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
        "self": f"{BASE}/support/fi.json",
        "page": "https://glossary.example.org/en/support/fi/",
    },
}
EVIDENCE_RECORD: Example = {
    "line": '{"when": "2026-11-23T06:51:09Z", "who": "heron", "role": "subject", "verdict": "approve", ...}\n',
    "signature": None,
    "key": None,
    "logged": False,
    "proof": None,
    "listed": None,
    "statement": None,
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
    "glossary": "birds",
    "namespace": "glossary-approval@v1:birds",
    "id": "dove",
    "formerly": [],
    "language": "en",
    "direction": "ltr",
    "text": {"term": "Dove", "abbreviation": "DV"},
    "records": [EVIDENCE_RECORD],
    "keys": [],
    "links": {"self": f"{BASE}/en/terms/dove.evidence.json", "entry": f"{BASE}/en/terms/dove.json"},
}
