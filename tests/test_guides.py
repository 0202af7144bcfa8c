"""The guides for translators and reviewers, done as they say: one story, in a glossary of birds."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from api import create_app
from glossary.cli import COMMANDS, main
from glossary.content.model import Approval, Verdict
from glossary.edition.loading import load
from glossary.ledger import record
from glossary.review import receiving
from tests.conftest import ROOT, needs
from tests.world import TODAY, World

GUIDES = ("translators", "reviewers")
POLICY = """\
review_due_months = 24
[required]
source = ["subject"]
translation = ["language", "subject"]
[[reviewers]]
id = "heron"
roles = ["subject"]
languages = ["en"]
"""
_STEP = re.compile(
    r"^```(console|po found|po|toml|json|sh)\n(.*?)^```$|^<!-- (term) (.*?) -->$", re.MULTILINE | re.DOTALL
)


@pytest.fixture
def birds(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Two concepts in English, one of them vetted, and the beginning of a French catalog."""
    monkeypatch.chdir(world.root)
    (world.translations / "policy.toml").write_text(POLICY)
    path = world.term("dove", definition="is a bird of peace.", plain="A bird.", forms="dove\ndoves")
    note = "It follows the term after a colon, so it begins with a small letter."
    path.write_text(path.read_text() + f'[notes]\ndefinition = "{note}"\n')
    world.term("owl", definition="is a bird of the night.")
    world.approve("en", "dove")
    world.catalog("fr", {"dove.term": "Colombe", "dove.definition": "est un oiseau de paix"})
    assert world.run("sync").exit_code == 0
    return world


def steps(guide: str) -> Iterator[tuple[str, str]]:
    """Yield what a guide does: the kind of each step, and its text."""
    for step in _STEP.finditer((ROOT / "docs" / f"{guide}.md").read_text()):
        yield (step[1] or step[3], step[2] or step[4])


def follow(world: World, guide: str) -> list[tuple[str, str]]:
    """Do what a guide says; return each command with what it really said."""
    outputs = []
    for kind, text in steps(guide):
        if kind == "console":
            outputs += [(line[2:], _run(world, line[2:])) for line in text.splitlines() if line.startswith("$ ")]
        elif kind == "term":
            _redraft(world, text)
        elif kind == "toml":
            name = "allow.toml" if "[[allow]]" in text else "policy.toml"
            path = world.translations / name
            path.write_text((path.read_text() if path.exists() else "") + text)
        elif kind.startswith("po"):
            _entry(world.translations / "fr" / "LC_MESSAGES" / "glossary.po", text, present=kind == "po found")
    return outputs


def _run(world: World, command: str) -> str:
    words = shlex.split(command)
    assert words[0] == "glossary"
    return world.run(*words[1:], text="y\n").output


def _redraft(world: World, text: str) -> None:
    """Change a field of a term file."""
    key, _, value = text.partition(": ")
    concept, field = key.split(".")
    path = world.terms / f"{concept}.toml"
    path.write_text(re.sub(rf"^{field} = .*$", f"{field} = {json.dumps(value)}", path.read_text(), count=1, flags=re.M))


def _entry(path: Path, text: str, *, present: bool) -> None:
    """Find an entry in a catalog as it is shown, or write it in place of the one with its key."""
    entries = path.read_text().rstrip("\n").split("\n\n")
    key = next(line for line in text.splitlines() if line.startswith("msgctxt"))
    at = next(number for number, entry in enumerate(entries) if key in entry.splitlines())
    if present:
        assert entries[at] == text.rstrip("\n")
    entries[at] = text.rstrip("\n")
    path.write_text("\n\n".join(entries) + "\n")


@pytest.mark.parametrize("guide", GUIDES)
def test_every_command_of_a_guide_says_what_the_guide_shows(birds: World, guide: str) -> None:
    for earlier in GUIDES[: GUIDES.index(guide)]:
        follow(birds, earlier)
    console = "".join(text for kind, text in steps(guide) if kind == "console")
    assert console.count("$ glossary") >= 6
    outputs = follow(birds, guide)
    blocks = re.split(r"^\$ (.*)\n", console, flags=re.MULTILINE)[1:]
    for (command, output), expected in zip(outputs, blocks[1::2], strict=True):
        lines = [line.rstrip() for line in output.splitlines()]
        for line in filter(None, map(str.rstrip, expected.splitlines())):
            assert line in lines, (command, line, output)
            del lines[: lines.index(line) + 1]


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_shows_something_of_every_answer(guide: str) -> None:
    for kind, text in steps(guide):
        if kind == "console":
            assert not re.search(r"^\$.*\n(\$|\Z)", text, re.MULTILINE), text


def test_a_glossary_of_one_s_own_begins_as_its_guide_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guide = (ROOT / "docs" / "own-glossary.md").read_text()
    for name, text in re.findall(r"```toml\n# (\S+)\n(.*?)```", guide, re.DOTALL):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GLOSSARY_WATCH_SECONDS", "0")
    for variable, folder in re.findall(r"export (GLOSSARY_\w+)=/srv/birds/(\w+)", guide):
        monkeypatch.setenv(variable, str(tmp_path / folder))
    commands = [line for block in re.findall(r"```sh\n(.*?)```", guide, re.DOTALL) for line in block.splitlines()]
    assert len(commands) == 6
    for command in commands:
        result = CliRunner().invoke(main, shlex.split(command)[1:], input="y\n")
        assert result.exit_code == 0, (command, result.output)
    answer = create_app().test_client().get("/v1/fr/terms/dove.json").json
    assert answer
    assert (answer["definition"], answer["vetting"]["status"]) == ("is a bird of peace.", "vetted")
    assert answer["rights"]["licence"]["id"] == "CC-BY-4.0"


def test_the_way_without_a_terminal_is_as_its_lines_say(birds: World) -> None:
    needs("ssh-keygen")
    guide = (ROOT / "docs" / "reviewers.md").read_text()
    make_key, make_file, sign, take = re.findall(
        r"^(ssh-keygen -t .*|glossary sheet fr --a.*|ssh-keygen -Y.*|glossary vet --f.*)$", guide, re.M
    )
    for earlier in GUIDES[:1]:
        follow(birds, earlier)
    birds.approve("en", "dove")
    policy = birds.translations / "policy.toml"
    policy.write_text(policy.read_text() + re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)[0])
    (birds.root / "glossary.toml").write_text((ROOT / "glossary" / "glossary.toml").read_text())
    assert "2 concepts" in _run(birds, make_file)
    assert sign.split()[4] in (birds.root / "build" / "answers-fr.html").read_text(), (
        "the page shows the same namespace"
    )
    home, folder = birds.root / "home", birds.root / "answers"
    (home / ".keys").mkdir(parents=True)
    folder.mkdir()
    proposal = load(birds.terms, birds.translations, birds.support).proposal("dove", "fr")
    assert proposal
    words = "otter", "language", Verdict.APPROVE, "fr", "dove", proposal.text, proposal.key[1]
    (folder / "fr-dove-otter.line").write_text(record.line(Approval(receiving.stated((), TODAY), *words)))
    for command, where in ((f"{make_key} -q -N ''", home), (sign, folder)):
        subprocess.run(
            ["sh", "-c", command], cwd=where, env={**os.environ, "HOME": str(home)}, check=True, capture_output=True
        )
    key = " ".join((home / ".keys" / "otter.pub").read_text().split()[:2])
    output = _run(birds, take)
    assert "It does not count yet: the policy has no such key" in output
    assert f'keys = ["{key}"]' in output
    policy.write_text(policy.read_text().replace('id = "otter"', f'id = "otter"\nkeys = ["{key}"]'))
    assert "is now vetted" in birds.vet("fr", "dove", "wren", "subject").output


def test_commands_files_and_links_in_the_guides_exist() -> None:
    for guide in GUIDES:
        text = (ROOT / "docs" / f"{guide}.md").read_text()
        for command in re.findall(r"`?glossary ([a-z-]+)[` \n]", " ".join(re.findall(r"`glossary [^`]*`", text))):
            assert command in COMMANDS, command
        for name in re.findall(r"`((?:docs|translations)/[\w./-]+)`", text):
            assert (
                name in ("translations/allow.toml", "translations/fr/approvals/otter.jsonl") or (ROOT / name).exists()
            ), name


def test_the_weblate_settings_are_for_the_files_that_there_are() -> None:
    settings = json.loads(next(text for kind, text in steps("translators") if kind == "json"))
    catalogs = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob(settings["filemask"]))
    assert catalogs
    assert all(re.fullmatch(settings["language_regex"], path.split("/")[1]) for path in catalogs)
    assert (ROOT / settings["new_base"]).is_file()
    assert settings["template"] == "", "a bilingual format has no base file"
