"""Commands for the files of a glossary: ``check``, ``sync``, ``new-language`` and ``status``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from glossary.commands import console
from glossary.errors import Finding, Refused, counted
from glossary.language.tags import SOURCE
from glossary.settings import Settings

if TYPE_CHECKING:
    from datetime import date

    from glossary.catalogs.sync import Written
    from glossary.review.unchanged import Texts


@click.command(epilog="Example: glossary check --since HEAD~1")
@click.option(
    "--since",
    metavar="REV",
    help="Also name what is new, changed, lost or adopted since this git revision. A lost record is an error.",
)
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="As if it were this day: what will expire?"
)
def check(since: str | None, on: datetime | None) -> None:
    """Find everything that is wrong with the content. Exits 1 if there is an error; warnings are for a person to judge."""
    from glossary.review import unchanged

    chosen = console.settings()
    day = on.date() if on else chosen.today
    every = unchanged.findings(chosen, day, lambda texts: _found(chosen, day, texts))
    every += _since(chosen, since) if since else ()
    errors = console.print_findings(every)
    console.say(f"{counted(errors, 'error')}, {counted(len(every) - errors, 'warning')}")
    sys.exit(1 if errors else 0)


def _found(chosen: Settings, day: date, texts: Texts) -> Iterator[Finding]:
    from glossary.review import findings

    return findings.check(chosen.translations, console.edition(chosen, day), day, texts)


def _since(chosen: Settings, revision: str) -> list[Finding]:
    """Return what has changed since a revision; say what of that was adopted."""
    from glossary.ledger import news
    from glossary.review import since

    changed = list(since.findings(chosen, revision))
    for change in news.since(chosen.translations, revision):
        console.say(change)
    return changed


@click.command(epilog="Example: glossary sync fr de")
@click.argument("languages", nargs=-1, metavar="[LANG]...")
@click.option(
    "--ledgers", is_flag=True, help="Instead, move the records of approvals.jsonl to a file for each reviewer."
)
def sync(languages: tuple[str, ...], ledgers: bool) -> None:
    """Bring catalogs up to date with the term files, by key. Nothing that a translator wrote is lost."""
    from glossary.catalogs import drafts

    chosen = console.settings()
    catalogs, findings = drafts.language_folders(chosen.translations)
    offered = [SOURCE, *catalogs] if ledgers else catalogs
    if strangers := [tag for tag in languages if tag not in offered]:
        raise Refused(f"there is no catalog for {', '.join(strangers)}", "make one with “glossary new-language TAG”")
    changed, chosen_tags = False, list(languages) or offered
    for change in _split(chosen, chosen_tags) if ledgers else _synced(chosen, chosen_tags):
        changed = True
        if isinstance(change, Finding):
            findings.append(change)
        else:
            console.say(change)
    if not changed:
        console.say("nothing to do")
    sys.exit(1 if console.print_findings(findings) else 0)


def _synced(chosen: Settings, tags: list[str]) -> Iterator[str | Finding]:
    from glossary.catalogs import sync as syncing

    return syncing.sync(chosen.translations, _written(chosen), tags)


def _written(chosen: Settings) -> Written:
    from glossary.content import figures, terms
    from glossary.edition import translatable

    concepts = terms.load(chosen.terms, chosen.today)
    numbers = figures.load(figures.folder(chosen.terms), chosen.today)
    return translatable.of(chosen.terms, concepts, numbers, chosen.today)


def _split(chosen: Settings, tags: list[str]) -> Iterator[str | Finding]:
    from glossary.ledger.ledgers import split

    return chain.from_iterable(split(chosen.translations, tag) for tag in tags)


@click.command(epilog="Example: glossary merge base.po translations/fr/LC_MESSAGES/glossary.po theirs.po")
@click.argument("base", type=click.Path(path_type=Path))
@click.argument("ours", type=click.Path(path_type=Path))
@click.argument("theirs", type=click.Path(path_type=Path))
@click.option("--name", default="", metavar="PATH", help="The path that messages name; git calls it %P.")
def merge(base: Path, ours: Path, theirs: Path, name: str) -> None:
    """Merge two versions of a catalog by key, into OURS. Exits 1 if both changed a text: then both are in the file.

    As git's merge driver: git config merge.glossary.driver "glossary merge %O %A %B --name %P"
    """
    from glossary.catalogs import merge as merging
    from glossary.catalogs import po
    from glossary.content import files

    catalog, conflicts = merging.merged(*map(merging.read, (base, ours, theirs)))
    files.replace(ours, po.write(catalog))
    sys.exit(1 if console.print_findings(merging.findings(ours, conflicts, name)) else 0)


@click.command("new-language", epilog="Example: glossary new-language pt-BR")
@click.argument("tag")
def new_language(tag: str) -> None:
    """Make the catalogs of a language, ready for a translator to open."""
    from glossary.catalogs import reader, sync
    from glossary.content import files

    chosen = console.settings()
    made = list(sync.new_language(chosen.translations, _written(chosen), tag, chosen.today))
    for path in made:
        console.say(f"made {files.displayed(path)}")
    console.say("Open it in Poedit, Weblate or any editor; then run “glossary check”.")
    if strings := sum(
        not message.text for path in made for message in reader.read(path).messages if path.stem == "interface"
    ):
        shown = f"pages in {tag} show them in English until they are translated and adopted (“glossary adopt”)"
        console.say(f"{counted(strings, 'string')} in interface.po, such as the title of the glossary: {shown}.")
    if lacking := _lacking(chosen, tag):
        roles = " and ".join(lacking)
        console.say(f"Nobody can approve it yet: policy.toml needs {roles} reviewers of {tag}, see docs/reviewers.md.")


def _lacking(chosen: Settings, tag: str) -> list[str]:
    """Return the roles that a language's texts need and nobody is registered for."""
    from glossary.ledger import policy

    rules = policy.load(chosen.translations, chosen.today)
    there = {role for reviewer in rules.reviewers.values() if tag in reviewer.languages for role in reviewer.roles}
    return [role for role in rules.roles(tag) if role not in there]


@click.command(epilog="Example: glossary status fr")
@click.argument("language", required=False)
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def status(language: str | None, as_json: bool) -> None:
    """Show how far each language has come, or each concept of one LANGUAGE."""
    from glossary.review import report

    chosen = console.settings()
    edition, today = console.edition(chosen), chosen.today
    if language:
        rows = report.concepts(edition, edition.offered(language), today)
        table, data = report.concept_table(rows), {"language": language, "concepts": rows}
        total = counted(len(rows), "concept")
    else:
        rows = report.languages(edition, today)
        table, data = report.language_table(rows), {"languages": rows}
        size = f"{counted(len(edition.live), 'concept')} x {counted(len(rows), 'language')}"
        total = f"{size}\n{report.emptiness(rows)}"
    if as_json:
        console.say(
            json.dumps({"edition": edition.id, **data, "problems": len(edition.findings)}, ensure_ascii=False, indent=2)
        )
        return
    console.terminal().print(table)
    console.say(f"\n{total}\nedition {edition.id}")
    console.print_findings(edition.findings)
