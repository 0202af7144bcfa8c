"""TBX-Basic: version 3 (ISO 30042:2019, DCA style) with all languages, and version 2 for tools that read no other.

1. Version 3 has each word to avoid as ``deprecatedTerm-admn-sts``, with the reason as its note.
2. Version 2 leaves them out: the tools that read it offer whatever word they find, whatever its status says.
3. The preferred term is the first of its language: tools that want one term take that.
4. Version 2 has English and one other language, of concepts where both are vetted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

from glossary.content.model import Reference
from glossary.content.text import Text
from glossary.edition import rights
from glossary.edition.edition import Edition
from glossary.edition.entries import Entry
from glossary.exchange.outgoing import vetted
from glossary.exchange.outgoing.graph import address
from glossary.exchange.outgoing.labels import labels
from glossary.exchange.outgoing.vetted import Outgoing, Pair
from glossary.language.tags import SOURCE

# As a plain attribute: ElementTree's register of prefixes is one for the whole process.
_V3 = {"type": "TBX-Basic", "style": "dca", "xml:lang": SOURCE, "xmlns": "urn:iso:std:iso:30042:ed-2"}
_V2 = {"type": "TBX-Basic", "xml:lang": SOURCE}
_STATUS = "administrativeStatus"
_PREFERRED, _ADMITTED, _DEPRECATED = (f"{word}Term-admn-sts" for word in ("preferred", "admitted", "deprecated"))
_TYPE = "termType"
_ENTRIES = "ENTRIES"
"""Where the entries of a document go."""


def version_3(edition: Edition, base_url: str) -> bytes:
    """Return the whole glossary in version 3."""
    header = Element("tbxHeader")
    described = SubElement(header, "fileDesc")
    _add(SubElement(described, "titleStmt"), "title", edition.title)
    _describe(described, edition, base_url)
    outgoing = list(vetted.concepts(edition))
    known = {each.concept.id for each in outgoing}
    return _written("tbx", _V3, header, (_concept(edition, each, known, base_url) for each in outgoing))


def version_2(edition: Edition, language: str, base_url: str) -> bytes:
    """Return the pairs of English and a language in version 2, without words to avoid (rule 2)."""
    header = Element("martifHeader")
    _describe(SubElement(header, "fileDesc"), edition, base_url)
    entries = (_entry_2(pair, language) for pair in vetted.offered(edition, language))
    return _written("martif", _V2, header, entries)


def _entry_2(pair: Pair, language: str) -> Element:
    entry = Element("termEntry", id=pair.id)
    for tag, text in _sides(pair, language):
        _language_2(entry, tag, text)
    return entry


def _sides(pair: Pair, language: str) -> Iterator[tuple[str, Text]]:
    yield SOURCE, pair.english
    if language != SOURCE:
        yield language, pair.text


def _written(name: str, attributes: Mapping[str, str], header: Element, entries: Iterable[Element]) -> bytes:
    """Return a document. Its entries are written one by one: a large glossary as one tree would take a gigabyte."""
    root = Element(name, dict(attributes))
    root.append(header)
    SubElement(SubElement(root, "text"), "body").text = _ENTRIES
    head, _, tail = tostring(root, "unicode").rpartition(_ENTRIES)
    written = "".join(tostring(entry, "unicode") + "\n" for entry in entries)
    if not written:  # version 3 allows no body without an entry
        head, tail = head.removesuffix("<body>"), tail.removeprefix("</body>")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{written}{tail}\n'.encode()


def _describe(header: Element, edition: Edition, base_url: str) -> None:
    source = SubElement(header, "sourceDesc")
    _add(source, "p", f"Vetted texts of {edition.title}, {base_url}/")
    if said := vetted.licence(edition):
        _add(source, "p", said)


def _add(parent: Element, name: str, text: str, kind: str = "", **attributes: str) -> Element:
    """Add an element with a text; ``kind`` is the data category."""
    element = SubElement(parent, name, {"type": kind} if kind else {}, **attributes)
    element.text = text
    return element


def _concept(edition: Edition, outgoing: Outgoing, known: set[str], base_url: str) -> Element:
    concept = outgoing.concept
    entry = Element("conceptEntry", id=concept.id)
    _add(entry, "descrip", concept.group, "subjectField")
    for other in concept.related:
        if other in known:
            _add(entry, "ref", other, "crossReference", target=other)
    for source in concept.sources:
        _add(entry, "xref", _cited(source), "externalCrossReference", target=address(source.url))
    for tag, vetted_entry in outgoing.entries.items():
        _language(entry, edition, tag, vetted_entry, base_url)
    return entry


def _cited(source: Reference) -> str:
    return f"{source.title}, {source.locator}" if source.locator else source.title


def _language(concept: Element, edition: Edition, tag: str, entry: Entry, base_url: str) -> None:
    section, text = SubElement(concept, "langSec", {"xml:lang": tag}), entry.text
    for act in entry.vetted.approvals if entry.vetted else ():
        group = SubElement(section, "transacGrp")
        _add(group, "transac", "modification", "transactionType")
        _add(group, "date", act.when.date().isoformat())
        _add(group, "transacNote", f"{act.who} ({act.role})", "responsibility")
    definition = SubElement(section, "descripGrp")
    _add(definition, "descrip", text.definition, "definition")
    _add(definition, "admin", rights.of_entry(edition, entry).credit, "source")
    if text.note:
        _add(section, "note", text.note)
    evidence = f"{base_url}/v1/{tag}/terms/{entry.concept.id}.evidence.json"
    _add(section, "xref", entry.status.value, "externalCrossReference", target=evidence)
    _term(section, text.term, _PREFERRED, "fullForm")
    found = labels(text)
    for word in found.admitted:
        _term(section, word, _ADMITTED, "abbreviation" if word == text.abbreviation else "variant")
    for word in found.avoid:
        _term(section, word, _DEPRECATED, note=text.avoid_reason)  # rule 1


def _term(section: Element, word: str, status: str, kind: str = "", note: str | None = None) -> None:
    term = SubElement(section, "termSec")
    _add(term, "term", word)
    _add(term, "termNote", status, _STATUS)
    if kind:
        _add(term, "termNote", kind, _TYPE)
    if note:
        _add(term, "note", note)


def _language_2(entry: Element, tag: str, text: Text) -> None:
    section = SubElement(entry, "langSet", {"xml:lang": tag})
    _add(section, "descrip", text.definition, "definition")
    _term_2(section, text.term, _PREFERRED, "fullForm")  # rule 3
    if text.abbreviation:
        _term_2(section, text.abbreviation, _ADMITTED, "abbreviation")


def _term_2(section: Element, word: str, status: str, kind: str) -> None:
    term = SubElement(section, "tig")
    _add(term, "term", word)
    _add(term, "termNote", status, _STATUS)
    _add(term, "termNote", kind, _TYPE)
