"""Pictures of the main views, to be looked at: ``make screenshots`` writes them to build/screenshots."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.browser import ARGUMENTS, program
from tests.running import serving

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


def main(folder: Path) -> None:
    """Write a picture of each view in each look, with everything unfolded."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as logs:
        browser = playwright.chromium.launch(executable_path=program(), args=ARGUMENTS)
        for command in ("serve", "preview"):
            with serving(Path(logs), command=command) as service:
                for look, options in LOOKS.items():
                    page: Page = browser.new_context(**options).new_page()
                    for name in (name for name, (which, _) in VIEWS.items() if which == command):
                        page.goto(f"http://127.0.0.1:{service.port}{VIEWS[name][1]}")
                        page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
                        page.screenshot(path=folder / f"{name}-{look}.png", full_page=True)
                        sys.stdout.write(f"{folder / name}-{look}.png\n")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
