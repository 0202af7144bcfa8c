"""Language tags: their form, and the choice among those that are offered.

Tags are BCP 47 (RFC 5646); choice is RFC 4647 lookup, widened by the CLDR's language distance for tags that
mean the same in practice (``no`` and ``nb``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

import langcodes

from glossary.errors import BadTag

SOURCE = "en"
"""The language that every concept is written in first."""

MAX_TAG = 35
"""Longest tag that is read, in characters: what RFC 5646 section 4.4.1 asks for at least."""

WELL_FORMED = (
    r"[A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"
    r"(-[0-9A-WY-Za-wy-z](-[A-Za-z0-9]{2,8})+)*(-[Xx](-[A-Za-z0-9]{1,8})+)?"
)
"""The grammar of RFC 5646 section 2.1, without tags that start with x- or are grandfathered: they name no language here."""

MAX_DISTANCE = 5
"""Largest CLDR language distance that counts as the same language. The library's default would serve Croatian to
readers of Serbian."""

MAX_RANGES = 20
"""Ranges of one Accept-Language header that are looked at; real browsers send fewer than ten."""


_RANGE = re.compile(r"\s*(?P<tag>[A-Za-z0-9-]+|\*)\s*(?:;\s*q\s*=\s*(?P<q>[01](?:\.\d{0,3})?)\s*)?")


def parse(tag: str) -> str:
    """Return the tag in its conventional case (``PT-br`` gives ``pt-BR``, RFC 5646 section 2.1.1).

    Raises ``BadTag`` where the tag is not well-formed.
    """
    if len(tag) > MAX_TAG or not re.fullmatch(WELL_FORMED, tag):
        raise BadTag(tag)
    first, *rest = tag.lower().split("-")
    after = (first, *rest)
    return "-".join([first, *(_cased(subtag, before) for before, subtag in zip(after, rest, strict=False))])


def _cased(subtag: str, before: str) -> str:
    if len(before) == 1 or not subtag.isalpha():
        return subtag
    return {2: subtag.upper(), 4: subtag.title()}.get(len(subtag), subtag)


def accepted(header: str) -> tuple[str, ...]:
    """Return the languages of an Accept-Language header (RFC 9110 section 12.5.4), the most wanted first.

    What is malformed, excluded (``q=0``) or ``*`` is left out: a browser's header never makes a request fail.
    """
    ranked: list[tuple[float, str]] = []
    for part in header.split(",")[:MAX_RANGES]:
        match = _RANGE.fullmatch(part)
        if match is None or match["tag"] == "*":
            continue
        quality = float(match["q"] or 1)
        try:
            tag = parse(match["tag"])
        except BadTag:
            continue
        if 0 < quality <= 1:
            ranked.append((quality, tag))
    return tuple(tag for _, tag in sorted(ranked, key=lambda pair: -pair[0]))


def choose(wanted: str, offered: Collection[str]) -> str | None:
    """Return the offered tag that answers the wanted one, or ``None``.

    RFC 4647 section 3.4 lookup: the tag itself, then the tag with its last subtag taken away, and so on; a single-letter
    subtag goes with what it introduces. Then the closest offered tag within ``MAX_DISTANCE``.
    """
    if wanted in offered:
        return wanted
    exact = {tag.lower(): tag for tag in offered}
    subtags = wanted.lower().split("-")
    while subtags:
        if found := exact.get("-".join(subtags)):
            return found
        subtags.pop()
        if subtags and len(subtags[-1]) == 1:
            subtags.pop()
    return _closest(wanted, frozenset(offered))


@lru_cache(maxsize=4096)
def _closest(wanted: str, offered: frozenset[str]) -> str | None:
    if not offered:
        return None
    try:
        tag, _ = langcodes.closest_match(wanted, sorted(offered), max_distance=MAX_DISTANCE)
    except ValueError:  # well-formed by the grammar, but for example with an extension twice
        return None
    return tag if tag in offered else None


def current(tag: str) -> str:
    """Return the tag that is used today for a deprecated one (``iw`` gives ``he``), or the tag itself."""
    try:
        return str(langcodes.standardize_tag(tag))
    except ValueError:
        return tag


def similar(tag: str, offered: Iterable[str]) -> tuple[str, ...]:
    """Return the offered tags that someone who wrote ``tag`` may have meant, for error messages."""
    first = tag.lower()[:1]
    return tuple(sorted(known for known in offered if known.lower().startswith(first))) or (SOURCE,)
