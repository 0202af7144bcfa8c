"""Three sets of rules for accessible pages: axe's, HTML_CodeSniffer's and IBM's, each injected from disk. Each has rules that
the others lack."""

from __future__ import annotations

from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.conftest import ROOT, lacking

HTMLCS = ROOT / ".venv" / "htmlcs" / "node_modules" / "html_codesniffer" / "build" / "HTMLCS.js"
ACE = ROOT / ".venv" / "ace" / "node_modules" / "accessibility-checker-engine" / "ace.js"

_LOOKS: tuple[tuple[Literal["dark", "light"], dict[str, object]], ...] = (
    ("dark", {"runOnly": ["color-contrast"]}),
    ("light", {}),
)
_SNIFF = """() => new Promise(done => HTMLCS.process("WCAG2AA", document, () => done(
  HTMLCS.getMessages().filter(each => each.type === HTMLCS.ERROR).map(each => `${each.code}: ${each.element.outerHTML}`))))"""
_ACE = """async () => (await new ace.Checker().check(document, ["WCAG_2_2", "IBM_Accessibility"])).results
  .filter(each => each.value[0] === "VIOLATION" && each.value[1] === "FAIL").map(each => `${each.ruleId}: ${each.snippet}`)"""


def violations(page: Page) -> list[str]:
    """Return what is wrong with the page that is open, by all rules, and by contrast in dark. Its context has
    ``bypass_csp``."""
    found = []
    for scheme, rules in _LOOKS:
        page.emulate_media(color_scheme=scheme)
        result = Axe().run(page, options={"resultTypes": ["violations"], **rules})
        found += [result.generate_report()] if result.violations_count else []
    for script, ask in ((HTMLCS, _SNIFF), (ACE, _ACE)):
        page.add_script_tag(path=script)
        found += page.evaluate(ask)
    return found


def look(page: Page, address: str, width: int) -> None:
    """Open a page (none: the one that is open) with everything unfolded; fail on any violation, and where it is too wide."""
    if address:
        page.goto(address)
    page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
    page.wait_for_function("!document.querySelector('button:disabled')")  # a script enables those that need it
    assert violations(page) == [], address
    assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def require_rules() -> None:
    """Skip a test where the scripts are not installed; under CI fail."""
    if not (HTMLCS.exists() and ACE.exists()):
        lacking("HTML_CodeSniffer's and IBM's rules are not installed: “make test” installs them with npm")
