"""Where words begin and end, as each language has it (Unicode TR 29): also where no space stands between them."""

from __future__ import annotations

from itertools import pairwise

import icu

from glossary.language import locales


def pieces(text: str, language: str) -> list[str]:
    """Return a text in pieces: words, and what stands between them. Together they are the text."""
    whole = icu.UnicodeString(text)  # its places are those of the iterator, in units of UTF-16
    iterator = icu.BreakIterator.createWordInstance(locales.locale(language))
    iterator.setText(whole)
    return [str(whole[start:end]) for start, end in pairwise([0, *iterator])]
