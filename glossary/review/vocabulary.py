"""Checks of one text beside all others of its language: what it must not say because of what another one says.

A definition may not use the term that it defines, no text a word that the glossary asks to avoid, and no form may lead to
two entries; and texts should be easy to read. ``checks`` compares a translation with its English; this module compares texts
of one language, English among them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any

from glossary.content import cells
from glossary.content.model import Draft
from glossary.content.text import FIELDS
from glossary.edition.edition import Edition
from glossary.edition.linkable import findable
from glossary.errors import Finding, Level
from glossary.language.letters import fold, phrase
from glossary.language.sentences import count_words, sentences
from glossary.language.tags import SOURCE
from glossary.review.alike import alike
from glossary.review.allow import Allowed
from glossary.review.checks import Check

NAMES = ("term", "abbreviation", "forms")
"""The fields whose words lead a reader to the entry."""

_QUOTED = re.compile("[«»„“”][^«»„“”]*[«»“”]")
"""A quotation, in the marks of any language. Another check finds marks that are not paired."""

LIMITS: Mapping[str, tuple[int, int]] = {"definition": (35, 35), "plain": (20, 25), "note": (25, 35)}
"""The most words of an English sentence in a field: the average, and the longest. A definition should be one sentence (ISO
704), so its average adds nothing; plain-language guides advise 15 to 20 words on average."""

FACTORS: Mapping[str, float] = {
    **dict.fromkeys(["fi", "et", "lt", "ar"], 0.9),  # cases and suffixes instead of prepositions and articles
    **dict.fromkeys(["el", "es", "it", "mt", "nl", "pt", "ro"], 1.15),  # articles, prepositions, split verbs
    "fr": 1.2,
    "ga": 1.3,  # a word for “is”, a possessive and a particle where English has none
}
"""The number of words that a language needs for one English word. Measured on the first drafts of this glossary (409
English words) and rounded; a language that is not listed needs 0.95 to 1.05."""

TOLERANCE = 1.2
"""How much longer a sentence of a translation may be: its translator did not decide where the English sentences end."""


class Vocabulary:
    """Every draft of one language, with what was refused in it, and the words in them. Make it once for all concepts of an
    edition: it caches."""

    def __init__(self, edition: Edition, language: str) -> None:
        self.edition, self.language = edition, language
        drafts = (edition.draft(concept.id, language) for concept in edition.live)
        self.drafts: Mapping[str, Draft] = {draft.concept: draft.as_written for draft in drafts if draft}

    @cached_property
    def avoided(self) -> Mapping[str, str]:
        """The words to avoid, drafted or approved, each with the id of a concept whose term replaces it."""
        drafted = ((word, draft.concept) for draft in self.drafts.values() for word in _lines(draft, "avoid"))
        approved = (
            (word, concept.id)
            for concept in self.edition.live
            if (vetted := self.edition.vetted(concept.id, self.language))
            for word in vetted.text.avoid
        )
        return dict(chain(drafted, approved))

    @cached_property
    def _avoided_letters(self) -> Mapping[str, Mapping[str, str]]:
        """The words to avoid by their letters for searching, and these by the first word: most texts hold none of those."""
        begun: dict[str, dict[str, str]] = {}
        for word in self.avoided:
            letters = _letters(word, self.language)
            begun.setdefault(letters.split(" ")[1], {})[letters] = word
        return begun

    @cached_property
    def claims(self) -> Mapping[str, Collection[str]]:
        """The ids of the concepts that each name leads to, by the letters of the name."""
        claims: dict[str, set[str]] = {}
        for draft in self.drafts.values():
            for word in self.names(draft.concept):
                claims.setdefault(fold(word, self.language), set()).add(self.meant(draft.concept))
        return claims

    def meant(self, concept: str) -> str:
        """Return the id that a concept is to have, where that waits for its adoption; else its own."""
        return self.edition.leaving.get(concept, concept)

    @cached_property
    def alike(self) -> Mapping[str, Collection[str]]:
        """The ids of the concepts whose terms are nearly that of a concept, by its id."""
        drafts = ((name, draft) for name, draft in self.drafts.items() if name == self.meant(name))
        terms = {name: draft.fields.get("term", "") for name, draft in drafts}
        return alike({name: term.casefold() for name, term in terms.items() if term})

    def names(self, concept: str) -> list[str]:
        """Return the term, abbreviation and forms of a concept, the longest first."""
        names = {word for field in NAMES for word in _lines(self.drafts[concept], field)}
        return sorted(names, key=lambda word: (-len(word), word))

    def held(self, text: str, words: Iterable[str]) -> Iterator[str]:
        """Yield the words and phrases that a text contains as whole words, in any case."""
        within = _letters(text, self.language)
        return (word for word in words if _letters(word, self.language) in within)

    def avoided_in(self, text: str) -> list[str]:
        """Return the words to avoid that a text contains."""
        within = _letters(text, self.language)
        begun = self._avoided_letters.keys() & within.split(" ")
        return [word for first in begun for letters, word in self._avoided_letters[first].items() if letters in within]

    def findings(self, concept: str, allow: Allowed) -> Iterator[Finding]:
        """Find what is wrong with the draft of one concept."""
        draft = self.drafts.get(concept)
        rows = ((check, field, text) for check in CHECKS for field, text in draft.fields.items()) if draft else ()
        for check, field, text in rows:
            for what in check.find(self, concept, field, text) if field in check.fields else ():
                key = f"{concept}.{field}"
                if (self.language, key, check.name, text) not in allow:
                    yield self._problem(check, self.drafts[concept], field, f"{key}: {what}")

    def _problem(self, check: Check[Any], draft: Draft, field: str, what: str) -> Finding:
        return Finding(draft.file, draft.lines.get(field, 0), what, f"{check.remedy} [{check.name}]", check.level)


_letters = lru_cache(maxsize=16384)(phrase)


def _lines(draft: Draft, field: str) -> list[str]:
    return list(filter(None, draft.fields.get(field, "").split("\n")))


def _circular(words: Vocabulary, concept: str, _field: str, text: str) -> Iterator[str]:
    # The first sentence defines; those after it speak of what is defined, and need its name.
    first = next(iter(sentences(text, words.language)), "")
    if word := next(words.held(first, words.names(concept)), None):
        yield f"it uses “{word}”, which it should explain"


def _circular_in_english(words: Vocabulary, concept: str, field: str, text: str) -> Iterator[str]:
    return _circular(words, concept, field, text) if words.language == SOURCE else iter(())


def _circular_elsewhere(words: Vocabulary, concept: str, field: str, text: str) -> Iterator[str]:
    return iter(()) if words.language == SOURCE else _circular(words, concept, field, text)


def _avoided(words: Vocabulary, _concept: str, field: str, text: str) -> Iterator[str]:
    prose = _QUOTED.sub(" ", text) if field == "note" else text
    for word in words.avoided_in(prose):
        yield f"it uses “{word}”, a word to avoid (see “{words.avoided[word]}”)"


def _claimed(words: Vocabulary, concept: str, _field: str, text: str) -> Iterator[str]:
    for word in filter(None, text.split("\n")):
        for other in sorted(set(words.claims[fold(word, words.language)]) - {words.meant(concept)}):
            yield f"“{word}” also leads to “{other}”"


def _one_letter(_words: Vocabulary, _concept: str, _field: str, text: str) -> Iterator[str]:
    for word in filter(None, text.split("\n")):
        if not findable(word):
            yield f"“{word}” is not looked for in prose: it has less than two letters"


def _long(words: Vocabulary, _concept: str, field: str, text: str) -> Iterator[str]:
    factor = 1 if words.language == SOURCE else TOLERANCE * FACTORS.get(words.language.split("-")[0], 1)
    average, longest = (round(limit * factor) for limit in LIMITS[field])
    counts = [count_words(sentence, words.language) for sentence in sentences(text, words.language)]
    if max(counts) > longest:
        yield f"it has a sentence of {max(counts)} words, more than the limit of {longest}"
    elif (mean := sum(counts) / len(counts)) > average:
        yield f"its sentences have {mean:.0f} words on average, more than the limit of {average}"


def _formula(_words: Vocabulary, _concept: str, field: str, text: str) -> Iterator[str]:
    yield from filter(None, [cells.formula(field, text)])


CHECKS: tuple[Check[Callable[[Vocabulary, str, str, str], Iterator[str]]], ...] = (
    Check("circular", Level.ERROR, ("definition",), _circular_in_english, "use other words"),
    # In other languages a compound or another sense of the word may be meant: a person judges that.
    Check("circular", Level.WARNING, ("definition",), _circular_elsewhere, "use other words"),
    Check(
        "avoided-word",
        Level.ERROR,
        (*NAMES, "definition", "plain", "note"),
        _avoided,
        "use the term that replaces it; a note may quote it in quotation marks",
    ),
    Check("formula", Level.ERROR, FIELDS, _formula, cells.REMEDY),
    Check("claimed-twice", Level.ERROR, NAMES, _claimed, "keep it for the concept that a reader would mean"),
    Check("one-letter", Level.ERROR, ("forms", "avoid"), _one_letter, "write the word out, or delete the line"),
    Check("long-sentence", Level.WARNING, tuple(LIMITS), _long, "split it into shorter sentences"),
)
"""The checks of one text beside all others of its language."""
