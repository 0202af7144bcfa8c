"""The edition's id changes exactly when something that a file answers with does."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

from glossary.content.model import Concept
from glossary.export import paths
from tests.world import TODAY, World

Change = Callable[[str], str]


def _put(line: str) -> Change:
    """Return a change that puts a line at the top of a term file."""
    return lambda toml: f"{line}\n{toml}"


def _swap(pattern: str, replacement: str) -> Change:
    def change(toml: str) -> str:
        changed, times = re.subn(pattern, replacement, toml, count=1)
        assert times == 1, (pattern, toml)
        return changed

    return change


CHANGES: dict[str, Change] = {
    "group": _swap('group = "material"', 'group = "law"'),
    "usage": _swap('usage = "confident"', 'usage = "caution"'),
    "autolink": _swap('autolink = "safe"', 'autolink = "never"'),
    "text": _swap("is a word for", "is another word for"),
    "sources": _swap("Article 1", "Article 2"),
    "related": _swap(r"related = \[\]", 'related = ["owl"]'),
    "broader": _put('broader = "owl"'),
    "formerly": _put('formerly = ["sparrow"]'),
    "keep": _put('keep = ["EU"]'),
    "notes": lambda toml: f'{toml}[notes]\nterm = "A bird."\n',
    "retired": lambda toml: f'{toml}[retired]\non = {TODAY}\nreplaced_by = "owl"\n',
    "lines": _put("# a remark"),
}
"""A change of each field of a concept, as an editor makes it in the term file. ``id`` and ``file`` are its name."""


@pytest.fixture
def aviary(world: World) -> World:
    """Two vetted concepts, and one that is not."""
    for concept in ("dove", "owl", "wren"):
        world.term(concept)
    world.approve("en", "dove", "owl")
    world.catalog("fr")
    return world


def _files(world: World) -> tuple[str, dict[str, bytes]]:
    """Return the edition's id, and every file but those of help, which no concept changes."""
    client = world.client()
    edition = client.application.wsgi_app.service.edition  # type: ignore[attr-defined]
    responses = {
        path: client.get(path)
        for path in paths.of_edition(edition, "http://127.0.0.1:8000")
        if "/support" not in path and "zip" not in path
    }
    bodies = {path: response.data.replace(edition.id.encode(), b"") for path, response in responses.items()}
    for concept in ("dove", "owl", "wren"):
        bodies[concept] = client.get(f"/v1/en/terms/{concept}.json").data  # an error is an answer too
    return edition.id, bodies


def _rename(path: Path) -> None:
    path.rename(path.with_name(f"{path.stem}-bird.toml"))


def test_every_field_of_a_concept_is_changed_here() -> None:
    assert CHANGES.keys() | {"id", "file"} == {field.name for field in fields(Concept)}


@pytest.mark.parametrize("concept", ["dove", "wren"])
@pytest.mark.parametrize("field", [*CHANGES, "id"])
def test_the_id_changes_exactly_when_a_file_does(aviary: World, concept: str, field: str) -> None:
    before, files = _files(aviary)
    path = aviary.terms / f"{concept}.toml"
    if field == "id":
        _rename(path)
    else:
        path.write_text(CHANGES[field](path.read_text()))
    after, changed = _files(aviary)
    assert (after != before) is (changed != files), sorted(
        name for name in files.keys() | changed.keys() if files.get(name) != changed.get(name)
    )


def test_a_change_that_is_served_is_noticed(aviary: World) -> None:
    """The test above would pass if nothing ever changed."""
    before, _ = _files(aviary)
    for field in ("usage", "autolink", "broader", "related", "sources", "group", "retired"):
        path = aviary.terms / "dove.toml"
        toml = path.read_text()
        path.write_text(CHANGES[field](toml))
        assert _files(aviary)[0] != before, field
        path.write_text(toml)
