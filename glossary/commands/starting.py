"""Commands for whoever begins a glossary of their own: ``init`` and ``new-concept``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from glossary.commands import console
from glossary.content import claims, files, sources, terms
from glossary.content.model import ID, RESERVED
from glossary.content.scaffold import Beginning, Term
from glossary.errors import BadContent, BadSetting, Refused
from glossary.settings import Settings

_Command = Callable[..., None]


def _id(_context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value and not ID.fullmatch(value):
        raise BadSetting(
            f"{parameter.opts[-1].lstrip('-')}: “{value}” is not an id; use small letters, digits and single hyphens"
        )
    return value


def _slug(name: str) -> str | None:
    from glossary.exchange.incoming import ids

    return ids.of_term(name) or None


def _asked(option: str, question: str, **more: Any) -> Callable[[_Command], _Command]:
    return click.option(option, prompt=question, help=f"{question}. Asked for where it is left out.", **more)


_TERM = (
    _asked("--term", "The term, as a heading has it"),
    _asked("--definition", "Its definition, in English"),
    _asked("--source-title", "The title of what the definition rests on"),
    _asked("--source-url", "The web address of that"),
    click.option("--locator", default=sources.WHOLE, show_default=True, help="The place in it, such as “section 2”."),
)


def _of_a_term(command: _Command) -> _Command:
    for option in reversed(_TERM):
        command = option(command)
    return command


@click.command(epilog="Example: glossary init birds")
@click.argument("directory", type=click.Path(path_type=Path))
@_asked("--title", "The title of the glossary")
@click.option(
    "--id", "glossary_id", metavar="ID", callback=_id, help="Its id, part of every signature. Made of the title."
)
@_asked("--reviewer", "Your id as a reviewer, a pseudonym", metavar="ID", callback=_id)
@_asked("--notice", "A content notice before each definition (empty: none)", default="", show_default=False)
@click.option(
    "--help-for-readers/--no-help",
    prompt="Do its readers need help, such as a helpline",
    default=False,
    help="Whether pages lead to help.",
)
@click.option("--operator", default="", help="Who runs the directory of help that readers are sent to.")
@click.option("--operator-url", default="", help="Its web address.")
@_asked("--group", "The first group of terms", default="Terms")
@_of_a_term
def init(directory: Path, glossary_id: str | None, group: str, **said: Any) -> None:
    """Begin a glossary of your own in DIRECTORY, a new folder, with one term. It asks; nothing is written before the end."""
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise Refused(f"{directory} exists and is not empty", "name a new folder")
    if said.pop("help_for_readers"):
        said["operator"] = said["operator"] or click.prompt("Who runs the directory of help that readers are sent to")
        said["operator_url"] = said["operator_url"] or click.prompt("Its web address")
    else:
        said["operator"] = said["operator_url"] = ""
    first = Term(_made(said["term"], "term"), _made(group, "group"), *(said.pop(name) for name in _FIELDS))
    beginning = Beginning(glossary_id or _made(said["title"], "title"), group_name=group, first=first, **said)
    _write(directory, beginning, Settings().today)
    console.say(f"made {directory}: glossary.toml, a policy, the term “{first.id}”, README.md\nNext:\n  cd {directory}")
    for step in beginning.steps:
        console.say(f"  {step}")


_FIELDS = ("term", "definition", "source_title", "source_url", "locator")


def _made(name: str, what: str) -> str:
    """Return an id made of a name. Raises ``Refused`` where none can be made."""
    made = _slug(name)
    if made is None or made in RESERVED:
        raise Refused(
            f"the {what} “{name}” gives no id that can be used", f"write the {what} in other words, with Latin letters"
        )
    return made


def _write(directory: Path, beginning: Beginning, today: date) -> None:
    """Write a beginning, whole or not at all: only what our own readers take. Raises ``BadContent``, ``Unwritable``."""
    from glossary.catalogs import sync
    from glossary.edition import loading, translatable
    from glossary.support.contacts import SHIPPED

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


@click.command("new-concept", epilog="Example: glossary new-concept sea-eagle --group birds")
@click.argument("concept_id", metavar="ID", callback=_id)
@_asked("--group", "The id of its group", metavar="ID", callback=_id)
@_of_a_term
def new_concept(concept_id: str, **said: str) -> None:
    """Write the term file of a new concept, with a comment on each field that it may have. It is a draft."""
    chosen = console.settings()
    path = chosen.terms / f"{concept_id}.toml"
    _require_free(concept_id, path, chosen)
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


def _require_free(concept_id: str, path: Path, chosen: Settings) -> None:
    """Raise ``Refused`` for an id that is a concept's, or was, or is the address of another page."""
    if path.exists() or path.is_symlink():
        raise Refused(f"{files.displayed(path)} exists", "give the new concept another id")
    former = claims.holders(terms.load(chosen.terms, chosen.today).values()).get(concept_id)
    if concept_id in RESERVED or former:
        what = f"was the id of “{former.id}”" if former else "is the address of another page"
        raise Refused(f"“{concept_id}” {what}", "give the new concept another id")
