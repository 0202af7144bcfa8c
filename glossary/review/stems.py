"""What inflected words have in common: their dictionary forms and stems, by programs of the extra ``forms``.

Both guess, and one guesses where the other does not know a word. Whoever uses this shows a person what it found.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.util import find_spec

from glossary.errors import Refused
from glossary.language.names import describe

Roots = Callable[[str], frozenset[str]]
"""Returns what a word may be an inflection of. Two words with a root in common may be forms of one."""

_NEEDED = ("simplemma", "snowballstemmer", "tomlkit")

_DICTIONARY: Mapping[str, str] = dict.fromkeys(["bs", "hr", "sr"], "hbs")
"""What simplemma calls a language, where not by its tag."""

_ALGORITHM: Mapping[str, str] = {
    **dict.fromkeys(["bs", "hr", "sr"], "serbian"),
    **dict.fromkeys(["nb", "nn"], "norwegian"),
}
"""Whose Snowball stemmer a language uses, where not its own."""


def available() -> bool:
    """Return whether the extra ``forms`` is installed."""
    return all(map(find_spec, _NEEDED))


def roots(language: str) -> Roots:
    """Return what finds the roots of a language's words. Raises ``Refused`` where neither program knows the language."""
    guesses = [guess for guess in (_lemmas(language), _stems(language)) if guess]
    if not guesses:
        what = f"neither simplemma nor Snowball knows the language {language}"
        raise Refused(what, "add the forms that you know to the catalog by hand")

    @lru_cache(maxsize=65536)
    def find(word: str) -> frozenset[str]:
        return frozenset(guess(word) for guess in guesses)

    return find


def _lemmas(language: str) -> Callable[[str], str] | None:
    import simplemma

    base = language.split("-")[0]
    name = _DICTIONARY.get(base, base)
    try:
        simplemma.lemmatize("a", lang=name)
    except ValueError:
        return None
    return lambda word: f"dictionary {simplemma.lemmatize(word, lang=name).casefold()}"


def _stems(language: str) -> Callable[[str], str] | None:
    import snowballstemmer

    base = language.split("-")[0]
    name = _ALGORITHM.get(base) or describe(base).english_name.casefold()
    if name not in snowballstemmer.algorithms():
        return None
    stemmer = snowballstemmer.stemmer(name)
    return lambda word: f"stem {stemmer.stemWord(word.casefold())}"
