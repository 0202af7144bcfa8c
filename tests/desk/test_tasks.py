"""What waits for whom, in which order, by the content and by what somebody has done that nobody has taken in yet."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from glossary.content.digests import digest
from glossary.desk.batches import Act
from glossary.desk.content import Content
from glossary.desk.people import Person
from glossary.desk.tasks import Own, Task, Why, Wish
from glossary.desk.view import View
from glossary.settings import Settings
from tests.world import TODAY, World

OTTER = Person("otter", frozenset({"language"}), frozenset({"fr", "fi"}), True)
HERON = Person("heron", frozenset({"subject"}), frozenset({"en", "fr"}), True)
GUEST = Person("guest", frozenset({"subject"}), frozenset({"fr"}), False)


def _view(world: World, person: Person, own: Own | None = None, **more: object) -> View:
    world.environment()
    chosen = Settings(terms=world.terms, translations=world.translations, support=world.support)
    shown = Content(chosen).now()
    return replace(View(shown, shown.edition_for(person), person, own or Own()), **more)  # type: ignore[arg-type]


def _waiting(world: World, person: Person, own: Own | None = None, **more: object) -> list[Task]:
    return _view(world, person, own, **more).tasks()


def _names(tasks: list[Task]) -> list[str]:
    return [f"{task.language}/{task.concept}" for task in tasks]


def _finch(world: World) -> None:
    world.term("finch")
    assert world.run("sync").exit_code == 0
    world.catalog("fr", {"finch.term": "Pinson", "finch.definition": "est un petit oiseau."})


def test_a_text_waits_until_it_is_approved_in_each_role(french: World) -> None:
    assert [task.roles for task in _waiting(french, OTTER)] == [("language",)]
    assert [task.roles for task in _waiting(french, HERON)] == [("subject",)]
    french.vet("fr", "dove", "otter", "language")
    assert _waiting(french, OTTER) == []
    assert _names(_waiting(french, HERON)) == ["fr/dove"]
    french.vet("fr", "dove", "heron", "subject")
    assert _waiting(french, HERON) == []


def test_somebody_who_is_only_invited_has_the_queue_of_their_roles(french: World) -> None:
    assert [(task.concept, task.roles) for task in _waiting(french, GUEST)] == [("dove", ("subject",))]


def test_an_unfinished_text_waits_only_where_it_asks_something(french: World) -> None:
    french.catalog("fr", {"dove.definition": "est un oiseau."}, fuzzy=("dove.definition",))
    [task] = _waiting(french, OTTER)
    assert (task.why, task.roles) == (Why.QUESTIONS, ())
    french.catalog("fr", {"dove.definition": ""})
    assert _waiting(french, OTTER) == []


def test_other_words_than_those_approved_wait_again(french: World) -> None:
    french.approve("fr", "dove")
    french.catalog("fr", {"dove.definition": "est un bel oiseau."})
    assert [task.why for task in _waiting(french, OTTER)] == [Why.CHANGED]


def test_a_text_is_due_again_for_those_who_approved_it(french: World) -> None:
    french.approve("fr", "dove")
    for who in ("otter", "heron"):
        path = french.ledger("fr", who)
        values = json.loads(path.read_text())
        del values["digest"]
        values["when"] = "2021-01-01T00:00:00Z"
        path.write_text(json.dumps({**values, "digest": digest(values)}, ensure_ascii=False) + "\n")
    assert [(task.why, task.roles) for task in _waiting(french, OTTER)] == [(Why.DUE, ("language",))]
    assert [(task.why, task.since) for task in _waiting(french, HERON)] == [(Why.DUE, date(2021, 1, 1))]


def test_what_somebody_did_counts_for_them_before_it_is_taken_in(french: World) -> None:
    view = _view(french, OTTER)
    proposal = view.edition.proposal("dove", "fr")
    assert proposal
    name = "fr", "dove"
    for verb in ("ask", "propose"):
        assert _waiting(french, OTTER, Own({name: Act(verb, *name, proposal.digest)})) == []
        assert len(_waiting(french, OTTER, Own({name: Act(verb, *name, "0" * 16)}))) == 1
    french.vet("fr", "dove", "otter", "language")
    [record] = [record for record in _view(french, OTTER).edition.records.all if record.language == "fr"]
    french.ledger("fr").unlink()
    assert _waiting(french, OTTER, Own(records={"fr": (record,)})) == []
    assert len(_waiting(french, HERON, Own())) == 1


def test_the_order_is_wishes_then_vetted_english_then_questions_then_age(french: World) -> None:
    _finch(french)
    assert _names(_waiting(french, OTTER)) == ["fr/dove", "fr/finch"]  # the English of dove is vetted
    french.approve("en", "finch")
    path = french.catalog("fr")
    path.write_text(path.read_text().replace('msgctxt "finch.term"', '# Which bird?\nmsgctxt "finch.term"'))
    assert _names(_waiting(french, OTTER)) == ["fr/finch", "fr/dove"]
    wishes = {("fr", "dove"): Wish(1), ("fr", "finch"): Wish(0, TODAY)}
    assert _names(_waiting(french, OTTER, wishes=wishes)) == ["fr/dove", "fr/finch"]
    path.write_text(path.read_text().replace("# Which bird?\n", ""))
    french.vet("fr", "finch", "heron", "subject")
    assert _names(_waiting(french, OTTER)) == ["fr/dove", "fr/finch"]


def test_a_text_that_is_put_off_is_hidden_from_that_person(french: World) -> None:
    own = Own(later={("fr", "dove")})
    assert _waiting(french, OTTER, own) == []
    assert len(_waiting(french, HERON)) == 1


@pytest.mark.parametrize(("words", "minutes"), [(1, 1), (190, 1), (250, 2), (1100, 6)])
def test_the_minutes_are_those_of_a_careful_reader(french: World, words: int, minutes: int) -> None:
    french.catalog("fr", {"dove.definition": "mot " * words + "dit."})
    assert [task.minutes for task in _waiting(french, OTTER)] == [minutes]


def test_broken_content_leaves_the_last_good_one_with_what_is_wrong(french: World) -> None:
    french.environment()
    chosen = Settings(terms=french.terms, translations=french.translations, support=french.support)
    content = Content(chosen)
    good = content.now()
    assert content.now(fresh=True) is good
    policy = (french.translations / "policy.toml").read_text()
    (french.translations / "policy.toml").write_text("broken")
    kept = content.now(fresh=True)
    assert kept.edition is good.edition
    assert "policy.toml" in str(kept.findings[0])
    (french.translations / "policy.toml").write_text(policy)
    assert content.now(fresh=True).findings == ()


def test_the_clock_of_the_desk_is_that_of_its_settings(french: World) -> None:
    french.environment()
    later = datetime.combine(TODAY + timedelta(days=3), datetime.min.time(), UTC).timestamp()
    chosen = Settings(terms=french.terms, translations=french.translations, support=french.support, clock=lambda: later)
    assert Content(chosen).now().day == TODAY + timedelta(days=3)
