"""A site that a real generator has built is linked by one command, and is the same site with links in every browser."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner

from glossary.cli import main
from tests.annotate.test_folder import FORMS
from tests.conftest import lacking
from tests.engines import Engine

pytest_plugins = ["tests.browser", "tests.engines"]

PAGE = """# Page {number} about a dove

A dove, with `dove` in code, [dove](https://birds.example/) as a link and **doves** in bold.

## Second

The dove's home, a dove &amp; more.

> A dove in a quotation.
"""
WORDS = ["dove", "dove"]
"""What is linked on each page: once a section, and neither in headings, code, links nor quotations."""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five pages as MkDocs builds them."""
    if importlib.util.find_spec("mkdocs") is None:
        lacking("MkDocs is not installed: “pip install -e '.[dev]'” brings it")
    root = tmp_path_factory.mktemp("birds")
    (root / "docs").mkdir()
    (root / "mkdocs.yml").write_text("site_name: Birds\n")
    for number, name in enumerate(("index", "one", "two", "three", "four")):
        (root / "docs" / f"{name}.md").write_text(PAGE.format(number=number))
    subprocess.run([sys.executable, "-m", "mkdocs", "-q", "build"], cwd=root, check=True, capture_output=True)
    (root / "forms.json").write_text(json.dumps(FORMS))
    return root


def _link(site: Path, *options: str) -> str:
    environment = {"XDG_CACHE_HOME": str(site / "caches")}
    done = CliRunner().invoke(main, ["link", str(site / "site"), *options], env=environment)
    assert done.exit_code == 0, done.output
    return done.output


def _pages(site: Path) -> dict[str, bytes]:
    return {path.as_posix(): path.read_bytes() for path in (site / "site").rglob("*") if path.is_file()}


def test_five_pages_of_mkdocs_are_linked_in_every_browser_again_without_a_change_and_back(
    engine: Engine, site: Path
) -> None:
    before = _pages(site)
    assert "5 changed; 10 links" in _link(site, "--from", str(site / "forms.json"))
    linked = _pages(site)
    assert sum(linked[name] != before[name] for name in before) == 5
    (site / "caches").rename(site / f"caches-{len([*site.iterdir()])}")
    assert "0 changed; 10 links" in _link(site, "--from", str(site / "forms.json"))
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site / "site"))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        for page in ("", "one/", "two/", "three/", "four/"):
            engine.open(f"http://127.0.0.1:{server.server_port}/{page}")
            links = "() => [...document.querySelectorAll('a.glossary-auto')].map(link => link.textContent)"
            assert engine.run(links) == WORDS
            assert engine.run("() => document.querySelector('a.glossary-auto').closest('p').textContent") == (
                "A dove, with dove in code, dove as a link and doves in bold."
            )
        server.shutdown()
    _link(site, "--undo")
    assert _pages(site) == before
