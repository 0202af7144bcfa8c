"""The texts of a file in languages beside English, joined into their catalogs by key: drafts.

1. A text that nobody has written yet, or that is marked as unfinished, is taken. One that somebody finished stays, unless
   the file's is asked for.
2. A key is there where the English has the field, and has not retired; a text without one is left.
3. A translation of other English than ours is taken as unfinished, with the English that it was made from; one that
   answers our own keys is left.
4. Of a file that our own export made, a text is taken where ours is still the one that was exported. One that was
   unfinished, and that the file calls finished in so many words, is so here: tools drop states.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from glossary.catalogs.po import Catalog, Message
from glossary.content.digests import digest
from glossary.content.text import LISTS
from glossary.exchange.incoming.incoming import Outcome, Place, Row
from glossary.exchange.incoming.values import Value
from glossary.exchange.incoming.wishes import Wishes


@dataclass(frozen=True)
class Offered:
    """A text that a file offers: its place there, its concept and field, the text, the English that the file has for it
    (``""``: none), whether the file calls it unfinished or finished, whether it answers our own keys, and
    the digest of the text that stood there when our own export made the file (``""``: another tool did)."""

    place: Place
    concept: str
    name: str
    value: Value
    english: str = ""
    unfinished: bool = False
    finished: bool = False
    keyed: bool = False
    exported: str = ""

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
        why = f"the English has no “{offered.name}”, or has retired: there is nothing to translate"
        rows.append(_row(offered, language, Outcome.LEFT, why))
    return replace(catalog, messages=tuple(messages)), rows


def _row(offered: Offered, language: str, outcome: Outcome, why: str) -> Row:
    changed = offered.value.changed if outcome is Outcome.TAKEN else ""
    told = "; ".join(filter(None, (why, changed)))
    return Row(offered.place, offered.concept, language, offered.name, offered.value.text, outcome, told)


def _decided(message: Message, offered: Offered, wishes: Wishes) -> tuple[Outcome, str]:
    """Return what becomes of a text beside the message that stands at its key."""
    there = _tidy(offered.name, message.text)
    other = _other_english(message, offered)
    if there == offered.value.text:
        confirmed = offered.keyed and message.fuzzy and offered.finished and not other  # Rule 4
        return (Outcome.TAKEN, "the file calls it finished") if confirmed else (Outcome.UNCHANGED, "")
    if offered.keyed and other:  # Rule 3
        return Outcome.LEFT, f"it translates other English (“{offered.english[:60]}”); export it anew"
    finished = bool(there) and not message.fuzzy and not message.flags
    kept = finished if not offered.exported else offered.exported != digest(message.text)  # Rules 1 and 4
    outcome, why = wishes.decide(there if kept else "", offered.value.text)
    if outcome is Outcome.TAKEN and there and not kept:
        why = f"in place of {'the text that went out' if finished else 'an unfinished text'}"
    if outcome is Outcome.TAKEN and (other or offered.unfinished):
        unfinished = "the English of the file is another" if other else "the file calls it unfinished"
        why = "; ".join(filter(None, (why, f"as unfinished: {unfinished}")))
    return outcome, why


def _other_english(message: Message, offered: Offered) -> bool:
    """Return whether a text translates other English than ours; white space may differ, other tools lay it out anew."""
    return bool(offered.english) and offered.english.split() != message.source.split()


def _taken(message: Message, offered: Offered) -> Message:
    other = _other_english(message, offered)
    fuzzy, previous = other or offered.unfinished, offered.english if other else None
    return message._replace(text=offered.value.text, fuzzy=fuzzy, previous=previous, flags=(), joined=0)


def _tidy(name: str, text: str) -> str:
    lines = map(str.strip, text.split("\n")) if name in LISTS else [text.strip()]
    return "\n".join(filter(None, lines))
