"""Names and direction of languages, and lists as a language writes them: from the CLDR, through Babel and ICU."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import icu
from babel import Locale, UnknownLocaleError

from glossary.errors import BadTag
from glossary.language.tags import SOURCE


class Language(NamedTuple):
    """A language as shown to people: tag, name in itself, English name, ``ltr`` or ``rtl``."""

    tag: str
    name: str
    english_name: str
    direction: str


def known(tag: str) -> str:
    """Return the tag. Raises ``BadTag`` where the CLDR knows no such language."""
    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        raise BadTag(tag) from None
    return tag


@lru_cache(maxsize=512)
def describe(tag: str) -> Language:
    """Return a tag's names and direction. Raises ``BadTag`` where the CLDR knows no such language."""
    locale = Locale.parse(known(tag), sep="-")
    name, english = locale.get_display_name(tag.replace("-", "_")), locale.get_display_name(SOURCE)
    return Language(tag, name or tag, english or tag, locale.text_direction)


def name_in(tag: str, language: str) -> str:
    """Return the name of a language as another language calls it (CLDR), or the tag where neither is known."""
    try:
        locale = Locale.parse(describe(tag).tag, sep="-")
    except BadTag:
        return tag
    return locale.get_display_name(language.replace("-", "_")) or tag


def listed(items: Iterable[str], language: str) -> str:
    """Return items one after the other, as a language writes what is counted up (CLDR, without “and”)."""
    kind, width = icu.UListFormatterType.UNITS, icu.UListFormatterWidth.SHORT
    return str(icu.ListFormatter.createInstance(icu.Locale.forLanguageTag(language), kind, width).format(list(items)))
