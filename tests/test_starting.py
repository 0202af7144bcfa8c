"""A glossary of one's own, begun: ``init``, ``new-concept``, and commands that take the content of the folder they run in."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from api import create_app
from glossary import settings
from glossary.cli import main
from glossary.content import origins
from tests.conftest import ROOT
from tests.world import World

ANSWERS = {
    "title": "Glossary of birds",
    "reviewer": "heron",
    "publisher": "",
    "contact": "",
    "notice": "",
    "help": "n",
    "group": "Birds",
    "term": "Dove",
    "definition": "bird with a small head and a soft voice",
    "source_title": "A field guide",
    "source_url": "https://example.org/birds",
}


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder, and no variable that says where content is."""
    monkeypatch.chdir(tmp_path)
    for name in ("GLOSSARY_TERMS", "GLOSSARY_TRANSLATIONS", "GLOSSARY_SUPPORT"):
        monkeypatch.delenv(name, raising=False)


def _run(command: Sequence[str], typed: str = "") -> Result:
    return CliRunner().invoke(main, command, input=typed)


def _init(*more: str, **said: str) -> Result:
    return _run(["init", "birds", *more], "\n".join((ANSWERS | said).values()) + "\n")


def _client(folder: Path) -> FlaskClient:
    return create_app(settings.read(origins.here(folder, {}) | {"GLOSSARY_WATCH_SECONDS": "0"})).test_client()


def test_init_leads_by_the_commands_that_it_names_to_a_served_vetted_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = _init()
    assert begun.exit_code == 0, begun.output
    change, *steps, serve = [line.strip() for line in begun.output.partition("Next:\n")[2].splitlines()]
    assert (change, serve) == ("cd birds", "glossary serve")
    folder = tmp_path / "birds"
    monkeypatch.chdir(folder)
    assert "\n".join([*steps, serve]) in (folder / "README.md").read_text()
    for step in steps:
        done = _run(shlex.split(step)[1:], "y\n")
        assert done.exit_code == 0, (step, done.output)
    client = _client(folder)
    entry: Any = client.get("/v1/en/terms/dove.json").json
    assert (entry["term"], entry["vetting"]["status"], entry["content_notice"]) == ("Dove", "vetted", None)
    page = client.get("/en/dove/").text
    assert "Glossary of birds" in page
    assert "/support/" not in page
    assert client.get("/embed/en/dove/").status_code == 200


def test_a_beginning_with_help_and_a_notice_has_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = {**ANSWERS, "notice": "This text is about sick birds.", "help": "y"}
    begun = _run(
        ["init", "birds", "--operator", "Bird Rescue", "--operator-url", "https://example.org/rescue"],
        "\n".join(typed.values()) + "\n",
    )
    assert begun.exit_code == 0, begun.output
    monkeypatch.chdir(tmp_path / "birds")
    assert _run(["adopt", "--all", "--by", "heron"], "y\n").exit_code == 0
    assert _run(["vet", "en", "dove", "--by", "heron", "--role", "subject"], "y\n").exit_code == 0
    page = _client(tmp_path / "birds").get("/en/dove/").text
    assert "This text is about sick birds." in page
    assert "https://example.org/rescue" in page


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("source_url", "our shelf", "“our shelf” is no web address; write one that begins with https://"),
        ("definition", "bird with\u0007 a small head", "control"),
        ("reviewer", "Jane Doe", "“Jane Doe” is not an id"),
        ("term", "鳩", "no id can be made of “鳩”"),
        ("term", "About", "no id can be made of “About” that is free"),
        ("term", "=Dove", "a spreadsheet makes a formula of it"),
        ("definition", "=1+1", "a spreadsheet makes a formula of it"),
        ("title", "<b>Birds</b>", "it holds “<”"),
        ("notice", "Call 555 123 about birds", "it has a digit"),
        ("group", "Birds {x}", "names in braces"),
        ("reviewer", "demonstration-heron", "approve for nobody"),
    ],
)
def test_an_answer_that_cannot_be_used_is_asked_for_again_and_none_is_lost(
    tmp_path: Path, name: str, answer: str, words: str
) -> None:
    begun = _init(**{name: f"{answer}\n{ANSWERS[name]}"})
    assert words in begun.output
    assert begun.exit_code == 0, begun.output
    assert (tmp_path / "birds" / "terms" / "dove.toml").exists()


def test_a_beginning_that_ends_before_its_last_answer_writes_nothing(tmp_path: Path) -> None:
    ended = _run(["init", "birds"], "Glossary of birds\nJane Doe\n")
    assert ended.exit_code == 1
    assert list(tmp_path.iterdir()) == []


def test_init_leaves_a_folder_alone_that_has_anything_in_it(tmp_path: Path) -> None:
    (tmp_path / "birds").mkdir()
    (tmp_path / "birds" / "notes.txt").write_text("mine")
    refused = _init()
    assert (refused.exit_code, refused.output) == (1, "glossary: birds exists and is not empty; name a new folder\n")
    assert [path.name for path in (tmp_path / "birds").iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("place", [".", "link"])
def test_init_fills_an_empty_folder_that_is_there_and_leaves_it_the_same_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    empty = tmp_path / "birds"
    empty.mkdir()
    (tmp_path / "link").symlink_to("birds")
    before = empty.stat().st_ino
    monkeypatch.chdir(empty if place == "." else tmp_path)
    begun = _run(["init", place], "\n".join(ANSWERS.values()) + "\n")
    assert begun.exit_code == 0, begun.output
    names = [".gitattributes", "README.md", "glossary.toml", "terms", "translations"]
    assert sorted(path.name for path in empty.iterdir()) == names
    assert (empty.stat().st_ino, (tmp_path / "link").is_symlink()) == (before, True)


@pytest.mark.parametrize("place", ["file/birds", "b" * 300, "file"])
def test_init_says_why_there_can_be_no_folder(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("")
    refused = _run(["init", place], "\n".join(ANSWERS.values()) + "\n")
    assert (refused.exit_code, isinstance(refused.exception, SystemExit)) == (1, True), refused.exception
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_second_init_of_a_glossary_says_how_to_go_on_in_it(tmp_path: Path) -> None:
    assert _init().exit_code == 0
    before = {path: path.read_bytes() for path in (tmp_path / "birds").rglob("*") if path.is_file()}
    refused = _init()
    assert refused.exit_code == 1
    assert refused.output == (
        "glossary: birds holds a glossary already; go on in it: “cd birds”, then “glossary check”; “glossary new-concept ID”"
        " writes the next term. For another glossary name a new folder\n"
    )
    assert {path: path.read_bytes() for path in before} == before


def test_publisher_and_contact_are_asked_for_and_stand_where_readers_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = _init(publisher="Society of “Bird” Friends", contact="birds@example.org\nmailto:birds@example.org")
    assert begun.exit_code == 0, begun.output
    assert "“birds@example.org”: it is no address; write one that begins with https:// or mailto:" in begun.output
    monkeypatch.chdir(tmp_path / "birds")
    assert _run(["adopt", "--all", "--by", "heron"], "y\n").exit_code == 0
    about = _client(tmp_path / "birds").get("/en/about/").text
    assert "Society of “Bird” Friends" in about
    assert 'href="mailto:birds@example.org"' in about


def test_what_somebody_writes_can_be_no_key_of_a_file(tmp_path: Path) -> None:
    title = 'Birds" # \\ $x'
    assert _init("--id", "birds", title=title).exit_code == 0
    assert _run(["check"]).exit_code == 0
    (about,) = [line for line in (tmp_path / "birds" / "glossary.toml").read_text().splitlines() if "title" in line[:5]]
    assert about == 'title = "Birds\\" # \\\\ $x"'


def test_commands_take_the_content_of_the_folder_that_they_run_in_unless_a_variable_names_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _init().exit_code == 0
    monkeypatch.chdir(tmp_path / "birds")
    assert "1 concept x 1 language" in _run(["status"]).output
    monkeypatch.setenv("GLOSSARY_SUPPORT", str(tmp_path / "birds"))
    assert "1 concept x 1 language" not in _run(["status"]).output
    monkeypatch.delenv("GLOSSARY_SUPPORT")
    (tmp_path / "birds" / "glossary.toml").unlink()
    assert "1 concept x 1 language" not in _run(["status"]).output


NEW = ("--term", "Owl", "--definition", "bird of the night", "--source-title", "A field guide")
ADDRESS = ("--source-url", "https://example.org/birds")


def test_a_new_concept_is_a_draft_that_passes_its_checks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _init().exit_code == 0
    monkeypatch.chdir(tmp_path / "birds")
    strange = _run(["new-concept", "owl", "--group", "waders", *NEW, *ADDRESS])
    assert "there is no group “waders”; name one of birds" in strange.output
    made = _run(["new-concept", "owl", *NEW, *ADDRESS])
    assert (made.exit_code, "terms/owl.toml" in made.output) == (0, True)
    assert _run(["sync"]).exit_code == 0
    checked = _run(["check"])
    assert checked.exit_code == 0, checked.output
    assert "2 concepts x 1 language" in _run(["status"]).output


@pytest.mark.parametrize(
    ("concept", "address", "words"),
    [
        ("dove", ADDRESS[1], "terms/dove.toml exists"),
        ("pigeon", ADDRESS[1], "“pigeon” was the id of “dove”"),
        ("support", ADDRESS[1], "“support” is the address of another page"),
        ("Owl", ADDRESS[1], "“Owl” is not an id"),
        ("o" * 300, ADDRESS[1], "more than 100 characters"),
        ("owl", "somewhere", "“somewhere” is no web address"),
    ],
)
def test_a_new_concept_that_cannot_be_one_writes_nothing(world: World, concept: str, address: str, words: str) -> None:
    path = world.term("dove", definition="is a bird of peace.")
    path.write_text('formerly = ["pigeon"]\n' + path.read_text())
    before = sorted(world.terms.iterdir())
    refused = world.run("new-concept", concept, "--group", "birds", *NEW, "--source-url", address)
    assert (refused.exit_code > 0, words in refused.output) == (True, True), refused.output
    assert sorted(world.terms.iterdir()) == before


def test_a_new_language_says_which_reviewers_it_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _init().exit_code == 0
    monkeypatch.chdir(tmp_path / "birds")
    said = " ".join(_run(["new-language", "fr"]).output.split())
    assert "strings in interface.po, such as the title of the glossary: pages in fr show them in English until" in said
    assert "Nobody can approve it yet: policy.toml needs language and subject reviewers of fr" in said


def test_a_folder_of_a_glossary_whose_file_about_itself_cannot_be_read_is_not_taken_for_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _init().exit_code == 0
    monkeypatch.chdir(tmp_path / "birds")
    (tmp_path / "birds" / "glossary.toml").unlink()
    (tmp_path / "birds" / "glossary.toml").mkdir()
    checked = _run(["check"])
    assert (checked.exit_code, "glossary.toml:0: it cannot be read (Is a directory)" in checked.output) == (1, True)


def test_a_second_language_begins_as_the_guide_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guide = (ROOT / "docs" / "own-glossary.md").read_text().partition("**A second language**")[2].partition("\n## ")[0]
    assert _init().exit_code == 0
    monkeypatch.chdir(folder := tmp_path / "birds")
    for command in ("adopt --all --by heron", "vet en dove --by heron --role subject"):
        assert _run(command.split(), "y\n").exit_code == 0
    begin, policy, go_on = re.findall(r"```(?:text|toml)\n(.*?)```", guide, re.DOTALL)
    assert "needs language and subject reviewers of fr" in _run(shlex.split(begin)[1:]).output
    with (folder / "translations" / "policy.toml").open("a") as file:
        file.write(f"\n{policy}")
    french = {
        "Dove": "Colombe",
        ANSWERS["definition"]: "oiseau à la voix douce",
        ANSWERS["title"]: "Glossaire",
        "Birds": "Oiseaux",
    }
    for path in (folder / "translations" / "fr" / "LC_MESSAGES").iterdir():
        text = path.read_text()
        for source, words in french.items():
            text = text.replace(f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{words}"')
        path.write_text(text)
    for command in go_on.splitlines():
        done = _run(shlex.split(command)[1:], "y\n")
        assert done.exit_code == 0, (command, done.output)
    entry: Any = _client(folder).get("/v1/fr/terms/dove.json").json
    assert entry["vetting"]["status"] == "vetted"
    assert "<title>Colombe – Glossaire</title>" in _client(folder).get("/fr/dove/").text


def test_a_shell_whose_folder_is_gone_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    for command in (["status"], ["import", "terms.csv"], ["init", "birds"]):
        refused = _run(command)
        assert (refused.exit_code, "the folder that this shell stands in is gone" in refused.output) == (1, True)
    monkeypatch.chdir(tmp_path)
