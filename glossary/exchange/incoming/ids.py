"""Ids of concepts in others' files, brought into the form that ours have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from unicodedata import combining, normalize

from glossary.content.model import MAX_ID, RESERVED
from glossary.exchange.incoming.incoming import Incoming, Outcome, Row
from glossary.exchange.incoming.tree import Tree

LONGEST = 60
"""Longest id that is made of a term, in characters: it stands in web addresses."""

OF_TERM = "the file's id is none of ours"

_APART = re.compile(r"[^a-z0-9]+")


def folded(name: str) -> str:
    """Return a name as an id: small letters and digits, single hyphens for all else, accents taken off; ``""`` where
    nothing is left that an id may begin with. Two names with the same folded form cannot both be concepts."""
    return _joined(name).lstrip("0123456789-")


def _joined(name: str) -> str:
    letters = "".join(char for char in normalize("NFKD", name.casefold()) if not combining(char))
    return _APART.sub("-", letters).strip("-")


def of_id(given: str) -> str:
    """Return a file's own id in our form; ``""`` where it cannot be one: a number, or what would be another id without the
    digits that it begins with."""
    made = _joined(given)
    return made if made[:1].isalpha() else ""


def of_term(term: str) -> str:
    """Return an id made of an English term, at most ``LONGEST`` long and ended at a whole word; ``""`` where none can be
    made."""
    made = folded(term)
    return made if len(made) <= LONGEST else made[: LONGEST + 1].rpartition("-")[0] or made[:LONGEST]


def assigned(concepts: Iterable[tuple[Incoming, str]], tree: Tree) -> tuple[dict[str, Incoming], list[Row]]:
    """Return the concepts of a file by their ids here, and a row for each id that is refused, or is not as the file has it.

    ``concepts`` come with their English terms, of which an id is made where the file has none that can be ours. Ids that
    differ only in case, or in what stands between their words, are one id: two concepts of a file cannot both have it. An id
    that a concept had leads to the one that it has now.
    """
    given, rows, former = dict[str, Incoming](), list[Row](), tree.former
    for each, term in concepts:
        made = of_id(each.id) or of_term(term)
        name = former.get(made, made)
        if why := _objection(name, each.id or term, given, tree):
            rows.append(Row(each.place, each.id, "", "id", each.id or term, Outcome.REFUSED, why))
            continue
        given[name] = each
        if name != each.id:
            outcome = Outcome.UNCHANGED if name in tree.concepts else Outcome.TAKEN
            rows.append(Row(each.place, name, "", "id", each.id or term, outcome, _told(each, name, made)))
    return given, rows


def _told(each: Incoming, name: str, made: str) -> str:
    """Return why a concept has another id here than in its file."""
    if name != made:
        return f"“{made}” was the id of “{name}”"
    if of_id(each.id):
        return "the file has it in another form"
    return f"{OF_TERM if each.id else 'the file has no id'}: it is made of the English term"


def _objection(name: str, said: str, given: Mapping[str, Incoming], tree: Tree) -> str:
    if not name:
        what = "no id can be made of it" if said else "it has neither an id nor an English term"
        return f"{what}; give the concept an id, of small letters, digits and single hyphens"
    if len(name) > MAX_ID and name not in tree.concepts:
        return f"it has more than {MAX_ID} characters, and files are named by it; give the concept a shorter one"
    if name in RESERVED:
        return f"“{name}” is the address of another page; give the concept another id"
    if other := given.get(name):
        named = f"“{other.id}”" if other.id else "a concept"
        return f"{named} on line {other.place.line} has the same id, “{name}”; give one of them another"
    return ""
