"""What the README says is what happens: its commands are run, its answers compared."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator

import pytest

from tests.conftest import ROOT
from tests.running import Running, serving
from tests.world import World

README = (ROOT / "README.md").read_text()
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.DOTALL)
COMMANDS = [line for kind, block in BLOCKS if kind == "sh" for line in block.splitlines()]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The service over the content of this repository."""
    with serving(tmp_path_factory.mktemp("running")) as service:
        yield service


def _curl(running: Running, command: str) -> tuple[int, str]:
    """Do what a curl line of the README does."""
    words, headers = shlex.split(command)[1:], {}
    while words[0].startswith("-"):
        option = words.pop(0)
        if option == "-H":
            name, _, value = words.pop(0).partition(": ")
            headers[name] = value
    assert len(words) == 1
    answer, body = running.get(words[0].removeprefix("localhost:8000"), headers=headers)
    return answer.status, body.decode()


@pytest.mark.parametrize("command", [line for line in COMMANDS if line.startswith("curl ")])
def test_each_curl_line_of_the_readme_is_answered(running: Running, command: str) -> None:
    status, body = _curl(running, command)
    assert status == 200
    assert json.loads(body)


def test_the_answer_shown_in_the_readme_is_the_answer(running: Running) -> None:
    shown = json.loads(next(block for kind, block in BLOCKS if kind == "json"))
    command = next(line for line in COMMANDS if line.startswith("curl "))
    answer = json.loads(_curl(running, command)[1].replace(str(running.port), "8000"))
    assert answer == shown
    assert list(answer) == list(shown)


def test_the_glossary_lines_of_the_readme_run_in_their_order(shipped: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shipped.root)
    policy = shipped.translations / "policy.toml"
    guide = (ROOT / "docs" / "reviewers.md").read_text()
    policy.write_text(policy.read_text() + re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)[0])
    lines = [line for line in COMMANDS if line.startswith(".venv/bin/glossary ")]
    assert len(lines) == 6
    for line in lines:
        arguments = [word.replace("build/public", str(shipped.root / "public")) for word in shlex.split(line)[1:]]
        result = shipped.run(*arguments, text="y\n")
        assert result.exit_code == 0, (line, result.output)
    vetted = shipped.get("/v1/fr/terms/csam.json").json
    assert vetted is not None
    assert vetted["language"] == "fr"


def test_every_make_target_of_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for target in set(re.findall(r"`?make (\w+)", README)) - {"the"}:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_file_and_setting_that_the_readme_names_exists() -> None:
    for name in re.findall(r"`((?:docs|translations|tests)/[\w./-]+|LICENSE)`", README):
        if name != "translations/fr/approvals.jsonl":
            assert (ROOT / name).exists(), name
    settings = (ROOT / "glossary" / "settings.py").read_text()
    for name in re.findall(r"`(GLOSSARY_\w+|PORT|WORKERS)`", README):
        assert f'"{name}"' in settings, name


def test_every_setting_is_in_the_readme() -> None:
    settings = (ROOT / "glossary" / "settings.py").read_text()
    for name in set(re.findall(r'"(GLOSSARY_[A-Z_]+|PORT|WORKERS)"', settings)):
        assert f"`{name}`" in README, name


def test_every_decision_has_its_four_headings() -> None:
    decisions = re.split(r"^## ", (ROOT / "docs" / "decisions.md").read_text(), flags=re.MULTILINE)[1:]
    assert len(decisions) > 10
    for decision in decisions:
        assert re.findall(r"^\*\*(\w+)\.\*\*", decision, re.MULTILINE) == ["Context", "Decision", "Cost", "Revisit"], (
            decision[:60]
        )
