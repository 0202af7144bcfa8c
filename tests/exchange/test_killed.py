"""An import that is killed, at whatever moment: either nothing has changed, or the next one does the rest."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from glossary.content import unfinished
from glossary.exchange.incoming import writing
from tests.exchange import files
from tests.world import World

TABLE = """\
id,term,definition,related,term[fr],definition[fr]
dove,Dove,is a bird of peace.,owl,Colombe,est un oiseau de paix.
owl,Owl,is a bird of the night.,dove,Hibou,est un oiseau de nuit.
"""
KILLED = 9


@pytest.fixture
def birds(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """A glossary that is about to begin, in the working directory."""
    files.begin(world)
    monkeypatch.chdir(world.root)
    world.run("check")  # it adopts
    return world


def _take(world: World, *options: str) -> Any:
    return files.take(world, "terms.csv", TABLE, *files.BIRDS, *options)


def _killed(world: World, moment: int) -> bool:
    """Import in a process of its own, which is killed before its step of this number while it writes; return whether it came
    so far."""
    child = os.fork()
    if child == 0:
        left, write = moment, writing.write

        def counted(real: Callable[..., Any]) -> Callable[..., Any]:
            def step(*arguments: Any, **options: Any) -> Any:
                nonlocal left
                left -= 1
                if left < 0:
                    os._exit(KILLED)
                return real(*arguments, **options)

            return step

        def watched(*arguments: Any) -> list[Path]:
            for name in ("replace", "mkdir", "chmod", "unlink"):
                setattr(Path, name, counted(getattr(Path, name)))
            return write(*arguments)

        setattr(writing, "write", watched)  # noqa: B010, mypy knows its type
        os._exit(0 if _take(world).exit_code == 0 else 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED


def _again(world: World, before: Path) -> None:
    for folder in (world.terms, world.translations):
        shutil.rmtree(folder)
        shutil.copytree(before / folder.name, folder)


def test_an_import_that_is_killed_at_any_moment_has_changed_nothing_or_is_finished_by_the_next(
    birds: World, tmp_path_factory: pytest.TempPathFactory
) -> None:
    before = tmp_path_factory.mktemp("before")
    for folder in (birds.terms, birds.translations):
        shutil.copytree(folder, before / folder.name)
    nothing = files.state(birds)
    assert _take(birds).exit_code == 0
    whole, seen, moment = files.state(birds), set[str](), 0
    _again(birds, before)
    while _killed(birds, moment):
        now = {name: data for name, data in files.state(birds).items() if not Path(name).name.startswith(".")}
        listed = birds.translations / unfinished.FILE
        seen.add("cut off" if listed.exists() else "nothing" if now == nothing else "whole" if now == whole else "half")
        assert "half" not in seen, moment
        if listed.exists() and moment % 6 == 0:
            checked = birds.run("check")
            assert (checked.exit_code, "run the same “glossary import” again" in checked.output) == (1, True)
            assert _take(birds, "--dry-run").exit_code == 1
        if moment % 3 == 0:
            result = _take(birds)
            assert result.exit_code == 0, (moment, result.output)
            assert files.state(birds) == whole, moment
        if listed.exists() or moment % 3 == 0:
            _again(birds, before)
        moment += 1
    assert {"nothing", "cut off"} <= seen


def test_an_import_is_finished_also_where_the_translations_are_a_link_to_another_folder(
    birds: World, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "deep" / "translations"
    shutil.copytree(birds.translations, elsewhere)
    shutil.rmtree(birds.translations)
    birds.translations.symlink_to(elsewhere)
    moment = 6
    while not (elsewhere / unfinished.FILE).exists():
        assert _killed(birds, moment)
        moment += 1
    assert _take(birds).exit_code == 0
    assert sorted(path.name for path in birds.terms.iterdir()) == ["dove.toml", "owl.toml"]
    assert files.texts(birds, "fr")["owl.term"] == "Hibou"


def test_what_somebody_has_changed_since_an_import_was_killed_stays(birds: World) -> None:
    birds.term("dove", definition="is a bird of peace.")
    birds.run("check")
    part, path = birds.terms / ".dove.toml.x.import", birds.terms / "dove.toml"
    part.write_text("half a file")
    rows = [["../terms/.dove.toml.x.import", "../terms/dove.toml", "0" * 64]]
    (birds.translations / unfinished.FILE).write_text(json.dumps(rows))
    mine = path.read_text()
    assert writing.finish(birds.terms, birds.translations)
    assert (path.read_text(), part.exists()) == (mine, False)


@pytest.mark.parametrize("rows", ["{", "[1]", '[["../../x", "../../../y", null]]', '[["a", "../terms/..", null]]'])
def test_a_list_that_no_import_has_written_is_refused_and_nothing_is_moved(birds: World, rows: str) -> None:
    (birds.translations / unfinished.FILE).write_text(rows)
    output = files.refused(birds, "terms.csv", TABLE, *files.BIRDS)
    assert "delete it, and run the import again" in output
