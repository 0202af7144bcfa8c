"""One adoption: the line by which something that stands beside the texts reaches readers, written, and read back strictly.

What stands beside the texts is interface strings, the facts of concepts, key figures, and contacts of help. An adoption
holds a whole copy of it, so an edit of a catalog or of a data file changes nothing that readers see. A line is read only
if it is, byte for byte, what ``line`` writes for the same adoption (see ``record``).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NamedTuple

import orjson

from glossary.content.digests import digest
from glossary.content.model import ID, sealed
from glossary.ledger.record import TIME
from glossary.ledger.roles import CONTACT, LANGUAGE, MAINTAINER


class Kind(StrEnum):
    """What can be adopted."""

    STRING = "string"
    FACTS = "facts"
    CONTACTS = "contacts"
    DIRECTORIES = "directories"
    FIGURES = "figures"

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles of which one is needed to adopt it."""
        return _ROLES[self]


_ROLES = {
    Kind.STRING: (MAINTAINER, LANGUAGE),
    Kind.FACTS: (MAINTAINER,),
    Kind.CONTACTS: (CONTACT,),
    Kind.DIRECTORIES: (CONTACT,),
    Kind.FIGURES: (MAINTAINER,),
}


class Item(NamedTuple):
    """What is adopted: its kind, its language (a tag for an interface string, else empty), and its key: that of the
    string, the id of the concept or figure, ``FI/talk`` for contacts of a country and a purpose, ``talk`` for directories."""

    kind: Kind
    language: str
    key: str

    def __str__(self) -> str:
        return " ".join(filter(None, self))


@dataclass(frozen=True, slots=True)
class Act:
    """Who adopted something, in which role, and when: in UTC, to the second."""

    when: datetime
    who: str
    role: str


@dataclass(frozen=True, slots=True)
class Adoption:
    """An adopted copy: ``value`` is the whole of it, as JSON. ``by`` is ``None`` in the baseline, which nobody recorded.
    ``signature`` is in one line of Base64, as it was written."""

    item: Item
    value: Any
    by: Act | None = None
    signature: str | None = None

    @property
    def digest(self) -> str:
        """The digest of all that its line says, but for the signature."""
        return digest(_values(self))

    @property
    def seal(self) -> str:
        """What stands for the whole line."""
        return sealed(self.digest, self.signature)


def _values(adoption: Adoption) -> dict[str, Any]:
    kind, language, key = adoption.item
    by = adoption.by
    return {
        "adopts": kind.value,
        **({"language": language} if language else {}),
        "key": key,
        "value": adoption.value,
        "adopted": by and {"when": by.when.strftime(TIME), "who": by.who, "role": by.role},
    }


def line(adoption: Adoption) -> str:
    """Return an adoption as its line in a file, line break included."""
    end = {"digest": adoption.digest} | ({} if adoption.signature is None else {"signature": adoption.signature})
    return json.dumps({**_values(adoption), **end}, ensure_ascii=False) + "\n"


def message(adoption: Adoption) -> bytes:
    """Return what is signed: the line without its signature, line break included."""
    return line(replace(adoption, signature=None)).encode()


def read(written: bytes) -> Adoption:
    """Return the adoption of a line without its line break.

    Raises ``ValueError``, ``TypeError``, ``KeyError``, ``AttributeError`` or ``RecursionError`` for a line that
    ``line`` does not write.
    """
    values = orjson.loads(written)
    item = Item(Kind(values["adopts"]), values.get("language", ""), values["key"])
    by = values["adopted"]
    act = by and Act(_when(by["when"]), by["who"], by["role"])
    adoption = Adoption(item, values["value"], act, values.get("signature"))
    if by and not (ID.fullmatch(by["who"]) and by["role"] in item.kind.roles):
        raise ValueError("nobody with that id and role can adopt this")
    if not isinstance(adoption.signature, str | None):
        raise TypeError("its signature is no string")
    if values["digest"] != adoption.digest:
        raise ValueError("it does not match its digest: it was changed after it was written")
    if line(adoption).encode() != written + b"\n":
        raise ValueError("it is not written as “glossary adopt” writes it")
    return adoption


def _when(word: str) -> datetime:
    return datetime.fromisoformat(word).astimezone(UTC)
