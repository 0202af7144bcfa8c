"""A small glossary of a test's own: its concepts, its reviewers, its approvals. Nothing of the shipped content."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomli
from click.testing import CliRunner, Result

from glossary.cli import main
from glossary.content.digests import digest
from glossary.content.interface import ENGLISH
from glossary.content.model import Status, Verdict
from glossary.edition import beside, trusted
from glossary.edition.loading import Stamp, load, stamp
from glossary.errors import BadContent, Unwritable
from glossary.ledger.adoption import Kind
from glossary.ledger.baseline import Values
from glossary.ledger.roles import CONTACT, MAINTAINER
from glossary.review import adopting, vetting
from glossary.review.allow import allowed
from glossary.settings import Settings

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

POLICY = """\
review_due_months = 24
[required]
source = ["subject"]
translation = ["language", "subject"]
[[reviewers]]
id = "heron"
roles = ["subject"]
languages = ["en", "fr", "fi", "pt", "de", "sv", "hr"]
[[reviewers]]
id = "otter"
roles = ["language"]
languages = ["fr", "fi", "pt", "de", "sv", "hr"]
[[reviewers]]
id = "both"
roles = ["language", "subject"]
languages = ["en", "fr"]
"""

KEEPERS = """
[[reviewers]]
id = "keeper"
roles = ["maintainer", "contact"]
[[reviewers]]
id = "second-keeper"
roles = ["contact"]
"""
"""Who adopts what stands beside the texts of a world, if no test says otherwise."""

TERM = """\
group = "{group}"
usage = "confident"
autolink = "safe"
related = {related}

[text]
{text}
[[sources]]
title = "A law"
url = "https://law.example.org/1"
locator = "Article 1"
kind = "law"
as_of = {today}
state = "in_force"
"""

HEADER = 'msgid ""\nmsgstr ""\n"Language: {}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


TODAY = datetime.now(UTC).date()
"""The day on which the tests run: a record's dates are days from it."""

DIRECTORIES = f"""\
[[directory]]
purpose = "talk"
operator = "Child Helpline International"
url = "https://childhelplineinternational.org/helplines/"
home = "https://childhelplineinternational.org/"
as_of = {TODAY}
expires_on = {TODAY + timedelta(days=180)}
[[directory]]
purpose = "report_content"
operator = "INHOPE"
url = "https://www.inhope.org/"
home = "https://www.inhope.org/"
as_of = {TODAY}
expires_on = {TODAY + timedelta(days=180)}
"""


_PACKAGE = tomli.loads((Settings.terms.parent / "glossary.toml").read_text("utf-8"))
_LINES = (
    'id = "glossary"',
    *(f"{name} = {json.dumps(_PACKAGE[name])}" for name in ("title", "notice", "about", "reviewers")),
    "[help]",
    *(f"{name} = {json.dumps(text)}" for name, text in _PACKAGE["help"].items()),
    "[strings]",  # a world has any group
    *(f'"group.{name}" = {json.dumps(text)}' for name, text in _PACKAGE["groups"].items()),
)
IDENTITY = "\n".join(_LINES) + "\n"
"""What a world says of itself if no test says otherwise: what the package's glossary does, without a licence or a contact."""


class World:
    """A copy of everything that a glossary is made of, below one folder.

    Whatever stands beside its texts is adopted as it stands whenever the world is looked at, unless ``adopting`` is false.
    """

    def __init__(self, root: Path, adopting: bool = True) -> None:
        self.root = root
        self.adopting = adopting
        self._adopted: Stamp | None = None
        self._asked: dict[Status, tuple[Any, FlaskClient]] = {}
        self._clock = datetime(2020, 1, 1, tzinfo=UTC)  # whatever day a test pretends, it is over
        self.terms = root / "terms"
        self.translations = root / "translations"
        self.support = root / "support"
        self.sources = root / "sources"
        self.figures = root / "figures"
        self.terms.mkdir()
        self.support.mkdir()
        (self.support / "directories.toml").write_text(DIRECTORIES)
        (self.translations / "en").mkdir(parents=True)
        (self.translations / "policy.toml").write_text(POLICY)
        (root / "glossary.toml").write_text(IDENTITY)
        self.operator: dict[str, Any] = {}
        """Settings of whoever runs the service, by their names, beside where the content is."""

    def term(self, concept: str, *, group: str = "material", related: tuple[str, ...] = (), **fields: str) -> Path:
        """Write a term file; a definition and a term are made up where none is given."""
        values = {"term": concept.capitalize(), "definition": f"is a word for {concept}kind.", **fields}
        text = "".join(f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in values.items())
        path = self.terms / f"{concept}.toml"
        path.write_text(TERM.format(group=group, related=json.dumps(list(related)), text=text, today=TODAY))
        return path

    def rename(self, old: str, new: str, *formerly: str) -> Path:
        """Give a concept another id: its file has that name then, and says which ids it had (by default the one before)."""
        path = self.terms / f"{new}.toml"
        kept = [line for line in (self.terms / f"{old}.toml").read_text().split("\n") if "formerly" not in line]
        path.write_text("\n".join([f"formerly = {json.dumps(list(formerly or (old,)))}", *kept]))
        (self.terms / f"{old}.toml").unlink()
        return path

    def source(self, name: str, **fields: Any) -> Path:
        """Write a source into the register: a law, if no other values are given; those that are ``None`` are left out."""
        law = {"title": "A law of birds", "url": "https://law.example.org/birds", "kind": "law", "state": "in_force"}
        values = {**law, "published": "2011-12-13", "seen": TODAY, **fields}
        lines = (
            f"{key} = {value if isinstance(value, date) else json.dumps(value, ensure_ascii=False)}\n"
            for key, value in values.items()
            if value is not None
        )
        self.sources.mkdir(exist_ok=True)
        path = self.sources / f"{name}.toml"
        path.write_text("".join(lines))
        return path

    def cite(self, concept: str, *cited: tuple[str, str]) -> Path:
        """Write a term file that cites sources of the register, each by its id and the place in it."""
        path = self.term(concept)
        head = path.read_text().split("[[sources]]")[0]
        rows = (f'[[sources]]\nid = "{name}"\nlocator = "{place}"\n' for name, place in cited)
        path.write_text(head + "".join(rows))
        return path

    def catalog(
        self,
        language: str,
        texts: Mapping[str, str] | None = None,
        *,
        fuzzy: tuple[str, ...] = (),
        domain: str = "glossary",
    ) -> Path:
        """Make or change a language's catalog, of definitions or of the interface: texts by key."""
        path = self.translations / language / "LC_MESSAGES" / f"{domain}.po"
        if not path.exists():
            assert self.run("new-language", language).exit_code == 0
        lines = path.read_text().split("\n\n")
        for number, entry in enumerate(lines):
            for key, text in (texts or {}).items():
                if f'msgctxt "{key}"' in entry:
                    head = entry[: entry.index("msgstr")]
                    mark = "#, fuzzy\n" if key in fuzzy else ""
                    lines[number] = f"{mark}{head}msgstr {json.dumps(text, ensure_ascii=False)}"
        path.write_text("\n\n".join(line.rstrip("\n") for line in lines) + "\n")
        return path

    def phrase(self, language: str, key: str, text: str) -> Path:
        """Translate an interface string in a language's catalog, which is made where there is none."""
        self.catalog(language)
        path = self.translations / language / "LC_MESSAGES" / "interface.po"
        blocks = path.read_text().split("\n\n")
        if f'msgctxt "{key}"' not in path.read_text():  # the package's own: a tree has it where it says it otherwise
            blocks.append(f'msgctxt "{key}"\nmsgid {json.dumps(ENGLISH[key], ensure_ascii=False)}\nmsgstr ""')
        for number, block in enumerate(blocks):
            if f'msgctxt "{key}"' in block:
                head = block[: block.index("msgstr")]
                blocks[number] = f"{head}msgstr {json.dumps(text, ensure_ascii=False)}"
        path.write_text("\n\n".join(block.rstrip("\n") for block in blocks) + "\n")
        return path

    def record(self, *countries: str, expires_in: int = 90, as_of: date = TODAY, **fields: Any) -> Path:
        """Write a contact of these countries that expires so many days after its source; fields by name, as Python values."""
        values = {"purpose": "talk", "display": "555 123", "dial": "555123", **fields}
        lines = [
            f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in values.items() if value is not None
        ]
        dates = f"as_of = {as_of}\nexpires_on = {as_of + timedelta(days=expires_in)}\n"
        source = '[[record.sources]]\ntitle = "A page"\nurl = "https://page.example.org/"\nquote = "Call 555 123."\n'
        path = self.support / "records.toml"
        before = path.read_text() if path.exists() else ""
        text = "\n".join(["[[record]]", f"countries = {json.dumps(countries)}", *lines, dates, source])
        path.write_text(before + text)
        return path

    def ledger(self, language: str, who: str = "") -> Path:
        """Return where a reviewer's records in a language lie; by default, of the one who approves first (``approve``)."""
        first = "heron" if language == "en" else "otter"
        folder = self.translations / language / "approvals"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{who or first}.jsonl"

    def ledgers(self, language: str) -> list[Path]:
        """Return every file of a language's ledger that there is."""
        return sorted((self.translations / language).rglob("*.jsonl"))

    def forged(self, language: str, who: str = "", /, **changes: object) -> str:
        """Return the first line of a reviewer's ledger with other values, and the digest that it should then have."""
        values = json.loads(self.ledger(language, who).read_text().splitlines()[0]) | changes
        del values["digest"]
        return json.dumps({**values, "digest": digest(values)}, ensure_ascii=False) + "\n"

    def _look(self) -> None:
        if self.adopting:
            self.adopt()

    def adopt(self) -> None:
        """Adopt all content as it stands, if it can be read."""
        folders = self.terms, self.translations, self.support
        if self._adopted == stamp(*folders):
            return
        policy = self.translations / "policy.toml"
        try:
            if KEEPERS not in policy.read_text():
                policy.write_text(policy.read_text() + KEEPERS)
            people = {MAINTAINER: ["keeper"], CONTACT: ["keeper", "second-keeper"]}
            self._clock += timedelta(seconds=1)
            adopting.append(self.translations, adopting.everything(load(*folders), people, self._clock))
        except (OSError, BadContent, Unwritable):
            return
        self._adopted = stamp(*folders)

    def run(self, *arguments: str, text: str | None = None, **environment: str) -> Result:
        """Run the command line in this world."""
        return CliRunner().invoke(
            main, arguments, input=text, env={"COLUMNS": "120", **self.environment(), **environment}
        )

    def environment(self) -> dict[str, str]:
        """Return the environment variables that make a process use this world."""
        self._look()
        return {
            "GLOSSARY_TERMS": str(self.terms),
            "GLOSSARY_TRANSLATIONS": str(self.translations),
            "GLOSSARY_SUPPORT": str(self.support),
            **{f"GLOSSARY_{name.upper()}": str(value) for name, value in self.operator.items()},
        }

    def vet(self, language: str, concept: str, who: str, role: str, *more: str) -> Result:
        """Vet without being asked."""
        return self.run("vet", language, concept, "--by", who, "--role", role, "--yes", *more)

    def approve(self, language: str, *concepts: str) -> None:
        """Give concepts all the approvals that their language needs, as ``vet`` does; its checks may refuse them."""
        roles = [("heron", "subject")] if language == "en" else [("otter", "language"), ("heron", "subject")]
        settings = self.settings()
        before = stamp(*settings.folders)
        edition = load(*settings.folders, settings.today, pins=trusted.pins(settings))
        known = allowed(self.translations, settings.today)
        for concept, (who, role) in product(concepts, roles):
            request = vetting.Request(language, concept, who, role, Verdict.APPROVE, settings.now)
            act = vetting.prepare(edition, known, request)
            vetting.commit(self.translations, edition, language, act, settings.now)
        if self._adopted == before:
            self._adopted = stamp(*settings.folders)  # an approval is nothing that somebody could adopt

    def git(self, *arguments: str) -> None:
        """Run git in this world, in which it knows nobody."""
        quiet = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
        identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
        subprocess.run(["git", *identity, *arguments], cwd=self.root, check=True, capture_output=True, env=quiet)

    def commit(self, message: str = "all") -> None:
        """Commit everything; the first time make the repository."""
        if not (self.root / ".git").exists():
            self.git("init", "-q", "-b", "main")
        self.git("add", "-A")
        self.git("commit", "-qm", message)

    def client(self, **settings: Any) -> FlaskClient:
        """Return a client of the service over this world."""
        from api import create_app  # with it comes Flask, which most tests do without

        return create_app(self.settings(**settings)).test_client()

    def settings(self, **more: Any) -> Settings:
        """Return the settings of a service over this world."""
        self._look()
        folders = {"terms": self.terms, "translations": self.translations, "support": self.support}
        return Settings(**{**folders, **self.operator, **more})

    def get(self, path: str, **options: Any) -> TestResponse:
        """Ask a service over this world as it is now. A test that changes the code itself between two questions asks another
        service (``client``)."""
        return self._service().get(path, **options)

    def preview(self, path: str) -> TestResponse:
        """Ask a preview over this world as it is now."""
        return self._service(minimum=Status.DRAFT).get(path)

    def _service(self, **more: Any) -> FlaskClient:
        """Return a client of a service that was started over just this content and asked before, else of a new one."""
        settings = self.settings(**more)
        if self.operator:  # what an operator names may lie anywhere
            return self.client(**more)
        seen = settings, stamp(*settings.folders), beside.shipped
        if self._asked.get(settings.minimum, (None,))[0] != seen:
            self._asked[settings.minimum] = seen, self.client(**more)
        return self._asked[settings.minimum][1]


def without_shipped_strings(baseline: Values, folders: tuple[Path, Path, Path]) -> Values:
    """Stand for ``beside.shipped``: to content that is not the package's own it ships strings in English only."""
    if folders[1] == Settings.translations:
        return SHIPPED(baseline, folders)
    return SHIPPED({group: rows for group, rows in baseline.items() if group[0] is not Kind.STRING}, folders)


SHIPPED = beside.shipped
"""What ``without_shipped_strings`` stands for."""


def processes(world: World) -> dict[str, str]:
    """Return a whole environment for a process of its own in this world."""
    return {**os.environ, **world.environment()}
