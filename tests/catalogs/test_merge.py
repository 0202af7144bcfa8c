"""Catalogs on two branches: merged by key, by hand and by git; nothing that anybody wrote is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from glossary.catalogs import merge, po, reader
from glossary.catalogs.po import Catalog, Message
from tests.conftest import ROOT
from tests.world import TODAY, World


@pytest.fixture
def birds(french: World) -> World:
    """One catalog with two concepts, both with a note."""
    french.term("dove", definition="is a bird of peace.", abbreviation="DV", note="A note.")
    french.term("owl", definition="is a bird of the night.")
    french.catalog("fr", {"dove.note": "Une note."})
    french.run("sync")
    return french


Edit = Callable[[World], object]


def _text(key: str, text: str, *, fuzzy: bool = False) -> Edit:
    return lambda world: world.catalog("fr", {key: text}, fuzzy=(key,) if fuzzy else ())


def _comment(key: str, comment: str) -> Edit:
    def edit(world: World) -> None:
        path = world.catalog("fr")
        blocks = path.read_text().split("\n\n")
        path.write_text("\n\n".join(f"# {comment}\n{b}" if f'msgctxt "{key}"' in b else b for b in blocks))

    return edit


def _english(world: World) -> None:
    world.term("dove", definition="is a white bird.", abbreviation="DV", note="A note.")
    world.run("sync")


def _dated(day: str) -> Edit:
    def edit(world: World) -> None:
        path = world.catalog("fr")
        lines = [
            f'"PO-Revision-Date: {day}\\n"' if "PO-Revision-Date" in ln else ln for ln in path.read_text().split("\n")
        ]
        path.write_text("\n".join(lines))

    return edit


def _merge(world: World, ours: list[Edit], theirs: list[Edit]) -> tuple[dict[str, Message], str, int]:
    """Edit two copies of a catalog, merge them, and return the messages by key, what was said, and the exit code."""
    path = world.catalog("fr")
    base, other, original = world.root / "base.po", world.root / "theirs.po", path.read_bytes()
    terms = {term: term.read_bytes() for term in world.terms.iterdir()}
    base.write_bytes(original)
    for edit in theirs:
        edit(world)
    shutil.copy(path, other)
    path.write_bytes(original)
    for term, data in terms.items():
        term.write_bytes(data)
    for edit in ours:
        edit(world)
    result = world.run("merge", str(base), str(path), str(other))
    return {message.key: message for message in reader.read(path).messages}, result.output, result.exit_code


def test_what_one_side_changed_counts(birds: World) -> None:
    ours = [_text("dove.definition", "est un oiseau."), _dated("2026-11-24 10:00+0000")]
    theirs = [_text("owl.definition", "est un hibou."), _text("dove.note", ""), _dated("2026-11-25 10:00+0000")]
    merged, output, code = _merge(birds, ours, theirs)
    assert (output, code) == ("", 0)
    assert merged["dove.definition"].text == "est un oiseau."
    assert merged["owl.definition"].text == "est un hibou."
    assert merged["dove.note"].text == ""
    assert "PO-Revision-Date: 2026-11-25 10:00+0000" in birds.catalog("fr").read_text()


def test_a_text_that_both_changed_is_told_and_both_are_in_the_file(birds: World) -> None:
    merged, output, code = _merge(
        birds, [_text("dove.definition", "est un pigeon.")], [_text("dove.definition", "est une colombe.")]
    )
    message = merged["dove.definition"]
    assert code == 1
    assert f"fr/LC_MESSAGES/glossary.po:{message.line}: dove.definition: both sides changed it" in output
    assert (message.text, message.fuzzy) == ("est un pigeon.", True)
    assert message.comments == ("merge: the other branch has: est une colombe.",)
    assert birds.vet("fr", "dove", "otter", "language").exit_code == 1


def test_the_same_change_on_both_sides_is_none(birds: World) -> None:
    change = [_text("dove.definition", "est un pigeon.")]
    merged, output, code = _merge(birds, change, change)
    assert (merged["dove.definition"].text, merged["dove.definition"].fuzzy, output, code) == (
        "est un pigeon.", False, "", 0
    )  # fmt: skip


@pytest.mark.parametrize("swapped", [False, True])
def test_new_english_on_one_side_and_a_new_text_on_the_other_make_it_fuzzy(birds: World, swapped: bool) -> None:
    sides: list[list[Edit]] = [[_english], [_text("dove.definition", "est un pigeon.")]]
    merged, _, code = _merge(birds, *(sides[::-1] if swapped else sides))
    message = merged["dove.definition"]
    assert code == 0
    assert (message.source, message.text, message.fuzzy) == ("is a white bird.", "est un pigeon.", True)
    assert message.previous == "is a bird of peace."


@pytest.mark.parametrize("swapped", [False, True])
def test_comments_of_both_stay_and_a_cleared_mark_stays_cleared(birds: World, swapped: bool) -> None:
    _text("dove.definition", "est un oiseau.", fuzzy=True)(birds)
    sides: list[list[Edit]] = [
        [_comment("dove.definition", "one?")],
        [_comment("dove.definition", "two?"), lambda world: _clear(world)],
    ]
    merged, _, code = _merge(birds, *(sides[::-1] if swapped else sides))
    message = merged["dove.definition"]
    assert code == 0
    assert sorted(message.comments) == ["one?", "two?"]
    assert not message.fuzzy


def _clear(world: World) -> None:
    path = world.catalog("fr")
    path.write_text(path.read_text().replace("#, fuzzy\n", ""))


def test_a_doubt_on_one_side_is_not_lost_by_a_change_on_the_other(birds: World) -> None:
    merged, _, _ = _merge(
        birds,
        [_text("dove.definition", "est un pigeon.")],
        [_text("dove.definition", "est un oiseau de paix.", fuzzy=True)],
    )
    assert (merged["dove.definition"].text, merged["dove.definition"].fuzzy) == ("est un pigeon.", True)


def test_a_concept_that_left_on_one_side_keeps_the_text_that_the_other_wrote(birds: World) -> None:
    def leave(world: World) -> None:
        (world.terms / "owl.toml").unlink()
        world.run("sync")

    merged, _, code = _merge(birds, [leave], [_text("owl.definition", "est un hibou.")])
    assert (merged["owl.definition"].text, code) == ("est un hibou.", 0)


def _damaged(dice: Random, messages: tuple[Message, ...]) -> tuple[Message, ...]:
    """Change entries as people and tools do: another text, a mark, newer English, a comment, one that leaves."""
    changes: list[Callable[[Message], Message]] = [
        lambda message: message._replace(text=f"{message.text} {dice.randrange(3)}"),
        lambda message: message._replace(fuzzy=not message.fuzzy),
        lambda message: message._replace(source=f"{message.source} new", fuzzy=True, previous=message.source),
        lambda message: message._replace(comments=(*message.comments, f"note {dice.randrange(3)}")),
        lambda message: message._replace(obsolete=True),
    ]
    changed = (dice.choice(changes)(each) if dice.random() < 0.3 else each for each in messages)
    return tuple(each for each in changed if dice.random() < 0.95)


def test_nothing_that_anybody_wrote_is_lost_and_no_text_gets_other_english(tmp_path: Path) -> None:
    dice, path = Random(1), tmp_path / "x.po"
    before = tuple(Message(f"a.{number}", f"english {number}", f"text {number}", notes=("n",)) for number in range(20))
    fields = (("Content-Type", "text/plain; charset=UTF-8"),)
    for _ in range(200):
        ours, theirs = _damaged(dice, before), _damaged(dice, before)
        base, one, two = (Catalog(fields, messages) for messages in (before, ours, theirs))
        assert merge.merged(base, one, base) == (one, [])
        assert merge.merged(base, one, one) == (one, [])
        merged, _ = merge.merged(base, one, two)
        path.write_text(po.write(merged))
        read = {message.key: message for message in reader.read(path).messages}
        for message in (*ours, *theirs):
            if message.text != before[int(message.key[2:])].text:
                kept = read[message.key]
                assert message.text == kept.text or f"merge: the other branch has: {message.text}" in kept.comments
        made = {(message.key, message.text, message.source) for message in (*before, *ours, *theirs)}
        for message in merged.messages:
            assert message.fuzzy or (message.key, message.text, message.source) in made


def test_a_catalog_that_cannot_be_read_is_left_as_it_is(birds: World) -> None:
    path = birds.catalog("fr")
    bad = birds.root / "bad.po"
    bad.write_text(path.read_text() + '\nmsgid "cut')
    before = path.read_bytes()
    result = birds.run("merge", str(path), str(path), str(bad))
    assert result.exit_code == 1
    assert "quotation marks do not match" in result.output
    assert path.read_bytes() == before


def _git(folder: Path, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    names = {f"GIT_{who}_{what}": "otter@x.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {**os.environ, **names, "GIT_CONFIG_GLOBAL": os.devnull, "PYTHONPATH": str(ROOT)}
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, env=environment, check=check, capture_output=True, text=True)


def _commit(world: World, *edits: Edit) -> None:
    for edit in edits:
        edit(world)
    _git(world.root, "add", "-A")
    _git(world.root, "commit", "-qm", "x")


def _branches(world: World, ours: list[Edit], theirs: list[Edit]) -> subprocess.CompletedProcess[str]:
    """Commit two edits on two branches and merge them, as the guide sets git up."""
    shutil.copy(ROOT / ".gitattributes", world.root)
    _git(world.root, "init", "-qb", "main")
    driver = f"{sys.executable} -m glossary merge %O %A %B --name %P"
    _git(world.root, "config", "merge.glossary.driver", driver)
    _commit(world)
    _git(world.root, "checkout", "-qb", "other")
    _commit(world, *theirs)
    _git(world.root, "checkout", "-q", "main")
    _commit(world, *ours)
    return _git(world.root, "merge", "-q", "other", check=False)


def test_git_merges_catalogs_by_key_though_every_editor_writes_the_header(birds: World) -> None:
    done = _branches(
        birds,
        [_text("dove.definition", "est un oiseau."), _dated("2026-11-24 10:00+0000")],
        [_text("owl.definition", "est un hibou."), _dated("2026-11-25 10:00+0000")],
    )
    assert done.returncode == 0, done.stderr + done.stdout
    texts = {message.key: message.text for message in reader.read(birds.catalog("fr")).messages}
    assert (texts["dove.definition"], texts["owl.definition"]) == ("est un oiseau.", "est un hibou.")


def test_git_stops_at_a_text_that_both_changed_and_names_the_file(birds: World) -> None:
    done = _branches(
        birds, [_text("dove.definition", "est un pigeon.")], [_text("dove.definition", "est une colombe.")]
    )
    assert done.returncode == 1
    assert "translations/fr/LC_MESSAGES/glossary.po:" in done.stderr
    assert "dove.definition: both sides changed it" in done.stderr
    assert reader.read(birds.catalog("fr")).messages


def test_git_keeps_the_records_of_both_branches_in_an_older_shared_ledger(birds: World) -> None:
    birds.approve("en", "owl")
    for folder in birds.translations.glob("*/approvals"):  # as it was before each reviewer had a file
        shared = folder.with_suffix(".jsonl")
        shared.write_text("".join(path.read_text() for path in sorted(folder.iterdir())))
        shutil.rmtree(folder)
    shared = birds.translations / "en" / "approvals.jsonl"
    first, second = (f"{shared.read_text()}{{}} {number}\n" for number in "12")
    done = _branches(birds, [lambda _: shared.write_text(first)], [lambda _: shared.write_text(second)])
    assert done.returncode == 0, done.stdout
    assert {*first.splitlines(), *second.splitlines()} == {*shared.read_text().splitlines()}


def test_a_clone_on_windows_keeps_its_ledgers_whole(birds: World) -> None:
    shutil.copy(ROOT / ".gitattributes", birds.root)
    _git(birds.root, "init", "-qb", "main")
    _commit(birds)
    ledger = next((birds.translations / "en" / "approvals").iterdir())
    ledger.unlink()
    _git(birds.root, "-c", "core.autocrlf=true", "checkout", "--", ".")
    assert b"\r" not in ledger.read_bytes()


def test_a_ledger_with_windows_line_ends_is_called_one(birds: World) -> None:
    ledger = next((birds.translations / "en" / "approvals").iterdir())
    ledger.write_bytes(ledger.read_bytes().replace(b"\n", b"\r\n"))
    output = birds.run("check").output
    assert f"en/approvals/{ledger.name}:1: its lines end with CR LF; put “*.jsonl eol=lf” into .gitattributes" in output
    assert output.count(ledger.name) == 1


@pytest.mark.parametrize("file", ["adoptions/keeper.jsonl", "fr/proposals.jsonl"])
def test_any_other_file_of_lines_with_windows_line_ends_is_called_one(birds: World, file: str) -> None:
    birds.adopt()
    birds.adopting = False
    path = birds.translations / file
    words = f'{{"day": "{TODAY}", "id": "otter", "concept": "dove", "digest": "sha256:{"0" * 64}"}}\n'.encode()
    path.write_bytes((path.read_bytes() if path.exists() else words).replace(b"\n", b"\r\n"))
    output = birds.run("check").output
    assert f"{file}:1: its lines end with CR LF; put “*.jsonl eol=lf” into .gitattributes" in output
    assert output.count(path.name) == 1


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("en/approvals/heron.jsonl", "keep the lines of both sides and remove only the markers"),
        ("fr/LC_MESSAGES/glossary.po", "merge it by key: “glossary merge BASE OURS THEIRS”"),
        ("policy.toml", "choose one side and remove the markers"),
    ],
)
def test_the_remedy_for_a_conflict_is_that_of_the_file(birds: World, name: str, words: str) -> None:
    path = birds.translations / name
    path.write_text(path.read_text() + "<<<<<<< ours\n=======\n>>>>>>> theirs\n")
    assert words in birds.run("check").output


def test_what_poedit_compiles_beside_a_catalog_is_no_content(birds: World) -> None:
    from glossary.edition.loading import stamp

    path = birds.catalog("fr")
    folders = (birds.terms, birds.translations, birds.support)
    before = stamp(*folders)
    path.with_suffix(".mo").write_bytes(b"\xde\x12\x04\x95")
    assert stamp(*folders) == before
    done = _git(ROOT, "check-ignore", "-q", "translations/fr/LC_MESSAGES/glossary.mo", check=False)
    assert done.returncode == 0
