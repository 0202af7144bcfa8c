"""Countries: the codes of ISO 3166-1, their names (CLDR), and which ones a wrong code may have meant."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice
from operator import itemgetter

import icu
from babel.core import get_global

from glossary.errors import UnknownCountry
from glossary.language.letters import alphabetical, fold
from glossary.language.names import region
from glossary.language.tags import SOURCE

_NOT_ASSIGNED = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"])
"""Codes of the CLDR that ISO 3166-1 assigns to no country: reserved, for private use, or of groups of states."""

_ALSO_WRITTEN = {"EL": "GR"}
"""Codes in use that are not among the CLDR's aliases (``UK``, ``DEU``): the European Union writes EL for Greece."""

CODES = frozenset(icu.Locale.getISOCountries()) - _NOT_ASSIGNED
"""Every code that ISO 3166-1 assigns to a country (alpha-2)."""

EUROPE = CODES & (
    set(map(str, icu.Region.getInstance("150").getContainedRegions(icu.URegionType.TERRITORY)))
    | {"AM", "AZ", "CY", "GE", "TR"}
)
"""The countries of Europe (United Nations, region 150), and the members of the Council of Europe that it puts in Asia."""

MOST_SUGGESTIONS = 5
_LONGEST = 60
"""How many characters of a wrong code are compared with names; the longest English name is shorter."""


def find(code: str) -> str:
    """Return a country's code in the capitals of ISO 3166-1. Raises ``UnknownCountry`` with at most ``MOST_SUGGESTIONS``
    codes that may have been meant."""
    if code.isascii() and code.upper() in CODES:
        return code.upper()
    raise UnknownCountry(code, tuple(islice(dict.fromkeys(_meant(code[:_LONGEST])), MOST_SUGGESTIONS)))


def _meant(code: str) -> Iterator[str]:
    """Yield countries, in lower case: those that have this code as an alias, then by similar names, then by similar codes."""
    upper = code.upper()
    aliases = (_ALSO_WRITTEN.get(upper), *get_global("territory_aliases").get(upper, ()))
    yield from (alias.lower() for alias in aliases if alias in CODES)
    names = _by_name()
    yield from (names[name] for name in get_close_matches(fold(code, SOURCE), names, MOST_SUGGESTIONS, 0.75))
    if len(code) == 2:
        yield from sorted(other.lower() for other in CODES if other[0] == upper[0])


@lru_cache(maxsize=1)
def _by_name() -> dict[str, str]:
    return {fold(name_of(code, SOURCE), SOURCE): code.lower() for code in sorted(CODES)}


def name_of(code: str, language: str) -> str:
    """Return the name of a country in a language (CLDR), or its English name where the CLDR has none."""
    return region(code, language)


def in_order(codes: frozenset[str], language: str) -> list[tuple[str, str]]:
    """Return pairs of code and name, in the language's own alphabetical order of names."""
    return alphabetical(((code, name_of(code, language)) for code in codes), language, key=itemgetter(1))
