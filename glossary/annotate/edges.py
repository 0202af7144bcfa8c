"""Where a word begins and ends, and what a language lets stand beside a term in a word.

1. A letter, a mark or a digit (general categories L, M, N) belongs to the word of the one before it. Those of
   scripts that are written without spaces are words of their own.
2. An apostrophe or an underscore between two words makes them one, and so does a full stop before a small letter:
   ``hotline'x``, ``csam_list``, ``csam.example``. A hyphen, a colon or a slash does not.
3. A term may begin inside a word behind what its language puts in front of terms, and end there before what it puts behind.
   Endings belong to the term, possessives do not.
"""

from __future__ import annotations

from unicodedata import category

from glossary.annotate.folded import Folded
from glossary.language.letters import REMEMBERED
from glossary.language.mentions import Rules

_UNSPACED = (
    (0x0E00, 0x0FFF),  # Thai, Lao, Tibetan
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x3005, 0x30FF),  # kana, and what stands beside Han characters
    (0x3400, 0x9FFF),  # Han
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)


class _Words(dict[str, bool]):
    """Whether a character is part of a word, and only together with others one (rule 1)."""

    def __missing__(self, letter: str) -> bool:
        unspaced = any(first <= ord(letter) <= last for first, last in _UNSPACED)
        is_word = category(letter)[0] in "LMN" and not unspaced
        if len(self) < REMEMBERED:
            self[letter] = is_word
        return is_word


WORD = _Words()
_MARKS = frozenset("'_.")


class Edges:
    """The edges of terms in the sentences of a language.

    ``open`` are characters after and before which a term may stand whatever else is there, ``links`` letters behind which one
    may begin inside a word.
    """

    def __init__(self, rules: Rules) -> None:
        self._before, self._after = rules.before, rules.after
        self._endings = sorted(rules.endings, key=len, reverse=True)
        self._ending = frozenset(ending[0] for ending in rules.endings)
        self.open = frozenset(' ,;!?()[]"«»„“”…/\0') - {ending[0] for ending in (*rules.endings, *rules.after)}
        self.links = frozenset(before[-1] for before in rules.before)

    def begins(self, text: Folded, at: int) -> bool:
        """Return whether a term may begin at a place."""
        if not joined(text, at):
            return True
        return text.letters[at - 1] in self.links and any(  # rule 3
            text.letters.startswith(before, at - len(before)) and not joined(text, at - len(before))
            for before in self._before
            if len(before) <= at
        )

    def ends(self, text: Folded, at: int) -> int | None:
        """Return where a mention ends whose form ends at a place, its ending included; ``None`` if it cannot end there."""
        letters = text.letters
        if letters[at : at + 1] in self._ending:
            for ending in self._endings:
                if letters.startswith(ending, at) and self._closes(text, at + len(ending)):
                    return at + len(ending)
        return at if self._closes(text, at) else None

    def _closes(self, text: Folded, at: int) -> bool:
        if not joined(text, at):
            return True
        return any(text.letters.startswith(after, at) and not joined(text, at + len(after)) for after in self._after)


def joined(text: Folded, at: int) -> bool:
    """Return whether a place is inside a word."""
    letters = text.letters
    if not 0 < at < len(letters):
        return False
    before, behind = letters[at - 1], letters[at]
    if WORD[behind]:
        return WORD[before] or (before in _MARKS and _joins(text, at - 1))
    return behind in _MARKS and WORD[before] and _joins(text, at)


def _joins(text: Folded, at: int) -> bool:
    """Return whether a mark makes one word of those beside it (rule 2)."""
    letters = text.letters
    if not (0 < at < len(letters) - 1 and WORD[letters[at - 1]] and WORD[letters[at + 1]]):
        return False
    return letters[at] != "." or text.text[text.start(at + 1)].islower()
