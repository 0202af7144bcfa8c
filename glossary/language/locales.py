"""The ICU locale of a tag: a new one each time, as ``addLikelySubtags`` changes the locale that it is asked of."""

from __future__ import annotations

import icu


def locale(tag: str) -> icu.Locale:
    """Return the locale of a well-formed tag. ICU refuses some that are not valid, as one with an extension twice (RFC 5646
    section 2.2.9): of those it is the locale of as many subtags as ICU takes."""
    try:
        return icu.Locale.forLanguageTag(tag)
    except icu.ICUError:
        parent = tag.rpartition("-")[0]
        return locale(parent) if parent else icu.Locale("und")
