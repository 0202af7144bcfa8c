"""XLIFF 1.2 and 2.0 for agencies: a language's catalog, each text as a unit whose id is its key, so that what comes back is
found by that and by nothing else (``incoming/xliff``).

1. Nothing here is called approved or final: the texts are drafts.
2. Each unit notes the digest of the text that it holds: who changed a text in the catalog meanwhile does not lose it when the
   translated file comes back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from glossary.catalogs.po import Message
from glossary.content.digests import digest
from glossary.language.tags import SOURCE

EXPORTED = "glossary-text"
"""Under this name a unit notes the digest of its text."""

_ORIGINAL = "glossary.po"
_METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
_PRESERVE = {"xml:space": "preserve"}
"""A list has a word on each line, and white space belongs to some languages' marks."""


class Unit(NamedTuple):
    """What a unit holds: the key, the English, the text (``""``: none), whether it is unfinished, and whether that is because
    the English has changed; and notes by who wrote them."""

    key: str
    source: str
    text: str
    unfinished: bool
    changed: bool
    notes: tuple[tuple[str, str], ...]

    @property
    def open(self) -> bool:
        """Whether a translator has something to do."""
        return not self.text or self.unfinished


def units(messages: Iterable[Message]) -> Iterator[Unit]:
    """Yield the units of the live messages of a catalog."""
    for message in messages:
        if not message.obsolete:
            unfinished = bool(message.text) and (message.fuzzy or bool(message.flags))
            changed = unfinished and message.previous is not None
            yield Unit(message.key, message.source, message.text, unfinished, changed, tuple(_notes(message)))


def _notes(message: Message) -> Iterator[tuple[str, str]]:
    yield from (("developer", note) for note in message.notes if note)
    yield from (("translator", comment) for comment in message.comments if comment)
    if message.fuzzy and message.previous is not None:
        yield "developer", f"The English has changed. It was: {message.previous}"


def write(chosen: Iterable[Unit], language: str, version: str) -> bytes:
    """Return units as a file of a version (of ``VERSIONS``)."""
    root = VERSIONS[version](chosen, language)
    indent(root, " ")
    return bytes(tostring(root, "UTF-8", xml_declaration=True)) + b"\n"


def _version_1(chosen: Iterable[Unit], language: str) -> Element:
    root = Element("xliff", {"version": "1.2", "xmlns": "urn:oasis:names:tc:xliff:document:1.2"})
    languages = {"source-language": SOURCE, "target-language": language}
    file = SubElement(root, "file", {"original": _ORIGINAL, "datatype": "plaintext", **languages})
    body = SubElement(file, "body")
    for unit in chosen:
        noted = {"extradata": f"{EXPORTED}={digest(unit.text)}"}  # Rule 2
        element = SubElement(body, "trans-unit", {"id": unit.key, "resname": unit.key, **noted, **_PRESERVE})
        SubElement(element, "source").text = unit.source
        if unit.text:
            state = "needs-review-translation" if unit.unfinished else "translated"  # Rule 1
            SubElement(element, "target", {"state": state}).text = unit.text
        for who, note in unit.notes:
            SubElement(element, "note", {"from": who}).text = note
    return root


def _version_2(chosen: Iterable[Unit], language: str) -> Element:
    namespaces = {"xmlns": "urn:oasis:names:tc:xliff:document:2.0", "xmlns:mda": _METADATA}
    root = Element("xliff", {"version": "2.0", "srcLang": SOURCE, "trgLang": language, **namespaces})
    file = SubElement(root, "file", {"id": "glossary", "original": _ORIGINAL})
    for unit in chosen:
        element = SubElement(file, "unit", {"id": unit.key, **_PRESERVE})
        group = SubElement(SubElement(element, "mda:metadata"), "mda:metaGroup")
        SubElement(group, "mda:meta", {"type": EXPORTED}).text = digest(unit.text)  # Rule 2
        if unit.notes:
            notes = SubElement(element, "notes")
            for who, note in unit.notes:
                SubElement(notes, "note", {"category": who}).text = note
        # Without a text no state is written: some tools leave the one that is there when somebody fills it.
        state = {"state": "initial" if unit.unfinished else "translated"} if unit.text else {}  # Rule 1
        segment = SubElement(element, "segment", state)
        SubElement(segment, "source").text = unit.source
        if unit.text:
            SubElement(segment, "target").text = unit.text
    return root


VERSIONS: Mapping[str, Callable[[Iterable[Unit], str], Element]] = {"1.2": _version_1, "2.0": _version_2}
