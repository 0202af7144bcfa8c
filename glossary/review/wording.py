"""Checks of one text by what its glossary asks of its words (``content/wording.py``), and of headwords that nobody could tell
apart. Another glossary has a table of its own, or asks nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from glossary.content.model import Draft
from glossary.content.wording import Wording, pattern
from glossary.errors import Finding
from glossary.language.sentences import count_words, sentences
from glossary.language.tags import SOURCE
from glossary.review import readability
from glossary.review.allow import Allowed
from glossary.review.vocabulary import Vocabulary


class Fault(NamedTuple):
    """What is wrong with a field of a draft, by which check, and the remedy."""

    check: str
    field: str
    what: str
    remedy: str


def findings(words: Vocabulary, allow: Allowed, concept: str) -> Iterator[Finding]:
    """Find what is wrong with the words of the draft of one concept."""
    if draft := words.drafts.get(concept):
        for check, field, what, remedy in (fault for find in CHECKS for fault in find(words, draft)):
            key = f"{concept}.{field}"
            if (words.language, key, check, draft.fields[field]) not in allow:
                yield Finding(draft.file, draft.lines.get(field, 0), f"{key}: {what}", f"{remedy} [{check}]")


def _phrases(words: Vocabulary, draft: Draft) -> Iterator[Fault]:
    for row in words.edition.wording.phrases:
        phrases = row.words.get(words.language) or row.words.get(words.language.split("-")[0])
        for field in row.fields if phrases else ():
            if phrases and (match := pattern(phrases).search(draft.fields.get(field, ""))):
                yield Fault(row.check, field, f"“{match[0]}” {row.what}", row.remedy)


def _false_friends(words: Vocabulary, draft: Draft) -> Iterator[Fault]:
    for friend in words.edition.wording.false_friends:
        there = not friend.concepts or draft.concept in friend.concepts
        if there and words.language.split("-")[0] == friend.language.split("-")[0]:
            for field, text in draft.fields.items():
                if match := pattern((friend.phrase,)).search(text):
                    what = f"“{match[0]}” is a false friend: {friend.reason}"
                    yield Fault("false-friend", field, what, f"write: {friend.instead}")


def _plain(words: Vocabulary, draft: Draft) -> Iterator[Fault]:
    text, asked = draft.fields.get("plain", ""), words.edition.wording
    if text:
        yield from _sentences(text, words.language, asked)
    if text and asked.grade and words.language == SOURCE and (grade := readability.grade(text)) > asked.grade:
        what = f"its Flesch-Kincaid grade is {grade:.1f}, above {asked.grade:g}"
        yield Fault("plain-grade", "plain", what, "write shorter sentences and shorter words")


def _sentences(text: str, language: str, asked: Wording) -> Iterator[Fault]:
    most = max(count_words(sentence, language) for sentence in sentences(text, language))
    if asked.longest and most > asked.longest:
        what = f"it has a sentence of {most} words, more than {asked.longest}"
        yield Fault("plain-sentence", "plain", what, "make two sentences of it")


def _alike(words: Vocabulary, draft: Draft) -> Iterator[Fault]:
    for other in words.alike.get(draft.concept, ()):
        term = words.drafts[other].fields["term"]
        what = f"readers cannot tell it from “{term}”, the term of “{other}”"
        yield Fault("alike", "term", what, "give one of them another term, or list the pair in allow.toml")


CHECKS: Sequence[Callable[[Vocabulary, Draft], Iterator[Fault]]] = (_phrases, _false_friends, _plain, _alike)
