"""Dates as a language writes them (CLDR)."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

_LOCALES = {"en": "en_150"}
"""Locales whose dates are used for a language: English as it is written in Europe has the day first."""


def written(value: date, language: str) -> str:
    """Return a date in words, such as “22 November 2026”."""
    locale = language.replace("-", "_")
    return format_date(value, "long", locale=_LOCALES.get(locale, locale))
