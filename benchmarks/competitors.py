"""Who is measured: how each is installed, given its data and started, and where its entry and its list are."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks import BUILD, fileserver, installation, load, material, shapes
from benchmarks.material import ENTRY, LANGUAGE, Place
from benchmarks.servers import Command

JSON_SERVER = "0.17.4"


@dataclass(frozen=True, kw_only=True)
class Competitor:
    """One who answers. ``list_shows`` is a field of every text that its list must have."""

    name: str
    about: str
    command: Callable[[Place, int], Command]
    entry: str = f"/v1/{LANGUAGE}/terms/{ENTRY}.json"
    list: str = f"/v1/{LANGUAGE}/terms.json"
    list_shows: str = "definition"
    accept: str = "application/json"
    install: Callable[[], None] | None = None
    peer: bool = False


def _granian(python: str | Path, *application: str) -> tuple[str | Path, ...]:
    """Start a WSGI application as our own service starts: one worker, four threads."""
    options = ("--interface", "wsgi", "--http", "1", "--no-ws", "--workers", "1", "--blocking-threads", "4")
    return (python, "-m", "granian", *options, "--host", load.HOST, *application)


def service(place: Place, port: int, **more: str) -> Command:
    """Start our service; ``more`` are further settings."""
    environment = {**place.environment, "PORT": str(port), "WORKERS": "1", **more}
    return Command((sys.executable, "-m", "glossary", "serve"), environment)


def _plain(place: Place, port: int) -> Command:
    environment = {"TERMS": str(place.terms), "TRANSLATIONS": str(place.folder / "compiled")}
    return Command(_granian(sys.executable, "--port", str(port), "benchmarks.plain:application"), environment)


def _skos(place: Place, port: int) -> Command:
    python = BUILD / "pyramid_skosprovider" / "bin" / "python"
    arguments = _granian(python, "--port", str(port), "--factory", "benchmarks.skos:create_app")
    return Command(arguments, {"CONCEPTS": str(place.folder / "skos.json")})


def _datasette(place: Place, port: int) -> Command:
    program = BUILD / "datasette" / "bin" / "datasette"
    return Command((program, "serve", "-i", place.folder / "glossary.db", "--host", load.HOST, "--port", str(port)))


def _json_server(place: Place, port: int) -> Command:
    program = BUILD / "json-server" / "node_modules" / ".bin" / "json-server"
    options = ("--quiet", "--read-only", "--host", load.HOST, "--port", str(port))
    return Command(("node", program, *options, place.folder / "db.json"))


OURS = Competitor(name="this service", about="`glossary serve`, one worker", command=service)
LIMIT = Competitor(
    name="nginx, one file",
    about="the same bytes as a file: the limit",
    command=fileserver.one_file,
    entry="/entry.json",
    list="/list.json",
)
EXPORT = Competitor(
    name="our export under nginx",
    about="`glossary export` with the configuration that it writes",
    command=fileserver.exported,
)
BUILT_IN = (
    OURS,
    EXPORT,
    LIMIT,
    Competitor(
        name="nginx, one open file",
        about="the limit with `open_file_cache`, which no figure below asks for",
        command=fileserver.kept_open,
        entry="/entry.json",
        list="/list.json",
    ),
    Competitor(
        name="Flask, marshmallow, gettext",
        about="`benchmarks/plain.py` under Granian: what one would write first",
        command=_plain,
        entry=f"/{LANGUAGE}/terms/{ENTRY}",
        list=f"/{LANGUAGE}/terms",
        peer=True,
    ),
)
INSTALLED = (
    Competitor(
        name="json-server",
        about="a resource for each language",
        command=_json_server,
        entry=f"/{LANGUAGE}/{ENTRY}",
        list=f"/{LANGUAGE}",
        install=partial(installation.node, "json-server", JSON_SERVER),
        peer=True,
    ),
    Competitor(
        name="Datasette",
        about="a row for each text, immutable, without counts and facets",
        command=_datasette,
        entry=f"/glossary/texts/{LANGUAGE},{ENTRY}.json?_shape=array",
        list=f"/glossary/texts.json?language={LANGUAGE}&_shape=array&_size=max&_nocount=1&_nofacet=1",
        install=partial(installation.python, "datasette"),
        peer=True,
    ),
    Competitor(
        name="pyramid_skosprovider",
        about="a concept scheme for each language, under Granian; its list has the terms only",
        command=_skos,
        entry=f"/conceptschemes/{LANGUAGE}/c/{ENTRY}",
        list=f"/conceptschemes/{LANGUAGE}/c",
        list_shows="term",
        install=partial(installation.python, "pyramid_skosprovider"),
        peer=True,
    ),
)


def prepare(place: Place) -> None:
    """Give every competitor its data. Raises ``Failed``."""
    entries, entry, every = material.answers(place)
    (place.folder / "files").mkdir()
    (place.folder / "files" / "entry.json").write_bytes(entry)
    (place.folder / "files" / "list.json").write_bytes(every)
    fileserver.export(place)
    shapes.as_json(entries, place.folder / "db.json")
    shapes.as_sqlite(entries, place.folder / "glossary.db")
    shapes.as_skos(entries, place.folder / "skos.json")
    shapes.as_gettext(place.translations, place.folder / "compiled")
