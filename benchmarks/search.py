"""``make search-figures``: how often the right entry comes first when a name is typed wrongly, or stands in a question.

Every name with at least five letters is typed wrongly in four ways, a few times each, drafts shown: its term, abbreviation,
forms and words to avoid. The seed decides where. A wrong name that is another name of the glossary is left out, and counted.
In the languages of ``QUESTIONS`` each term, the English one too, is asked for in a question. If the question is itself a name
("report CSAM"), it is left out, and counted.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from random import Random
from typing import NamedTuple
from unicodedata import combining, normalize

import click

from glossary.content.model import Status
from glossary.edition import loading
from glossary.edition.edition import Edition
from glossary.edition.finder import Finder
from glossary.edition.names import Names
from glossary.edition.question import question
from glossary.language.letters import fold
from glossary.settings import Settings

MIN_LETTERS = 5
"""Letters of the shortest name that is typed wrongly."""

_LONG = 8
"""A name with more letters is recognised with two of them wrong."""

_PLAIN = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "æ": "ae", "ß": "ss", "ħ": "h", "ı": "i", "œ": "oe"})


def _letter(name: str, alphabet: str, random: Random) -> str:
    """Change, drop or double one letter, or swap it with the next one."""
    places = [place for place, letter in enumerate(name) if letter.isalpha()]
    swaps = [place for place in places if name[place + 1 : place + 2].isalpha() and name[place] != name[place + 1]]
    kind = random.choice(["change", "drop", "double", "swap"] if swaps else ["change", "drop", "double"])
    place = random.choice(swaps if kind == "swap" else places)
    before, letter, after = name[:place], name[place], name[place + 1 :]
    if kind == "change":
        return before + random.choice(alphabet.replace(letter, "")) + after
    return before + {"drop": after, "double": letter * 2 + after, "swap": after[:1] + letter + after[1:]}[kind]


def _two_letters(name: str, alphabet: str, random: Random) -> str:
    return _letter(_letter(name, alphabet, random), alphabet, random) if _letters(name) > _LONG else ""


def _unaccented(name: str, _alphabet: str, _random: Random) -> str:
    plain = "".join(letter for letter in normalize("NFD", name) if not combining(letter)).translate(_PLAIN)
    return plain if plain != name else ""


def _spaced(name: str, _alphabet: str, random: Random) -> str:
    """Join two words at a space or hyphen, or split a word with at least three letters on each side."""
    joined = [name[:place] + name[place + 1 :] for place, mark in enumerate(name) if mark in " -"]
    split = [
        f"{name[:place]} {name[place:]}"
        for place in range(3, len(name) - 2)
        if all(letter.isalpha() for letter in name[place - 3 : place + 3])
    ]
    ways = list(filter(None, (joined, split)))
    return random.choice(random.choice(ways)) if ways else ""


class Kind(NamedTuple):
    """A way to type a name wrongly, and how often the right entry must come first."""

    name: str
    typed: Callable[[str, str, Random], str]
    minimum: float


KINDS = (
    Kind("one letter", _letter, 0.97),
    Kind("two letters", _two_letters, 0.90),
    Kind("no accents", _unaccented, 0.99),
    Kind("joined, split", _spaced, 0.95),
)


QUESTION = Kind("in a question", lambda name, _alphabet, _random: name, 0.97)

QUESTIONS: Mapping[str, Sequence[str]] = {
    "de": ("ist {} strafbar", "wie melde ich {}"),
    "en": ("how do I report {}", "is {} a crime", "what is {}", "{} in schools"),
    "es": ("cómo denunciar {}", "qué es {}"),
    "fr": ("comment signaler {}", "qu’est-ce que {}"),
}


class Figure(NamedTuple):
    """How many queries were tried, how many had the right entry first, how many were left out as another name, and which
    were wrong."""

    tried: int
    right: int
    excluded: int
    wrong: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """How many of the queries were right, from 0 to 1; 1 where none was tried."""
        return self.right / self.tried if self.tried else 1


def _letters(name: str) -> int:
    return sum(letter.isalpha() for letter in name)


def measure(
    edition: Edition, finder: Finder, language: str, times: int, seed: int, every: int = 1
) -> Iterator[tuple[Kind, Figure]]:
    """Yield the figure of each kind in a language; each name, or every so many-th, is typed so many times in each way."""
    names = Names(edition)
    meant: dict[str, set[str]] = {}
    for concept in edition.live:
        for name in (name for lines in names.of(concept.id, [language]).values() for name in lines):
            meant.setdefault(name, set()).add(concept.id)
    known: Mapping[str, set[str]] = _by_letters(meant, language)
    alphabet = "".join(sorted({letter for name in meant for letter in name.lower() if letter.isalpha()}))
    tried = sorted(name for name in meant if _letters(name) >= MIN_LETTERS)[::every]
    for kind in KINDS:
        random, counts, wrong = Random(f"{seed} {language} {kind.name}"), Counter[str](), list[str]()
        for name in (name for name in tried for _ in range(times)):
            if not (query := kind.typed(name, alphabet, random)):
                continue
            if fold(query, language) in known and kind.typed in (_letter, _two_letters):
                counts["excluded"] += 1
                continue
            hits = finder.search(language, query, 1).hits
            right = bool(hits) and hits[0].entry.concept.id in known[fold(name, language)]
            counts[str(right)] += 1
            wrong += [] if right else [f"{query} ({name}): {hits[0].entry.concept.id if hits else 'nothing'}"]
        yield kind, Figure(counts.total() - counts["excluded"], counts["True"], counts["excluded"], tuple(wrong))
    yield QUESTION, _asked(edition, finder, language, known)


def _asked(edition: Edition, finder: Finder, language: str, known: Mapping[str, set[str]]) -> Figure:
    """Return how often a term that stands in a question is found first."""
    names, counts, wrong = Names(edition), Counter[str](), list[str]()
    terms = dict.fromkeys((term, one.id) for one in edition.live for term in names.of(one.id, [language, "en"])["term"])
    for query, concept in (
        (form.format(term), concept) for form in QUESTIONS.get(language, ()) for term, concept in terms
    ):
        if known.get(fold(question(query, language).told, language), {concept}) != {concept}:
            counts["excluded"] += 1
            continue
        hits = finder.search(language, query, 1).hits
        right = bool(hits) and hits[0].entry.concept.id == concept
        counts[str(right)] += 1
        wrong += [] if right else [f"{query}: {hits[0].entry.concept.id if hits else 'nothing'}"]
    return Figure(counts["True"] + counts["False"], counts["True"], counts["excluded"], tuple(wrong))


def _by_letters(meant: Mapping[str, Iterable[str]], language: str) -> Mapping[str, set[str]]:
    known: dict[str, set[str]] = {}
    for name, concepts in meant.items():
        known.setdefault(fold(name, language), set()).update(concepts)
    return known


@click.command(epilog="Example: python -m benchmarks.search --seed 2 --language de --wrong")
@click.option("--seed", default=1, show_default=True, help="Another seed gives other mistakes.")
@click.option("--times", default=4, show_default=True, type=click.IntRange(1), help="How often each name is typed.")
@click.option("--language", "languages", multiple=True, help="Only this language; may be repeated.")
@click.option("--wrong", is_flag=True, help="Print the queries that had another entry first, or none.")
def main(seed: int, times: int, languages: tuple[str, ...], wrong: bool) -> None:
    """Print how often the right entry comes first when a name is typed wrongly, or stands in a question. Fails if one figure
    is below its minimum."""
    settings = Settings()
    edition = loading.load(settings.terms, settings.translations, settings.support)
    finder = Finder(edition, Status.DRAFT)
    minimums = "  ".join(f"{kind.name} ≥ {kind.minimum:.2f}" for kind in (*KINDS, QUESTION))
    click.echo(f"seed {seed}, each name {times} times; {minimums}; in brackets: tried, left out as another name")
    failed = False
    for language in languages or edition.languages:
        figures = list(measure(edition, finder, language, times, seed))
        cells = (f"{figure.share:.3f} ({figure.tried}, {figure.excluded})".ljust(18) for _, figure in figures)
        click.echo(f"{language:5}" + "".join(cells))
        failed |= any(figure.share < kind.minimum for kind, figure in figures)
        for line in (line for kind, figure in figures for line in figure.wrong if wrong):
            click.echo(f"      {line}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
