"""Dates as a language writes them (CLDR)."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date, format_skeleton

from glossary.language.names import cldr

_LOCALES = {"en": "en_150"}
"""Locales whose dates are used for a language: English as it is written in Europe has the day first."""


def published(value: str, language: str) -> str:
    """Return a year (``2025``), a month (``2025-04``) or a day (``2025-04-23``) in words."""
    parts = [int(part) for part in value.split("-")]
    if len(parts) == len(("year", "month", "day")):
        return written(date(*parts), language)
    skeleton = "yMMMM" if len(parts) > 1 else "y"
    locale = cldr(language)
    if locale is None:
        return value
    return format_skeleton(skeleton, date(parts[0], parts[-1] if len(parts) > 1 else 1, 1), locale=locale)


def written(value: date, language: str) -> str:
    """Return a date in words, such as “22 November 2026”; in digits (ISO 8601) where the CLDR lacks the language."""
    locale = cldr(language)
    return format_date(value, "long", locale=_LOCALES.get(str(locale), locale)) if locale else value.isoformat()
