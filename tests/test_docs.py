"""What the README and the page of the API say is what happens: their commands are run, their answers compared."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.conftest import ROOT
from tests.running import Running, serving
from tests.world import World

README = (ROOT / "README.md").read_text()
API = (ROOT / "docs" / "api.md").read_text()
PAGES = (README, (ROOT / "CONTRIBUTING.md").read_text(), *(path.read_text() for path in (ROOT / "docs").glob("*.md")))


def _blocks(page: str, kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", page, re.DOTALL)


def _commands(page: str, program: str) -> list[str]:
    """Return the lines of a page's shell blocks that run a program."""
    return [line for block in _blocks(page, "sh") for line in block.splitlines() if line.startswith(f"{program} ")]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The service over the content of this repository."""
    with serving(tmp_path_factory.mktemp("running")) as service:
        yield service


def _curl(running: Running, command: str) -> tuple[int, str]:
    """Do what a curl line of a page does."""
    words, headers, form = shlex.split(command)[1:], {}, None
    for option in [word for word in words if word in ("-H", "-d")]:
        value = words.pop(words.index(option) + 1)
        words.remove(option)
        if option == "-H":
            name, _, value = value.partition(": ")
            headers[name] = value
        else:
            form = urlencode(dict([value.split("=", 1)]))
            headers["Content-Type"] = "application/x-www-form-urlencoded"
    words = [word for word in words if not word.startswith("-")]
    assert len(words) == 1
    method = "GET" if form is None else "POST"
    answer, body = running.get(words[0].removeprefix("localhost:8000"), method, headers, form)
    return answer.status, body.decode()


@pytest.mark.parametrize("command", [*_commands(README, "curl"), *_commands(API, "curl")])
def test_each_curl_line_is_answered(running: Running, command: str) -> None:
    status, body = _curl(running, command)
    assert status == 200
    assert json.loads(body)


def _shown_and_answered(running: Running, page: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the first JSON that a page shows, and what its first command is really answered."""
    body = _curl(running, _commands(page, "curl")[0])[1]
    return json.loads(_blocks(page, "json")[0]), json.loads(body.replace(str(running.port), "8000"))


def test_the_ten_lines_of_the_readme_are_fields_of_the_answer_in_its_order(running: Running) -> None:
    example, answer = _shown_and_answered(running, README)
    assert example == {name: answer[name] for name in example}
    assert list(example) == [name for name in answer if name in example]
    assert len(_blocks(README, "json")[0].splitlines()) == 10
    assert len(example) == 8, "the README says that it shows eight fields"


def test_the_answer_shown_on_the_page_of_the_api_is_the_whole_answer(running: Running) -> None:
    example, answer = _shown_and_answered(running, API)
    assert answer == example
    assert list(answer) == list(example)


def test_the_glossary_lines_of_the_readme_run_in_their_order(shipped: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shipped.root)
    policy = shipped.translations / "policy.toml"
    guide = (ROOT / "docs" / "reviewers.md").read_text()
    policy.write_text(policy.read_text() + re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)[0])
    lines = _commands(README, ".venv/bin/glossary")
    assert len(lines) == 6
    for line in lines:
        arguments = [word.replace("build/public", str(shipped.root / "public")) for word in shlex.split(line)[1:]]
        result = shipped.run(*arguments, text="y\n", GLOSSARY_BASE_URL="https://glossary.example.org")
        assert result.exit_code == 0, (line, result.output)
    vetted = shipped.get("/v1/fr/terms/csam.json").json
    assert vetted is not None
    assert vetted["language"] == "fr"


def test_the_readme_says_how_many_concepts_there_are() -> None:
    count = len(list((ROOT / "glossary" / "terms").glob("*.toml")))
    assert f"{count} concepts in 26 languages" in README
    assert f"CSAM, grooming and {count - 2} more" in README


def test_every_make_target_that_a_page_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for target in {name for page in PAGES for name in re.findall(r"`make ([\w.-]+)", page)}:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_file_link_and_setting_that_the_readme_names_exists() -> None:
    for name in re.findall(r"[`(\"]((?:docs|translations|tests)/[\w./-]+|LICENSE|[A-Z]+\.md)[`)\"]", README):
        if name != "translations/fr/approvals/otter.jsonl":
            assert (ROOT / name).exists(), name
    settings = "".join((ROOT / "glossary" / name).read_text() for name in ("settings.py", "content/origins.py"))
    for name in re.findall(r"`(GLOSSARY_\w+|PORT|WORKERS)`", README):
        assert f'"{name}"' in settings, name


def test_every_link_between_the_pages_leads_to_a_file_and_a_heading() -> None:
    for folder in (ROOT, ROOT / "docs"):
        for page in folder.glob("*.md"):
            for name, _, heading in (link.partition("#") for link in re.findall(r"\]\(([^):]+)\)", page.read_text())):
                target = page.parent / name if name else page
                assert target.is_file(), (page.name, name)
                headings = re.findall(r"^#+ (.*)$", target.read_text(), re.MULTILINE)
                assert not heading or heading in [line.lower().replace(" ", "-") for line in headings], heading


def test_every_setting_is_in_the_readme() -> None:
    settings = (ROOT / "glossary" / "settings.py").read_text()
    for name in set(re.findall(r'"(GLOSSARY_[A-Z_]+|PORT|WORKERS)"', settings)):
        assert f"`{name}`" in README, name


def test_every_decision_says_what_was_not_taken_and_what_it_costs() -> None:
    decisions = re.split(r"^## ", (ROOT / "docs" / "decisions.md").read_text(), flags=re.MULTILINE)[1:]
    assert len(decisions) > 10
    for decision in decisions:
        parts = re.findall(r"^\*\*([\w ]+)\.\*\*", decision, re.MULTILINE)
        assert parts == ["Context", "Decision", "Not taken", "Cost", "Revisit"], decision[:60]


def test_every_module_on_the_ways_through_the_code_exists() -> None:
    ways = (ROOT / "docs" / "architecture.md").read_text().split("## Three ways through the code")[1]
    modules = set(re.findall(r"`(\w+/[\w/]+\.py)`", ways))
    assert len(modules) > 20
    assert {module for module in modules if not (ROOT / "glossary" / module).is_file()} == set()
