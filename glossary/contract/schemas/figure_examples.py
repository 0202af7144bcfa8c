"""The examples of key figures in the description of the API."""

from __future__ import annotations

from glossary.contract.schemas.examples import BASE, NOTICE, Example

FIGURE_LINKS: Example = {
    "self": f"{BASE}/en/figures/swifts-2025.json",
    "page": "https://glossary.example.org/en/figures/swifts-2025/",
    "embed": "https://glossary.example.org/embed/en/figures/swifts-2025/",
}
FIGURE_SOURCE: Example = {
    "publisher": "Bird Society",
    "report": "Yearbook 2025",
    "page": "Page 7",
    "url": "https://birds.example.org/yearbook",
    "published": "2026-04",
    "seen": "2026-11-30",
    "seen_at": "publisher",
}
FIGURE_INPUT: Example = {
    "name": "counted",
    "id": "swifts-2025",
    "value": 291273,
    "measure": "count",
    "text": "291,273",
}
FIGURE: Example = {
    "id": "swifts-2025",
    "language": "en",
    "direction": "ltr",
    "requested_language": "en",
    "fallback": None,
    "title": "Swifts that the Bird Society counted",
    "sentence": "In 2025, the Bird Society counted 291,273 swifts.",
    "number": {"value": 291273, "measure": "count", "text": "291,273", "bound": "exact"},
    "unit": {"concept": None, "text": "swifts"},
    "counts": "It counts swifts that flew over one tower.",
    "does_not_count": "It does not count other birds.",
    "period": {"from": "2025-01-01", "to": "2025-12-31"},
    "place": {"region": "001", "name": "world"},
    "caveat": "It is no measure of how many swifts there are.",
    "break_in_series": None,
    "source": FIGURE_SOURCE,
    "wording": "restated",
    "derived": None,
    "supersedes": None,
    "newer_seen": None,
    "expires_on": "2027-12-31",
    "status": "adopted",
    "content_notice": NOTICE,
    "links": FIGURE_LINKS,
}
CLAIM_SOURCE: Example = {
    "title": "Bird Society: Yearbook",
    "url": "https://birds.example.org/yearbook",
    "seen": "2026-11-30",
}
CLAIM: Example = {
    "id": "claim-every-tower",
    "language": "en",
    "direction": "ltr",
    "requested_language": "en",
    "fallback": None,
    "claim": "“A thousand swifts nest in every tower.”",
    "reason": "Nobody counted them.",
    "withdrawn_on": "2026-11-30",
    "sources": [CLAIM_SOURCE],
    "status": "adopted",
}
