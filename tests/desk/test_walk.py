"""The desk from end to end, in browsers: from an invitation to a French text that the public service serves as vetted and
signed, and that stock ``ssh-keygen`` verifies; and a change that is asked for and reaches the translator."""

from __future__ import annotations

import json
import re
import subprocess
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from glossary.desk import notes
from glossary.desk.notes import Kept
from glossary.edition import loading
from glossary.ledger import signed
from glossary.proofs import signatures, signers
from tests import accessibility, authenticators
from tests.conftest import needs
from tests.desk.world import Office, arrived
from tests.engines import DRIVEN, Engine, Playwright
from tests.running import Running, serving
from tests.world import World

pytest_plugins = ["tests.browser", "tests.engines"]

BUTTON = "[...document.querySelectorAll('main button')].find(each => each.textContent.trim().startsWith('{}'))"
LINK = "[...document.querySelectorAll('a')].find(each => each.textContent.trim().startsWith('{}'))"


@dataclass
class Walk:
    """Somebody who walks through the desk; what they do is counted."""

    engine: Engine
    actions: int = 0

    def open(self, address: str) -> None:
        """Open an address."""
        self.actions += 1
        self.engine.open(address)

    def click(self, element: str) -> None:
        """Click on an element."""
        self.actions += 1
        self.engine.click(element)

    def press(self, key: str) -> None:
        """Press a key."""
        self.actions += 1
        self.engine.press(key)

    def arrived(self, path: str, text: str) -> None:
        """See a page."""
        arrived(self.engine, path, text)


def _enter(office: Office, walk: Walk, who: str, role: str, waiting: int = 1) -> None:
    walk.open(office.run("invite", who, "--role", role, "--language", "fr").stdout.strip())
    walk.click(BUTTON.format("Make a passkey"))
    walk.arrived("/keys", "waits for the maintainers")
    walk.click(LINK.format("Queue"))
    walk.arrived("/queue", f"{waiting} {'text waits' if waiting == 1 else 'texts wait'} for you")
    walk.press("n")
    walk.arrived("/fr/dove", "est un oiseau de paix.")


def _maintain(office: Office, *people: str) -> None:
    """Do what maintainers do at their pages: put the keys into the policy, and take the batches in."""
    keeper = office.sign_in("keeper")
    for who in people:
        keeper.get("/maintain")
        entered = {"key": _line_of(office, who), "policy": keeper.value("policy"), "compared": "on"}
        assert keeper.post("/maintain/keys", **entered).status_code == 303
    for who in people:
        keeper.get(f"/maintain/batches/{who}")
        assert keeper.post(f"/maintain/batches/{who}", seen=keeper.value("seen")).status_code == 303


def _line_of(office: Office, who: str) -> str:
    row = office.desk().state.row("SELECT line FROM credentials WHERE who = ?", who)
    assert row
    return str(row["line"])


def _vetted(service: Running) -> Any:
    """Return the French entry as soon as a service that runs has it: it looks at the content each second."""
    for _ in range(100):
        entry = json.loads(service.get("/v1/terms/dove?lang=fr")[1])
        if (entry["language"], entry["vetting"]["status"]) == ("fr", "vetted"):
            return entry
        time.sleep(0.1)
    raise AssertionError(entry)


def _stock_verifies(folder: Path, world: World, who: str) -> None:
    needs("ssh-keygen")
    written = world.ledger("fr", who).read_text()
    armour = signatures.read(json.loads(written)["signature"]).armour
    message = re.sub(r', "signature": "[^"]*"', "", written)
    edition = loading.load(world.terms, world.translations, world.support)
    (folder / "allowed").write_text(signers.write(signed.signers(edition.policy, edition.identity.id)))
    (folder / "sig").write_text(armour)
    namespace = signed.namespace(signed.APPROVAL, edition.identity.id)
    options = ["-f", str(folder / "allowed"), "-I", who, "-n", namespace, "-s", str(folder / "sig")]
    subprocess.run(["ssh-keygen", "-Y", "verify", *options], input=message.encode(), capture_output=True, check=True)


def test_two_reviewers_in_two_browsers_make_a_text_vetted_and_signed(
    office: Office, chromium: Browser, tmp_path: Path
) -> None:
    people = (("newt", "language"), ("toad", "subject"))
    with ExitStack() as open_until_done:
        open_until_done.enter_context(office.running())
        service = open_until_done.enter_context(serving(tmp_path, office.world.environment()))
        engines = Playwright(chromium), open_until_done.enter_context(DRIVEN["firefox"]())
        for engine, (who, role) in zip(engines, people, strict=True):
            open_until_done.callback(authenticators.add(engine))
            walk = Walk(engine)
            _enter(office, walk, who, role)
            before = walk.actions
            walk.press("a")
            walk.arrived("/queue", "Your approval is in your batch")
            assert walk.actions <= 12
            assert walk.actions - before <= 6  # a text by keyboard
        _maintain(office, *(who for who, _ in people))
        entry = _vetted(service)
    assert [(each["by"], each["signed"]) for each in entry["vetting"]["approvals"]] == [("newt", True), ("toad", True)]
    for who, _ in people:
        _stock_verifies(tmp_path, office.world, who)


@pytest.mark.parametrize("engine", ["chromium", "firefox"], indirect=True)
def test_the_next_text_is_shown_when_a_verdict_is_written(office: Office, engine: Engine) -> None:
    world = office.world
    for bird in ("finch", "gull"):
        world.term(bird)
    assert world.run("sync").exit_code == 0
    texts = {"finch.term": "Pinson", "finch.definition": "est un petit oiseau."}
    world.catalog("fr", {**texts, "gull.term": "Mouette", "gull.definition": "est un oiseau de mer."})
    world.adopt()
    world.commit("two more")
    remove = authenticators.add(engine)
    with office.running():
        walk = Walk(engine)
        _enter(office, walk, "newt", "language", 3)
        engine.run("() => { window.stays = true }")
        walk.press("a")
        walk.arrived("/fr/finch", "Your approval is in your batch: “Dove – Colombe”. This is the next text.")
        assert engine.run("() => window.stays")
        walk.press("a")
        walk.arrived("/fr/gull", "Your approval is in your batch: “Finch – Pinson”. This is the next text.")
        engine.run("() => history.back()")
        walk.arrived("/fr/finch", "You approved exactly these words")
        walk.open(f"{office.settings.desk_url}/fr/gull")
        walk.press("a")
        walk.arrived("/queue", "Nothing waits for you now")
    remove()
    office.expect("newt")
    lines = office.desk().batches.records(office.desk().batches.of("newt"), "fr")
    assert [line.concept for line in lines] == ["dove", "finch", "gull"]
    assert [f"{line.when:%H:%M:%S}" for line in lines] == ["00:00:00", "00:00:01", "00:00:02"]


def test_a_third_asks_for_a_change_and_the_translator_sees_it(office: Office, chromium: Browser) -> None:
    engine = Playwright(chromium)
    remove = authenticators.add(engine)
    with office.running():
        walk = Walk(engine)
        _enter(office, walk, "vole", "subject")
        walk.press("c")
        engine.page.keyboard.type("Say which bird.")
        walk.press("Tab")
        walk.press("Enter")
        walk.arrived("/queue", "Your wish for a change is in your batch")
    remove()
    office.desk().batches.take_in("vole")
    catalog = (office.world.translations / "fr" / "LC_MESSAGES" / "glossary.po").read_text()
    assert "# vole asks for a change" in catalog
    assert "Say which bird." in catalog
    assert '#, fuzzy\nmsgctxt "dove.definition"' in catalog


def test_three_sets_of_rules_find_nothing_in_the_pages_of_reading(office: Office, chromium: Browser) -> None:
    accessibility.require_rules()
    language = "ar"  # from right to left, beside English from left to right
    world = office.world
    path = world.catalog(language, {"dove.term": "Colombe", "dove.definition": "est un oiseau de paix."})
    path.write_text(path.read_text().replace('msgctxt "dove.term"', '# Or pigeon?\nmsgctxt "dove.term"'))
    office.expect("newt", ("language", "subject"), (language, "en"))
    why = "the text has changed since it was read:\nterm: [-Pigeon-]{+Colombe+}\n; read it as it is now"
    sent = ("field", "definition"), ("reason", "Say which bird.")
    notes.keep(office.desk().state, "newt", Kept(language, "dove", "ask", sent, why))
    name, token, _ = office.session("newt")
    pages = ("/queue", f"/{language}/dove", "/en/dove", f"/withdraw?language={language}&concept=dove")
    with office.running(), chromium.new_context(viewport={"width": 360, "height": 700}, bypass_csp=True) as context:
        context.add_cookies([{"name": name, "value": token, "url": office.settings.desk_url}])
        page = context.new_page()
        for address in pages:
            accessibility.look(page, office.settings.desk_url + address, 360)
        page.goto(f"{office.settings.desk_url}/{language}/dove")
        page.evaluate("document.querySelector('form[action$=ask] [name=saw-term]').value = 'Pigeon'")
        page.click("form[action$=ask] button")
        page.wait_for_selector("text=Your verdict is not written yet")
        assert accessibility.violations(page) == []


def test_keys_are_for_reading_and_can_be_switched_off(office: Office, chromium: Browser) -> None:
    name, token, _ = office.session("otter")
    with office.running(), chromium.new_context() as context:
        context.add_cookies([{"name": name, "value": token, "url": office.settings.desk_url}])
        page = context.new_page()
        page.goto(f"{office.settings.desk_url}/fr/dove")
        page.keyboard.press("c")
        page.keyboard.type("quite a tern")
        assert page.input_value("#reason") == "quite a tern"
        assert page.url.endswith("/fr/dove")
        page.locator("#single-keys").uncheck()
        page.locator("h1").click()
        page.keyboard.press("q")
        page.reload()
        assert not page.is_checked("#single-keys")
        page.keyboard.press("q")
        assert page.url.endswith("/fr/dove")
        page.locator("#single-keys").check()
        page.locator("h1").click()
        page.keyboard.press("q")
        page.wait_for_url("**/queue")


def test_a_page_that_shows_other_words_than_the_desk_has_signs_nothing(office: Office, chromium: Browser) -> None:
    name, token, _ = office.session("otter")
    with office.running(), chromium.new_context() as context:
        context.add_cookies([{"name": name, "value": token, "url": office.settings.desk_url}])
        page = context.new_page()
        page.goto(f"{office.settings.desk_url}/fr/dove")
        page.wait_for_selector("#approve button:enabled")
        before = page.inner_text("#digest")
        page.evaluate("document.querySelector('[data-words=definition]').textContent = 'est un autre oiseau.'")
        page.keyboard.press("a")
        page.wait_for_selector("#approve [role=alert]:not(:empty)")
        assert "does not show the words that the desk has" in page.inner_text("#approve [role=alert]")
        assert page.inner_text("#digest") != before
