"""The columns of a table of somebody else's: which field of a text, in which language, or which fact of a concept each is.

A name is read without regard to case, and a space or a hyphen in it is an underscore. A field stands alone (``term``), or
with its language: ``term[fr]``, ``term_fr``, ``term (fr)``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from glossary.content.text import FIELDS
from glossary.errors import BadTag
from glossary.language.names import require_known
from glossary.language.tags import parse

ID, LANGUAGE = "id", "language"
FACTS = ("group", "usage", "autolink", "related", "broader", "replaced_by", "retired")
SOURCE = ("source", "locator")
"""The id of a source of the register, and the place in it."""

OWN_SOURCE = tuple(f"source_{key}" for key in ("title", "url", "kind", "state", "published", "seen", "as_of"))
"""The keys of a source that is not in the register."""

KNOWN = (ID, LANGUAGE, *FIELDS, *FACTS, *SOURCE, *OWN_SOURCE)

_ALIASES: Mapping[str, str] = {"lang": LANGUAGE, "locale": LANGUAGE, "concept": ID, "key": ID}
_WITH_LANGUAGE = re.compile(rf"({'|'.join(sorted(FIELDS, key=len, reverse=True))})(?:_|_?[\[(])([a-z0-9_]+)[\])]?")


class Column(NamedTuple):
    """What a column holds: a field of a text or a fact, and the language (a tag) that its name has; ``""`` where it has
    none."""

    field: str
    language: str = ""


def column(name: str) -> Column | None:
    """Return what a column of this name holds; ``None`` where an import does not know it."""
    plain = re.sub(r"[\s-]+", "_", name.strip().casefold())
    plain = _ALIASES.get(plain, plain)
    if plain in KNOWN:
        return Column(plain)
    match = _WITH_LANGUAGE.fullmatch(plain)
    tag = _tag(match[2].replace("_", "-")) if match else ""
    return Column(match[1], tag) if match and tag else None


def _tag(written: str) -> str:
    try:
        return require_known(parse(written))
    except BadTag:
        return ""


class Named(NamedTuple):
    """The columns of a table in their order (``None`` where one is not known), and the names that stand above them."""

    columns: tuple[Column | None, ...]
    names: tuple[str, ...]

    @property
    def unknown(self) -> Iterator[str]:
        """The names that are not known."""
        return (name for name, column in zip(self.names, self.columns, strict=True) if column is None and name.strip())


def misnamed(names: tuple[str, ...], meant: Mapping[str, str]) -> tuple[str, str] | None:
    """Return what is wrong with ``meant``, which says of some columns which names of ours they have, and the remedy."""
    there = {name.strip() for name in names}
    for name, ours in meant.items():
        if name not in there:
            return (
                f"it has no column “{name}”",
                f"name one of those that it has: {', '.join(filter(None, there))[:200]}",
            )
        if column(ours) is None:
            return f"the column “{name}” cannot be “{ours}”", f"write a name of ours: {', '.join(KNOWN)}, or term[fr]"
    return None


def named(names: tuple[str, ...], meant: Mapping[str, str]) -> Named:
    """Return the columns that these names stand for, some of them as ``meant`` says."""
    return Named(tuple(column(meant.get(name.strip(), name)) for name in names), names)


def objection(header: Named) -> tuple[str, str] | None:
    """Return what is wrong with a header, and the remedy; ``None`` where a table can be read by it."""
    columns = [column for column in header.columns if column]
    texts = [column for column in columns if column.field in FIELDS]
    twice = next((column for column in columns if columns.count(column) > 1), None)
    if not texts:
        remedy = f"begin with a row of names ({', '.join(KNOWN[:4])} …), or say which is which with --column"
        return f"its first row names no column of texts ({', '.join(filter(None, header.names))[:80]})", remedy
    if twice:
        name = f"{twice.field}[{twice.language}]" if twice.language else twice.field
        return f"two columns are “{name}”", "keep one of them, or give the other one another name"
    if Column(LANGUAGE) in columns and any(column.language for column in texts):
        return "it has a column “language”, and languages in names of columns", "keep one of the two"
    if Column(LANGUAGE) in columns and Column(ID) not in columns:
        return "it has no column “id”", "a table with a text in each row needs one, the same for all texts of a concept"
    if Column("term", "id") in columns and Column(ID) not in columns:
        return "“term_id” may be an id or an Indonesian term", "call it “id” or “term[id]”, and add a column “id”"
    return None
