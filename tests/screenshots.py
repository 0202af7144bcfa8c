"""Pictures of the main views, to be looked at: ``make screenshots`` writes them to build/screenshots."""

from __future__ import annotations

import shutil
import sys
import tempfile
from itertools import product
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import ARGUMENTS, program
from tests.conftest import ROOT
from tests.desk.world import Office
from tests.running import free_port, serving
from tests.world import KEEPERS, World

PHONE, WIDE = {"width": 360, "height": 700}, {"width": 1280, "height": 900}
LOOKS: dict[str, dict[str, Any]] = {
    "phone": {"viewport": PHONE},
    "phone-dark": {"viewport": PHONE, "color_scheme": "dark"},
    "wide": {"viewport": WIDE},
    "wide-dark": {"viewport": WIDE, "color_scheme": "dark"},
}
VIEWS: dict[str, tuple[str, str]] = {
    "list": ("serve", "/de/"),
    "list-arabic": ("serve", "/ar/"),
    "about": ("serve", "/fr/about/"),
    "about-arabic": ("serve", "/ar/about/"),
    "entry": ("serve", "/en/csam/"),
    "entry-fallback": ("serve", "/fr/csam/"),
    "entry-arabic": ("serve", "/ar/grooming/"),
    "search": ("serve", "/en/search?q=child"),
    "missing": ("serve", "/pl/nope/"),
    "privacy": ("serve", "/el/privacy/"),
    "countries": ("serve", "/en/support/"),
    "country": ("serve", "/en/support/fi/"),
    "country-arabic": ("serve", "/ar/support/fi/"),
    "country-without": ("serve", "/en/support/no/"),
    "embedding": ("serve", "/embedding/"),
    "frame": ("serve", "/embed/fr/csam/"),
    "preview": ("preview", "/fr/csam/"),
    "preview-arabic": ("preview", "/ar/grooming/"),
    "coverage": ("preview", "/coverage/"),
}
"""The command that serves each view, and its address."""


DESK_VIEWS: dict[str, tuple[str, str]] = {
    "desk-start": ("", "/"),
    "desk-sign-in": ("", "/sign-in"),
    "desk-keys": ("both", "/keys"),
    "desk-queue": ("both", "/queue"),
    "desk-text": ("both", "/fr/grooming"),
    "desk-text-arabic": ("lynx", "/ar/csam"),
    "desk-english": ("both", "/en/csam"),
    "desk-withdraw": ("both", "/withdraw"),
    "desk-changed": ("both", "/fr/csam/ask"),
    "desk-maintain": ("keeper", "/maintain"),
    "desk-adopt": ("keeper", "/maintain/adopt"),
    "desk-wishes": ("keeper", "/maintain/wishes"),
    "desk-batch": ("keeper", "/maintain/batches/both"),
    "desk-person": ("keeper", "/maintain/people/otter"),
    "desk-log": ("keeper", "/maintain/log"),
    "desk-answers": ("both", "/answers"),
}
"""Who is signed in at the desk, and where they are."""


def main(folder: Path) -> None:
    """Write a picture of each view in each look, with everything unfolded."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as logs:
        browser = playwright.chromium.launch(executable_path=program(), args=ARGUMENTS)
        for command in ("serve", "preview"):
            with serving(Path(logs), command=command) as service:
                views = {name: path for name, (which, path) in VIEWS.items() if which == command}
                for look in LOOKS:
                    page = browser.new_context(**LOOKS[look]).new_page()
                    for name, path in views.items():
                        page.goto(f"http://127.0.0.1:{service.port}{path}")
                        _draw(page, folder / f"{name}-{look}.png")
        _draw_desk(browser, folder, Path(logs))
        browser.close()


def _draw(page: Page, file: Path) -> None:
    page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
    page.screenshot(path=file, full_page=True)
    sys.stdout.write(f"{file}\n")


def _draw_desk(browser: Browser, folder: Path, root: Path) -> None:
    """Draw a desk over a copy of the content, with people of the tests."""
    (root / "content").mkdir()
    world = World(root / "content")
    policy = (world.translations / "policy.toml").read_text() + KEEPERS
    for target, source in (
        (world.terms, "glossary/terms"),
        (world.support, "glossary/support"),
        (world.sources, "glossary/sources"),
    ):
        shutil.copytree(ROOT / source, target, dirs_exist_ok=True)
    shutil.copytree(ROOT / "translations", world.translations, dirs_exist_ok=True)
    people = policy[policy.index("[[reviewers]]") :]
    (world.translations / "policy.toml").write_text((world.translations / "policy.toml").read_text() + people)
    world.commit()
    office = Office(world, root / "state", free_port())
    office.expect("lynx", ("language",), ("ar",))
    _take_a_text_back(office)
    link = office.run("invite", "wren", "--role", "language", "--language", "fr").stdout.split()[0]
    views = DESK_VIEWS | {"desk-invitation": ("", link.removeprefix(office.settings.desk_url))}
    sessions = {who: office.session(who) for who in ("both", "lynx", "keeper")}
    with office.running():
        for look, (name, (who, path)) in product(LOOKS, views.items()):
            context = browser.new_context(**LOOKS[look])
            if who:
                cookie, token, _ = sessions[who]
                context.add_cookies([{"name": cookie, "value": token, "url": office.settings.desk_url}])
            page = context.new_page()
            page.goto(office.settings.desk_url + path.removesuffix("/ask"))
            if path.endswith("/ask"):
                _ask_for_a_change_of_what_has_changed(page)
            _draw(page, folder / f"{name}-{look}.png")
            context.close()


def _take_a_text_back(office: Office) -> None:
    visitor = office.sign_in("both")
    visitor.get("/withdraw")
    visitor.post("/withdraw", language="en", concept="grooming", role="subject")


def _ask_for_a_change_of_what_has_changed(page: Page) -> None:
    page.evaluate("document.querySelector('form[action$=ask] [name=saw-term]').value += ' (CSAM)'")
    page.fill("#reason", "Do not repeat the abbreviation.")
    page.click("form[action$=ask] button")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
