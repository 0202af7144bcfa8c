"""Numbers as a language writes them (CLDR), by ICU's ``NumberFormatter``: Babel and ICU's older formatter ignore minimum
grouping (``7028`` in Spanish)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Any

import icu

from glossary.language import locales
from glossary.language.names import describe

_LOCALES = {"pt": "pt-PT"}
"""Locales whose numbers are used for a language: CLDR's ``pt`` is Portuguese as it is written in Brazil."""

_ISOLATE = "\u2068{}\u2069"


@lru_cache(maxsize=64)
def _formatter(language: str) -> Any:
    return icu.NumberFormatter.withLocale(_locale(language))


def _locale(language: str) -> Any:
    return locales.locale(_LOCALES.get(language, language))


def whole(value: int, language: str) -> str:
    """Return a whole number as a language writes it: ``7028`` in Spanish, ``7.028`` in German."""
    return str(_formatter(language).formatInt(value))


def decimal(value: Decimal, language: str) -> str:
    """Return a number with exactly its decimals."""
    return str(_formatter(language).formatDecimal(str(value).encode()))


def percent(value: Decimal, language: str) -> str:
    """Return so many per cent with the language's sign in its place: ``62.2%``, ``62,2 %`` with a no-break space."""
    return str(_formatter(language).unit(icu.NoUnit.percent()).formatDecimal(str(value).encode()))


def year(value: int, language: str) -> str:
    """Return a year, which no language groups."""
    ungrouped = _formatter(language).grouping(icu.UNumberGroupingStrategy.OFF)
    return str(ungrouped.formatInt(value))


def plural(value: Decimal, language: str) -> str:
    """Return the plural form that a number takes in a language, by its CLDR name: ``one``, ``few``, ``other`` …"""
    rules = icu.PluralRules.forLocale(_locale(language))
    return str(rules.select(float(value)))


def plurals(language: str) -> Iterable[str]:
    """Return the plural forms that a language has."""
    return sorted(icu.PluralRules.forLocale(_locale(language)).getKeywords())


def isolated(text: str, language: str) -> str:
    """Return a number for a sentence: isolated where the language is written from right to left (Unicode TR 9), so that it
    keeps its own order there."""
    return _ISOLATE.format(text) if describe(language).direction == "rtl" else text
