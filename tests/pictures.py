"""The site's own pictures, drawn by a browser: ``python -m tests.pictures`` writes the favicon and the wordmark of link
previews into the package. They show letters only, no people."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import ARGUMENTS, program
from tests.conftest import ROOT

PACKAGE = ROOT / "glossary"
_STYLE = (
    "margin:0;display:grid;place-content:center;height:100vh;text-align:center;"
    "background:#0b5a75;color:#fff;font-family:sans-serif"
)
_WORDMARK = """<p style="margin:0;font-size:64px;font-weight:700">Glossary of child-safety terms</p>
<p style="margin:16px 0 0;font-size:36px">Vetted definitions, with their sources</p>"""
PICTURES = {
    "static/favicon.png": (64, 64, '<b style="font-size:52px;line-height:1">G</b>'),
    "wordmark.png": (1200, 630, _WORDMARK),
}
"""File name: width and height in pixels, and what is drawn."""


def main(folder: Path) -> None:
    """Draw every picture."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=ARGUMENTS)
        for name, (width, height, html) in PICTURES.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            page.set_content(f'<!doctype html><body style="{_STYLE}">{html}')
            page.screenshot(path=folder / name)
        browser.close()


if __name__ == "__main__":
    main(PACKAGE)
