"""The languages of somebody else's file, and which of ours each is meant for.

A tag that is offered here is that language, and one that nothing here resembles begins a new language. Where the glossary
has a language that may be meant (``fr`` for ``fr-FR``, ``pt`` for ``pt-BR``, English for ``en-GB``), a person says which:
one language's words must never be served as another's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from glossary.errors import BadTag
from glossary.exchange.incoming.incoming import Incoming, Outcome, Place, Row
from glossary.language.names import describe, require_known
from glossary.language.tags import SOURCE, choose, current, parse


def meant(
    concepts: Iterable[Incoming], offered: Collection[str], wished: Mapping[str, str]
) -> tuple[dict[str, str], list[Row]]:
    """Return, by each tag of a file, the language of this glossary that it stands for, and a row for each tag that stands
    for none yet, or for a new language. ``wished`` says it of some tags, in small letters."""
    found, rows = dict[str, str](), list[Row]()
    for tag, place in _used(concepts).items():
        ours, why = _one(tag, offered, wished)
        if not ours:
            rows.append(Row(place, "", tag, "language", tag, Outcome.REFUSED, why))
            continue
        if ours not in (*offered, SOURCE, *found.values()):
            why = f"{describe(ours).english_name} is new here: its catalogs are made, as “glossary new-language” makes them"
            rows.append(Row(place, "", ours, "language", tag, Outcome.TAKEN, why))
        found[tag] = ours
    return found, rows


def _used(concepts: Iterable[Incoming]) -> dict[str, Place]:
    """Return the tags of a file, each with the place where it first stands."""
    places = dict[str, Place]()
    for concept in concepts:
        for tag, texts in concept.texts.items():
            places.setdefault(tag, concept.at(tag, next(iter(texts), "")))
    return places


def _one(tag: str, offered: Collection[str], wished: Mapping[str, str]) -> tuple[str, str]:
    """Return the language that a tag stands for, or why nobody can tell."""
    if not tag.strip():
        return "", "nothing says in which language it is; write it there, or mend “language” in the mapping file"
    try:
        if wish := wished.get(tag.lower()) or wished.get(tag.lower().replace("_", "-")):
            return require_known(current(parse(wish))), ""
        known = require_known(current(parse(tag.replace("_", "-"))))
    except BadTag as error:
        return "", f"{error}; or say which one is meant: --language {tag}=fr"
    there = (SOURCE, *offered)
    near = None if known in there else choose(known, there)
    if near:
        either = f"--language {tag}={near} takes it as that, --language {tag}={known} as a language of its own"
        return "", f"this glossary has {describe(near).english_name} ({near}); {either}"
    return known, ""
