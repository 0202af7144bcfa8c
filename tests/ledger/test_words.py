"""Words that are read from their ledger when somebody asks: they are those that were approved, or nobody gets them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from glossary.content import stored
from glossary.ledger import words
from tests.world import World

_TERM = "/v1/en/terms/dove.json"


@pytest.fixture
def doves(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """A world with one vetted text, whose words are not kept in memory."""
    monkeypatch.setattr(stored, "LARGE", 0)
    monkeypatch.setattr(words, "MOST", 0)
    world.term("dove", term="Dove", definition="A white bird.")
    world.approve("en", "dove")
    return world


def test_a_text_is_served_as_it_was_approved_while_its_ledger_is_edited_in_place_or_gone(doves: World) -> None:
    client, ledger = doves.client(watch_seconds=0), doves.ledger("en", "heron")
    data = ledger.read_bytes()
    with ledger.open("r+b") as file:  # the same file, of the same size
        file.write(data.replace(b"A white bird.", b"A black bird."))
    assert client.get(_TERM, headers={"Cache-Control": "no-cache"}).get_json()["definition"] == "A white bird."
    ledger.unlink()
    assert client.get("/v1/terms/dove").get_json()["definition"] == "A white bird."


def test_other_words_in_the_copy_that_the_service_reads_are_never_given_out(doves: World) -> None:
    client = doves.client(watch_seconds=0)
    for copy in _copies(b"A white bird."):
        data = os.pread(copy, 10_000, 0)
        os.pwrite(copy, data.replace(b"A white bird.", b"A black bird."), 0)
    answer = client.get(_TERM)
    assert answer.status_code == 500
    assert answer.mimetype == "application/problem+json"
    assert b"bird" not in answer.data


def test_a_text_has_its_words_where_there_is_no_room_for_a_copy(doves: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.TemporaryFile", _full)
    assert doves.get(_TERM).get_json()["definition"] == "A white bird."


def _full(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


def _copies(holding: bytes) -> list[int]:
    """Return the descriptors of this process's files without a name that hold something."""
    links = {int(link.name): str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if os.path.lexists(link)}
    gone = [number for number, name in links.items() if name.endswith("(deleted)")]
    found = [number for number in gone if holding in os.pread(number, 10_000, 0)]
    assert found, "no copy was made"
    return found
