"""A glossary's first files, and a new term file, from the templates in ``glossary/scaffold/``.

Whatever somebody writes goes into them as a TOML string, so no title or definition can become a key.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from string import Template

TEMPLATES = Path(__file__).resolve().parent.parent / "scaffold"

_SHOWN = timedelta(days=180)
"""How long a first directory of help is shown before somebody has to look at it again."""


@dataclass(frozen=True)
class Term:
    """A first draft of a concept: its id, its group's id, and what its file says."""

    id: str
    group: str
    term: str
    definition: str
    source_title: str
    source_url: str
    locator: str

    def written(self, today: date) -> str:
        """Return its term file."""
        texts = ("group", "term", "definition", "source_title", "source_url", "locator")
        return _filled("term.toml", {name: _toml(getattr(self, name)) for name in texts} | {"today": str(today)})


@dataclass(frozen=True)
class Beginning:
    """What a new glossary begins with. ``publisher`` and ``contact`` are empty where it does not say them, and ``notice``
    where its texts need none; ``operator`` and ``operator_url`` are of the directory of help that readers are sent to, empty
    where they need no help."""

    id: str
    title: str
    reviewer: str
    group_name: str
    first: Term
    publisher: str = ""
    contact: str = ""
    notice: str = ""
    operator: str = ""
    operator_url: str = ""

    @property
    def steps(self) -> tuple[str, ...]:
        """The commands that publish its first text, in its folder."""
        return (
            "glossary check",
            f"glossary adopt --all --by {self.reviewer}",
            f"glossary vet en {self.first.id} --by {self.reviewer} --role subject",
            "glossary serve",
        )

    def files(self, today: date) -> Mapping[str, str]:
        """Return its files, by their paths in its folder."""
        written = {
            "glossary.toml": self._glossary(),
            "README.md": _filled("README.md", {"steps": "\n".join(self.steps), "concept": self.first.id}),
            ".gitattributes": _filled("gitattributes", {}),
            "translations/policy.toml": _filled("policy.toml", {"reviewer": _toml(self.reviewer)}),
            f"terms/{self.first.id}.toml": self.first.written(today),
        }
        return written | ({"support/directories.toml": self._directories(today)} if self.operator else {})

    def _glossary(self) -> str:
        return _filled(
            "glossary.toml",
            {
                "id": _toml(self.id),
                "title": _toml(self.title),
                "publisher": _set("publisher", self.publisher, "The name of your organisation"),
                "contact": _set("contact", self.contact, "mailto:words@… or https://…: whom readers and reviewers ask"),
                "notice": _set("notice", self.notice, "Shown before each definition."),
                "help": f"help = {str(bool(self.operator)).lower()} # whether readers are sent to help",
                "group": self.first.group,
                "group_name": _toml(self.group_name),
            },
        )

    def _directories(self, today: date) -> str:
        texts = {name: _toml(getattr(self, name)) for name in ("operator", "operator_url")}
        return _filled("directories.toml", texts | {"today": str(today), "expires": str(today + _SHOWN)})


def _filled(template: str, values: Mapping[str, str]) -> str:
    return Template((TEMPLATES / template).read_text("utf-8")).substitute(values)


def _set(key: str, text: str, otherwise: str) -> str:
    """Return the line of a key; where it has no text, as a comment that says what could stand there."""
    return f"{key} = {_toml(text)}" if text else f"# {key} = {_toml(otherwise)}"


def _toml(text: str) -> str:
    """Return a text as a basic string of TOML, in which JSON's escapes are valid."""
    return json.dumps(text, ensure_ascii=False)
