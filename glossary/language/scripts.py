"""Scripts: the one in which a tag's text is written, said by the tag or implied by it, and what differs by it (CLDR)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import icu
from babel import localedata

from glossary.language.locales import locale

_SCRIPT_LETTERS = 4


@lru_cache(maxsize=4096)
def script(tag: str) -> str:
    """Return the script of a tag (ISO 15924): ``Hant`` of ``zh-TW``, ``Cyrl`` of ``sr``. Empty where the CLDR has none."""
    found = locale(tag)
    return str(found.getScript() or found.addLikelySubtags().getScript())


def right_to_left(tag: str) -> bool:
    """Return whether a tag's script is written from right to left (Unicode)."""
    codes = icu.Script.getCode(script(tag) or "Zyyy")
    return bool(codes) and bool(icu.Script(codes[0]).isRightToLeft())


@lru_cache(maxsize=1)
def _written_in() -> Mapping[str, frozenset[str]]:
    """Return the scripts in which the CLDR has texts of each language."""
    found: dict[str, set[str]] = {}
    for name in localedata.locale_identifiers():
        language, *rest = name.split("_")
        said = rest[0] if rest and len(rest[0]) == _SCRIPT_LETTERS else script(language)
        found.setdefault(language, set()).add(said)
    return {language: frozenset(scripts) for language, scripts in found.items()}


def written_in(language: str) -> frozenset[str]:
    """Return the scripts in which the CLDR has a language, given by the first part of its tag."""
    return _written_in().get(language, frozenset())


@lru_cache(maxsize=4096)
def other_script(one: str, other: str) -> bool:
    """Return whether who reads the one tag may be unable to read the other: the CLDR has that language in both scripts.

    A script in which nobody writes a language, as in ``fr-Cyrl``, says nothing about its reader.
    """
    first, second = script(one), script(other)
    return first != second and {first, second} <= written_in(other.split("-")[0])
