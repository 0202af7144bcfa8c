"""A check of content that has not changed says what it said before, and of any other what it would say anyway."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from click.testing import Result

from glossary import derived
from glossary.content import figures, identity, sources, wording
from glossary.edition import inputs
from glossary.edition.edition import Edition
from glossary.review import findings
from glossary.review.vocabulary import Vocabulary
from tests.world import World

ALLOW = (
    '[[allow]]\nlanguage = "fr"\nkey = "dove.definition"\ncheck = "final-mark"\ntext = "est un oiseau."\nreason = "r"\n'
)


@pytest.fixture(autouse=True)
def synced(french: World) -> None:
    """Bring the catalogs up to date: a check finds nothing."""
    french.run("sync")


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    """The folder of what is kept, which is not there yet."""
    return tmp_path / "cache" / "glossary"


def _check(world: World, snapshot: Path | None, *arguments: str) -> Result:
    """Run a check that may keep what it finds, and take over what was kept; with ``None`` one that may not."""
    own = {"GLOSSARY_SNAPSHOT": "1", "XDG_CACHE_HOME": str(snapshot.parent)} if snapshot else {}
    return world.run("check", *arguments, **own)


def _refuse(*_arguments: object) -> None:
    raise AssertionError("the content was checked again")


def test_content_that_has_not_changed_is_not_checked_again(
    french: World, snapshot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _check(french, snapshot)
    assert "final-mark" not in first.output
    monkeypatch.setattr(findings, "check", _refuse)
    again = _check(french, snapshot)
    assert (again.output, again.exit_code) == (first.output, first.exit_code)


def test_after_a_change_of_one_catalog_the_texts_of_other_languages_are_not_checked_again(
    french: World, snapshot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    french.catalog("fi", {"dove.term": "Kyyhky", "dove.definition": "on kyyhky"})
    french.run("sync")
    before = _check(french, snapshot).output
    looked = list[str]()

    def vocabulary(edition: Edition, tag: str) -> Vocabulary:
        looked.append(tag)
        return Vocabulary(edition, tag)

    monkeypatch.setattr(findings, "Vocabulary", vocabulary)
    french.catalog("fr", {"dove.term": "Colombe", "dove.definition": "est une colombe,"})
    french.run("sync")
    after = _check(french, snapshot).output
    assert looked == ["fr"]
    assert "fr/LC_MESSAGES/glossary.po" in after
    assert [line for line in after.splitlines() if "/fi/" in line] == [
        line for line in before.splitlines() if "/fi/" in line
    ]
    french.term("dove", definition="is a bird of war.")
    _check(french, snapshot)
    assert looked == ["fr", "en", "fi", "fr"]


def test_nothing_is_kept_where_that_is_switched_off(french: World, snapshot: Path) -> None:
    assert french.run("check", GLOSSARY_SNAPSHOT="0", XDG_CACHE_HOME=str(snapshot.parent)).exit_code == 0
    assert not snapshot.exists()
    wrong = french.run("check", GLOSSARY_SNAPSHOT="no")
    assert wrong.exit_code == 1
    assert "GLOSSARY_SNAPSHOT is “no”; set it to 0 to switch it off, or leave it unset" in wrong.output


def test_another_day_is_checked_for_itself(french: World, snapshot: Path) -> None:
    assert "old-law" not in _check(french, snapshot).output
    assert "old-law" in _check(french, snapshot, "--on", "2040-01-01").output
    assert "old-law" not in _check(french, snapshot).output


def test_a_change_that_neither_size_nor_time_of_a_file_tells_is_seen(french: World, snapshot: Path) -> None:
    catalog = french.translations / "fr" / "LC_MESSAGES" / "glossary.po"
    assert "final-mark" not in _check(french, snapshot).output
    state = catalog.stat()
    catalog.write_bytes(catalog.read_bytes().replace(b"paix.", b"paix,"))
    os.utime(catalog, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert "final-mark" in _check(french, snapshot).output


def _byte(path: Path, random: Random) -> None:
    data = bytearray(path.read_bytes() or b" ")
    data[random.randrange(len(data))] = random.choice(b'a.,"\n7 ')
    path.write_bytes(data)


def _line(path: Path, random: Random) -> None:
    lines = path.read_bytes().splitlines(keepends=True) or [b""]
    lines.pop(random.randrange(len(lines)))
    path.write_bytes(b"".join(lines))


def _same_time(path: Path, random: Random) -> None:
    """Change a file so that its size and its time say nothing of it."""
    state = path.stat()
    data = path.read_bytes()
    at = random.randrange(len(data)) if data else 0
    path.write_bytes(data[:at] + data[at : at + 1].swapcase() + data[at + 1 :])
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


def _gone(path: Path, _random: Random) -> None:
    path.unlink()


def _linked(path: Path, _random: Random) -> None:
    other = path.with_name(f".{path.name}.there")
    path.rename(other)
    path.symlink_to(other.name)


def _added(path: Path, _random: Random) -> None:
    path.with_name(f"more-{path.name}").write_bytes(path.read_bytes())


CATALOGS = ("translations/fi/LC_MESSAGES", "translations/fr/LC_MESSAGES")
CHANGES: tuple[Callable[[Path, Random], None], ...] = (_byte, _line, _same_time, _byte, _line, _gone, _linked, _added)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_changes_a_check_says_the_same_with_what_was_kept_as_without(
    french: World, snapshot: Path, seed: int
) -> None:
    random = Random(seed)
    french.term("owl", definition="is a bird of the night.")
    french.catalog("fi", {"dove.term": "Kyyhky", "dove.definition": "on lintu"})
    french.run("sync")
    french.translations.joinpath("allow.toml").write_text(ALLOW)
    _check(french, snapshot)
    for _ in range(8):
        if (place := french.root / random.choice(["terms", "translations", *CATALOGS, *CATALOGS])).exists():
            there = sorted(path for path in place.rglob("*") if path.is_file() and not path.name.startswith("."))
            before = {path: path.read_bytes() for path in there}
            random.choice(CHANGES)(path := random.choice(there), random)
            with_it, without = _check(french, snapshot), _check(french, None)
            assert (with_it.output, with_it.exit_code) == (without.output, without.exit_code), path
            if without.exit_code:  # go on from content that is good enough to find more
                path.unlink(missing_ok=True)
                path.write_bytes(before[path])


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-9])


def _of_another_build(file: Path) -> None:
    _, _, rest = file.read_bytes().partition(b" ")
    file.write_bytes(b"0" * 64 + b" " + rest)


def _other_words(file: Path) -> None:
    file.write_bytes(
        file.read_bytes().replace(b'"findings":[', b'"findings":[["a.po",1,"invented","mend it","error"],')
    )


def _for_others_too(file: Path) -> None:
    file.parent.chmod(0o755)


def _a_link(file: Path) -> None:
    other = file.parent / "other"
    file.rename(other)
    file.symlink_to(other)


def _a_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def _a_file_for_a_folder(file: Path) -> None:
    file.unlink()
    file.parent.rmdir()
    file.parent.write_text("")


ODD: tuple[Callable[[Path], None], ...] = (
    _cut,
    _of_another_build,
    _other_words,
    _for_others_too,
    _a_link,
    _a_pipe,
    _a_file_for_a_folder,
)


@pytest.mark.parametrize("damage", ODD)
def test_what_is_odd_about_what_was_kept_is_as_if_there_were_nothing(
    french: World, snapshot: Path, damage: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    good = _check(french, snapshot)
    damage(next(iter(snapshot.iterdir())))
    again = _check(french, snapshot)
    assert (again.output, again.exit_code) == (good.output, 0)
    monkeypatch.setattr(findings, "check", _refuse)
    if damage in (_cut, _of_another_build, _other_words, _a_link):  # what was written anew is good again
        assert _check(french, snapshot).exit_code == 0


def test_nothing_is_kept_of_content_that_changed_while_it_was_checked(
    french: World, snapshot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check(*_arguments: object) -> list[object]:
        french.term("owl", definition="is a bird of the night.")
        return []

    monkeypatch.setattr(findings, "check", check)
    assert _check(french, snapshot).exit_code == 0
    assert not snapshot.exists()


def test_what_was_kept_is_of_one_build_and_one_set_of_packages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(derived, "_PACKAGE", tmp_path)
    seen = set()
    for change in (
        lambda: None,
        lambda: tmp_path.joinpath("checks.py").write_text("a"),
        lambda: tmp_path.joinpath("checks.py").write_text("b"),
        lambda: tmp_path.joinpath("new-1.0.dist-info").mkdir(),
    ):
        change()
        monkeypatch.setattr(sys, "path", [str(tmp_path)])
        derived.build.cache_clear()
        seen.add(derived.build())
    derived.build.cache_clear()
    assert len(seen) == 4


OPENED = """
import os, sys
from glossary.cli import main
def tell(event, arguments):
    if event in ("open", "os.scandir", "os.listdir") and isinstance(arguments[0], (str, os.PathLike)):
        print("OPENED", os.path.realpath(arguments[0]), file=sys.stderr)
sys.addaudithook(tell)
main(["check"])
"""


def test_a_check_reads_no_file_that_is_not_among_what_it_depends_on(french: World) -> None:
    french.root.joinpath("glossary.toml").write_text('id = "birds"\ntitle = "Birds"\n')
    names = {figures.FOLDER, identity.FILE, identity.PICTURE, sources.FOLDER, wording.FILE}
    assert set(inputs.BESIDE) == names
    environment = {**os.environ, **french.environment()}
    done = subprocess.run([sys.executable, "-c", OPENED], env=environment, capture_output=True, text=True, check=False)
    paths = {line.removeprefix("OPENED ") for line in done.stderr.splitlines() if line.startswith("OPENED ")}
    root = str(french.root.resolve())
    within = {Path(path).relative_to(root).parts[0] for path in paths if path.startswith(root + "/")}
    assert within
    assert within <= names | {"terms", "translations", "support"}
