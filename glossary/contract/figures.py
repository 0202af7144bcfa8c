"""Key figures: the documents of ``/v1/{lang}/figures.json`` and of each figure. Pure; knows no HTTP.

A figure's number never stands there without what it counts, who published it, for which time, and its caveat.
"""

from __future__ import annotations

from glossary.content.amounts import Number
from glossary.content.figure import Claim, Figure
from glossary.content.interface import CONTENT_NOTICE
from glossary.contract.answers import Document, fallback
from glossary.edition import spoken
from glossary.edition.edition import Edition
from glossary.edition.spoken import Spoken
from glossary.language.names import describe, region


def of_figures(edition: Edition, language: str, base_url: str, *, drafts: bool) -> Document:
    """Return every figure that is shown and every claim that is not served, in a language."""
    figures = spoken.listed(edition, language, drafts=drafts)
    claims = spoken.claims(edition, language, drafts=drafts)
    return {
        "requested_language": language,
        "figures": [of_figure(edition, each, base_url) for each in figures],
        "withdrawn": [_claim(each) for each in claims],
        "links": {"page": f"{base_url}/{language}/figures/"},
    }


def of_figure(edition: Edition, served: Spoken[Figure], base_url: str) -> Document:
    """Return a figure's document. What is not known is ``null``, never missing."""
    figure, language = served.record, served.language
    notice = edition.interface(language).find(CONTENT_NOTICE)
    address = f"{served.requested}/figures/{figure.id}"
    return {
        **_head(served),
        "title": served.say("title"),
        "sentence": served.say("sentence"),
        "number": {**_number(figure.number, language), "bound": figure.bound.value},
        "unit": {"concept": figure.concept and edition.records.former.now(figure.concept), "text": served.say("unit")},
        "counts": served.say("counts"),
        "does_not_count": served.say("does_not_count"),
        "period": {"from": figure.period.start.isoformat(), "to": figure.period.end.isoformat()},
        "place": {"region": figure.place, "name": region(figure.place, language)},
        "caveat": served.say("caveat"),
        "break_in_series": served.say("break_in_series"),
        "source": _source(figure),
        "wording": figure.wording.value,
        "derived": _derived(figure, language),
        "supersedes": figure.supersedes,
        "newer_seen": figure.newer_seen.isoformat() if figure.newer_seen else None,
        "expires_on": figure.expires_on.isoformat(),
        "status": "adopted" if served.adopted else "draft",
        "content_notice": notice.text if notice and notice.language == language else None,
        "links": {
            "self": f"{base_url}/v1/{address}.json",
            "page": f"{base_url}/{address}/",
            "embed": f"{base_url}/embed/{address}/",
        },
    }


def _head(served: Spoken[Figure] | Spoken[Claim]) -> Document:
    return {
        "id": served.record.id,
        "language": served.language,
        "direction": describe(served.language).direction,
        "requested_language": served.requested,
        "fallback": fallback(served),
    }


def _number(number: Number, language: str) -> Document:
    value = number.value
    plain = int(value) if value == value.to_integral_value() else float(value)
    return {"value": plain, "measure": number.measure.value, "text": number.alone(language)}


def _source(figure: Figure) -> Document:
    return {
        "publisher": figure.publisher,
        "report": figure.report,
        "page": figure.page,
        "url": figure.url,
        "published": figure.published,
        "seen": figure.seen.isoformat(),
        "seen_at": figure.seen_at.value,
    }


def _derived(figure: Figure, language: str) -> Document | None:
    if figure.formula is None:
        return None
    inputs = [
        {"name": name, "id": other, **_number(figure.numbers[name], language)} for name, other in figure.inputs.items()
    ]
    return {"formula": figure.formula, "denominator": figure.denominator, "inputs": inputs}


def _claim(served: Spoken[Claim]) -> Document:
    claim = served.record
    return {
        **_head(served),
        "claim": served.say("sentence"),
        "reason": served.say("reason"),
        "withdrawn_on": claim.on.isoformat(),
        "sources": [{"title": each.title, "url": each.url, "seen": each.seen.isoformat()} for each in claim.sources],
        "status": "adopted" if served.adopted else "draft",
    }
