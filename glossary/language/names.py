"""Names and direction of languages, names of regions, lists as a language writes them: from the CLDR, by Babel and ICU."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import icu
from babel import Locale, UnknownLocaleError

from glossary.errors import BadTag
from glossary.language.tags import SOURCE


class Language(NamedTuple):
    """A language as people see it: its tag, its name in itself, its English name, and its direction, ``ltr`` or ``rtl``."""

    tag: str
    name: str
    english_name: str
    direction: str


def require_known(tag: str) -> str:
    """Return the tag itself. Raises ``BadTag`` where the CLDR has no data for it."""
    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        raise BadTag(tag) from None
    return tag


@lru_cache(maxsize=512)
def describe(tag: str) -> Language:
    """Return a language's names and direction (CLDR). Raises ``BadTag`` where the CLDR has no data for the tag."""
    locale = Locale.parse(require_known(tag), sep="-")
    name = locale.get_display_name(tag.replace("-", "_"))
    return Language(tag, name or tag, english_name(tag), locale.text_direction)


@lru_cache(maxsize=512)
def english_name(tag: str) -> str:
    """Return a language's English name (CLDR), for which its own data need not be read. Raises ``BadTag`` as ``describe``."""
    return Locale.parse(require_known(tag), sep="-").get_display_name(SOURCE) or tag


_COMMAS = {"ar": "، "}


def comma(tag: str) -> str:
    """Return the comma of a language, with its space (CLDR has none by itself)."""
    return _COMMAS.get(tag.split("-")[0], ", ")


def name_in(tag: str, language: str) -> str:
    """Return the name of a language in another language (CLDR), or the tag itself where the CLDR has no such name."""
    try:
        locale = Locale.parse(describe(tag).tag, sep="-")
    except BadTag:
        return tag
    return locale.get_display_name(language.replace("-", "_")) or tag


def is_region(code: str) -> bool:
    """Return whether the CLDR has a name for a region: a country (``FI``), ``EU``, ``001`` for the world."""
    return code in Locale(SOURCE).territories


def region(code: str, language: str) -> str:
    """Return the name of a region in a language (CLDR), or its English name where the CLDR has none."""
    names = Locale.parse(language, sep="-").territories
    return str(names.get(code) or Locale(SOURCE).territories[code])


def listed(items: Iterable[str], language: str) -> str:
    """Return items as one text, joined as the language joins a list of units (CLDR): with its own comma, without “and”."""
    kind, width = icu.UListFormatterType.UNITS, icu.UListFormatterWidth.SHORT
    return str(icu.ListFormatter.createInstance(icu.Locale.forLanguageTag(language), kind, width).format(list(items)))
