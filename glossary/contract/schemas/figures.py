"""Key figures, each with all that its number cannot be understood without, and claims that are not served."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from glossary.content.amounts import Measure
from glossary.content.figure import Bound, Seen, Wording
from glossary.contract.schemas import fields as shape
from glossary.contract.schemas.entry import Fallback
from glossary.contract.schemas.figure_examples import (
    CLAIM,
    CLAIM_SOURCE,
    FIGURE,
    FIGURE_INPUT,
    FIGURE_LINKS,
    FIGURE_SOURCE,
)

_STATUS = ["adopted", "draft"]
_EXAMPLE = FIGURE["id"]


def _maybe(description: str, example: str | None = None) -> fields.String:
    return shape.text(f"{description} Null if there is none.", example, allow_none=True)


class _Amount(fields.Float):
    """A number that stays whole where it is."""

    def _format_num(self, value: Any) -> float:
        return value if type(value) is int else float(value)


def _amount(description: str, example: float) -> _Amount:
    return _Amount(**shape.described(description, example))


class FigureInput(shape.Answer):
    name = shape.text("Its name in the formula.", FIGURE_INPUT["name"])
    id = shape.text("The id of the figure that it is.", FIGURE_INPUT["id"])
    value = _amount("The number.", FIGURE_INPUT["value"])
    measure = shape.choice("What it is a number of.", Measure, "count")
    text = shape.text("The number as the language writes it.", FIGURE_INPUT["text"])


class FigureNumber(shape.Answer):
    value = _amount("The number: of a share, how many per cent.", FIGURE["number"]["value"])
    measure = shape.choice("What it is a number of. Per cent and percentage points are two things.", Measure, "count")
    text = shape.text("The number as the language writes it.", FIGURE["number"]["text"])
    bound = shape.choice("How exactly the publisher states it.", Bound, "exact")


class FigureUnit(shape.Answer):
    concept = _maybe("What one of them is, where that is a concept of the glossary: its id.")
    text = _maybe("What one of them is, in words.", FIGURE["unit"]["text"])


class FigurePeriod(shape.Answer):
    from_ = shape.text("The first day (ISO 8601).", FIGURE["period"]["from"], data_key="from", attribute="from")
    to = shape.text("The last day (ISO 8601).", FIGURE["period"]["to"])


class FigurePlace(shape.Answer):
    region = shape.text("The region (CLDR): a country’s code, EU, or 001 for the world.", "001")
    name = shape.text("Its name.", FIGURE["place"]["name"])


class FigureSource(shape.Answer):
    publisher = shape.text("Whose number it is.", FIGURE_SOURCE["publisher"])
    report = shape.text("The report that it is from.", FIGURE_SOURCE["report"])
    page = shape.text("The page or section.", FIGURE_SOURCE["page"])
    url = shape.text("The address at which it was seen.", FIGURE_SOURCE["url"])
    published = _maybe("The year, month or day of the report (ISO 8601).", FIGURE_SOURCE["published"])
    seen = shape.text("The day on which it was seen there (ISO 8601).", FIGURE_SOURCE["seen"])
    seen_at = shape.choice("Whether that page is the publisher’s own, or somebody else’s.", Seen, "publisher")


class FigureDerived(shape.Answer):
    formula = shape.text("How it is computed; of a share, the result is multiplied by a hundred.", "hosted / confirmed")
    denominator = _maybe("The id of the figure that is 100 per cent.", _EXAMPLE)
    inputs = shape.many(FigureInput, "The numbers in the formula.", FIGURE_INPUT)


class FigureLinks(shape.Answer):
    self = shape.text("This figure as a file.", FIGURE_LINKS["self"])
    page = shape.text("Its page for people.", FIGURE_LINKS["page"])
    embed = shape.text("Its card, for a frame.", FIGURE_LINKS["embed"])


class _Spoken(shape.Answer):
    id = shape.text("Its id. It never changes.", _EXAMPLE)
    language = shape.language()
    direction = shape.direction()
    requested_language = shape.requested()
    fallback = shape.one(Fallback, "Why it is not in the requested language; null if it is.", None, allow_none=True)


class Figure(_Spoken):
    """A key figure. Show its number only with what it counts, who published it, its period and its caveat."""

    title = shape.text("What is counted and by whom, without the number.", FIGURE["title"])
    sentence = shape.text("The figure in a sentence.", FIGURE["sentence"])
    number = shape.one(FigureNumber, "The number.", FIGURE["number"])
    unit = shape.one(FigureUnit, "What one of them is.", FIGURE["unit"])
    counts = shape.text("What it counts.", FIGURE["counts"])
    does_not_count = shape.text("What it does not count.", FIGURE["does_not_count"])
    period = shape.one(FigurePeriod, "The time that it is about.", FIGURE["period"])
    place = shape.one(FigurePlace, "The place that it is about.", FIGURE["place"])
    caveat = shape.text("What it must not be taken for. It belongs beside the number.", FIGURE["caveat"])
    break_in_series = _maybe("Why it cannot be compared with earlier figures.")
    source = shape.one(FigureSource, "Where it is from.", FIGURE_SOURCE)
    wording = shape.choice("Whether the sentence is quoted from the publisher or our own.", Wording, "restated")
    derived = shape.one(
        FigureDerived, "How it was computed from other figures; null if it was not.", None, allow_none=True
    )
    supersedes = _maybe("The id of the figure that it comes after.")
    newer_seen = _maybe("The day on which newer figures of the publisher were seen.", FIGURE["newer_seen"])
    expires_on = shape.text(
        "The day (UTC) from which it must not be shown, not even from a copy of yours.", FIGURE["expires_on"]
    )
    status = shape.choice("Whether it was adopted for readers; a draft is in previews only.", _STATUS, "adopted")
    content_notice = _maybe("What to show before it.", FIGURE["content_notice"])
    links = shape.one(FigureLinks, "Addresses of this figure.", FIGURE_LINKS)


class ClaimSource(shape.Answer):
    title = shape.text("The page.", CLAIM_SOURCE["title"])
    url = shape.text("Its address.", CLAIM_SOURCE["url"])
    seen = shape.text("The day on which it was read (ISO 8601).", CLAIM_SOURCE["seen"])


class Claim(_Spoken):
    """A claim with a number that circulates and is not served."""

    claim = shape.text("The claim.", CLAIM["claim"])
    reason = shape.text("Why it is not served.", CLAIM["reason"])
    withdrawn_on = shape.text("Since which day (ISO 8601).", CLAIM["withdrawn_on"])
    sources = shape.many(ClaimSource, "Sources of the reason.", CLAIM_SOURCE)
    status = shape.choice("Whether it was adopted for readers; a draft is in previews only.", _STATUS, "adopted")


class FiguresLinks(shape.Answer):
    page = shape.text("The page of all figures.", "https://glossary.example.org/en/figures/")


class Figures(shape.Answer):
    """All key figures that are shown, and the claims that are not served, with the reason."""

    requested_language = shape.requested()
    figures = shape.many(Figure, "The figures, by id.", FIGURE)
    withdrawn = shape.many(Claim, "The claims that are not served.", CLAIM)
    links = shape.one(FiguresLinks, "Addresses.", {"page": "https://glossary.example.org/en/figures/"})
