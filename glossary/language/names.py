"""Names and direction of languages, names of regions, lists as a language writes them: from the CLDR, by Babel and ICU; names
of languages that the CLDR lacks from IANA's registry."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import icu
from babel import Locale, UnknownLocaleError

from glossary.errors import BadTag
from glossary.language import locales
from glossary.language.registered import OWN_NAMES
from glossary.language.registered import english_name as english_name_of
from glossary.language.scripts import right_to_left, script
from glossary.language.tags import SOURCE, current, divided


class Language(NamedTuple):
    """A language as people see it: its tag, its name in itself, its English name, and its direction, ``ltr`` or ``rtl``."""

    tag: str
    name: str
    english_name: str
    direction: str


_NO_LANGUAGE = frozenset({"mis", "mul", "und", "zxx"})
"""Subtags for what is in no language, in several, or in one that is not said (RFC 5646 section 4.1)."""


def require_known(tag: str) -> str:
    """Return the tag itself. Raises ``BadTag`` for one whose language neither the CLDR has nor IANA's registry, and for one
    that names none (``und``)."""
    if tag.split("-")[0] in _NO_LANGUAGE or (cldr(tag) is None and english_name_of(tag.split("-")[0]) is None):
        raise BadTag(tag)
    return tag


@lru_cache(maxsize=512)
def cldr(tag: str) -> Locale | None:
    """Return the CLDR's data for a tag, those of its language where the tag says more than the CLDR knows (an extension,
    private use); ``None`` where the CLDR lacks the language."""
    return _parsed(divided(tag)[0]) or _parsed(current(divided(tag)[0]))


def _parsed(head: str) -> Locale | None:
    subtags = head.split("-")
    for size in range(len(subtags), 0, -1):
        try:
            return Locale.parse("-".join(subtags[:size]), sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None


@lru_cache(maxsize=512)
def describe(tag: str) -> Language:
    """Return a language's names and direction (CLDR, IANA). Raises ``BadTag`` as ``require_known``."""
    known = cldr(require_known(tag))
    rtl = known.text_direction == "rtl" if known else right_to_left(tag)  # Babel also has “ttb”, which HTML has not
    return Language(tag, _name(tag, tag), english_name(tag), "rtl" if rtl else "ltr")


@lru_cache(maxsize=512)
def english_name(tag: str) -> str:
    """Return a language's English name, for which its own data need not be read. Raises ``BadTag`` as ``describe``."""
    return _name(require_known(tag), SOURCE)


_TWO_SCRIPTS = frozenset({"az", "bs", "pa", "sr", "uz", "zh"})
"""Languages that many people write in one of two scripts and cannot read in the other: their names say which one."""


def _name(tag: str, language: str) -> str:
    """Return the name of a tag in a language, with what the tag says beyond its language: ``Deutsch (leicht)``."""
    head, more = divided(tag)
    name = _cldr_name(head, language) or _registered_name(head, language) or head
    private = more.removeprefix("-").removeprefix("x-")
    if not private:
        return name
    return f"{name[:-1]}, {private})" if name.endswith(")") else f"{name} ({private})"


def _cldr_name(head: str, language: str) -> str | None:
    """Return the name of a tag without extensions in a language; ``None`` where the CLDR has none."""
    known, speaker = cldr(head), cldr(language)
    if known is None or speaker is None:
        return None
    if known.variant or len(head.split("-")) > len(str(known).split("_")):  # Babel leaves variants out
        locale, display = (locales.locale(each) for each in (head, language))
        return str(locale.getDisplayName(display))
    first, *rest = head.split("-")
    if first in _TWO_SCRIPTS and not any(len(part) == len(known.script or "Latn") for part in rest):
        known = Locale.parse("_".join([first, script(head), *rest]))
    name: str | None = known.get_display_name(speaker)
    return name


def _registered_name(head: str, language: str) -> str | None:
    """Return the name of a language that the CLDR has no data for, in itself, in another language, else in English."""
    first = current(head).split("-")[0]
    if current(language).split("-")[0] == first and first in OWN_NAMES:
        return OWN_NAMES[first].name
    said = str(icu.Locale(first).getDisplayLanguage(locales.locale(language)))
    in_english = said in (first, str(icu.Locale(first).getDisplayLanguage(icu.Locale(SOURCE))))
    return english_name_of(first) if in_english else said


_COMMAS = {"Arab": "، "}


def comma(tag: str) -> str:
    """Return the comma of a language's script, with its space (CLDR has none by itself)."""
    return _COMMAS.get(script(tag), ", ")


def name_in(tag: str, language: str) -> str:
    """Return the name of a language in another language, in English if that has none; the tag itself if nobody knows it."""
    try:
        return _name(require_known(tag), language)
    except BadTag:
        return tag


def is_region(code: str) -> bool:
    """Return whether the CLDR has a name for a region: a country (``FI``), ``EU``, ``001`` for the world."""
    return code in Locale(SOURCE).territories


def region(code: str, language: str) -> str:
    """Return the name of a region in a language (CLDR), or its English name where the CLDR has none."""
    known = cldr(language)
    return str((known and known.territories.get(code)) or Locale(SOURCE).territories[code])


def listed(items: Iterable[str], language: str) -> str:
    """Return items as one text, joined as the language joins a list of units (CLDR): with its own comma, without “and”."""
    kind, width = icu.UListFormatterType.UNITS, icu.UListFormatterWidth.SHORT
    return str(icu.ListFormatter.createInstance(locales.locale(language), kind, width).format(list(items)))
