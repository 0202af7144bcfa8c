"""Countries: the codes of ISO 3166-1, their names (CLDR), and what somebody may have meant by another code."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice

import icu
from babel import Locale
from babel.core import get_global

from glossary.errors import UnknownCountry
from glossary.language.letters import alphabetical, fold
from glossary.language.tags import SOURCE

_NOT_ASSIGNED = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"])
"""Codes that the CLDR has beside those of ISO 3166-1: reserved, for private use, or of groups of states."""

_ALSO_WRITTEN = {"EL": "GR"}
"""Codes that are in use beside the CLDR's own aliases (``UK``, ``DEU``): the European Union writes Greece so."""

_TERRITORIES = {str(code): str(name) for code, name in Locale(SOURCE).territories.items()}
CODES = frozenset(code for code in _TERRITORIES if len(code) == 2 and code.isalpha()) - _NOT_ASSIGNED
"""Every code that ISO 3166-1 assigns to a country (alpha-2)."""

EUROPE = CODES & (
    set(map(str, icu.Region.getInstance("150").getContainedRegions(icu.URegionType.TERRITORY)))
    | {"AM", "AZ", "CY", "GE", "TR"}
)
"""The countries of Europe by the United Nations, and the members of the Council of Europe that those count to Asia."""

MOST_SUGGESTIONS = 5
_LONGEST = 60
"""Longest input, in characters, that suggestions are made for; the longest English name is shorter."""


def find(code: str) -> str:
    """Return the code of a country as ISO writes it. Raises ``UnknownCountry`` with codes that resemble it."""
    if code.isascii() and code.upper() in CODES:
        return code.upper()
    raise UnknownCountry(code, tuple(islice(dict.fromkeys(_meant(code[:_LONGEST])), MOST_SUGGESTIONS)))


def _meant(code: str) -> Iterator[str]:
    """Return the countries that are also written so, then those with a name like it, then codes like it."""
    upper = code.upper()
    aliases = (_ALSO_WRITTEN.get(upper), *get_global("territory_aliases").get(upper, ()))
    yield from (alias.lower() for alias in aliases if alias in CODES)
    names = _by_name()
    yield from (names[name] for name in get_close_matches(fold(code, SOURCE), names, MOST_SUGGESTIONS, 0.75))
    if len(code) == 2:
        yield from sorted(known.lower() for known in CODES if known[0] == upper[0])


@lru_cache(maxsize=1)
def _by_name() -> dict[str, str]:
    return {fold(name_of(code, SOURCE), SOURCE): code.lower() for code in sorted(CODES)}


def name_of(code: str, language: str) -> str:
    """Return what a language calls a country (CLDR), or its English name where it has no word for it."""
    return str(Locale.parse(language, sep="-").territories.get(code) or _TERRITORIES[code])


def in_order(codes: frozenset[str], language: str) -> list[tuple[str, str]]:
    """Return codes and names in a language's own alphabetical order."""
    return alphabetical(((code, name_of(code, language)) for code in codes), language, key=lambda item: item[1])
