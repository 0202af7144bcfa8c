"""A real browser, and sites for it to visit: a partner's on another origin, and a service that answers whatever a test says.

A test file that uses the fixtures says ``pytest_plugins = ["tests.browser"]``. It has imported this module by then, which
pytest would complain of but for PYTEST_DONT_REWRITE.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from glossary.embed import element
from tests.conftest import lacking

PATIENCE = 30_000
"""Milliseconds: a busy machine may take long; nothing waits that need not."""

expect.set_options(timeout=PATIENCE)

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
MINE = ("Failed to load resource", "net::ERR_", "blocked by CORS policy")
"""What a browser itself prints about a request that failed; no script can prevent it."""


def program() -> str | None:
    """Return this machine's Chromium, if it has one."""
    return next((path for name in PROGRAMS if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A Chromium of this machine; tests are skipped without one, loudly, and under CI fail."""
    path = program()
    if path is None:
        lacking("no Chromium is installed: “apt-get install chromium” brings it, and “make test” tries to")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Reply:
    """What a site answers at one address."""

    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0


class Site:
    """A site on loopback with a port of its own: its replies by path, and the paths that it was asked for."""

    def __init__(self, host: str) -> None:
        self.replies: dict[str, Reply] = {}
        self.asked: list[str] = []
        self.received: list[dict[str, str]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = urlsplit(self.path).path
                site.asked.append(path)
                site.received.append({name.lower(): value for name, value in self.headers.items()})
                reply = site.replies.get(path, Reply(b"no such page", "text/plain", 404))
                time.sleep(reply.delay)
                try:
                    self.send_response(reply.status)
                    sent = {"Content-Type": reply.kind, "Access-Control-Allow-Origin": "*", **reply.headers}
                    for name, value in sent.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(reply.body)))
                    self.end_headers()
                    self.wfile.write(reply.body)
                except OSError:  # the browser did not wait
                    self.close_connection = True

            def log_message(self, format: str, *arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.block_on_close = False
        self.origin = f"http://{host}:{self.server.server_port}"

    def page(self, path: str, html: str, policy: str, language: str = "en", head: str = "") -> str:
        """Add a page under a Content Security Policy; return its address."""
        text = f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>A partner</title>'
        text += '<meta name="viewport" content="width=device-width">'
        text += f"{head}</head><body><main>{html}</main></body></html>"
        self.replies[path] = Reply(text.encode(), headers={"Content-Security-Policy": policy})
        return self.origin + path

    def json(self, path: str, value: object, **more: Any) -> None:
        """Add a JSON file."""
        self.replies[path] = Reply(json.dumps(value).encode(), "application/json", **more)

    def script(self, path: str = "/embed/glossary.js") -> None:
        """Add the script that a path ends with, as it is published."""
        data = element.current(path.rsplit("/", 1)[1]).data
        self.replies[path] = Reply(data, "text/javascript; charset=utf-8")


@contextmanager
def site(host: str) -> Iterator[Site]:
    """Run a site until the block ends."""
    made = Site(host)
    thread = Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.server.shutdown()
        made.server.server_close()
        thread.join()


@pytest.fixture
def partner() -> Iterator[Site]:
    """A partner's site, on another origin than any service."""
    with site("localhost") as made:
        yield made


@pytest.fixture
def fake() -> Iterator[Site]:
    """A service that serves the real scripts and whatever else a test says."""
    with site("127.0.0.1") as made:
        made.script()
        made.script("/embed/glossary-auto.js")
        yield made


def partner_policy(service: str, own: str = "") -> str:
    """Return the strict policy of a partner that lets our service in and nobody else."""
    return f"default-src 'none'; script-src {service} {own}; connect-src {service} {own}; style-src 'self'"


@dataclass
class Visit:
    """A page, and what it asked for and complained of."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def paths(self) -> list[str]:
        """Return the paths that were asked for, but for a browser's own wish for an icon."""
        return [path for url in self.requests if (path := urlsplit(url).path) != "/favicon.ico"]

    def bundles(self) -> list[str]:
        """Return the paths of the bundles that were asked for."""
        return [path for path in self.paths() if "/bundle/" in path]


_RECORD = """
window.recorded = [];
window.events = [];
addEventListener("securitypolicyviolation", event => {
  if (!event.blockedURI.endsWith("/favicon.ico")) recorded.push(`${event.violatedDirective} ${event.blockedURI}`);
});
for (const name of ["ready", "open", "close", "error"])
  addEventListener("glossary-" + name, event => events.push([name, event.detail.term, event.detail.reason ?? null]));
"""
_STORED = """async () => [
  document.cookie, localStorage.length, sessionStorage.length,
  (await indexedDB.databases()).length, window.caches ? (await caches.keys()).length : 0,
].filter(Boolean).map(String)"""


@contextmanager
def recorded_page(
    browser: Browser, *origins: str, tolerated: tuple[str, ...] = (), violations: bool = False, **options: Any
) -> Iterator[Visit]:
    """Open a page; at the end fail on a request to any other origin than these, on anything stored, on any violation of the
    page's policy, any error and any word on the console that the browser did not have to say itself.

    ``tolerated`` are parts of what the console may say, ``violations`` says that the page's policy is meant to be violated.
    """
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    visit = Visit(page)

    def heard(message: ConsoleMessage) -> None:
        if not any(part in message.text for part in (*MINE, *tolerated)):
            visit.complaints.append(message.text)

    page.on("request", lambda request: visit.requests.append(request.url))
    page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    page.on("console", heard)
    if options.get("java_script_enabled", True):
        page.add_init_script(_RECORD)
    try:
        yield visit
        assert not visit.complaints, visit.complaints
        strangers = [url for url in visit.requests if not url.startswith(tuple(f"{origin}/" for origin in origins))]
        assert not strangers, strangers
        assert not context.cookies(), context.cookies()
        if options.get("java_script_enabled", True) and page.url.startswith("http"):
            stored, violated = page.evaluate(_STORED), page.evaluate("recorded")
            assert not stored, stored
            assert violations or not violated, violated
    finally:
        context.close()
