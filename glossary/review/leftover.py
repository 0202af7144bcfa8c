"""English that was left in a translation: the whole text, or a part of a sentence."""

from __future__ import annotations

import re

from glossary.review import addresses

_SMALL = frozenset({
    "a", "an", "and", "are", "as", "be", "by", "can", "for", "from", "has", "have", "in", "is", "it", "its", "not", "of",
    "on", "or", "that", "the", "their", "they", "this", "to", "was", "were", "which", "who", "with",
})  # fmt: skip
"""Small words of English: a run of words without one may be a name, such as “Better Internet”."""

_RUN = 3
"""How many words in a row make English: two may be the same in both languages by chance."""

_QUOTED = re.compile(r"[«»„“”][^«»„“”]*[«»“”]|\([^)]*\)")
_WORD = re.compile(r"[^\W\d_]+|\|")


def same_as_source(source: str, text: str, _language: str) -> str | None:
    """Find a text that is the English one."""
    return "it is the English text" if source == text and len(source.split()) > 3 else None


def left_in_english(source: str, text: str, _language: str) -> str | None:
    """Find words in a row that are those of the English, a small word among them and another that is no name (in capitals).

    What stands in quotation marks or brackets may be English on purpose.
    """
    if source == text:
        return None
    english, run = {tuple(map(str.lower, words)) for words in _runs(source)}, list[str]()
    for words in _runs(text):
        plain = [word for word in words if word.islower()]
        if tuple(map(str.lower, words)) in english and _SMALL & {*plain} and {*plain} - _SMALL:
            run = list(words)
            break
    return f"it has English words (“{' '.join(run)}”)" if run else None


def _runs(text: str) -> list[tuple[str, ...]]:
    words = _WORD.findall(_QUOTED.sub(" | ", addresses.without(text)))
    runs = (tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))
    return [run for run in runs if "|" not in run]
