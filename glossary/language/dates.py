"""Dates as a language writes them (CLDR)."""

from __future__ import annotations

from datetime import date

from babel import Locale
from babel.dates import format_date, format_skeleton

from glossary.language.names import cldr

_LOCALES = {"en": "en_150"}
"""Locales whose dates are used for a language: English as it is written in Europe has the day first."""

_MONTHS = {"lv": "y. 'gada' MMMM"}
"""How a month of a year is written where the CLDR has it wrong: its release 49 has a full stop behind Latvian “gada”, which
is the word and no abbreviation. The pattern is that of its own long dates, without the day."""


_NUMBERED = frozenset(f"M{month:02}" for month in range(1, 13))
"""What stands where the CLDR has no name of a month."""


def published(value: str, language: str) -> str:
    """Return a year (``2025``), a month (``2025-04``) or a day (``2025-04-23``) in words, or as ``written`` without them."""
    parts = [int(part) for part in value.split("-")]
    if len(parts) == len(("year", "month", "day")):
        return written(date(*parts), language)
    locale = _able(language)
    if locale is None:
        return value
    day = date(parts[0], parts[-1] if len(parts) > 1 else 1, 1)
    if len(parts) > 1 and (pattern := _MONTHS.get(str(locale))):
        return str(format_date(day, pattern, locale=locale))
    return str(format_skeleton("yMMMM" if len(parts) > 1 else "y", day, locale=locale))


def written(value: date, language: str) -> str:
    """Return a date in words, such as “22 November 2026”; in digits (ISO 8601) where the CLDR lacks the language or its names
    of months."""
    locale = _able(language)
    return format_date(value, "long", locale=_LOCALES.get(str(locale), locale)) if locale else value.isoformat()


def _able(language: str) -> Locale | None:
    """Return the CLDR's data for a language that it can write dates in. Of many it has little more than their letters, and a
    date would have ``M11`` for November."""
    locale = cldr(language)
    return locale if locale and not _NUMBERED.intersection(locale.months["format"]["wide"].values()) else None
