"""What is found quickly is what the rules say, plainly and slowly, on content and queries made at random."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

import pytest

from glossary.content.model import Status
from glossary.edition import loading
from glossary.edition.edition import Edition
from glossary.edition.finder import Finder
from glossary.edition.match import SEARCHED, Rank
from glossary.edition.names import Names
from glossary.edition.search import Index
from glossary.edition.similar import LEAST, Edits, Similar
from glossary.language.initials import single
from glossary.language.letters import fold, words
from tests.world import World

_SYLLABLES = ["ba", "do", "ké", "l", "mi", "o", "rús", "ta", "u"]
_CONCEPTS = 24
_SEARCHES = 150
"""More than an index is asked before it makes what many searches need."""


def _word(random: Random) -> str:
    return "".join(random.choices(_SYLLABLES, k=random.choice((1, 2, 2, 3))))


def _words(random: Random, most: int) -> str:
    return " ".join(_word(random) for _ in range(random.randint(1, most)))


@pytest.fixture(scope="module", params=range(2))
def edition(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    world, random = World(tmp_path_factory.mktemp("world")), Random(request.param)
    for number in range(_CONCEPTS):
        lines = ["\n".join(_words(random, 2) for _ in range(3)) for _ in range(2)]
        world.term(
            f"c{number}",
            term=_words(random, 3),
            definition=f"{_words(random, 9)}, {_words(random, 6)}.",
            note=_words(random, 5),
            forms=lines[0],
            avoid=lines[1],
            avoid_reason="It harms.",
        )
    return loading.load(world.terms, world.translations, world.support)


def _queries(random: Random, lines: Sequence[str]) -> Iterator[str]:
    for _ in range(_SEARCHES):
        some = random.choice(lines).split()
        at = random.randrange(len(some))
        word = some[at]
        yield random.choice(
            (
                word,
                word[:2],
                word[1:] or word,
                " ".join(some[at : at + 3]),
                " ".join(some),
                _words(random, 3),
                f"{word}x o",
                "o",
            )
        )


def _lines(edition: Edition, index: Index) -> list[dict[str, list[str]]]:
    """Return the lines of each concept of an index, by field."""
    names, found = Names(edition), list[dict[str, list[str]]]()
    for concept, number in index.numbers.items():
        text = index.entries[number].text.fields
        fields = {field: text.get(field, "").split("\n") for field in SEARCHED}
        for field, lines in names.of(concept, ["en"]).items():
            fields[field] += lines
        found.append({field: [fold(line, "en") for line in lines if line] for field, lines in fields.items()})
    return found


def _place(fields: dict[str, list[str]], query: str) -> tuple[int, int] | None:
    """Return the rank of the best match of a query in a concept, and the number of its field, by the rules of the ranking."""
    phrase, asked = fold(query, "en"), words(query)
    shape = f" {phrase}" if single(asked[0]) else phrase
    found = list[tuple[int, int]]()
    for number, field in enumerate(SEARCHED):
        for line in (f" {line}" for line in fields[field]):
            ranks = (
                [Rank.EXACT] * (line == f" {phrase}")
                + [Rank.PREFIX] * (f" {phrase}" in line)
                + [Rank.INSIDE] * (shape in line)
            )
            found += [(rank, number) for rank in ranks]
    text = "".join(f" {line} " for lines in fields.values() for line in lines)
    beside = [f" {fold(word, 'en')}{' ' if single(word) else ''}" for word in asked]
    if len(asked) > 1 and all(word in text for word in beside):
        found.append((Rank.INSIDE, SEARCHED.index("definition")))
    return min(found, default=None)


def test_the_strict_look_finds_what_its_rules_say(edition: Edition) -> None:
    index = Index(edition, Names(edition), "en", Status.DRAFT)
    lines = _lines(edition, index)
    texts = [text for entry in index.entries for text in "\n".join(entry.text.fields.values()).split("\n")]
    for query in _queries(Random(7), texts):
        places = {number: place for number, fields in enumerate(lines) if (place := _place(fields, query))}
        best = sorted(places, key=lambda number: (*places[number], number))
        found = index.matches(query, len(lines))
        assert [(match.number, match.rank, SEARCHED.index(match.field)) for match in found.best] == [
            (number, *places[number]) for number in best
        ], query
        assert found.numbers.bit_count() == len(places), query


def test_many_searches_find_what_the_first_one_finds(edition: Edition) -> None:
    used, texts = Finder(edition, Status.DRAFT), [line for each in edition.live for line in each.text.fields.values()]
    queries = list(_queries(Random(8), "\n".join(texts).split("\n")))
    for query in queries:
        used.search("en", query, 9)
    for query in queries[:40]:
        fresh = Finder(edition, Status.DRAFT)
        assert used.search("en", query, 9) == fresh.search("en", query, 9), query
        assert used.suggest("de", query, 9) == fresh.suggest("de", query, 9), query


def _trigrams(word: str) -> set[str]:
    return {f"  {word} "[at : at + 3] for at in range(len(word) + 1)}


def test_similar_names_are_those_with_the_largest_share_of_trigrams_or_the_fewest_edits() -> None:
    random = Random(9)
    names = list(dict.fromkeys("".join(random.choices(_SYLLABLES, k=random.randint(1, 6))) for _ in range(300)))
    similar = Similar(names)
    for _ in range(200):
        word = "".join(random.choices([*_SYLLABLES, "x"], k=random.randint(2, 6)))
        asked = _trigrams(word)
        shares = [
            (2 * len(asked & _trigrams(name)) / (len(asked) + len(name) + 1), number)
            for number, name in enumerate(names)
        ]
        best = sorted((share for share in shares if share[0] >= 0.3), reverse=True)[:12]
        found = {number: score for score, number in similar.search(word)}
        for share, number in best:
            score = max(share, Edits(word).similarity(names[number], LEAST))
            assert found.get(number, 0) >= score or score < LEAST, (word, names[number])
        assert found.keys() <= {number for _, number in best}
