"""Ids of concepts in others' files, brought into the form that ours have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from unicodedata import combining, normalize

from glossary.content.model import RESERVED
from glossary.exchange.incoming.incoming import Incoming, Outcome, Row
from glossary.exchange.incoming.tree import Tree

MAX_ID = 60
"""Longest id that is made of a term, in characters: it stands in web addresses."""

_APART = re.compile(r"[^a-z0-9]+")


def folded(name: str) -> str:
    """Return a name as an id: small letters and digits, single hyphens for all else, accents taken off; ``""`` where
    nothing is left that an id may begin with. Two names with the same folded form cannot both be concepts."""
    letters = "".join(char for char in normalize("NFKD", name.casefold()) if not combining(char))
    return _APART.sub("-", letters).strip("-").lstrip("0123456789-")


def of_term(term: str) -> str:
    """Return an id made of an English term, at most ``MAX_ID`` long and ended at a whole word; ``""`` where none can be
    made."""
    made = folded(term)
    return made if len(made) <= MAX_ID else made[: MAX_ID + 1].rpartition("-")[0] or made[:MAX_ID]


def assigned(concepts: Iterable[tuple[Incoming, str]], tree: Tree) -> tuple[dict[str, Incoming], list[Row]]:
    """Return the concepts of a file by their ids here, and a row for each id that is refused, or is not as the file has it.

    ``concepts`` come with their English terms, of which an id is made where the file has none. Ids that differ only in
    case, or in what stands between their words, are one id: two concepts of a file cannot both have it. An id that a
    concept had leads to the one that it has now.
    """
    given, rows, former = dict[str, Incoming](), list[Row](), tree.former
    for each, term in concepts:
        made = folded(each.id) if each.id else of_term(term)
        name = former.get(made, made)
        if why := _objection(name, each.id or term, given):
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
    return "the file has it in another form" if each.id else "the file has no id: it is made of the English term"


def _objection(name: str, said: str, given: Mapping[str, Incoming]) -> str:
    if not name:
        what = "no id can be made of it" if said else "it has neither an id nor an English term"
        return f"{what}; give the concept an id, of small letters, digits and single hyphens"
    if name in RESERVED:
        return f"“{name}” is the address of another page; give the concept another id"
    if other := given.get(name):
        named = f"“{other.id}”" if other.id else "a concept"
        return f"{named} on line {other.place.line} has the same id, “{name}”; give one of them another"
    return ""
