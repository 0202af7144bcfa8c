"""The command for sites that somebody else builds: ``link``."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glossary import __version__
from glossary.characters import visible
from glossary.commands import console
from glossary.errors import Refused, capped, counted
from glossary.language import tags

if TYPE_CHECKING:
    from glossary.annotate.folder import Manifest, Outcome
    from glossary.annotate.links import Linked
    from glossary.annotate.words import Words


@click.command(epilog="Example: glossary link public --from forms.json --dry-run")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--from",
    "sources",
    type=click.Path(path_type=Path, exists=True),
    multiple=True,
    help="A forms.json of a glossary, or a folder of them; without it, the glossary here.",
)
@click.option("--language", metavar="TAG", help="The language of pages that do not say theirs.")
@click.option(
    "--per", type=click.Choice(["section", "page"]), default="section", show_default=True, help="Link once a …"
)
@click.option(
    "--markup",
    type=click.Choice(["plain", "data", "element"]),
    default="plain",
    show_default=True,
    help="A link, one with an attribute for the card, or the element.",
)
@click.option("--ask", is_flag=True, help="Link words too that have an ordinary meaning as well.")
@click.option("--headings", is_flag=True, help="Link in headings too.")
@click.option("--quotations", is_flag=True, help="Link in quotations too.")
@click.option("--exclude", metavar="GLOB", multiple=True, help="Pages to leave alone, such as “archive/*”.")
@click.option("--undo", is_flag=True, help="Take the links out again.")
@click.option("--dry-run", is_flag=True, help="Print a table of the links, and write nothing.")
def link(folder: Path, undo: bool, dry_run: bool, exclude: tuple[str, ...], **said: Any) -> None:
    """Link the terms in the pages (*.html) of a site in FOLDER, as a generator has built it.

    The first mention in each section becomes a link to the page of the term; nothing else of a page changes, not a byte. Run
    again, it changes nothing; after the glossary or a page has changed, it brings the links up to date. Only pages that have
    changed since are read. What it remembers for that lies in ~/.cache/glossary (or $XDG_CACHE_HOME), not in FOLDER.
    """
    require_extra("ahocorasick_rs")
    from glossary.annotate import folder as pages

    by, key = (_unlink, "") if undo else _linker(**said)
    path = pages.manifest_path(folder, os.environ)
    manifest: Manifest | None = None
    if undo and not dry_run:
        path.unlink(missing_ok=True)
    elif not dry_run:
        manifest = pages.Manifest(path, key)
    outcomes = list(pages.change(folder, by, exclude, manifest, write=not dry_run))
    if dry_run:
        _print(outcomes)
    console.say(_summary(outcomes, undo, dry_run))
    sys.exit(1 if console.print_findings(capped([each.finding for each in outcomes if each.finding])) else 0)


def require_extra(*modules: str) -> None:
    """Raise ``Refused`` where what finds words is not installed."""
    if not all(map(find_spec, modules)):
        raise Refused(
            "to find words takes more than is installed", "pip install -e '.[annotate]', run in the clone, brings it"
        )


def words(sources: Iterable[Path], linked: bool = True) -> tuple[Words, ...]:
    """Return the words of files of forms; without any, those that are vetted in the glossary here. Its address must be set
    where pages are ``linked``; else there is none of a page where it is not."""
    from glossary.annotate import forms
    from glossary.annotate.words import Words

    if sources:
        return forms.read(sources)
    chosen = console.settings()
    if linked:
        chosen.require_address("a site with links to the glossary")
    edition = console.edition(chosen)
    every = (Words.of(edition, language, chosen.base_url) for language in edition.languages)
    return tuple(each if chosen.base_url_is_set else replace(each, page="") for each in every)


def _linker(sources: tuple[Path, ...], language: str | None, **said: Any) -> tuple[Callable[[bytes], Linked], str]:
    """Return what links a page, and a digest of all that decides how."""
    from glossary.annotate.links import Linker
    from glossary.annotate.markup import Markup
    from glossary.annotate.occurrences import Per
    from glossary.annotate.page import Scope

    scope = Scope(tags.parse(language) if language else None, said["headings"], said["quotations"])
    linker = Linker(words(sources), scope, said["ask"], Per(said["per"]), Markup(said["markup"]))
    return linker.link, sha256(f"{__version__} {linker}".encode()).hexdigest()


def _unlink(page: bytes) -> Linked:
    from glossary.annotate.links import Linked, unlinked

    return Linked(unlinked(page), ())


def _print(outcomes: Iterable[Outcome]) -> None:
    """Print the links: a table on a terminal, else a line for each."""
    rows = [(each.page, str(link.line), link.words, link.concept) for each in outcomes for link in each.links]
    if not sys.stdout.isatty():
        for page, line, words, concept in rows:
            console.say(f"{page}:{line}: {words} ({concept})")
    elif rows:
        from rich.table import Table

        table = Table("Page", "Line", "Words", "Concept")
        for row in rows:
            table.add_row(*map(visible, row))
        console.terminal().print(table)


def _summary(outcomes: list[Outcome], undo: bool, dry_run: bool) -> str:
    """Return in a few sentences what has become of the pages."""
    changed, skipped, refused, unspoken = (
        sum(bool(getattr(each, name)) for each in outcomes) for name in ("changed", "skipped", "finding", "unspoken")
    )
    links = sum(len(each.links) for each in outcomes)
    done = "would change" if dry_run else "changed"
    parts = [f"{counted(len(outcomes), 'page')}, {changed} {done}"]
    if not undo:
        parts.append(f"{counted(links, 'link')} in those that were read")
    if skipped:
        parts.append(f"{skipped} unchanged since the last run and not read")
    if refused:
        parts.append(f"{refused} left as they are, for the reasons below")
    told = "; ".join(parts) + "."
    if unspoken:
        told += f" {counted(unspoken, 'page')} with text of which no lang says the language: --language TAG names it."
    return told
