"""How hard an English text is to read: its Flesch-Kincaid grade, the year of school that it takes in the United States.

Syllables are counted by letters, as such formulas do. Of other languages the formula says nothing.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")
_END = re.compile(r"[.!?]+[”’)]*(?=\s|\Z)")
_VOWELS = re.compile("[aeiouy]+")
_SILENT = re.compile(
    r"(?<![aeiouy])e\Z|(?<![aeiouytd])ed\Z|(?<![aeiouyszxcg])(?<![cs]h)es\Z"
    r"|(?<=[^aeiouy])e(?=(?:ly|less|ful|ness|ty|guard\w*|where)\Z)|(?<=[^aeiouyl])e(?=ments?\Z)|(?<=som)e(?=[bot])|(?<=v)e(?=ry[a-z])|(?<=gu)i(?=de)"
)
"""An e that is no syllable: that of “safe”, “shared”, “rules”, “safely”, “somebody”, “everything”."""

_OWN = re.compile(r"[^aeiouy][lr]es?\Z")
"""An end that is one although its e is silent: that of “people”, “centre”."""

_APART = re.compile(
    r"(?<![ct])ia(?=l)|i[ao](?=\Z|[bcdg])|io(?=l)|(?<=[rv])iou(?=s)|(?<=t)ua|eo(?!ple)|(?<![gq])ua(?=l)|[aeouy]ing\Z|ie(?=nt|nc|r\Z)|cre(?=at)|rea(?=ct)|yo(?=n)"
)
"""Vowels in a row that are two syllables: “materi-al”, “vide-o”, “sexu-al”, “be-ing”, “experi-ence”."""


def syllables(word: str) -> int:
    """Return about how many syllables an English word has; one at least."""
    letters = word.lower()
    silent = 0 if _OWN.search(letters) else len(_SILENT.findall(letters))
    return max(len(_VOWELS.findall(letters)) + len(_APART.findall(letters)) - silent, 1)


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of an English text; 0 where it has no words."""
    words = _WORD.findall(text)
    if not words:
        return 0.0
    spoken = sum(syllables(re.sub("['’]", "", word)) for word in words)
    return 0.39 * len(words) / max(len(_END.findall(text)), 1) + 11.8 * spoken / len(words) - 15.59
