"""Pictures of the main views, to be looked at: ``make screenshots`` writes them to build/screenshots."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.browser import ARGUMENTS, program
from tests.running import serving

WIDE = {"width": 1100, "height": 900}
VIEWS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "list-wide": ("serve", "/en/", {"viewport": WIDE}),
    "entry-wide": ("serve", "/en/csam/", {"viewport": WIDE}),
    "entry-fallback-phone": ("serve", "/fr/csam/", {"viewport": {"width": 360, "height": 700}}),
    "entry-dark": ("serve", "/en/grooming/", {"viewport": WIDE, "color_scheme": "dark"}),
    "list-arabic": ("serve", "/ar/", {"viewport": WIDE}),
    "countries-phone": ("serve", "/en/support/", {"viewport": {"width": 360, "height": 700}}),
    "countries-wide": ("serve", "/fr/support/", {"viewport": WIDE}),
    "country-wide": ("serve", "/en/support/fi/", {"viewport": WIDE}),
    "country-arabic-phone": ("serve", "/ar/support/fi/", {"viewport": {"width": 360, "height": 700}}),
    "country-without": ("serve", "/en/support/no/", {"viewport": WIDE}),
    "frame": ("serve", "/embed/fr/csam/", {"viewport": {"width": 600, "height": 400}}),
    "preview-arabic-phone": ("preview", "/ar/grooming/", {"viewport": {"width": 360, "height": 700}}),
    "preview-french": ("preview", "/fr/csam/", {"viewport": WIDE}),
    "coverage": ("preview", "/coverage/", {"viewport": WIDE}),
}


def main(folder: Path) -> None:
    """Write one picture for each view."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as logs:
        browser = playwright.chromium.launch(executable_path=program(), args=ARGUMENTS)
        for command in ("serve", "preview"):
            with serving(Path(logs), command=command) as service:
                for name, (shown_by, path, options) in VIEWS.items():
                    if shown_by == command:
                        page: Page = browser.new_context(**options).new_page()
                        page.goto(f"http://127.0.0.1:{service.port}{path}")
                        page.screenshot(path=folder / f"{name}.png", full_page=True)
                        sys.stdout.write(f"{folder / name}.png\n")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
