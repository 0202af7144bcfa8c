"""Commands for what comes from other tools and goes to them: ``import`` and ``export-xliff``."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glossary.commands import console
from glossary.content.model import ID, WHOLE, Autolink, Usage
from glossary.errors import BadSetting, Refused, counted
from glossary.language.tags import SOURCE, choose

if TYPE_CHECKING:
    from glossary.catalogs.po import Catalog
    from glossary.exchange.incoming.intake import Plan


_USAGE, _AUTOLINK = ([each.value for each in kind] for kind in (Usage, Autolink))


@click.command("import", epilog="Example: glossary import terms.csv --dry-run --group birds --source field-guide")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Print the same table, and write nothing.")
@click.option("--replace", is_flag=True, help="Take the file's texts and facts where others stand already.")
@click.option(
    "--mirror", is_flag=True, help="Write each related concept both ways, also where the file has one way only."
)
@click.option("--group", metavar="ID", help="The group of new concepts, where the file has none and there are several.")
@click.option(
    "--usage", type=click.Choice(_USAGE), default="confident", show_default=True, help="The same of their usage."
)
@click.option("--autolink", type=click.Choice(_AUTOLINK), default="ask", show_default=True, help="The same of links.")
@click.option("--source", metavar="ID", help="The source of new concepts that cite none: one of the register.")
@click.option("--locator", metavar="TEXT", default=WHOLE, show_default=True, help="The place in that source.")
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

    def first() -> None:
        if not dry_run and writing.finish(chosen.terms, chosen.translations) and not as_json:
            console.say("An import that was cut off is finished.")

    with tree.held(chosen.terms, chosen.translations, chosen.today, first) as before:
        plan = intake.plan(batch, before, wishes)
        written = [] if dry_run else writing.write(plan.files, chosen.translations)
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
        data = {"dry_run": dry_run, "written": written, "counts": counts, "rows": list(map(account.data, plan.rows))}
        console.say(json.dumps(data, indent=2))  # in ASCII: no character that nobody sees is shown as its number
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


@click.command("export-xliff", epilog="Example: glossary export-xliff fr --open")
@click.argument("language", metavar="LANG")
@click.option("--open", "only_open", is_flag=True, help="Only texts that are empty or unfinished.")
@click.option("--changed", is_flag=True, help="Only texts whose English has changed since they were translated.")
@click.option("--version", type=click.Choice(["1.2", "2.0"]), default="1.2", show_default=True, help="Of XLIFF.")
@click.option("--output", metavar="FILE", help="Default: build/LANG.xlf")
def export_xliff(language: str, only_open: bool, changed: bool, version: str, output: str | None) -> None:
    """Write the catalog of LANG as XLIFF, for an agency: each text with its key, its English and the notes for translators.

    What comes back is taken in with “glossary import FILE”: each text by its key, as a draft.
    """
    from glossary.content import files
    from glossary.exchange.outgoing import xliff

    catalog = _catalog(language)
    units = list(xliff.units(catalog.messages))
    if only_open or changed:
        units = [unit for unit in units if (only_open and unit.open) or (changed and unit.changed)]
    if not units:
        console.say(f"no text of {language} is {'open' if only_open else 'to be translated anew'}; nothing is written")
        return
    path = Path(output or f"build/{language}.xlf")
    files.replace(path, xliff.write(units, catalog.field("Language").replace("_", "-"), version))
    concepts = len({unit.key.rpartition(".")[0] for unit in units})
    console.say(f"{files.displayed(path)}: {counted(len(units), 'text')} of {counted(concepts, 'concept')}")


def _catalog(language: str) -> Catalog:
    """Return the catalog of a language as “glossary sync” would leave it. Raises ``Refused`` where there is none."""
    from glossary.catalogs import drafts, sync
    from glossary.exchange.incoming import tree

    chosen = console.settings()
    content = tree.load(chosen.terms, chosen.translations, chosen.today)
    if language == SOURCE:
        raise Refused("English is what is translated", "name the language that the agency translates into")
    if language not in content.languages:
        near = choose(language, content.languages)
        remedy = f"write {near}" if near else "make one with “glossary new-language TAG”"
        raise Refused(f"there is no catalog for {language}", remedy)
    written = sync.Written(content.concepts, content.figures)
    return sync.updated(content.translations, written, language, drafts.DOMAINS[0])[0]
