"""A desk of a test's own, over a repository of its own: asked over HTTP in this process, or run as a process for browsers."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from html import unescape
from pathlib import Path
from typing import Any

from flask import Flask, g
from flask.testing import FlaskClient
from playwright.sync_api import Error as PlaywrightError
from selenium.common.exceptions import WebDriverException
from werkzeug.test import TestResponse

from glossary import settings
from glossary.content.model import Verdict
from glossary.desk import credentials, desk, invitations, people, sessions
from glossary.desk.app import create_desk
from glossary.desk.batches import Act
from glossary.desk.desk import Desk
from glossary.edition.loading import load
from glossary.ledger import ledgers
from glossary.proofs.keys import Key
from glossary.review import receiving
from glossary.review.vetting import Request
from glossary.settings import Settings
from tests.engines import Engine
from tests.passkey import Passkey
from tests.running import Running, serving
from tests.world import TODAY, World

FORM = re.compile(r'name="form" value="([^"]+)"')


class Visitor:
    """Somebody's browser without scripts: it keeps the desk's cookie and sends what its forms hold."""

    def __init__(self, client: FlaskClient, form: str = "") -> None:
        self.client, self.form, self.page = client, form, ""

    def value(self, name: str) -> str:
        """Return what a hidden field of the page that was opened last holds."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.page)
        assert found, name
        return unescape(found[1])

    def get(self, path: str, **options: Any) -> TestResponse:
        """Open a page; what its forms hold is kept for the next ``post``."""
        answer = self.client.get(path, buffered=True, **options)  # files are closed
        self.page = answer.text
        self.form = next(iter(FORM.findall(answer.text)), self.form)
        return answer

    def post(self, path: str, /, **fields: Any) -> TestResponse:
        """Send a form as a page of the desk does. A value that is a list is sent as often as it has items."""
        return self.client.post(path, data={"form": self.form, **fields}, buffered=True)


@dataclass(frozen=True)
class Office:
    """A glossary, its repository, and a desk over it."""

    world: World
    state: Path
    port: int

    @cached_property
    def settings(self) -> Settings:
        """The settings of the desk."""
        return settings.read(self.environment)

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables that make a process use this desk."""
        return {**self.world.environment(), "GLOSSARY_DESK_STATE": str(self.state), "PORT": str(self.port)}

    @cached_property
    def app(self) -> Flask:
        """The desk in this process."""
        return create_desk(self.settings)

    def desk(self) -> Desk:
        """Return the desk while it runs."""
        with self.app.app_context():
            return desk.desk()

    def run(self, *arguments: str, **options: Any) -> Any:
        """Run the command line beside this desk."""
        return self.world.run(*arguments, **self.environment, **options)

    def visitor(self, **changes: Any) -> Visitor:
        """Return a browser in which nobody is signed in; ``changes`` are of the settings, for a desk of its own."""
        app = create_desk(replace(self.settings, **changes)) if changes else self.app
        return Visitor(app.test_client())

    def sign_in(self, who: str) -> Visitor:
        """Return a browser in which somebody is signed in."""
        visitor = self.visitor()
        name, token, visitor.form = self.session(who)
        visitor.client.set_cookie(name, token, domain="localhost")
        return visitor

    def session(self, who: str) -> tuple[str, str, str]:
        """Begin a session; return the cookie's name and value, and what forms hold."""
        with self.app.test_request_context():
            made = sessions.begin(who)
            return sessions.cookie(), g.token, made.form

    def expect(self, who: str, roles: tuple[str, ...] = ("language",), languages: tuple[str, ...] = ("fr",)) -> None:
        """Note somebody as invited."""
        people.expect(self.desk(), who, roles, languages)

    def approve(self, who: str, role: str) -> None:
        """Approve the French dove into a batch, as the desk does."""
        world = self.world
        proposal = load(world.terms, world.translations, world.support).proposal("dove", "fr")
        assert proposal
        with self.desk().batches.open(who) as batch:
            when = receiving.stated(ledgers.readable(batch.translations, "fr"), TODAY)
            request = Request("fr", "dove", who, role, Verdict.APPROVE, when)
            ledgers.append(batch.translations, request.record(proposal.text, proposal.key[1]))
            batch.record(Act("approve", "fr", "dove", proposal.digest))

    def waiting(self, who: str) -> Key:
        """Invite somebody, who makes a passkey; return its key."""
        running = self.desk()
        invitations.issue(running, who, ["language"], ["fr"])
        key = Passkey(running.site, running.origin).key
        with running.state.change() as database:
            credentials.keep(running, database, who, key, None)
        return key

    @contextmanager
    def running(self) -> Iterator[Running]:
        """Run the desk as a process, for browsers, until the block ends."""
        self.state.mkdir(exist_ok=True)
        with serving(self.state.parent, self.environment, "desk", port=self.port) as process:
            yield process


def words(answer: TestResponse) -> str:
    """Return the words of a page as people read them."""
    text = re.sub(r"<(script|style|head)\b.*?</\1>", "", answer.text, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def arrived(engine: Engine, path: str, text: str) -> None:
    """Wait until a browser shows a page at a path that has these words."""
    shown: list[str] = []
    for _ in range(400):
        try:
            shown = engine.run(
                "() => [location.pathname, document.readyState == 'complete' ? document.body.innerText : '']"
            )
        except (PlaywrightError, WebDriverException, AssertionError):  # the page was just left
            shown = []
        if shown and shown[0] == path and text in shown[1]:
            return
        time.sleep(0.05)
    raise AssertionError(shown)
