"""Commands for whoever begins a glossary of their own: ``init`` and ``new-concept``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from glossary.commands import console, question
from glossary.content import files
from glossary.content.model import RESERVED, WHOLE
from glossary.errors import BadContent, Refused
from glossary.settings import Settings

if TYPE_CHECKING:
    from datetime import date

    from glossary.content.scaffold import Beginning

_TERM = (
    question.asked("--term", "The term, as a heading has it", question.A_NAME),
    question.asked("--definition", "Its definition, in English", question.WORDS),
    question.asked("--source-title", "The title of what the definition rests on", question.WORDS),
    question.asked("--source-url", "The web address of that (https://…)", question.AN_ADDRESS),
    click.option("--locator", default=WHOLE, show_default=True, help="The place in it, such as “section 2”."),
)


def _of_a_term(command: question.Command) -> question.Command:
    for option in reversed(_TERM):
        command = option(command)
    return command


def _new_folder(_context: click.Context, _parameter: click.Parameter, directory: Path) -> Path:
    from glossary.content import identity

    with files.writing(directory):
        begun = (directory / identity.FILE).exists()
        taken = directory.exists() and (not directory.is_dir() or any(directory.iterdir()))
    if begun:
        there = "" if directory == Path() else f"“cd {directory}”, then "
        go_on = f"go on in it: {there}“glossary check”; “glossary new-concept ID” writes the next term"
        raise Refused(f"{directory} holds a glossary already", f"{go_on}. For another glossary name a new folder")
    if taken:
        raise Refused(f"{directory} exists and is not empty", "name a new folder")
    return directory


@click.command(epilog="Example: glossary init birds")
@click.argument("directory", type=click.Path(path_type=Path), is_eager=True, callback=_new_folder)
@question.asked("--title", "The title of the glossary", question.A_TITLE)
@click.option("--id", "glossary_id", type=question.AN_ID, help="Its id, part of every signature. Made of the title.")
@question.asked("--reviewer", "Your id as a reviewer, a pseudonym such as heron", question.A_PERSON)
@question.may_be_asked("--publisher", "The name of the organisation that publishes it", "not said", question.A_LINE)
@question.may_be_asked(
    "--contact", "Where readers and reviewers ask, mailto:words@… or https://…", "nowhere", question.A_CONTACT
)
@question.may_be_asked("--notice", "A content notice before each definition", "none", question.A_NOTICE)
@click.option(
    "--help-for-readers/--no-help",
    prompt="Do its readers need help, such as a helpline",
    default=False,
    help="Whether pages lead to help.",
)
@click.option("--operator", default="", help="Who runs the directory of help that readers are sent to.")
@click.option("--operator-url", type=question.AN_ADDRESS, help="Its web address.")
@question.asked("--group", "The first group of terms", question.A_GROUP, default="Terms")
@_of_a_term
def init(directory: Path, glossary_id: str | None, group: str, **said: Any) -> None:
    """Begin a glossary of your own in DIRECTORY, a new folder, with one term. It asks; nothing is written before the end."""
    from glossary.content.scaffold import Beginning, Term

    if said.pop("help_for_readers"):
        said["operator"] = said["operator"] or click.prompt(
            "Who runs the directory of help that readers are sent to", type=question.WORDS
        )
        said["operator_url"] = said["operator_url"] or click.prompt(
            "Its web address (https://…)", type=question.AN_ADDRESS
        )
    else:
        said["operator"] = said["operator_url"] = ""
    first = Term(question.slug(said["term"]), question.slug(group), *(said.pop(name) for name in _FIELDS))
    beginning = Beginning(glossary_id or question.slug(said["title"]), group_name=group, first=first, **said)
    _write(directory, beginning, Settings().today)
    console.say(f"made {directory}: glossary.toml, a policy, the term “{first.id}”, README.md\nNext:\n  cd {directory}")
    for step in beginning.steps:
        console.say(f"  {step}")


_FIELDS = ("term", "definition", "source_title", "source_url", "locator")


def _write(directory: Path, beginning: Beginning, today: date) -> None:
    """Write a beginning, whole or not at all: only what our own readers take. Raises ``BadContent``, ``Unwritable``."""
    from glossary.catalogs import sync
    from glossary.content import terms
    from glossary.edition import loading, translatable
    from glossary.support.contacts import SHIPPED

    with files.writing(directory):
        directory.parent.mkdir(parents=True, exist_ok=True)
    with files.folder(directory) as new:
        for name, text in beginning.files(today).items():
            files.replace(new / name, text)
        terms_folder, translations = new / "terms", new / "translations"
        try:
            loading.load(terms_folder, translations, new / "support" if beginning.operator else SHIPPED, today)
            written = translatable.of(terms_folder, terms.load(terms_folder, today), {}, today)
            for _ in sync.sync(translations, written, []):  # the templates for translators
                pass
        except BadContent as error:
            raise _as_if_in(error, new, directory) from None


def _as_if_in(error: BadContent, new: Path, directory: Path) -> BadContent:
    """Return the same findings in the folder that was asked for, which is not there yet."""
    before, after = files.displayed(new), files.displayed(directory)
    return BadContent([replace(each, file=each.file.replace(before, after)) for each in error.findings])


def _free(_context: click.Context, _parameter: click.Parameter, concept_id: str) -> str:
    """Raise ``Refused`` for an id that is a concept's, or was, or is the address of another page."""
    from glossary.content import claims, terms

    chosen = console.settings()
    path = chosen.terms / f"{concept_id}.toml"
    if path.exists() or path.is_symlink():
        raise Refused(f"{files.displayed(path)} exists", "give the new concept another id")
    former = claims.holders(terms.load(chosen.terms, chosen.today).values()).get(concept_id)
    if concept_id in RESERVED or former:
        what = f"was the id of “{former.id}”" if former else "is the address of another page"
        raise Refused(f"“{concept_id}” {what}", "give the new concept another id")
    return concept_id


@click.command("new-concept", epilog="Example: glossary new-concept sea-eagle --group birds")
@click.argument("concept_id", metavar="ID", type=question.AN_ID, is_eager=True, callback=_free)
@click.option("--group", type=question.AN_ID, help="The id of its group. Asked for where there are several.")
@_of_a_term
def new_concept(concept_id: str, group: str | None, **said: str) -> None:
    """Write the term file of a new concept, with a comment on each field that it may have. It is a draft."""
    from glossary.content import identity, terms
    from glossary.content.scaffold import Term

    chosen = console.settings()
    path = chosen.terms / f"{concept_id}.toml"
    said["group"] = _group(group, identity.load(chosen.terms, chosen.today).groups)
    text = Term(concept_id, **said).written(chosen.today)
    with TemporaryDirectory() as folder:
        draft = Path(folder, "terms", path.name)
        files.replace(draft, text)
        try:
            terms.load(draft.parent, chosen.today)
        except BadContent as error:
            raise _as_if_in(error, draft.parent, path.parent) from None
    files.replace(path, text)
    console.say(
        f"made {files.displayed(path)}: a draft. Then run “glossary check”, and “glossary sync” for translators."
    )


def _group(said: str | None, groups: tuple[str, ...] | None) -> str:
    """Return the group of a new concept, by what was said and which there are. Raises ``Refused`` for another."""
    if groups is None:
        return said or str(click.prompt("The id of its group", type=question.AN_ID))
    if said and said not in groups:
        raise Refused(
            f"there is no group “{said}”", f"name one of {', '.join(groups)}, or add it to [groups] in glossary.toml"
        )
    return said or (groups[0] if len(groups) == 1 else str(click.prompt("Its group", type=click.Choice(groups))))
