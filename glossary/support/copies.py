"""Contacts of help as they were adopted: a changed contact is not shown, a changed directory has its last adopted home page.

A copy holds all contacts of one country and purpose, or all directories of one purpose, as JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any

from glossary.support.help import Contact, Directory, Purpose, Support, fact

Copies = Mapping[str, list[dict[str, Any]]]
"""Adopted copies by key."""


def key(each: Contact | Directory) -> str:
    """Return the key of the copy that a contact (``FI/talk``) or a directory (``talk``) belongs to."""
    return f"{each.country}/{each.purpose}" if isinstance(each, Contact) else each.purpose.value


def of(dated: Iterable[Contact | Directory]) -> dict[str, list[dict[str, Any]]]:
    """Return the copies of contacts or directories as they are."""
    copies: dict[str, list[dict[str, Any]]] = {}
    for each in dated:
        copies.setdefault(key(each), []).append(_copy(each))
    return copies


def _copy(each: Contact | Directory) -> dict[str, Any]:
    return {name: value for name, value in fact(each).items() if name != "expired"}


def adopted(support: Support, contacts: Copies, directories: Copies) -> Support:
    """Return the support data that readers see: of these contacts, those that were adopted as they are; of the
    directories, all that were adopted, by their home page where they are not here as they were adopted. Raises what
    ``held`` raises."""
    here: Copies = {key(each): [] for each in support.directories}
    shown = tuple(each for each in support.contacts if _copy(each) in contacts.get(key(each), []))
    order = {**here, **directories}
    return replace(
        support,
        contacts=shown,
        directories=tuple(_directory(row, support) for name in order for row in directories.get(name, [])),
        adopted_countries=frozenset(name.partition("/")[0] for name in contacts),
    ).on(support.day)


def _directory(copy: dict[str, Any], support: Support) -> Directory:
    here = (each for each in support.directories if _copy(each) == copy)
    return next(here, None) or held(copy)


def held(copy: Mapping[str, Any]) -> Directory:
    """Return the directory of a copy, by its home page. Raises ``ValueError``, ``KeyError`` or ``TypeError`` for a copy of
    something else."""
    values = {part.name: copy[part.name] for part in fields(Directory) if part.name in copy}
    for name in ("as_of", "verified_on", "expires_on"):
        values[name] = values[name] and date.fromisoformat(values[name])
    if not str(values["home"]).startswith("https://"):
        raise ValueError("the home page of a directory does not begin with https://")
    return Directory(**{**values, "purpose": Purpose(values["purpose"]), "held": True})
