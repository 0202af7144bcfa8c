"""The texts of a file in languages beside English, joined into their catalogs by key: drafts.

1. A text that nobody has written yet, or that is marked as unfinished, is taken. One that somebody finished stays, unless
   the file's is asked for.
2. A key is there where the English has the field; a text without one is left.
3. A translation of other English than ours is taken as unfinished, with the English that it was made from; one that
   answers our own keys is left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from glossary.catalogs.po import Catalog, Message
from glossary.content.text import LISTS
from glossary.exchange.incoming.incoming import Outcome, Place, Row
from glossary.exchange.incoming.values import Value
from glossary.exchange.incoming.wishes import Wishes


@dataclass(frozen=True)
class Offered:
    """A text that a file offers: its place there, its concept and field, the text, the English that the file has for it
    (``""``: none), whether the file calls it unfinished, and whether it answers our own keys."""

    place: Place
    concept: str
    name: str
    value: Value
    english: str = ""
    unfinished: bool = False
    keyed: bool = False

    @property
    def key(self) -> str:
        """Its key in a catalog."""
        return f"{self.concept}.{self.name}"


def joined(catalog: Catalog, language: str, texts: Mapping[str, Offered], wishes: Wishes) -> tuple[Catalog, list[Row]]:
    """Return a catalog with the texts that are taken, given by their keys, and a row for each text."""
    messages, rows = list[Message](), list[Row]()
    missing = dict(texts)
    for message in catalog.messages:
        offered = None if message.obsolete else missing.pop(message.key, None)
        outcome, why = _decided(message, offered, wishes) if offered else (Outcome.LEFT, "")
        if offered:
            rows.append(_row(offered, language, outcome, why))
        messages.append(_taken(message, offered) if offered and outcome is Outcome.TAKEN else message)
    for offered in missing.values():  # Rule 2
        why = f"the English has no “{offered.name}”, so there is nothing to translate"
        rows.append(_row(offered, language, Outcome.LEFT, why))
    return replace(catalog, messages=tuple(messages)), rows


def _row(offered: Offered, language: str, outcome: Outcome, why: str) -> Row:
    changed = offered.value.changed if outcome is Outcome.TAKEN else ""
    told = "; ".join(filter(None, (why, changed)))
    return Row(offered.place, offered.concept, language, offered.name, offered.value.text, outcome, told)


def _decided(message: Message, offered: Offered, wishes: Wishes) -> tuple[Outcome, str]:
    """Return what becomes of a text beside the message that stands at its key."""
    there = _tidy(offered.name, message.text)
    if there == offered.value.text:
        return Outcome.UNCHANGED, ""
    other = _other_english(message, offered)
    if offered.keyed and other:  # Rule 3
        return Outcome.LEFT, f"it translates other English (“{offered.english[:60]}”); export it anew"
    finished = bool(there) and not message.fuzzy and not message.flags
    outcome, why = wishes.decide(there if finished else "", offered.value.text)  # Rule 1
    if outcome is Outcome.TAKEN and there and not finished:
        why = "in place of an unfinished text"
    if outcome is Outcome.TAKEN and (other or offered.unfinished):
        unfinished = "the English of the file is another" if other else "the file calls it unfinished"
        why = "; ".join(filter(None, (why, f"as unfinished: {unfinished}")))
    return outcome, why


def _other_english(message: Message, offered: Offered) -> bool:
    return bool(offered.english) and offered.english != message.source


def _taken(message: Message, offered: Offered) -> Message:
    other = _other_english(message, offered)
    fuzzy, previous = other or offered.unfinished, offered.english if other else None
    return message._replace(text=offered.value.text, fuzzy=fuzzy, previous=previous, flags=(), joined=0)


def _tidy(name: str, text: str) -> str:
    lines = map(str.strip, text.split("\n")) if name in LISTS else [text.strip()]
    return "\n".join(filter(None, lines))
