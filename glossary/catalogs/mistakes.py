"""Keys and English that somebody changed in a catalog by hand. Brought up to date, such an entry would lose its text, or its
text would count as one of other English; so neither is called a change of the English."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import SequenceMatcher

from glossary.catalogs.po import Catalog, Message
from glossary.content import claims
from glossary.content.model import Concept
from glossary.content.text import FIELDS
from glossary.errors import Finding

_ALIKE = 0.75
"""How alike two words are, from 0 to 1, of which one is a slip of the other."""


def mistyped(catalog: Catalog, template: Iterable[Message], concepts: Mapping[str, Concept]) -> dict[str, str]:
    """Return the keys of a catalog that are slips of keys which it lacks, each with the one that was meant.

    A key of a concept that has retired or got another id, or of a field that the English no longer has, is no slip.
    """
    live = {message.key for message in catalog.messages if not message.obsolete}
    wanted = {message.key for message in template}
    missing = sorted(wanted - live)
    had = claims.holders(concepts.values())
    strange = [key for key in sorted(live - wanted) if not _is_key(key, {**concepts, **had})]
    present = {key.rpartition(".")[0] for key in live & wanted}  # a concept that is new as a whole was not mistyped
    near = {key: next((other for other in missing if _slip(key, other, present)), "") for key in strange}
    return {key: other for key, other in near.items() if other}


def _slip(key: str, other: str, present: Collection[str]) -> bool:
    """Return whether a key may be a slip of another: in its concept or in its field, not in both."""
    (concept, _, name), (meant, _, field) = key.rpartition("."), other.rpartition(".")
    if concept == meant:
        return _alike(name, field)
    return name == field and meant in present and _alike(concept, meant)


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other).ratio() >= _ALIKE


def _is_key(key: str, concepts: Mapping[str, Concept]) -> bool:
    concept, _, name = key.rpartition(".")
    return concept in concepts and name in FIELDS


def slips(catalog: Catalog, meant: Mapping[str, str], file: str) -> Iterator[Finding]:
    """Find the entries with a mistyped key. ``meant`` is what ``mistyped`` returns."""
    for message in catalog.messages:
        if not message.obsolete and message.key in meant:
            what = f"the key “{message.key}” is mistyped: “{meant[message.key]}” is missing"
            yield Finding(file, message.line, what, f'write msgctxt "{meant[message.key]}"; the text stays')


def edited(
    catalog: Catalog, template: Iterable[Message], english: Mapping[str, Collection[str]], file: str
) -> dict[str, Finding]:
    """Return a finding, by key, for each entry whose English stands nowhere else: somebody edited the msgid.

    ``english`` holds, by key, what templates and other catalogs have as English: an entry with one of these is merely older.
    """
    current = {message.key: message.source for message in template}
    found = {}
    for message in catalog.messages:
        known = {current.get(message.key), *english.get(message.key, ())}
        if not message.obsolete and message.key in current and message.source not in known:
            what = f"{message.key}: its English was edited in this file, or is older than that of every other file"
            remedy = "restore the msgid from the template, if it was edited; else run “glossary sync”"
            found[message.key] = Finding(file, message.line, what, remedy)
    return found
