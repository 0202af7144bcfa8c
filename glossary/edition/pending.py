"""What is pending: what stands beside the texts in the content, and is not adopted as it stands there.

It changes nothing for readers. A finding names it, and ``glossary adopt`` shows it and asks.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from glossary.catalogs.po import Message
from glossary.content import facts, figure
from glossary.content.figure import Figure, Record, Seen
from glossary.content.interface import ENGLISH
from glossary.content.model import Concept, Reference
from glossary.content.own import Own
from glossary.errors import Finding, Level
from glossary.language.tags import SOURCE
from glossary.ledger.adoption import Item, Kind
from glossary.ledger.baseline import Values
from glossary.support import copies
from glossary.support.help import Contact, Directory, Support

_REMEDY = "have it adopted with “glossary adopt”, or restore it"


@dataclass(frozen=True)
class Pending:
    """Something that is not adopted as the content has it. ``before`` is the adopted copy, ``None`` where there is
    none, ``after`` is the content's, ``file`` and ``line`` say where that is written."""

    item: Item
    before: Any
    after: Any
    file: str
    line: int


def copy(message: Message) -> dict[str, str]:
    """Return the copy of an interface string that would be adopted: the translation, and the English that it was made
    from."""
    return {"source": message.source, "text": message.text}


def strings(
    adopted: Values, language: str, finished: Mapping[str, Message], file: str, own: Container[str] = ()
) -> Iterator[Pending]:
    """Find the finished strings of a catalog that are not adopted as they stand there. ``own`` are the keys of the glossary's
    own strings, those of figures in this language among them."""
    rows = adopted.get((Kind.STRING, language), {})
    for key, message in finished.items():
        row = rows.get(key)
        if not (row and row["text"] == message.text and row["source"] == message.source) and (
            key in ENGLISH or key in own
        ):
            yield Pending(Item(Kind.STRING, language, key), row, copy(message), file, message.line)


def english(adopted: Values, shipped: Values, own: Own) -> Iterator[Pending]:
    """Find the glossary's own English strings that are not adopted as its file has them. One that the file has no longer goes
    when its absence is adopted; a file that is gone says nothing."""
    rows, given = adopted.get(_ENGLISH, {}), shipped.get(_ENGLISH, {})
    gone = {key: "" for key, row in rows.items() if row["text"] and not (key in ENGLISH and row == given.get(key))}
    for key, text in {**gone, **own.english}.items() if own.file else ():
        row = rows.get(key)
        if row is None or row["text"] != text:
            line = own.lines.get((SOURCE, key), 1)
            yield Pending(Item(*_ENGLISH, key), row, {"source": None, "text": text}, own.file, line)


_ENGLISH = (Kind.STRING, SOURCE)


def stated(adopted: Values, language: str, own: Own) -> Iterator[Pending]:
    """Find the glossary's own translations that are not adopted as its file has them."""
    rows = adopted.get((Kind.STRING, language), {})
    for key, text in own.translations.get(language, {}).items():
        after = {"source": own.english.get(key, ENGLISH.get(key)), "text": text}
        if after["source"] is not None and rows.get(key) != after:
            item, line = Item(Kind.STRING, language, key), own.lines.get((language, key), 1)
            yield Pending(item, rows.get(key), after, own.file, line)


def concepts(adopted: Values, written: Mapping[str, Concept]) -> Iterator[Pending]:
    """Find the concepts whose facts are not adopted as their term file has them."""
    rows = adopted.get((Kind.FACTS, ""), {})
    for name, concept in written.items():
        before, after = rows.get(name), facts.of(concept)
        if before != after:
            yield Pending(Item(Kind.FACTS, "", name), before, after, *_place(concept, before, after))


def _place(concept: Concept, before: Any, after: Any) -> tuple[str, int]:
    """Return the file and line of what has changed: of the term file, or of the register where only that was changed."""
    changed = [key for key in after if before and before.get(key) != after[key]]
    if changed == ["sources"] and len(before["sources"]) == len(after["sources"]):
        rows = zip(before["sources"], after["sources"], concept.sources, strict=True)
        keys = {(source.file, _first(old, new, source)) for old, new, source in rows if old != new}
        if len(keys) == 1 and all(file and line for file, line in keys):
            return keys.pop()
    return concept.file, concept.lines.get(changed[0], 1) if changed else 1


def _first(before: Mapping[str, Any], after: Mapping[str, Any], source: Reference) -> int:
    """Return the line of the first key of a registered source that has changed; 0 where the term file changed."""
    changed = [key for key in {**after, **before} if before.get(key) != after.get(key)]
    if {"locator", "quotes"} & set(changed):
        return 0
    return next((source.lines[key] for key in changed if key in source.lines), 1)


def figures(adopted: Values, written: Mapping[str, Record]) -> Iterator[Pending]:
    """Find the figures and claims that are not adopted as their file has them. What is an input only needs no adoption: each
    copy of a figure holds its own."""
    rows = adopted.get((Kind.FIGURES, ""), {})
    for name, record in written.items():
        before, after = rows.get(name), figure.copy(record)
        if before != after and not (isinstance(record, Figure) and record.input):
            yield Pending(Item(Kind.FIGURES, "", name), before, after, record.file, 1)


def support(adopted: Values, written: Support) -> Iterator[Pending]:
    """Find the contacts and directories that are not adopted as they are written."""
    yield from _dated(Kind.CONTACTS, adopted, written.contacts)
    yield from _dated(Kind.DIRECTORIES, adopted, written.directories)


def missing(adopted: Values, written: Support, folder: str) -> Iterator[Finding]:
    """Find the directories that are gone. Nobody can adopt that: no page is without help."""
    here = set(map(copies.key, written.directories))
    for name in adopted.get((Kind.DIRECTORIES, ""), {}):
        if name not in here:
            what = f"it names no directory “{name}”, so readers get the last adopted home page"
            yield Finding(folder, 0, what, "add a [[directory]], or mend GLOSSARY_SUPPORT")


def _dated(kind: Kind, adopted: Values, written: Sequence[Contact | Directory]) -> Iterator[Pending]:
    rows = adopted.get((kind, ""), {})
    places: dict[str, Contact | Directory] = {copies.key(each): each for each in reversed(written)}
    for name, after in copies.of(written).items():
        if rows.get(name) != after:
            yield Pending(Item(kind, "", name), rows.get(name), after, places[name].file, places[name].line)


def findings(pending: Iterable[Pending]) -> Iterator[Finding]:
    """Say what is pending: all strings of a catalog in one finding, all contacts of a table in one, and each concept."""
    groups: dict[tuple[object, ...], list[Pending]] = {}
    for each in pending:
        if _is_draft(each):
            continue
        place = each.file if each.item.kind is Kind.STRING else (each.file, each.line)
        groups.setdefault((each.item.kind, place), []).append(each)
    for group in groups.values():
        names = ", ".join(each.item.key for each in group[:3]) + (" …" if len(group) > 3 else "")
        what = f"{_WORDS[group[0].item.kind]} not adopted as it stands here ({names}); readers {_seen(group)}"
        yield Finding(group[0].file, group[0].line, what, _REMEDY, Level.WARNING)


def _is_draft(each: Pending) -> bool:
    """Return whether it is a new figure that was seen in the press only: it waits for the publisher's own page."""
    return each.item.kind is Kind.FIGURES and each.before is None and each.after.get("seen_at") == Seen.PRESS


_WORDS = {
    Kind.STRING: "interface text",
    Kind.FACTS: "a concept’s facts",
    Kind.CONTACTS: "a contact of help",
    Kind.DIRECTORIES: "a directory of help",
    Kind.FIGURES: "a key figure",
}


def _seen(group: list[Pending]) -> str:
    kind, before = group[0].item.kind, group[0].before
    if kind is Kind.CONTACTS:
        return "get the directories instead"
    if kind is Kind.DIRECTORIES:
        return "get the last adopted home page"
    return "see what was adopted" if before is not None else "do not see it"
