"""Commands for terminology that comes from other tools: ``import``."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glossary.commands import console
from glossary.content.model import ID, Autolink, Usage
from glossary.errors import BadSetting, counted

if TYPE_CHECKING:
    from glossary.exchange.incoming.intake import Plan


_USAGE, _AUTOLINK = ([each.value for each in kind] for kind in (Usage, Autolink))


@click.command("import", epilog="Example: glossary import terms.csv --dry-run --group birds --source field-guide")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Print the same table, and write nothing.")
@click.option("--replace", is_flag=True, help="Take the file's texts and facts where others stand already.")
@click.option(
    "--mirror", is_flag=True, help="Write each related concept both ways, also where the file has one way only."
)
@click.option("--group", metavar="ID", help="The group of new concepts, where the file has none.")
@click.option(
    "--usage", type=click.Choice(_USAGE), default="confident", show_default=True, help="The same of their usage."
)
@click.option("--autolink", type=click.Choice(_AUTOLINK), default="ask", show_default=True, help="The same of links.")
@click.option("--source", metavar="ID", help="The source of new concepts that cite none: one of the register.")
@click.option(
    "--avoid-reason", metavar="TEXT", help="Why words to avoid harm, in English, where the file does not say it."
)
@click.option(
    "--language", "languages", metavar="FROM=TO", multiple=True, help="Which language a tag of the file is here."
)
@click.option("--column", "columns", metavar="NAME=FIELD", multiple=True, help="Which field a column of the file is.")
@click.option(
    "--map", "map_file", type=click.Path(path_type=Path), help="A mapping file: where the terms of JSON or YAML lie."
)
@click.option("--json", "as_json", is_flag=True, help="For scripts: every value of the file, with its outcome.")
def take_in(
    file: Path,
    map_file: Path | None,
    dry_run: bool,
    as_json: bool,
    languages: tuple[str, ...],
    columns: tuple[str, ...],
    **said: Any,
) -> None:
    """Take terms and translations of another tool into the term files and catalogs, as drafts; all of FILE or nothing.

    It reads CSV and TSV with a row of names, TBX, SKOS (Turtle, RDF/XML, JSON-LD), XLIFF by key, and JSON and YAML as a
    mapping file says. What is there already stays, so a second import of the same file changes nothing.
    """
    from glossary.exchange.incoming import formats, intake, mapping, tree, writing
    from glossary.exchange.incoming.mapping import Map
    from glossary.exchange.incoming.wishes import Wishes

    for name in filter(None, (said["group"], said["source"])):
        if not ID.fullmatch(name):
            raise BadSetting(f"“{name}” is not an id; use small letters, digits and single hyphens")
    chosen = console.settings()
    by = mapping.read(map_file, chosen.today) if map_file else Map()
    batch = formats.read(file, replace(by, columns={**by.columns, **dict(_pairs(columns))}))
    wishes = Wishes(**said, languages={name.lower(): tag for name, tag in _pairs(languages)})
    with tree.held(chosen.terms, chosen.translations, chosen.today) as before:
        plan = intake.plan(batch, before, wishes)
        written = [] if dry_run else writing.write(plan.files)
    _say(plan, dry_run, len(written), as_json)
    sys.exit(1 if plan.refused else 0)


def _pairs(options: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the two parts of each option. Raises ``BadSetting`` for one that has no two."""
    pairs = [tuple(map(str.strip, option.rpartition("=")[::2])) for option in options]
    for option, pair in zip(options, pairs, strict=True):
        if not all(pair):
            raise BadSetting(f"“{option}” is no pair; write one such as “Begriff=term[de]” or “fr-FR=fr”")
    return [(name, value) for name, value in pairs]


def _say(plan: Plan, dry_run: bool, written: int, as_json: bool) -> None:
    from glossary.exchange.incoming import account

    counts = account.counts(plan.rows)
    if as_json:
        rows = [{**row.place._asdict(), **dict(list(row._asdict().items())[1:])} for row in plan.rows]
        console.say(
            json.dumps(
                {"dry_run": dry_run, "written": written, "counts": counts, "rows": rows}, ensure_ascii=False, indent=2
            )
        )
        return
    if sys.stdout.isatty():
        console.terminal().print(account.table(plan.rows))
    else:
        for line in account.lines(plan.rows):
            console.say(line)
    console.say(_summary(counts, dry_run, written))


def _summary(counts: dict[str, int], dry_run: bool, written: int) -> str:
    """Return in one sentence what has become of the values, and of the files."""
    values = ", ".join(f"{number} {outcome}" for outcome, number in counts.items())
    if counts["refused"]:
        return f"{values}. Nothing is written: mend what is refused, and import again."
    if dry_run:
        return f"{values}. Nothing is written (--dry-run)."
    if not written:
        return f"{values}. There was nothing to write."
    return f"{values}. {counted(written, 'file')} written; every text is a draft. Now run “glossary check”."
