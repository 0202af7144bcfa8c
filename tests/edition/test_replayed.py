"""The editions that the content went through: whoever names one gets exactly the changes that came after it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from glossary.content.model import Approval, Verdict
from glossary.content.text import Text
from glossary.edition import replayed
from glossary.ledger.record import line
from tests.proofs.test_log import ORIGIN, _log
from tests.world import World

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
WORDS = ("grey", "white", "whiter", "pale")
Rows = list[tuple[str, str, str]]


def _text(words: str, language: str = "en") -> Text:
    return Text(term="Dove" if language == "en" else "Colombe", definition=f"is {words}.")


def _record(
    world: World,
    number: int,
    words: str,
    who: str = "heron",
    language: str = "en",
    *,
    withdraw: bool = False,
    english: str = "grey",
    concept: str = "dove",
) -> None:
    """Write a record, of so many hours after the first."""
    verdict = Verdict.WITHDRAW if withdraw else Verdict.APPROVE
    role = "language" if who == "otter" else "subject"
    source = None if language == "en" else _text(english).digest
    when = START + timedelta(hours=number)
    act = Approval(when, who, role, verdict, language, concept, _text(words, language), source)
    with world.ledger(language, who).open("a") as ledger:
        ledger.write(line(act))


@pytest.fixture
def birds(world: World) -> World:
    """Two concepts with a French draft, one of them vetted in English."""
    world.term("dove", definition="is grey.")
    world.term("owl", definition="is wise.")
    world.catalog("fr", {"dove.term": "Colombe", "dove.definition": "is grise."})
    _record(world, 0, "grey")
    return world


def _served(world: World) -> str:
    """Return the id of the edition that is served now."""
    return world.get("/v1/index.json").headers["Glossary-Edition"]


def _changes(world: World, since: str = "") -> Rows:
    answer = world.get(f"/v1/changes?since={since}" if since else "/v1/changes.json").json
    assert answer is not None
    assert "changes" in answer, answer
    return [(row["change"], row["language"], row["digest"]) for row in answer["changes"]]


def test_an_edition_from_before_some_approvals_gives_exactly_the_changes_after_it(birds: World) -> None:
    seen = [(_served(birds), _changes(birds))]
    acts: tuple[dict[str, Any], ...] = (
        {"words": "grise", "who": "otter", "language": "fr"},  # one vote: nothing is served by it yet
        {"words": "grise", "who": "heron", "language": "fr"},
        {"words": "white"},
        {"words": "wise", "concept": "owl"},
        {"words": "white", "withdraw": True},
        {"words": "grey"},
    )
    for number, act in enumerate(acts, 1):
        _record(birds, number, **act)
        seen.append((_served(birds), _changes(birds)))
    every = _changes(birds)
    assert len({edition for edition, _ in seen}) == len(seen)
    for edition, known in seen:
        assert _changes(birds, edition) == every[: len(every) - len(known)], known


def test_two_instances_know_the_same_editions(birds: World) -> None:
    before = _served(birds)
    for number, words in enumerate(WORDS[1:], 1):
        _record(birds, number, words)
    one, other = (birds.client().get(f"/v1/changes?since={before}") for _ in range(2))
    assert one.status_code == 200
    assert one.data == other.data
    assert one.json is not None
    assert [row["change"] for row in one.json["changes"]] == ["changed"] * 3


def _acts(random: Random) -> Iterator[tuple[str, str, str, bool, str, str]]:
    for _ in range(14):
        language = random.choice(["en", "en", "fr"])
        who = random.choice(["heron", "both"] if language == "en" else ["heron", "otter", "both"])
        yield random.choice(WORDS), who, language, random.random() < 0.2, random.choice(WORDS[:2]), "dove"


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_approved_and_withdrawn_each_edition_that_was_served_gives_what_came_after_it(
    birds: World, seed: int
) -> None:
    seen = {_served(birds): _changes(birds)}
    for number, (words, who, language, withdraw, english, concept) in enumerate(_acts(Random(seed)), 1):
        _record(birds, number, words, who, language, withdraw=withdraw, english=english, concept=concept)
        seen[_served(birds)] = _changes(birds)
    every = _changes(birds)
    client = birds.client()
    for edition, known in seen.items():
        answer = client.get(f"/v1/changes?since={edition}").json
        assert answer is not None
        rows = [(row["change"], row["language"], row["digest"]) for row in answer["changes"]]
        assert sorted([*rows, *known]) == sorted(every)


def _unknown(world: World, edition: str) -> bool:
    answer = world.get(f"/v1/changes?since={edition}")
    if answer.status_code == 200:
        return False
    assert answer.json is not None
    assert answer.json["type"] == "urn:glossary:problem:unknown-edition"
    assert "since=2026-11-23" in answer.json["detail"], "what to ask instead"
    return True


def test_an_edition_from_before_an_adoption_is_unknown_and_those_after_it_are_known(birds: World) -> None:
    before = _served(birds)
    birds.term("dove", definition="is grey.", group="online", related=("owl",))
    after = _served(birds)
    _record(birds, 1, "white")
    assert _unknown(birds, before)
    assert _changes(birds, after) == [("changed", "en", _text("white").digest)]


def test_an_edition_that_lacks_a_record_of_an_earlier_time_is_unknown(birds: World) -> None:
    _record(birds, 2, "white")
    before = _served(birds)
    _record(birds, 1, "pale", "both")
    assert _unknown(birds, before)


def test_an_edition_in_which_a_text_counted_that_counts_no_more_is_unknown(birds: World) -> None:
    _record(birds, 1, "pale", "both")
    before = _served(birds)
    policy = birds.translations / "policy.toml"
    policy.write_text(policy.read_text().replace('id = "both"', 'id = "both"\nrevoked = []'))
    _record(birds, 2, "white")
    assert _unknown(birds, before)


def test_only_the_newest_records_are_replayed(birds: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replayed, "MOST", 2)
    seen = [_served(birds)]
    for number, words in enumerate(WORDS[1:], 1):
        _record(birds, number, words)
        seen.append(_served(birds))
    assert [_unknown(birds, edition) for edition in seen] == [True, False, False, False]


def test_the_checkpoints_of_a_log_are_in_the_editions_that_are_known(birds: World) -> None:
    seen = [_served(birds)]

    def happens(number: int, words: str, *log: str) -> None:
        _record(birds, number, words)
        seen.append(_served(birds))
        assert _log(birds, *log).exit_code == 0
        seen.append(_served(birds))

    happens(1, "white", "--origin", ORIGIN)
    happens(2, "whiter")
    _record(birds, 3, "pale")
    seen.append(_served(birds))
    assert len(set(seen)) == len(seen)
    assert [len(_changes(birds, edition)) for edition in seen] == [3, 2, 2, 1, 1, 0]


def test_an_edition_with_other_drafts_is_unknown(birds: World) -> None:
    before = _served(birds)
    birds.catalog("fr", {"owl.term": "Chouette", "owl.definition": "is sage."})
    _record(birds, 1, "white")
    assert _unknown(birds, before)


def test_a_concept_that_got_another_id_is_replayed_by_what_it_is_called_now(birds: World) -> None:
    _record(birds, 1, "white")
    birds.rename("dove", "pigeon")
    after = _served(birds)
    _record(birds, 2, "pale", concept="pigeon")
    _record(birds, 3, "white", concept="dove")
    assert [row[2] for row in _changes(birds, after)] == [_text("white").digest, _text("pale").digest]
