"""An export of what was exported already starts no service; any other is made anew."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import Result

from glossary.export import writer
from glossary.serving import locate
from tests.world import World

HERE = "http://127.0.0.1:8000"


def _export(world: World, *arguments: str, **more: str) -> Result:
    own = {"GLOSSARY_SNAPSHOT": "1", "XDG_CACHE_HOME": str(world.root / "cache"), "GLOSSARY_BASE_URL": HERE}
    result = world.run("export", str(world.root / "public"), *arguments, **{**own, **more})
    assert result.exit_code == 0, result.output
    return result


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The exports that were made. They are small ones: it takes a second to make a whole one."""
    calls: list[Path] = []

    def export(_front: object, target: Path, *_more: object) -> writer.Result:
        calls.append(target)
        folder = target.with_name(f"public-{len(calls)}")
        (folder / "fr" / "dove").mkdir(parents=True)
        for name in ("robots.txt", "fr/dove/index.html", "fr/dove/index.html.br"):
            (folder / name).write_text(name)
        target.unlink(missing_ok=True)
        target.symlink_to(folder.name)
        return writer.Result(folder.name, 3, 100, changed=True)

    service = SimpleNamespace(edition=SimpleNamespace(support=SimpleNamespace(until=None)))
    monkeypatch.setattr(locate, "front", lambda _settings: SimpleNamespace(service=service))
    monkeypatch.setattr(writer, "export", export)
    return calls


def test_an_export_of_the_same_content_is_told_without_making_it(
    french: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _export(french, "--languages", "en", "--plain")
    monkeypatch.setattr(locate, "front", lambda _settings: pytest.fail("a service was started"))
    second = _export(french, "--languages", "en", "--plain")
    assert second.output.splitlines()[1:] == first.output.splitlines()[1:]
    assert second.output.splitlines()[0].endswith("nothing to do")
    assert first.output.split(", now ")[0] == second.output.split(", nothing to do")[0]


def _changed(folder: Path) -> None:
    (folder / "robots.txt").write_bytes(b"x" * (folder / "robots.txt").stat().st_size)


def _same_time(folder: Path) -> None:
    state = (folder / "robots.txt").stat()
    _changed(folder)
    os.utime(folder / "robots.txt", ns=(state.st_atime_ns, state.st_mtime_ns))


def _deleted(folder: Path) -> None:
    (folder / "fr" / "dove" / "index.html.br").unlink()


def _added(folder: Path) -> None:
    (folder / "fr" / "new.html").touch()


def _gone(folder: Path) -> None:
    folder.resolve().rename(folder.with_name("elsewhere"))


@pytest.mark.parametrize("change", [_changed, _same_time, _deleted, _added, _gone])
def test_a_folder_that_somebody_changed_is_not_taken_for_the_export(
    french: World, made: list[Path], change: Callable[[Path], None]
) -> None:
    _export(french)
    change(french.root / "public")
    _export(french)
    assert len(made) == 2


def test_other_content_settings_and_choices_make_another_export(french: World, made: list[Path]) -> None:
    _export(french)
    french.approve("fr", "dove")
    assert ", now " in _export(french).output
    assert ", now " in _export(french, GLOSSARY_BASE_URL="https://birds.example.org").output
    _export(french, "--plain")
    _export(french, "--languages", "en")
    _export(french, GLOSSARY_SNAPSHOT="0")
    assert len(made) == 6
    assert ", now " in _export(french).output
    _export(french)
    assert len(made) == 7
