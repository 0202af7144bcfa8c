"""The desk while it runs: its settings, and what it remembers."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

from flask import Flask, current_app

from glossary.desk.batches import Batches
from glossary.desk.brake import Brake
from glossary.desk.content import Content
from glossary.desk.state import State
from glossary.settings import Settings

_NAME = "glossary-desk"


@dataclass(frozen=True)
class Desk:
    """A desk. Its address comes from the settings alone: what a request says of it (``Host``) is never used."""

    settings: Settings
    state: State
    brake: Brake = field(default_factory=Brake)

    @cached_property
    def content(self) -> Content:
        """The content that it shows."""
        return Content(self.settings)

    @cached_property
    def batches(self) -> Batches:
        """The batches of its reviewers."""
        return Batches(self.settings, self.state.folder / "batches")

    @property
    def origin(self) -> str:
        """The origin of its pages, which every passkey's signature states."""
        return self.settings.desk_url

    @property
    def site(self) -> str:
        """The site that its passkeys belong to (the RP ID): the host of its origin."""
        return urlsplit(self.origin).hostname or ""

    @property
    def encrypted(self) -> bool:
        """Whether browsers reach it over HTTPS."""
        return self.origin.startswith("https:")

    @property
    def now(self) -> int:
        """The current time, in seconds of Unix time."""
        return int(self.settings.clock())


def register(app: Flask, running: Desk) -> None:
    """Make this desk that of an application."""
    app.extensions[_NAME] = running


def desk() -> Desk:
    """Return the desk of this request."""
    running: Desk = current_app.extensions[_NAME]
    return running
