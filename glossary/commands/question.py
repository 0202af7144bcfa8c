"""Questions that a command asks, and which answers can be used."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import click

from glossary.content import cells
from glossary.content.model import ID, MAX_ID, RESERVED
from glossary.content.text import written
from glossary.errors import BadText
from glossary.ledger.roles import DEMONSTRATION

Command = Callable[..., None]


class Answer(click.ParamType[str]):
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
    if not (made := slug(value)) or made in RESERVED:
        return f"no id can be made of “{value}” that is free; use other words, with Latin letters"
    return _no_text(value)


def _no_string(key: str, value: str) -> str | None:
    """Return why no interface string with this key can be this text."""
    from glossary.content import own

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


def _no_title(value: str) -> str | None:
    from glossary.content.interface import TITLE

    return _no_name(value) or _no_string(TITLE, value)


def _no_group(value: str) -> str | None:
    from glossary.content.own import GROUP

    return _no_name(value) or _no_string(GROUP, value)


def _no_notice(value: str) -> str | None:
    from glossary.content.interface import CONTENT_NOTICE

    return _no_string(CONTENT_NOTICE, value) if value else None


def _no_address(value: str) -> str | None:
    from marshmallow import ValidationError

    from glossary.content import tables

    try:
        return None if tables.Web().deserialize(value) else "write something"
    except ValidationError:
        return f"“{value}” is no web address; write one that begins with https://"


def _no_contact(value: str) -> str | None:
    from glossary.content import identity

    return None if not value or re.match(identity.CONTACT, value) else f"“{value}”: {identity.NO_CONTACT}"


def _no_line(value: str) -> str | None:
    return _no_text(value) if value else None


AN_ID, A_PERSON, A_NAME, WORDS, AN_ADDRESS = (
    Answer(*each)
    for each in (
        ("ID", _no_id),
        ("ID", _no_person),
        ("name", _no_name),
        ("text", _no_text),
        ("address", _no_address),
    )
)
A_TITLE, A_GROUP, A_NOTICE = Answer("name", _no_title), Answer("name", _no_group), Answer("text", _no_notice)
A_LINE, A_CONTACT = Answer("text", _no_line), Answer("address", _no_contact)


def slug(name: str) -> str:
    """Return the id that is made of a name; empty where none can be."""
    from glossary.exchange.incoming import ids

    return ids.of_term(name)


def may_be_asked(option: str, question: str, empty: str, kind: Answer) -> Callable[[Command], Command]:
    """Ask for what may be left out, where no option says it; ``empty`` says what an empty answer means."""
    prompt = f"{question} (empty: {empty})"
    return click.option(option, prompt=prompt, default="", show_default=False, type=kind, help=f"{question}.")


def asked(option: str, question: str, kind: Answer, **more: Any) -> Callable[[Command], Command]:
    """Ask for what a command cannot do without, where no option says it."""
    return click.option(option, prompt=question, type=kind, help=f"{question}. Asked for where it is left out.", **more)
