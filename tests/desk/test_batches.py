"""Batches, in real repositories: what reviewers do is kept, joins with what others do, and names nobody."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from glossary.content import files
from glossary.content.model import Verdict
from glossary.desk import batches as module
from glossary.desk.batches import Act, Batches
from glossary.edition import loading
from glossary.errors import BadContent, Refused
from glossary.ledger import ledgers
from glossary.review import vetting
from glossary.settings import Settings
from tests.world import World

DIGEST = "0123456789abcdef"


@pytest.fixture
def batches(french: World) -> Batches:
    """The batches of a repository with one concept, vetted in English, drafted in French."""
    french.environment()  # what stands beside the texts is adopted
    french.commit()
    return _batches(french)


def _batches(world: World) -> Batches:
    chosen = Settings(terms=world.terms, translations=world.translations, support=world.support)
    return Batches(chosen, world.root / "state" / "batches")


def _git(world: World, *arguments: str) -> str:
    quiet = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
    command = ["git", *arguments]
    return subprocess.run(command, cwd=world.root, check=True, capture_output=True, env=quiet, text=True).stdout


def _approve(world: World, batches: Batches, who: str = "otter", role: str = "language") -> None:
    edition = loading.load(world.terms, world.translations, world.support)
    proposal = edition.proposal("dove", "fr")
    assert proposal
    request = vetting.Request("fr", "dove", who, role, Verdict.APPROVE, datetime.now(UTC).replace(microsecond=0))
    with batches.open(who) as batch:
        ledgers.append(batch.translations, request.record(proposal.text, proposal.key[1]))
        batch.record(Act("approve", "fr", "dove", proposal.digest))


def _write(batches: Batches, who: str, before: str, after: str) -> None:
    with batches.open(who) as batch:
        path = batch.translations / "fr" / "LC_MESSAGES" / "glossary.po"
        text = path.read_text()
        assert before in text
        path.write_text(text.replace(before, after))
        batch.record(Act("propose", "fr", "dove", DIGEST))


def test_a_verdict_is_one_commit_that_names_a_pseudonym_and_no_hour(
    french: World, batches: Batches, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Somebody")
    monkeypatch.setenv("GIT_COMMITTER_EMAIL", "somebody@host.example.org")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    _approve(french, batches)
    said = _git(french, "log", "--format=%an <%ae> %ad|%cn <%ce> %cd|%s", "--date=iso", "main..desk/otter")
    midnight = f"otter <otter@desk.invalid> {datetime.now(UTC).date()} 00:00:00 +0000"
    act = batches.of("otter").acts[0]
    assert said == f"{midnight}|{midnight}|approve fr/dove {act.digest}\n"
    assert "somebody" not in _git(french, "reflog", "--format=%gn %ge %gs", "desk/otter").lower()


def test_hooks_and_settings_of_the_machine_do_not_act(french: World, batches: Batches) -> None:
    hooks = french.root / ".git" / "hooks"
    for name in ("pre-commit", "post-checkout", "post-commit", "reference-transaction"):
        (hooks / name).write_text("#!/bin/sh\nexit 1\n")
        (hooks / name).chmod(0o755)
    french_config = french.root / ".git" / "config"
    french_config.write_text(french_config.read_text() + "[commit]\n\tgpgSign = true\n[user]\n\tsigningKey = nobody\n")
    _approve(french, batches)
    assert [act.verb for act in batches.of("otter").acts] == ["approve"]


def _break_off(batches: Batches) -> None:
    with batches.open("otter") as batch:
        (batch.translations / "fr" / "stray.txt").write_text("half of something")
        (batch.translations / "policy.toml").write_text("broken")
        raise KeyError


def test_what_was_not_committed_is_swept_out_before_the_next_verdict(french: World, batches: Batches) -> None:
    with pytest.raises(KeyError):
        _break_off(batches)
    _approve(french, batches)
    changed = _git(french, "diff", "--name-only", "main", "desk/otter").split()
    assert changed == ["translations/fr/approvals/otter.jsonl"]


def test_the_checkout_that_is_served_is_not_touched_until_a_batch_is_taken_in(french: World, batches: Batches) -> None:
    _approve(french, batches)
    assert french.ledgers("fr") == []
    assert [(batch.who, len(batch.acts)) for batch in batches.waiting()] == [("otter", 1)]
    assert [act.verb for act in batches.take_in("otter").acts] == ["approve"]
    assert [path.name for path in french.ledgers("fr")] == ["otter.jsonl"]
    assert batches.waiting() == ()
    with pytest.raises(Refused, match="nothing of “otter” waits"):
        batches.take_in("otter")


def test_two_batches_make_a_text_vetted_whichever_is_taken_in_first(french: World, batches: Batches) -> None:
    _approve(french, batches)
    _approve(french, batches, "heron", "subject")
    batches.take_in("heron")
    batches.take_in("otter")
    assert french.get("/v1/fr/terms/dove.json").json["language"] == "fr"  # type: ignore[index]
    assert "desk" not in _git(french, "log", "--format=%an %cn", "main")


def test_catalogs_are_joined_by_key_and_what_both_changed_keeps_both(french: World, batches: Batches) -> None:
    _write(batches, "otter", 'msgstr "Colombe"', 'msgstr "Pigeon"')
    _write(batches, "heron", 'msgstr "Colombe"', 'msgstr "Tourterelle"')
    french.catalog("fr", {"dove.abbreviation": "CLB"})
    french.commit("a translator goes on")
    batches.take_in("otter")
    batches.take_in("heron")
    catalog = (french.translations / "fr" / "LC_MESSAGES" / "glossary.po").read_text()
    assert "# merge: the other branch has: Tourterelle\n" in catalog
    assert '#, fuzzy\nmsgctxt "dove.term"' in catalog
    assert 'msgstr "CLB"' in catalog


def test_a_batch_with_which_the_content_could_not_be_served_is_not_taken_in(french: World, batches: Batches) -> None:
    with batches.open("otter") as batch:
        path = ledgers.path(batch.translations, "fr", "otter")
        path.parent.mkdir()
        path.write_text("{}\n")
        batch.record(Act("approve", "fr", "dove", DIGEST))
    with pytest.raises(BadContent, match="the record is damaged"):
        batches.take_in("otter")
    assert french.ledgers("fr") == []


def test_a_verdict_is_kept_while_the_repository_is_in_the_middle_of_a_merge(french: World, batches: Batches) -> None:
    french.git("checkout", "-qb", "other")
    french.catalog("fr", {"dove.term": "Pigeon"})
    french.commit("one")
    french.git("checkout", "-q", "main")
    french.catalog("fr", {"dove.term": "Tourterelle"})
    french.commit("two")
    with pytest.raises(subprocess.CalledProcessError):
        french.git("merge", "-q", "other")
    with batches.open("otter") as batch:
        (batch.translations / "note").write_text("a verdict")
        batch.record(Act("ask", "fr", "dove", DIGEST))
    assert len(batches.of("otter").acts) == 1
    with pytest.raises(Refused, match="in the middle of joining two versions"):
        batches.take_in("otter")
    french.git("merge", "--abort")
    batches.take_in("otter")


def test_what_nobody_has_committed_is_not_overwritten_by_a_batch(french: World, batches: Batches) -> None:
    _write(batches, "otter", 'msgstr "Colombe"', 'msgstr "Pigeon"')
    path = french.catalog("fr", {"dove.term": "Tourterelle"})
    with pytest.raises(Refused, match="changes that are not committed are in the way"):
        batches.take_in("otter")
    assert "Tourterelle" in path.read_text()
    assert len(batches.of("otter").acts) == 1


def test_content_that_goes_on_while_a_batch_is_taken_in_is_named(
    french: World, batches: Batches, monkeypatch: pytest.MonkeyPatch
) -> None:
    _approve(french, batches)

    def somebody_commits(_self: Batches, _batch: module.Open) -> None:
        (french.root / "note").write_text("more")
        french.commit("more")

    monkeypatch.setattr(Batches, "_require_good", somebody_commits)
    with pytest.raises(Refused, match="the content went on while the batch was taken in"):
        batches.take_in("otter")
    monkeypatch.undo()
    assert len(batches.take_in("otter").acts) == 1


def test_a_batch_goes_on_where_the_folder_of_the_desk_is_gone(french: World, batches: Batches) -> None:
    _write(batches, "otter", 'msgstr "Colombe"', 'msgstr "Pigeon"')
    for path in sorted((french.root / "state").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    _write(batches, "otter", 'msgstr "Pigeon"', 'msgstr "Tourterelle"')
    assert len(batches.of("otter").acts) == 2


def test_a_batch_that_another_process_keeps_says_so(
    french: World, batches: Batches, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.1)
    with files.locked(french.root / ".git"), pytest.raises(Refused, match="another program"):
        _approve(french, batches)


def test_no_repository_and_no_git_are_named_in_words(
    french: World, batches: Batches, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    with pytest.raises(Refused, match="git is not installed where the desk runs"):
        batches.of("otter")
    monkeypatch.undo()
    (french.root / ".git").rename(french.root / "gone")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(french.root.parent))
    with pytest.raises(Refused, match="lies in no repository"):
        batches.of("otter")


@pytest.mark.parametrize("who", ["../main", "Otter", "otter/x", "-x", ""])
def test_a_batch_has_the_name_of_a_reviewer(batches: Batches, who: str) -> None:
    with pytest.raises(Refused, match="is not the id of a reviewer"):
        batches.of(who)


@contextmanager
def full_disk() -> Iterator[None]:
    """Let this process and its children write no byte."""
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, limit[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)


def test_a_full_disk_is_named_and_leaves_the_batch_as_it_was(french: World, batches: Batches) -> None:
    _write(batches, "otter", 'msgstr "Colombe"', 'msgstr "Pigeon"')
    before = batches.of("otter")
    with batches.open("otter") as batch:
        (batch.translations / "fr" / "note").write_text("a verdict")
        with full_disk(), pytest.raises(Refused, match="the disk of the desk is full"):
            batch.record(Act("ask", "fr", "dove", DIGEST))
    assert batches.of("otter") == before
    _write(batches, "otter", 'msgstr "Pigeon"', 'msgstr "Tourterelle"')


def test_the_records_of_a_batch_are_read_from_it(french: World, batches: Batches) -> None:
    assert batches.records(batches.of("otter"), "fr") == ()
    _approve(french, batches)
    batch = batches.of("otter")
    assert [record.concept for record in batches.records(batch, "fr")] == ["dove"]
    assert batches.records(batch, "de") == ()
    assert batches.records(replace(batch, tip=""), "fr") == ()
