"""Made-up prose in several scripts, with mentions of the forms of a made-up glossary in it. The words mean nothing."""

from __future__ import annotations

from itertools import accumulate
from random import Random
from typing import NamedTuple

_LATIN = (
    "ba be bi bo da de di do fa fe ga go ka ke ki ko la le li lo ma me mi mo na ne ni no pa re ri ro sa se si so ta te"
)


class Script(NamedTuple):
    """A script: the language whose rules hold, and the syllables of its words."""

    name: str
    language: str
    syllables: str


SCRIPTS = (
    Script("ASCII", "en", _LATIN),
    Script(
        "accented Latin",
        "cs",
        "ba bé bi bo da dě di do fa fé ga go ka ké ki ko la lé li lo má me mí mo na ně ni no pa ře ri ró sa še si so tá te",
    ),
    Script(
        "Greek",
        "el",
        "βα βε βι βο δα δέ δι δο κα κε κί κο λα λε λι λό μα με μι μο να νέ νι νο ρά ρε ρι ρο σα σέ σι σο τα τής",
    ),
    Script(
        "Cyrillic",
        "uk",
        "ба бе би бо да де ді до ка ке кі ко ла ле лі ло ма ме мі мо на не ні но ра ре рі ро са се сі со та",
    ),
    Script("Arabic", "ar", "با بي تا تو جا دا دي را رو سا سو شا فا في قا كا كي لا لو ما مي نا نو وا يا"),
)

OFTEN, DENSE = 500, 40
"""Letters for each mention, in prose and in a dense text."""

_VOCABULARY, _STEMS = 8000, 20000


def forms(script: Script, concepts: int) -> list[list[str]]:
    """Return ten forms of each concept: one to four words, of which the first has another ending in each form."""
    random, syllables = Random(f"forms {script.name}"), script.syllables.split()
    vocabulary, stems = _words(script), _distinct(random, syllables, 5, max(_STEMS, concepts))
    endings = ["", *(syllable[::-1] for syllable in syllables[:9])]
    made = []
    for number in range(concepts):
        others = random.choices(vocabulary, k=random.choice((0, 1, 1, 2, 2, 3)))
        made.append([" ".join([stems[number] + ending, *others]) for ending in endings])
    return made


def prose(script: Script, of: list[list[str]], letters: int, every: int = OFTEN) -> str:
    """Return so many letters of prose, in sentences and paragraphs, with a mention in each so many."""
    random, vocabulary = Random(f"prose {script.name} {every}"), _words(script)
    frequencies = list(accumulate(1 / rank for rank in range(1, len(vocabulary) + 1)))
    parts, length, due = list[str](), 0, every
    while length < letters:
        words = random.choices(vocabulary, cum_weights=frequencies, k=min(12, max(2, every // 8)))
        while length >= due:
            words.insert(random.randrange(len(words)), random.choice(random.choice(of)))
            due += every
        sentence = " ".join(words).capitalize() + random.choice((". ", ". ", ", ", "! ", ".\n\n"))
        parts.append(sentence)
        length += len(sentence)
    return "".join(parts)


def _words(script: Script) -> list[str]:
    random, syllables = Random(f"words {script.name}"), script.syllables.split()
    made = ("".join(random.choices(syllables, k=random.choice((1, 2, 2, 3, 3, 4)))) for _ in range(_VOCABULARY))
    return list(dict.fromkeys(made))


def _distinct(random: Random, syllables: list[str], length: int, count: int) -> list[str]:
    made: dict[str, None] = {}
    while len(made) < count:
        made["".join(random.choices(syllables, k=length))] = None
    return list(made)
