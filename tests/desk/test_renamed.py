"""A concept that got another id, at the desk: what was under way goes on under it."""

from __future__ import annotations

import pytest

from glossary.desk import content
from tests.desk.test_reading import Reviewer, heron, otter
from tests.desk.world import Office, words

__all__ = ["heron", "otter"]


@pytest.fixture(autouse=True)
def looking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for new content at every page: a test does not wait."""
    monkeypatch.setattr(content, "LOOK_SECONDS", 0)


def _renamed(office: Office) -> None:
    world = office.world
    world.rename("dove", "pigeon")
    world.run("sync")
    world.adopt()
    world.commit("another id")


def test_an_approval_in_a_batch_and_a_text_for_another_day_follow_to_the_new_id(
    otter: Reviewer, heron: Reviewer
) -> None:
    otter.open()
    assert otter.approve().status_code == 303
    heron.open()
    assert heron.send("later").status_code == 303
    _renamed(otter.office)
    assert "Nothing waits for you now" in words(otter.visitor.get("/queue"))
    assert "You approved exactly these words" in otter.open("fr/dove"), "the old address shows the text"
    assert "You approved exactly these words" in otter.open("fr/pigeon")
    assert "pigeon" not in heron.visitor.get("/queue").text


def test_a_verdict_on_a_page_from_before_is_taken_under_the_new_id(otter: Reviewer, heron: Reviewer) -> None:
    otter.open()
    heron.open()
    _renamed(otter.office)
    assert otter.approve().status_code == 303, "the record names the old id, which was signed"
    assert '"concept": "dove"' in otter.ledger()[0]
    assert heron.send("ask", field="definition", reason="Say more.").status_code == 303
    office = heron.office
    office.desk().batches.take_in("heron")
    catalog = (office.world.translations / "fr" / "LC_MESSAGES" / "glossary.po").read_text()
    assert "heron asks for a change" in catalog.partition('msgctxt "pigeon.definition"')[0]


def test_a_text_is_taken_back_at_the_desk_by_either_id(otter: Reviewer) -> None:
    world = otter.office.world
    world.approve("fr", "dove")
    world.commit("vetted")
    _renamed(otter.office)
    otter.visitor.get("/withdraw")
    answer = otter.visitor.post("/withdraw", language="fr", concept="dove", role="language")
    assert answer.status_code == 303
    otter.office.desk().batches.take_in("otter")
    assert world.get("/v1/fr/terms/pigeon.json").json["fallback"] == {"reason": "withdrawn"}  # type: ignore[index]
