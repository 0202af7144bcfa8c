"""Commands for whoever begins a glossary of their own: ``init`` and ``new-concept``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
from marshmallow import ValidationError

from glossary.commands import console
from glossary.content import cells, claims, files, identity, own, sources, tables, terms
from glossary.content.interface import CONTENT_NOTICE, TITLE
from glossary.content.model import ID, MAX_ID, RESERVED
from glossary.content.scaffold import Beginning, Term
from glossary.content.text import written
from glossary.errors import BadContent, BadText, Refused
from glossary.ledger.policy import DEMONSTRATION
from glossary.settings import Settings

_Command = Callable[..., None]


class _Answer(click.ParamType[str]):
    """An answer that can be used. One that cannot be is asked for again, at once; one that stands as an option is refused."""

    def __init__(self, name: str, objection: Callable[[str], str | None]) -> None:
        self.name, self._objection = name, objection

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the answer without white space around it."""
        value = value.strip()
        if fault := self._objection(value):
            self.fail(fault, param, ctx)
        return value


def _no_id(value: str) -> str | None:
    if len(value) > MAX_ID:
        return f"it has more than {MAX_ID} characters, and is part of names of files; write a shorter one"
    return None if ID.fullmatch(value) else f"“{value}” is not an id; use small letters, digits and single hyphens"


def _no_person(value: str) -> str | None:
    if value.startswith(DEMONSTRATION):
        return f"ids that begin with “{DEMONSTRATION}” approve for nobody; choose another one"
    return _no_id(value)


def _no_name(value: str) -> str | None:
    if not (made := _slug(value)) or made in RESERVED:
        return f"no id can be made of “{value}” that is free; use other words, with Latin letters"
    return _no_text(value)


def _no_string(key: str, value: str) -> str | None:
    """Return why no interface string with this key can be this text."""
    fault = own.fault(key, value)
    return f"{fault}; write it without" if fault else _no_text(value)


def _no_text(value: str) -> str | None:
    try:
        text = written("", value)
    except BadText as error:
        return f"{error.what}; {error.remedy}"
    if not text:
        return "write something"
    return f"{formula}; {cells.REMEDY}" if (formula := cells.formula("", text)) else None


def _no_address(value: str) -> str | None:
    try:
        return None if tables.Web().deserialize(value) else "write something"
    except ValidationError:
        return f"“{value}” is no web address; write one that begins with https://"


_ID, _PERSON, _NAME, _WORDS, _ADDRESS = (
    _Answer(*each)
    for each in (
        ("ID", _no_id),
        ("ID", _no_person),
        ("name", _no_name),
        ("text", _no_text),
        ("address", _no_address),
    )
)
_TITLE = _Answer("name", lambda value: _no_name(value) or _no_string(TITLE, value))
_GROUP = _Answer("name", lambda value: _no_name(value) or _no_string(own.GROUP, value))
_NOTICE = _Answer("text", lambda value: _no_string(CONTENT_NOTICE, value) if value else None)


def _slug(name: str) -> str:
    from glossary.exchange.incoming import ids

    return ids.of_term(name)


def _asked(option: str, question: str, kind: _Answer, **more: Any) -> Callable[[_Command], _Command]:
    return click.option(option, prompt=question, type=kind, help=f"{question}. Asked for where it is left out.", **more)


_TERM = (
    _asked("--term", "The term, as a heading has it", _NAME),
    _asked("--definition", "Its definition, in English", _WORDS),
    _asked("--source-title", "The title of what the definition rests on", _WORDS),
    _asked("--source-url", "The web address of that (https://…)", _ADDRESS),
    click.option("--locator", default=sources.WHOLE, show_default=True, help="The place in it, such as “section 2”."),
)


def _of_a_term(command: _Command) -> _Command:
    for option in reversed(_TERM):
        command = option(command)
    return command


def _new_folder(_context: click.Context, _parameter: click.Parameter, directory: Path) -> Path:
    with files.writing(directory):
        taken = directory.exists() and (not directory.is_dir() or any(directory.iterdir()))
    if taken:
        raise Refused(f"{directory} exists and is not empty", "name a new folder")
    return directory


@click.command(epilog="Example: glossary init birds")
@click.argument("directory", type=click.Path(path_type=Path), is_eager=True, callback=_new_folder)
@_asked("--title", "The title of the glossary", _TITLE)
@click.option("--id", "glossary_id", type=_ID, help="Its id, part of every signature. Made of the title.")
@_asked("--reviewer", "Your id as a reviewer, a pseudonym such as heron", _PERSON)
@click.option(
    "--notice",
    prompt="A content notice before each definition (empty: none)",
    type=_NOTICE,
    default="",
    show_default=False,
    help="A content notice before each definition.",
)
@click.option(
    "--help-for-readers/--no-help",
    prompt="Do its readers need help, such as a helpline",
    default=False,
    help="Whether pages lead to help.",
)
@click.option("--operator", default="", help="Who runs the directory of help that readers are sent to.")
@click.option("--operator-url", type=_ADDRESS, help="Its web address.")
@_asked("--group", "The first group of terms", _GROUP, default="Terms")
@_of_a_term
def init(directory: Path, glossary_id: str | None, group: str, **said: Any) -> None:
    """Begin a glossary of your own in DIRECTORY, a new folder, with one term. It asks; nothing is written before the end."""
    if said.pop("help_for_readers"):
        said["operator"] = said["operator"] or click.prompt(
            "Who runs the directory of help that readers are sent to", type=_WORDS
        )
        said["operator_url"] = said["operator_url"] or click.prompt("Its web address (https://…)", type=_ADDRESS)
    else:
        said["operator"] = said["operator_url"] = ""
    first = Term(_slug(said["term"]), _slug(group), *(said.pop(name) for name in _FIELDS))
    beginning = Beginning(glossary_id or _slug(said["title"]), group_name=group, first=first, **said)
    _write(directory, beginning, Settings().today)
    console.say(f"made {directory}: glossary.toml, a policy, the term “{first.id}”, README.md\nNext:\n  cd {directory}")
    for step in beginning.steps:
        console.say(f"  {step}")


_FIELDS = ("term", "definition", "source_title", "source_url", "locator")


def _write(directory: Path, beginning: Beginning, today: date) -> None:
    """Write a beginning, whole or not at all: only what our own readers take. Raises ``BadContent``, ``Unwritable``."""
    from glossary.catalogs import sync
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
@click.argument("concept_id", metavar="ID", type=_ID, is_eager=True, callback=_free)
@click.option("--group", type=_ID, help="The id of its group. Asked for where there are several.")
@_of_a_term
def new_concept(concept_id: str, group: str | None, **said: str) -> None:
    """Write the term file of a new concept, with a comment on each field that it may have. It is a draft."""
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
        return said or str(click.prompt("The id of its group", type=_ID))
    if said and said not in groups:
        raise Refused(
            f"there is no group “{said}”", f"name one of {', '.join(groups)}, or add it to [groups] in glossary.toml"
        )
    return said or (groups[0] if len(groups) == 1 else str(click.prompt("Its group", type=click.Choice(groups))))
