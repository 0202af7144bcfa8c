"""New content that is read on top of what was read before: only what has changed is opened, and the outcome is the same."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from werkzeug.test import Client

from api import create_app
from glossary.content import memory
from glossary.content.memory import Memory
from glossary.content.model import Approval, Verdict
from glossary.content.text import Text
from glossary.edition import loading, shown
from glossary.edition.edition import Edition
from glossary.edition.loading import stamp
from glossary.errors import BadContent, Finding, Unwritable
from glossary.export import paths
from glossary.ledger import ledgers, proposals
from glossary.ledger.proposals import Proposed
from glossary.serving.front import Front
from glossary.serving.state import Service
from glossary.serving.watch import Watch
from glossary.settings import Settings
from tests import faults, mutations
from tests.world import TODAY, World


def _service(world: World) -> tuple[Front, Watch]:
    front = create_app(world.settings()).wsgi_app
    assert isinstance(front, Front)
    return front, Watch(front)


_opened: list[str] = []
_watched: list[str] = []


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if _watched and event == "open" and isinstance(arguments[0], str | os.PathLike):
        path = os.path.realpath(arguments[0])
        if path.startswith(_watched[0]) and not Path(path).is_dir():
            _opened.append(os.path.relpath(path, _watched[0]))


@contextmanager
def _opening(world: World) -> Iterator[list[str]]:
    """Yield what is opened meanwhile of a world's files."""
    if not _opened and not _watched:
        sys.addaudithook(_hook)
    _opened[:] = []
    _watched[:] = [os.path.realpath(world.root)]
    yield _opened
    _watched.clear()


def _act(edition: Edition, concept: str, language: str, who: str, role: str, verdict: Verdict, extra: str) -> Approval:
    english = edition.concepts[concept].text
    text = english if language == "en" else Text(term=f"{concept} ({language})", definition=f"words{extra}")
    source = None if language == "en" else english.digest
    when = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=1)
    return Approval(when, who, role, verdict, language, concept, text, source)


def test_a_reload_with_one_approval_opens_that_ledger_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = faults.build(tmp_path)
    monkeypatch.setattr(memory, "UNSURE", 0)  # the files of this world are seconds old
    front, watch = _service(world)
    before = front.service.edition
    ledgers.append(world.translations, _act(before, "dove", "fr", "heron", "subject", Verdict.WITHDRAW, ""))
    with _opening(world) as opened:
        watch.look()
    assert front.service.edition.id != before.id
    assert set(opened) == {"translations/fr/approvals/heron.jsonl"}
    finnish = front.service.edition.records.by_language["fi"]
    assert all(one is other for one, other in zip(finnish, before.records.by_language["fi"], strict=True))
    assert front.service.edition.standings["fi"] is before.standings["fi"]


def test_after_an_approval_of_english_only_texts_of_that_concept_are_counted_anew(tmp_path: Path) -> None:
    world = faults.build(tmp_path)
    front, watch = _service(world)
    before = front.service.edition
    changed = replace(before.concepts["dove"].text, definition="is another bird.")
    act = _act(before, "dove", "en", "heron", "subject", Verdict.APPROVE, "")
    ledgers.append(world.translations, replace(act, text=changed))
    watch.look()
    after = front.service.edition
    assert after.vetted("dove", "en") != before.vetted("dove", "en")
    assert not after.source_current("dove", after.standings["fi"]["dove"].vetted)  # type: ignore[arg-type]
    assert after.standings["fi"] is before.standings["fi"]
    assert after.id == loading.load(*front.service.settings.folders).id


def test_the_first_answer_of_a_new_day_makes_nothing_anew_but_what_depends_on_the_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, clock = faults.build(tmp_path), [time.time()]
    front = create_app(world.settings(clock=lambda: clock[0])).wsgi_app
    assert isinstance(front, Front)
    client = Client(front)
    assert client.get("/v1/fr/search?q=dove").status_code == 200
    before = front.service

    def made_anew(*_arguments: object) -> str:
        raise AssertionError("a part of the id was made anew")

    monkeypatch.setattr(shown, "_digest", made_anew)
    clock[0] += 86_400
    assert client.get("/v1/fr/terms/dove.json").status_code == 200
    assert front.service is not before
    assert front.service.edition.support.day == before.edition.support.day + timedelta(days=1)
    assert front.service.finder is before.finder


def test_what_readers_ask_for_is_made_for_the_new_edition_before_it_is_switched_to(tmp_path: Path) -> None:
    world = faults.build(tmp_path)
    front, watch = _service(world)
    client = Client(front)
    before = {path: client.get(path, headers=[("Accept-Encoding", "br")]) for path in _ASKED}
    approved = _act(front.service.edition, "dove", "fr", "heron", "subject", Verdict.WITHDRAW, "")
    ledgers.append(world.translations, approved)
    watch.look()
    application, asked = front.application, list[str]()
    front.application = lambda environ, start: asked.append(environ["PATH_INFO"]) or application(environ, start)  # type: ignore[func-returns-value]
    after = {path: client.get(path, headers=[("Accept-Encoding", "br")]) for path in _ASKED}
    assert asked == []
    for path in _ASKED:
        fresh = front.ask(path).representation("br")
        assert (after[path].data, after[path].headers["ETag"]) == (fresh.body, fresh.etag)
        assert after[path].headers["Glossary-Edition"] != before[path].headers["Glossary-Edition"]
    assert after[_ASKED[0]].data != before[_ASKED[0]].data
    assert after[_ASKED[2]].data == before[_ASKED[2]].data


_ASKED = ("/v1/fr/terms.json", "/v1/en/terms/dove.json", "/v1/fi/bundle.json")


def test_a_file_whose_size_and_time_stay_the_same_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = faults.build(tmp_path)
    monkeypatch.setattr(memory, "UNSURE", 0)
    front, watch = _service(world)
    path = world.translations / "fr" / "LC_MESSAGES" / "glossary.po"
    stat, words = path.stat(), path.read_bytes()
    path.write_bytes(words.replace(b"est un oiseau de nuit", b"est un oiseau du soir"))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert path.stat().st_size == stat.st_size
    watch.look()
    assert front.service.edition.drafts["fr"]["owl"].fields["definition"] == "est un oiseau du soir."


def test_a_file_that_changes_within_one_tick_of_the_clock_is_read_again_at_the_next_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = faults.build(tmp_path)
    monkeypatch.setattr(memory, "UNSURE", 10**15)  # as if its clock were a coarse one
    front, _ = _service(world)
    path, now = world.ledger("fr", "heron"), stamp(*front.service.settings.folders)
    words = path.read_bytes()
    path.write_bytes(words.replace(b"heron", b"robin"))  # and its state were the same
    with pytest.raises(BadContent):
        loading.load(*front.service.settings.folders, None, front.service.edition, None, None, now)


def test_what_is_wrong_with_a_line_that_was_added_is_said_of_its_own_line(tmp_path: Path) -> None:
    world = faults.build(tmp_path)
    front, watch = _service(world)
    path = world.ledger("fr", "heron")
    lines = len(path.read_bytes().splitlines())
    path.write_bytes(path.read_bytes() + b"{}\n")
    watch.look()
    assert [(finding.file[-11:], finding.line) for finding in front.service.findings] == [("heron.jsonl", lines + 1)]


class _Steps:
    """A world that changes at random, read at each step on top of the reading before, and afresh."""

    def __init__(self, root: Path, seed: str) -> None:
        self.good, self.world = root / "good", root / "world"
        self.good.mkdir()
        faults.build(self.good)
        shutil.copytree(self.good, self.world)
        self.dice, self.day = Random(seed), TODAY
        self.folders = self.world / "terms", self.world / "translations", self.world / "support"
        self.edition = self._read(None)

    def _read(self, before: Edition | None) -> Edition:
        return loading.load(*self.folders, self.day, before, None, None, stamp(*self.folders))

    def step(self) -> bool:
        """Change something; read; compare. Return whether there is a new edition."""
        self._change()
        fresh = replace(self.edition, memory=Memory())
        expected = _outcome(lambda: loading.load(*self.folders, self.day, fresh))
        found = _outcome(lambda: self._read(self.edition))
        if isinstance(found, tuple) or isinstance(expected, tuple):
            assert found == expected
            return False
        assert found == expected
        assert found.id == expected.id
        self.edition = found
        return True

    def answers(self) -> None:
        """Compare every file of the edition with that of one that was read afresh."""
        settings = Settings(terms=self.folders[0], translations=self.folders[1], support=self.folders[2])
        front = create_app(settings).wsgi_app
        assert isinstance(front, Front)
        every = list(paths.of_edition(front.service.edition, settings.base_url))
        bodies = {path: front.ask(path).body for path in every}
        front.reload(Service(self.edition, settings, frozenset(), ()))
        assert list(paths.of_edition(self.edition, settings.base_url)) == every
        assert {path: front.ask(path).body for path in every} == bodies

    def home(self) -> None:
        """Bring the content back that was there first, today."""
        self._restored()
        self.day, self._change = TODAY, lambda: None  # type: ignore[method-assign]

    def _change(self) -> None:
        turn = self.dice.choice(
            [self._damaged, self._damaged, self._restored, self._recorded, self._recorded, self._other]
        )
        turn()

    def _damaged(self) -> None:
        with suppress(ValueError, IndexError, OSError, MemoryError):  # nothing is left of a file, or of a kind of file
            mutations.damage(self.dice, self.world)

    def _restored(self) -> None:
        shutil.rmtree(self.world)
        shutil.copytree(self.good, self.world)

    def _recorded(self) -> None:
        language = self.dice.choice(["en", "fr", "fi"])
        who, role = ("heron", "subject") if language == "en" else self.dice.choice(faults.BOTH)
        verdict = self.dice.choice([Verdict.APPROVE, Verdict.APPROVE, Verdict.WITHDRAW])
        concept = self.dice.choice(["dove", "owl", "wren"])
        act = _act(self.edition, concept, language, who, role, verdict, self.dice.choice(["", "a", "b"]))
        when = act.when + timedelta(days=self.dice.choice([0, 0, -300, -1, 2]))
        with suppress(Unwritable):  # what was damaged before may be no file
            ledgers.append(self.world / "translations", replace(act, when=when))

    def _other(self) -> None:
        term = self.folders[0] / f"{self.dice.choice(['dove', 'owl', 'wren'])}.toml"
        policy = self.folders[1] / "policy.toml"
        turn = self.dice.randrange(5)
        if turn == 0 and term.exists():
            term.write_text(term.read_text().replace("bird", self.dice.choice(["fowl", "bird of ours"]), 1))
        elif turn == 1:
            policy.write_text(policy.read_text().replace('id = "otter"\n', 'id = "otter"\nrevoked = []\n'))
        elif turn == 2:
            text = self.dice.choice([*self.edition.records.all]).text
            line = proposals.line(Proposed(TODAY, self.dice.choice(["heron", "otter"]), "dove", text.digest))
            with suppress(Unwritable):
                ledgers.add(proposals.path(self.folders[1], "fr"), line)
        elif turn == 3:
            self.day += timedelta(days=self.dice.choice([1, 1, 200, -1]))
        else:
            (self.folders[1] / "confirmed.txt").write_text(f"{next(self.edition.records.all).seal}\n")


def _outcome(read: Any) -> Edition | tuple[Finding, ...]:
    try:
        edition: Edition = read()
    except BadContent as error:
        return error.findings
    return edition


def test_content_that_is_read_step_by_step_gives_what_content_read_afresh_gives(tmp_path: Path) -> None:
    walk = _Steps(tmp_path, "1")
    assert sum(walk.step() for _ in range(25)) > 5
    walk.home()
    assert walk.step()
    walk.answers()
