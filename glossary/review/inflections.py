"""Inflections of a concept's names that occur in the language's own texts, and are no form of any concept yet.

They are guesses, for a person to accept one by one: in some languages more than half of what stemmers join is wrong.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from glossary.language.letters import fold
from glossary.language.sentences import sentences
from glossary.language.tags import SOURCE
from glossary.review.stems import Roots
from glossary.review.vocabulary import Vocabulary

_PROSE = ("term", "definition", "plain", "note", "avoid_reason")
_WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f\u064b-\u0652]|[’'\u2011-][^\W\d_]+|[^\W\d_])*")
_SHORTEST = 3
"""The fewest letters of a name that is one word."""


class Proposal(NamedTuple):
    """A form that a concept may lack, and the sentence in which it stands."""

    concept: str
    form: str
    sentence: str


@dataclass(frozen=True)
class _Sentence:
    text: str
    spans: tuple[tuple[int, int], ...]

    def between(self, first: int, count: int) -> str:
        """Return so many words from the first one on, with what stands between them; “” where they are not enough."""
        if first + count > len(self.spans):
            return ""
        return self.text[self.spans[first][0] : self.spans[first + count - 1][1]]


def proposals(words: Vocabulary, roots: Roots, concepts: Iterable[str] = ()) -> Iterator[Proposal]:
    """Yield the proposals for concepts, by default for all, in the order of the concepts."""
    read = list(_read(words))
    index = _index(read, roots)
    proposed = set[tuple[str, str]]()
    for concept in concepts or words.drafts:
        draft = words.drafts.get(concept)
        if draft is None or (words.language != SOURCE and "forms" not in draft.sources):
            continue  # a catalog has no place for forms where the English has none
        # Of “Dove” and “dove” the second: it says that the capital letter is no part of the name.
        names = {name.casefold(): name for name in sorted(words.names(concept))}
        for name in sorted(names.values(), key=lambda name: (-len(name), name)):
            for form, sentence in _inflected(name, read, index, roots):
                form = _lowered(form, sentence, name)
                key = concept, fold(form, words.language)
                if key not in proposed and key[1] not in words.claims and not words.avoided_in(form):
                    proposed.add(key)
                    yield Proposal(concept, form, sentence)


def _read(words: Vocabulary) -> Iterator[_Sentence]:
    for draft in words.drafts.values():
        for field in _PROSE:
            for text in sentences(draft.fields.get(field, ""), words.language):
                yield _Sentence(text, tuple(match.span() for match in _WORD.finditer(text)))


def _index(read: list[_Sentence], roots: Roots) -> Mapping[str, list[tuple[int, int]]]:
    """Return where words of a root stand, by the numbers of the sentence and of the word in it."""
    index = defaultdict[str, list[tuple[int, int]]](list)
    for number, sentence in enumerate(read):
        for place, (start, end) in enumerate(sentence.spans):
            for root in roots(sentence.text[start:end]):
                index[root].append((number, place))
    return index


def _inflected(
    name: str, read: list[_Sentence], index: Mapping[str, list[tuple[int, int]]], roots: Roots
) -> Iterator[tuple[str, str]]:
    """Yield what stands in the texts and is made of inflections of a name's words, each with its sentence."""
    parts = _WORD.findall(name)
    if not parts or " ".join(parts) != " ".join(name.split()) or name.isupper() or len(name) < _SHORTEST:
        return
    for number, place in sorted({spot for root in roots(parts[0]) for spot in index.get(root, ())}):
        found = read[number].between(place, len(parts))
        there = _WORD.findall(found)
        alike = len(there) == len(parts) and " ".join(there) == " ".join(found.split())
        if alike and all(roots(one) & roots(other) for one, other in zip(parts, there, strict=True)):
            yield " ".join(there), read[number].text


def _lowered(form: str, sentence: str, name: str) -> str:
    """Return a form without the capital letter that only begins its sentence, where the name has none."""
    return form[0].lower() + form[1:] if sentence.startswith(form) and name[0].islower() else form
