"""Pages of another origin try to send their reader's words, in a real browser, in every way that a page has."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser import Site
from tests.machines import eventually
from tests.running import Running, serving
from tests.world import World

pytest_plugins = ["tests.browser"]

_TRY = """async address => {
  const post = (kind, mode) => fetch(address, {method: "POST", mode, body: "A dove.", headers: {"Content-Type": kind}})
    .then(answer => answer.type + " " + answer.status, error => error.name);
  const told = [await post("text/plain", "cors"), await post("text/html", "cors"), await post("text/plain", "no-cors")];
  navigator.sendBeacon(address, "A dove.");
  const form = document.forms[0];
  form.action = address;
  form.submit();
  return told;
}"""
_FORM = """<form method="post" enctype="text/plain" target="frame"><input name="A dove" value="."></form>
<iframe name="frame"></iframe>"""


def _answered(service: Running) -> list[tuple[str, int]]:
    """Return method and status of each request for words in a text."""
    lines = [json.loads(line) for line in service.log.read_text().splitlines() if line.startswith("{")]
    return [(line["method"], line["status"]) for line in lines if "annotate" in (line.get("route") or "")]


def test_no_way_of_a_page_reaches_the_words_of_a_text(
    french: World, chromium: Browser, partner: Site, tmp_path: Path
) -> None:
    french.operator["annotate"] = 1
    with serving(tmp_path, french.environment()) as service, chromium.new_context() as context:
        page = context.new_page()
        page.goto(partner.page("/", _FORM, "default-src * 'unsafe-inline'; form-action *"))
        told = page.evaluate(_TRY, f"http://127.0.0.1:{service.port}/v1/en/annotate")
        assert told == ["TypeError"] * 3
        refused = [("OPTIONS", 200), *[("POST", 403)] * 4]
        assert eventually(lambda: len(_answered(service)) == len(refused)), _answered(service)
        assert sorted(_answered(service)) == refused
