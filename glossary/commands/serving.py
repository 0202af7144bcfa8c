"""Commands by which the service reaches readers: ``serve``, ``preview``, ``demo``, ``export`` and ``package``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from glossary.commands import console
from glossary.content.model import Status
from glossary.edition.uncollected import uncollected
from glossary.errors import BadContent, Finding, counted
from glossary.settings import Settings, is_loopback

if TYPE_CHECKING:
    from glossary.edition.edition import Edition
    from glossary.export.current import Current
    from glossary.export.selection import Selection


@contextmanager
def _taken(chosen: Settings) -> Iterator[tuple[Settings, tuple[Finding, ...]]]:
    """Yield the settings by which the content is read, and what is wrong with what is offered: where it is taken as an
    artifact, it is so first. Raises ``BadContent``, ``Refused`` and ``Unwritable``."""
    if not chosen.content:
        yield chosen, ()
        return
    from glossary.artifact import following

    with following.begun(chosen) as settings:
        yield settings, following.findings(settings)


@click.command(epilog="Example: PORT=9000 WORKERS=2 glossary serve")
def serve() -> None:
    """Serve the API. PORT, WORKERS and GLOSSARY_… variables change how."""
    chosen = console.settings(artifact=True)
    if not is_loopback(chosen.host):
        chosen.require_address("a service that listens beyond this machine")
    with _taken(chosen) as (settings, offered):
        _serve(settings, "/en/{id}/", "/v1/en/terms/{id}.json", "/embedding/", offered=offered)


@click.command(epilog="Example: PORT=9000 glossary preview")
def preview() -> None:
    """Serve on this machine only, with drafts shown, marked as drafts, and neither cached nor indexed."""
    os.environ |= {"GLOSSARY_LEAST_STATUS": Status.DRAFT.value, "GLOSSARY_HOST": "127.0.0.1", "GLOSSARY_BASE_URL": ""}
    _serve(console.settings(), "/en/", "/coverage/", "/docs")


@click.command(epilog="Example: PORT=9000 glossary demo")
def demo() -> None:
    """Serve a copy on this machine only, in which every draft that passes its checks stands as if it were approved.

    It shows the whole product in every language. Every page and every answer says that nobody has reviewed the texts.
    """
    import tempfile

    from glossary.review import demonstration

    with tempfile.TemporaryDirectory(prefix="glossary-demonstration-") as folder:
        texts = demonstration.make(console.settings(), Path(folder))
        os.environ |= demonstration.environment(Path(folder))
        console.say(f"Demonstration: {counted(texts, 'draft')} shown as if approved; nobody has reviewed them.")
        _serve(console.settings(), "/de/{id}/", "/demonstration/", "/docs")


def _serve(chosen: Settings, *worth_opening: str, offered: tuple[Finding, ...] = ()) -> None:
    with uncollected():
        from glossary.review import report
        from glossary.serving import server

    edition = _prepared(chosen)
    findings = (*edition.findings, *edition.support.due(), *offered)
    console.print_findings(findings)
    if findings:
        console.say(
            f"glossary: {counted(len(findings), 'finding')} in the content, listed at {chosen.base_url}/readyz; "
            "readers do not see them",
            err=True,
        )
    if chosen.terms != Settings.terms:
        console.say(f"Content: {chosen.terms.parent.resolve()}")
    console.say(report.published(edition))
    console.say("Worth opening:")
    for path in worth_opening:
        if "{id}" not in path or edition.example:
            console.say(f"  {chosen.base_url}{path.format(id=edition.example)}")
    sys.stdout.flush()
    server.run(chosen)


def _prepared(chosen: Settings) -> Edition:
    """Return the edition of the content; of the last good artifact, where what was taken since is not good."""
    from glossary.artifact import place
    from glossary.serving import state

    try:
        return state.prepare(chosen)
    except BadContent as error:
        if not place.back(chosen):
            raise
        console.print_findings(error.findings)
        console.say("glossary: the last good content is served", err=True)
        return state.prepare(chosen)


@click.command(epilog="Example: GLOSSARY_BASE_URL=https://glossary.example.org glossary export public")
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--languages", default="", metavar="TAGS", help="Only these languages, such as “en,fr”, and English.")
@click.option(
    "--without",
    default="",
    metavar="KINDS",
    help="Leave out some of: all-languages, evidence, fragments, frames, graphs, versions. Links lead to the base address.",
)
@click.option("--plain", is_flag=True, help="Write no compressed files beside the plain ones: your host compresses.")
def export(directory: Path, languages: str, without: str, plain: bool) -> None:
    """Write every file of the service to DIRECTORY, for a file server or CDN: the same bytes, compressed beside plain."""
    from glossary.export.selection import Selection

    chosen = console.settings(artifact=True)
    chosen.require_address("an export")
    with _taken(chosen) as (settings, _):
        _export(settings, directory, Selection(_named(languages), _named(without), compressed=not plain))


def _export(chosen: Settings, directory: Path, selection: Selection) -> None:
    from glossary.export import current

    made = current.made_of(chosen, selection)
    if there := current.found(chosen, directory, made):
        _say(directory, there, "nothing to do")
        return
    from glossary.export import writer
    from glossary.serving import locate

    front = locate.front(replace(chosen, nudge="", watch_seconds=0, minimum=Status.VETTED))
    with console.progress() as progress:
        done = writer.export(
            front,
            directory,
            lambda paths: iter(progress.track(paths, description="Writing")),
            selection,
        )
    export = current.Current(done.name, done.files, done.bytes, front.service.edition.support.until)
    if made and current.made_of(chosen, selection) == made:
        current.keep(chosen, directory, made, export)
    _say(directory, export, f"now {done.name}" if done.changed else "nothing to do")


def _say(directory: Path, export: Current, outcome: str) -> None:
    console.say(f"{directory}: {counted(export.files, 'file')}, {export.bytes / 1e6:,.1f} MB, {outcome}")
    if export.until:
        console.say(f"Export again before {export.until}: something in these files expires then.")


def _named(listed: str) -> tuple[str, ...]:
    """Return the names of a list with commas between them."""
    return tuple(filter(None, (name.strip() for name in listed.split(","))))


@click.command(epilog="Example: glossary package build")
@click.argument("directory", type=click.Path(path_type=Path))
def package(directory: Path) -> None:
    """Write the newest version of the element to DIRECTORY as a package of npm's shape, with types. It is in no registry."""
    from glossary.content import files
    from glossary.export import package as npm

    files.replace(directory / npm.name(), npm.pack())
    console.say(f"{directory / npm.name()}: install it with “npm install {directory / npm.name()}”")
