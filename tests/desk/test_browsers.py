"""Entering the desk in browsers, with virtual authenticators: from an invitation to one's keys, out, and in again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests import authenticators
from tests.desk.world import Office, arrived
from tests.engines import Engine

pytest_plugins = ["tests.browser", "tests.engines"]

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


SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PAGES = ("/", "/sign-in", "/keys", "/nothing", "/invitation/x")


def test_axe_finds_nothing_in_the_pages_of_entering(office: Office, chromium: Browser) -> None:
    path = office.run("invite", "newt", "--role", "language", "--language", "fr").stdout.strip()
    name, token, _ = office.session("newt")
    with office.running(), chromium.new_context(viewport={"width": 360, "height": 700}) as context:
        page = context.new_page()
        for address in (path, *(office.settings.desk_url + each for each in PAGES)):
            page.goto(address)
            page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                found = Axe().run(page, options={"resultTypes": ["violations"]})
                assert found.violations_count == 0, (address, scheme, found.generate_report())
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
            if address.endswith("/sign-in"):
                context.add_cookies([{"name": name, "value": token, "url": office.settings.desk_url}])
