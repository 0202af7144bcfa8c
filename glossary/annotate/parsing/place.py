"""Where in a page a text stands, as far as it matters for a link: the same that ``glossary-auto.js`` looks at.

1. No link stands in what is one, can be pressed or written into, is code, a picture or a formula, keeps its words, or
   is a menu.
2. A text has the language of the nearest ``lang`` around it; ``xml:lang`` counts where there is none on the same element.
3. ``data-glossary-auto`` names what is searched and nothing else is; ``off`` keeps an element out. Without any: ``main``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from glossary.annotate.parsing.elements import HEADINGS, names
from glossary.annotate.parsing.references import resolved
from glossary.annotate.parsing.tokens import attributes as parsed
from glossary.annotate.parsing.tree import Element

REGION = "data-glossary-auto"
MADE = "glossary-auto"
"""The class of the links that are ours."""

CLOSED = names(
    "a applet audio button canvas code datalist glossary-term kbd label listing map meter nav object optgroup option picture"
    " plaintext pre progress rp rt samp select summary template tt var video"
)
"""Rule 1. Elements of raw text, SVG and MathML are none of these, and closed too."""

KEPT = CLOSED - names("a button glossary-term label nav optgroup option rp rt select summary")
"""Of these, those whose text nobody reads as prose."""

QUOTATIONS = frozenset({"blockquote", "cite", "q"})
_MEANT = CLOSED | HEADINGS | QUOTATIONS | {"main"}
_ROLES = frozenset({"button", "link", "navigation"})
_TOLD = re.compile("lang|translate|contenteditable|hidden|inert|role|data-glossary-auto", re.IGNORECASE)
"""Without any of these an element's attributes say nothing of its text."""


def means(name: str, attributes: str) -> bool:
    """Return whether an element of HTML says something of the text in it."""
    return name in _MEANT or (attributes != "" and _tells(attributes))


@lru_cache(maxsize=1024)
def _tells(attributes: str) -> bool:
    return _TOLD.search(attributes) is not None


class Place(NamedTuple):
    """The language that a text is said to have, whether no link can stand there, and what it stands in: a heading, a
    quotation, the main part of the page, a part that is to be searched."""

    language: str | None = None
    closed: bool = False
    heading: Element | None = None
    quotation: bool = False
    main: bool = False
    region: bool = False


_SHUT = Place(closed=True)
"""Nothing else matters there."""


def places(elements: Iterable[Element], prose: bool = False) -> dict[Element | None, Place]:
    """Return the place of a text in each of these elements, and in those around them; by ``None`` that of the page. Of
    ``prose`` only what nobody reads as such is closed, or keeps its words."""
    known: dict[Element | None, Place] = {None: Place()}
    for element in elements:
        around = [element]
        while (at := around[-1].parent) not in known:
            around.append(at)  # type: ignore[arg-type]
        place = known[at]
        for inner in reversed(around):
            name, attributes = inner.name, inner.attributes
            if name in _MEANT or inner.foreign or (attributes and _tells(attributes)):
                place = _within(place, inner, prose)
            known[inner] = place
    return known


def _within(place: Place, element: Element, prose: bool) -> Place:
    name, attributes = element.name, element.attributes
    if place.closed or name in (KEPT if prose else CLOSED) or element.foreign:
        return _SHUT
    if name in _MEANT:
        place = place._replace(
            heading=element if name in HEADINGS else place.heading,
            quotation=place.quotation or name in QUOTATIONS,
            main=place.main or name == "main",
        )
    return _told(place, element, parsed(attributes), prose) if attributes and _tells(attributes) else place


def _told(place: Place, element: Element, told: dict[str, str], prose: bool) -> Place:
    language = told.get("lang", told.get("xml:lang"))  # Rule 2
    role, region = told.get("role", "").strip().lower(), told.get(REGION)
    if _keeps(told) or (not prose and _closes(told, role)):
        return _SHUT
    return place._replace(
        language=place.language if language is None else resolved(language).strip(),
        heading=element if role == "heading" else place.heading,
        main=place.main or role == "main",
        region=place.region or (region is not None and region != "off"),
    )


def _closes(told: dict[str, str], role: str) -> bool:
    """Rule 1, as attributes say it."""
    return (
        role in _ROLES
        or told.get("contenteditable", "false").strip().lower() != "false"
        or told.get("aria-hidden", "").strip().lower() == "true"
        or not told.keys().isdisjoint(("hidden", "inert"))
        or told.get(REGION) == "off"
    )


def _keeps(told: dict[str, str]) -> bool:
    """Rule 1, of words that are to stay as they are."""
    return told.get("translate", "").strip().lower() == "no" or "notranslate" in told.get("class", "").split()
