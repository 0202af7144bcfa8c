"""Places of drafts that are kept from one start to the next: they save time, and nobody's words depend on them."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from glossary import derived
from glossary.catalogs import unread
from glossary.content.model import Status
from tests.world import World


@pytest.fixture
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder for what is derived."""
    folder = tmp_path_factory.mktemp("derived")
    folder.chmod(0o700)
    return folder


@pytest.fixture
def doves(world: World) -> World:
    """A world with two concepts, the English of one vetted, and the French drafts of both."""
    world.term("crow", term="Crow", definition="A black bird.")
    world.term("dove", term="Dove", definition="A white bird.")
    words = {"crow.term": "Corneille", "crow.definition": "Un oiseau noir.", "dove.term": "Colombe"}
    world.catalog("fr", words)
    world.approve("en", "dove", "crow")
    return world


def _asked(world: World, kept: Path) -> list[object]:
    """Return what a new service says."""
    client = world.client(snapshot=str(kept), minimum=Status.DRAFT)
    answers = [
        client.get(f"/v1/terms/{name}?lang=fr&status={status}")
        for name in ("crow", "dove")
        for status in ("draft", "vetted")
    ]
    return [answer.get_json() for answer in answers]


def test_a_second_start_says_the_same_without_looking_through_catalogs(
    doves: World, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _asked(doves, kept)
    monkeypatch.setattr(unread, "_looked_through", None)  # whoever called it would fail
    assert _asked(doves, kept) == first


def test_a_changed_catalog_is_looked_through_again(doves: World, kept: Path) -> None:
    _asked(doves, kept)
    path = doves.translations / "fr" / "LC_MESSAGES" / "glossary.po"
    path.write_text(path.read_text().replace("Un oiseau noir.", "Un grand oiseau noir."))
    assert "Un grand oiseau noir." in str(_asked(doves, kept))


@pytest.mark.parametrize("places", [[0, 9, 1, 0, 9, 1], [3, 100, 1, 120, 40, 7], "none", [], [-5, 2, 1, 1, 1, 1]])
def test_no_word_comes_from_what_is_kept_whatever_it_says(doves: World, kept: Path, places: object) -> None:
    first = _asked(doves, kept)
    (name,) = (file.name for file in kept.iterdir() if file.name.startswith("catalogs-"))
    rows = orjson.loads(derived.read(str(kept), name) or b"")
    for row in rows["files"].values():
        row[1] = places
    derived.write(str(kept), name, orjson.dumps(rows))
    assert _asked(doves, kept) == first


def test_what_was_kept_and_cut_short_is_as_if_there_were_nothing(doves: World, kept: Path) -> None:
    first = _asked(doves, kept)
    for file in kept.iterdir():
        file.write_bytes(file.read_bytes()[:-20])
    assert _asked(doves, kept) == first


def test_nothing_is_kept_where_no_folder_is_given(doves: World, kept: Path) -> None:
    doves.get("/v1/terms/crow?lang=fr")
    assert list(kept.iterdir()) == []
