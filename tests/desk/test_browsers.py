"""The desk in browsers: from an invitation to one's keys, out, and in again; and that its pages are accessible."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ViewportSize

from tests import accessibility, authenticators
from tests.desk.world import Office, arrived
from tests.engines import Engine

pytest_plugins = ["tests.browser", "tests.engines"]

PHONE: ViewportSize = {"width": 360, "height": 700}
BUTTON = "[...document.querySelectorAll('main button')].find(each => each.textContent.startsWith('{}'))"


@pytest.fixture
def authenticator(engine: Engine) -> Iterator[None]:
    remove = authenticators.add(engine)
    yield
    remove()


@pytest.mark.parametrize("engine", ["chromium", "firefox"], indirect=True)
@pytest.mark.usefixtures("authenticator")
def test_a_reviewer_makes_a_passkey_by_an_invitation_leaves_and_comes_back(office: Office, engine: Engine) -> None:
    link = office.run("invite", "newt", "--role", "language", "--language", "fr").stdout.strip()
    with office.running():
        engine.open(link)
        engine.click(BUTTON.format("Make a passkey"))
        arrived(engine, "/keys", "waits for the maintainers")
        engine.click(BUTTON.format("Make another passkey"))
        arrived(engine, "/keys", "This device already has a passkey of yours here")
        engine.click("document.querySelector('.who button')")
        arrived(engine, "/", "Are you here for the first time?")
        engine.open(office.settings.desk_url + "/keys")
        engine.click(BUTTON.format("Sign in with a passkey"))
        arrived(engine, "/keys", "waits for the maintainers")
        engine.click("document.querySelector('.who button')")
        arrived(engine, "/", "Are you here for the first time?")
        engine.open(f"http://127.0.0.1:{office.port}/sign-in")
        engine.click(BUTTON.format("Sign in with a passkey"))
        arrived(engine, "/sign-in", f"Passkeys work only at {office.settings.desk_url}")


OUT = ("/", "/sign-in", "/invitation/x")
IN = ("/keys", "/answers", "/nothing")


def test_three_sets_of_rules_find_nothing_in_the_pages_of_entering(office: Office, chromium: Browser) -> None:
    accessibility.require_rules()
    link = office.run("invite", "newt", "--role", "language", "--language", "fr").stdout.strip()
    name, token, _ = office.session("newt")
    origin = office.settings.desk_url
    with office.running(), chromium.new_context(viewport=PHONE, bypass_csp=True) as context:
        page = context.new_page()
        for address in (link, *(origin + path for path in OUT)):
            accessibility.look(page, address, PHONE["width"])
        context.add_cookies([{"name": name, "value": token, "url": origin}])
        for address in (origin + path for path in IN):
            accessibility.look(page, address, PHONE["width"])


MAINTAIN = ("", "/adopt", "/wishes", "/log", "/batches/otter", "/people/heron?all=1")


def test_three_sets_of_rules_find_nothing_in_the_pages_of_maintainers(office: Office, chromium: Browser) -> None:
    accessibility.require_rules()
    office.waiting("newt")
    office.approve("otter", "language")
    office.world.adopting = False
    office.world.term("dove", definition="is a bird of peace.", abbreviation="DV", group="people")
    office.world.commit("a fact")
    name, token, _ = office.session("keeper")
    origin = office.settings.desk_url
    with office.running(), chromium.new_context(viewport=PHONE, bypass_csp=True) as context:
        context.add_cookies([{"name": name, "value": token, "url": origin}])
        page = context.new_page()
        for path in MAINTAIN:
            accessibility.look(page, f"{origin}/maintain{path}", PHONE["width"])
        page.click("text=Show the change")
        accessibility.look(page, "", PHONE["width"])
        policy = office.world.translations / "policy.toml"
        policy.write_text(f"signatures_required_from = []\n{policy.read_text()}")
        page.goto(f"{origin}/maintain/adopt")
        page.check("[name=item]")
        page.click("text=Adopt what is ticked")
        accessibility.look(page, "", PHONE["width"])
