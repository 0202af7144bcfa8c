"""The answers file, from disk and without a network: what it saves is what ``vet --from`` takes, in each engine."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Download, Page

from glossary.content.identity import NAMELESS
from glossary.content.model import Approval, Verdict
from glossary.edition.edition import Edition
from glossary.edition.loading import load
from glossary.ledger import record as records
from glossary.ledger import signed
from tests.conftest import needs
from tests.engines import Engine
from tests.world import TODAY, World

pytest_plugins = ["tests.browser", "tests.engines"]

NAMESPACE = signed.namespace(signed.APPROVAL, NAMELESS.id)
MIDNIGHT = datetime.combine(TODAY, datetime.min.time(), UTC)

ANSWER = """async (answers) => {
  const get = (selector, from = document) => from.querySelector(selector);
  const put = (element, value) => {
    if (element.type == "checkbox") element.checked = value; else element.value = value;
    element.dispatchEvent(new Event("input", { bubbles: true }));
  };
  for (const [selector, value] of answers) put(get(selector), value);
  for (let last = null, turn = 0; turn < 20; turn++) {
    await new Promise(done => setTimeout(done, 50));
    if (last === (last = get("#files").innerHTML + get("#summary").textContent) && turn > 3) break;
  }
  const saved = [], made = URL.createObjectURL;
  URL.createObjectURL = blob => { saved.push(blob); return made.call(URL, blob); };
  HTMLAnchorElement.prototype.click = function () { saved.push(this.download); };
  for (const button of document.querySelectorAll("#files button")) button.click();
  const files = {};
  for (let at = 0; at < saved.length; at += 2) files[saved[at + 1]] = await saved[at].text();
  URL.createObjectURL = made;
  delete HTMLAnchorElement.prototype.click;
  return {
    files, summary: get("#summary").textContent, command: get("#command").textContent, disabled: get("#save").disabled,
    shown: Object.fromEntries([...document.querySelectorAll("#files li")]
      .map(row => [get("code", row).textContent, get("pre", row).textContent])),
    wrong: [...document.querySelectorAll(".verdict .wrong:not([hidden])")].map(place => place.textContent),
    loaded: performance.getEntriesByType("resource").length,
  };
}"""
OTTER = [["#who", "otter"], ["#role", "language"]]


@pytest.fixture
def birds(world: World) -> World:
    """Two birds, vetted in English and drafted in Arabic, with a character that nobody sees where the script needs it."""
    world.term("dove", forms="dove\ndoves")
    world.term("owl", note="It hunts at night.")
    world.approve("en", "dove", "owl")
    texts = {
        "dove.term": "حمامة",
        "dove.definition": "هي “طائر” \\ <".replace("<", "\u200fDNA") + ".",
        "dove.forms": "حمامة\nحمام",
    }
    world.catalog("ar", texts | {"owl.term": "بومة", "owl.definition": "طائر."})
    policy = world.translations / "policy.toml"
    policy.write_text(policy.read_text().replace('"hr"', '"hr", "ar"'))
    return world


def _file(world: World, language: str = "ar") -> str:
    path = world.root / f"{language}.html"
    result = world.run("sheet", language, "--answers", "--output", str(path))
    assert result.exit_code == 0, result.output
    return path.as_uri()


def _line(world: World, concept: str, second: int, language: str = "ar") -> str:
    line = _line_of(load(world.terms, world.translations, world.support), concept, second, language)
    assert line
    return line


def _line_of(edition: Edition, concept: str, second: int, language: str) -> str | None:
    proposal = edition.proposal(concept, language)
    if proposal is None:
        return None
    words = "otter", "language", Verdict.APPROVE, language, concept, proposal.text, proposal.key[1]
    return records.line(Approval(MIDNIGHT + timedelta(seconds=second), *words))


def _of(engine: Engine, world: World, *answers: list[object], who: list[list[str]] = OTTER) -> dict[str, Any]:
    engine.open(_file(world))
    found = engine.run(ANSWER, [*who, ["#day", str(TODAY)], *answers])
    engine.run(
        "() => { document.querySelectorAll('.approve').forEach(box => { box.checked = false; }); "
        "document.querySelectorAll('textarea').forEach(box => { box.value = ''; }); dispatchEvent(new Event('input')); }"
    )
    assert found["loaded"] == 0
    return dict(found)


def test_it_saves_the_exact_lines_of_what_is_approved_in_every_engine(engine: Engine, birds: World) -> None:
    found = _of(engine, birds, ["#dove .approve", True], ["#owl .approve", True])
    assert found["files"] == {
        "ar-dove-otter.line": _line(birds, "dove", 0),
        "ar-owl-otter.line": _line(birds, "owl", 1),
    }
    assert found["shown"] == found["files"], "what is saved is shown before"
    assert f"2 approved by “otter” for language, on {TODAY}" in found["summary"]
    assert found["command"] == f"ssh-keygen -Y sign -n {NAMESPACE} -f ~/.keys/otter *.line"
    assert not found["disabled"]


def test_what_is_asked_for_is_saved_in_one_file_in_every_engine(engine: Engine, birds: World) -> None:
    answers: list[list[object]] = [
        ["#dove .reason", "Is it “Pigeon”?"],
        ["#owl .which", "note"],
        ["#owl .reason", "Say when."],
        ["#owl .words", "ليلا."],
    ]
    found = _of(engine, birds, *answers)
    ((name, content),) = found["files"].items()
    assert name == "ar-otter.comments.json"
    saved = json.loads(content)
    read = load(birds.terms, birds.translations, birds.support).drafts["ar"]["dove"].fields["definition"]
    assert saved == {
        "language": "ar", "who": "otter", "day": str(TODAY),
        "comments": [
            {"concept": "dove", "field": "definition", "reason": "Is it “Pigeon”?", "words": "", "read": read},
            {"concept": "owl", "field": "note", "reason": "Say when.", "words": "ليلا.", "read": ""},
        ],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ([["#who", ""], ["#dove .approve", True]], "Give your pseudonym"),
        ([["#who", "Otter Smith"], ["#dove .approve", True]], "Give your pseudonym"),
        ([["#role", ""], ["#dove .approve", True]], "Choose what you vouch for"),
        ([["#role", ""], ["#dove .approve", True], ["#owl .reason", "why"]], "Choose what you vouch for"),
        ([["#day", ""], ["#dove .approve", True]], "Give the day"),
        ([], "Nothing is answered yet"),
        ([["#dove .approve", True], ["#dove .reason", "no"]], "You approve words that you want changed"),
        ([["#dove .words", "بومة"]], "Say why"),
    ],
)
def test_what_is_not_ready_is_not_saved_and_says_why(
    page: Page, birds: World, answers: list[list[object]], words: str
) -> None:
    page.goto(_file(birds))
    found = page.evaluate(ANSWER, [*OTTER, ["#day", str(TODAY)], *answers])
    assert found["disabled"]
    assert not any(name.endswith(".line") for name in found["files"])
    assert any(words in each for each in [found["summary"], *found["wrong"]])


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page(accept_downloads=True)
    page.on("dialog", lambda dialog: dialog.accept())
    yield page
    page.close(run_before_unload=False)


def test_words_that_were_changed_in_the_page_are_not_approved(page: Page, birds: World) -> None:
    page.goto(_file(birds))
    page.evaluate("() => { document.querySelector('#dove [data-field=term]').textContent = 'x'; }")
    found = page.evaluate(ANSWER, [*OTTER, ["#dove .approve", True]])
    assert page.locator("#unready a").all_inner_texts() == ["dove"]
    assert found["wrong"] == ["This page was changed: these words are not those of the digest."]
    assert (found["files"], found["disabled"]) == ({}, True)


def test_a_character_that_nobody_sees_is_shown_and_still_part_of_the_words(page: Page, birds: World) -> None:
    page.goto(_file(birds))
    mark = page.locator("#dove [data-field=definition] .unseen")
    assert mark.get_attribute("data-as") == "[U+200F]"
    assert mark.text_content() == "\u200f"


def test_a_time_follows_the_newest_record_of_the_day(page: Page, birds: World) -> None:
    assert birds.vet("ar", "owl", "heron", "subject").exit_code == 0
    newest = json.loads(birds.ledger("ar", "heron").read_text())["when"]
    page.goto(_file(birds))
    found = page.evaluate(ANSWER, [*OTTER, ["#day", newest[:10]], ["#dove .approve", True]])
    after = datetime.strptime(newest, records.TIME) + timedelta(seconds=1)
    assert f'"when": "{after.strftime(records.TIME)}"' in found["files"]["ar-dove-otter.line"]
    found = page.evaluate(ANSWER, [["#day", "2026-01-02"]])
    assert '"when": "2026-01-02T00:00:00Z"' in found["files"]["ar-dove-otter.line"]


def test_it_is_accessible_on_a_phone_too_and_asks_no_server(page: Page, birds: World) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda request: (
            complaints.append(request.url) if not request.url.startswith(("file:", "blob:", "data:")) else None
        ),
    )
    page.goto(_file(birds))
    page.evaluate(ANSWER, [*OTTER, ["#dove .approve", True], ["#owl .words", "x"]])
    page.evaluate("() => document.querySelectorAll('details').forEach(each => { each.open = true; })")
    assert Axe().run(page).response["violations"] == []
    page.set_viewport_size({"width": 320, "height": 600})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert not complaints


def test_the_way_without_a_server_leads_to_a_vetted_text_signed_by_an_ssh_key(page: Page, birds: World) -> None:
    needs("ssh-keygen")
    key, folder = birds.root / "otter-key", birds.root / "answers"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(key)], check=True)
    line = " ".join(key.with_suffix(".pub").read_text().split()[:2])
    policy = birds.translations / "policy.toml"
    policy.write_text(policy.read_text().replace('id = "otter"', f'id = "otter"\nkeys = ["{line}"]'))
    page.goto(_file(birds))
    page.get_by_label("Your pseudonym").fill("otter")
    page.get_by_label("What you vouch for").select_option("language")
    page.locator("#dove .approve").check()
    page.locator("#owl summary").click()
    page.locator("#owl .reason").fill("Does it not hunt?")
    page.wait_for_function("document.querySelectorAll('#files li').length == 2")
    assert sorted(_saved(page, folder, 2)) == ["ar-dove-otter.line", "ar-otter.comments.json"]
    command = page.locator("#command").inner_text().replace("~/.keys/otter", str(key))
    subprocess.run(["sh", "-c", command], cwd=folder, check=True, capture_output=True)
    result = birds.run("vet", "--from", str(folder), "--yes")
    assert result.exit_code == 0, result.output
    assert "recorded; dove in ar is now reviewed" in result.output
    assert "is now vetted" in birds.vet("ar", "dove", "heron", "subject").output
    entry = birds.get("/v1/ar/terms/dove.json").json
    assert entry is not None
    assert [one["signed"] for one in entry["vetting"]["approvals"]] == [True, False]
    assert "# otter asks for a change (" in birds.catalog("ar").read_text()


def _saved(page: Page, folder: Path, count: int) -> list[str]:
    downloads: list[Download] = []
    page.on("download", lambda each: downloads.append(each))
    page.locator("#save").click()
    for _ in range(200):
        if len(downloads) >= count:
            break
        page.wait_for_timeout(50)
    for each in downloads:
        each.save_as(folder / each.suggested_filename)
    return [each.suggested_filename for each in downloads]


def _tick(page: Page, count: int) -> int:
    """Approve the first texts; return how many there are."""
    ticked = page.evaluate(
        """count => {
          const boxes = [...document.querySelectorAll(".approve")].slice(0, count);
          document.querySelectorAll(".approve").forEach(box => { box.checked = boxes.includes(box); });
          dispatchEvent(new Event("input"));
          return boxes.length;
        }""",
        count,
    )
    page.wait_for_function(f"document.querySelectorAll('#files li').length == {ticked}")
    return int(ticked)


def test_every_shipped_draft_of_a_language_is_saved_as_python_would_write_it(page: Page, shipped: World) -> None:
    page.goto(_file(shipped, "de"))
    page.get_by_label("Your pseudonym").fill("otter")
    page.get_by_label("What you vouch for").select_option("language")
    page.get_by_label("Day (UTC)").fill(str(TODAY))
    count = _tick(page, 1000)
    assert count > 30
    edition = load(shipped.terms, shipped.translations, shipped.support)
    ids = [concept.id for concept in edition.live]
    expected = [
        line for second, concept in enumerate(ids) if (line := _line_of(edition, concept, second, "de")) is not None
    ]
    assert page.locator("#files pre").all_text_contents() == expected
    some = _tick(page, 13)
    folder = shipped.root / "answers"
    names = _saved(page, folder, some)
    assert [(folder / name).read_text() for name in names] == expected[:some], "no browser drops one of many"
