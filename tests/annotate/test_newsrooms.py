"""What the guide for newsrooms says is what happens: its commands are run, also those of its recipes for CI."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import Result

from tests.annotate.test_lint import FORMS
from tests.conftest import ROOT
from tests.world import World

GUIDE = (ROOT / "docs" / "newsrooms.md").read_text()
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", GUIDE, re.DOTALL)


def strings(document: Any) -> Iterator[str]:
    """Yield every text in a document of YAML."""
    if isinstance(document, str):
        yield document
    for each in document.values() if isinstance(document, dict) else document if isinstance(document, list) else ():
        yield from strings(each)


RECIPES = {
    text
    for kind, block in BLOCKS
    for text in strings(yaml.safe_load(block) if kind == "yaml" else block.splitlines())
    if text.startswith("glossary ")
}


@pytest.fixture
def newsroom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "forms.json").write_text(json.dumps(FORMS))
    (tmp_path / "articles").mkdir()
    for path in (tmp_path / "article.md", tmp_path / "articles" / "one.md"):
        path.write_text("# Birds\n\nThe doves: rock pigeon.\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(world: World, command: str, *more: str) -> Result:
    words = shlex.split(command.split(" > ")[0])
    return world.run(*words[1:], *more)


def test_the_guide_shows_what_its_first_command_prints(newsroom: Path, world: World) -> None:
    (kind, commands), (_, shown) = BLOCKS[:2]
    assert kind == "text"
    done = run(world, commands.splitlines()[1])
    assert done.output == shown
    assert done.exit_code == 1


@pytest.mark.parametrize("command", sorted(RECIPES))
def test_each_glossary_line_of_a_recipe_finds_the_word_or_writes_what_it_found(
    newsroom: Path, world: World, command: str
) -> None:
    named = [] if "article" in command else ["articles/one.md"]  # pre-commit names the files
    done = run(world, command, *named)
    assert done.exit_code == (0 if "--fail-on never" in command else 1), done.output
    assert "rock pigeon" in done.stdout
    if ">" in command:
        assert json.loads(done.stdout)


def test_the_recipes_are_those_of_three_systems() -> None:
    assert len(RECIPES) == 5


def test_the_comments_that_the_guide_shows_do_what_it_says(newsroom: Path, world: World) -> None:
    comments = next(block for _, block in BLOCKS if "glossary-lint off" in block)
    (newsroom / "article.md").write_text(comments.replace("This part", "A rock pigeon") + "\nflying rat, rock pigeon\n")
    assert world.run("lint", "article.md", "--from", "forms.json", "--language", "en").exit_code == 0


def test_every_option_that_the_guide_names_is_one(world: World) -> None:
    known = world.run("lint", "--help").output
    for option in set(re.findall(r"`(--[a-z-]+)", GUIDE)):
        assert option in known, option
