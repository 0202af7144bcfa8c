"""The facts of a concept: what readers see of it that is no text. As JSON they are adopted as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from glossary.content.model import ID, Autolink, Concept, LegalState, Reference, Retirement, Usage
from glossary.content.text import FIELDS, clean

KINDS = ("law", "standard", "publisher")
"""What kind of source a source is."""


def of(concept: Concept) -> dict[str, Any]:
    """Return the facts of a concept as JSON. Former ids are left out where it has none: the copy of a concept that never got
    another id stays what was adopted before there were any."""
    retired = concept.retired
    return {
        "group": concept.group,
        "usage": concept.usage.value,
        "autolink": concept.autolink.value,
        "related": list(concept.related),
        "broader": concept.broader,
        "sources": [_source(source) for source in concept.sources],
        "retired": retired and {"on": retired.on.isoformat(), "replaced_by": retired.replaced_by},
        **({"formerly": list(concept.formerly)} if concept.formerly else {}),
    }


def _source(source: Reference) -> dict[str, Any]:
    # What is not known is left out: the copy of a source without these days stays what was adopted before there were any.
    return {
        "title": source.title,
        "url": source.url,
        "locator": source.locator,
        "kind": source.kind,
        "as_of": source.as_of.isoformat(),
        "state": source.state and source.state.value,
        "quotes": list(source.quotes),
        **({"published": source.published} if source.published else {}),
        **({"seen": source.seen.isoformat()} if source.seen else {}),
    }


def applied(concept: Concept, facts: Mapping[str, Any]) -> Concept:
    """Return the concept with these facts instead of its own. Raises what ``read`` raises."""
    return replace(concept, **read(facts))


def read(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts of some JSON as fields of a concept.

    Raises ``ValueError``, ``KeyError``, ``TypeError``, ``AttributeError`` or ``BadText`` for what ``of`` does not return.
    """
    retired = facts["retired"]
    return {
        "group": _id(facts["group"]),
        "usage": Usage(facts["usage"]),
        "autolink": Autolink(facts["autolink"]),
        "related": tuple(map(_id, facts["related"])),
        "broader": facts["broader"] and _id(facts["broader"]),
        "sources": tuple(map(_reference, facts["sources"])),
        "retired": retired and _retirement(retired),
        "formerly": tuple(map(_id, facts.get("formerly", ()))),
    }


def _retirement(retired: Mapping[str, Any]) -> Retirement:
    return Retirement(date.fromisoformat(retired["on"]), retired["replaced_by"] and _id(retired["replaced_by"]))


def _reference(source: Mapping[str, Any]) -> Reference:
    return Reference(
        title=_plain(source["title"]),
        url=_address(source["url"]),
        locator=_plain(source["locator"]),
        kind=_one_of(KINDS, source["kind"]),
        as_of=date.fromisoformat(source["as_of"]),
        state=source["state"] and LegalState(source["state"]),
        quotes=tuple(_one_of(FIELDS, name) for name in source["quotes"]),
        published=source.get("published") and _plain(source["published"]),
        seen=date.fromisoformat(source["seen"]) if source.get("seen") else None,
    )


def _id(value: str) -> str:
    if not ID.fullmatch(value):
        raise ValueError("it names something that is no id")
    return value


def _plain(value: str) -> str:
    if not value or clean("", value) != value:
        raise ValueError("a source holds what no text may hold")
    return value


def _address(value: str) -> str:
    if not _plain(value).startswith("https://") or " " in value:
        raise ValueError("a source's address does not begin with https://")
    return value


def _one_of(values: tuple[str, ...], value: str) -> str:
    if value not in values:
        raise ValueError(f"“{value}” is not one of {', '.join(values)}")
    return value
