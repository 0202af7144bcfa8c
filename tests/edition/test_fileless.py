"""A term file that is gone takes nothing offline; a concept leaves by a retirement that somebody adopts."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from glossary.serving.front import Front
from glossary.serving.watch import Watch
from tests.world import TODAY, World

PATHS = ("/v1/fr/terms/dove.json", "/v1/en/terms/dove.json", "/v1/en/terms.json", "/v1/fr/bundle.json", "/fr/dove/")


@pytest.fixture
def birds(french: World) -> World:
    """Two concepts: one vetted in English and French, one in English."""
    french.approve("fr", "dove")
    french.term("owl")
    french.approve("en", "owl")
    french.environment()  # all facts are adopted now, and nothing is from here on
    french.adopting = False
    return french


def _answers(client: FlaskClient) -> list[tuple[int, bytes]]:
    return [(answer.status_code, answer.data) for answer in map(client.get, PATHS)]


@pytest.mark.parametrize("how", ["gone", "renamed"])
def test_a_term_file_that_is_gone_takes_no_text_offline_while_it_runs_nor_at_a_start(birds: World, how: str) -> None:
    client = birds.client()
    front = client.application.wsgi_app
    assert isinstance(front, Front)
    before, path = _answers(client), birds.terms / "dove.toml"
    assert {status for status, _ in before} == {200}
    if how == "gone":
        path.unlink()
    else:
        path.rename(birds.terms / "pigeon.toml")
    Watch(front).look()
    assert _answers(client) == before
    assert _answers(birds.client()) == before, "a cold start"
    problems = client.get("/readyz").json["problems"]  # type: ignore[index]
    assert problems[0]["file"].endswith("terms/dove.toml")
    assert problems[0]["problem"].startswith("the term file is gone; readers keep its texts")
    assert birds.run("sync").exit_code == 0
    result = birds.run("check")
    assert result.exit_code == 1
    assert "terms/dove.toml:0: the term file is gone; readers keep its texts" in result.output
    assert "glossary.pot" not in result.output, "sync has done what check asked for"


def test_what_is_vetted_in_a_language_stays_where_the_english_was_withdrawn(birds: World) -> None:
    birds.vet("en", "dove", "heron", "subject", "--withdraw")
    (birds.terms / "dove.toml").unlink()
    client = birds.client()
    assert client.get("/v1/fr/terms/dove.json").json["term"] == "Colombe"  # type: ignore[index]
    assert client.get("/v1/en/terms/dove.json").status_code == 404
    assert birds.vet("fr", "dove", "heron", "subject", "--withdraw").exit_code == 0
    assert birds.get("/v1/fr/terms/dove.json").status_code == 404


def test_a_retired_concept_says_so_also_without_its_file(birds: World) -> None:
    path = birds.terms / "dove.toml"
    path.write_text(path.read_text() + f"[retired]\non = {TODAY}\n")
    birds.adopt()
    path.unlink()
    assert birds.get("/v1/fr/terms/dove.json").status_code == 410
    assert "term file is gone" not in birds.run("check").output


def test_a_draft_whose_file_is_gone_is_gone(birds: World) -> None:
    birds.term("wren")
    birds.adopt()
    (birds.terms / "wren.toml").unlink()
    assert birds.preview("/v1/terms/wren?status=draft").status_code == 404
