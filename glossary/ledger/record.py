"""One record of a ledger: the line that holds it, written, and read back strictly.

A line is read only if it is, byte for byte, what ``line`` writes for the same record. Otherwise a doubled key or an escape
could show one text to a program and another to the person who reviews the line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from hashlib import sha256
from sys import intern
from typing import Any

import orjson

from glossary.characters import hidden
from glossary.content.digests import canonical, digest
from glossary.content.model import ID, Approval, Publication, Verdict
from glossary.content.text import Text
from glossary.language.tags import SOURCE
from glossary.ledger.roles import ROLES

TIME = "%Y-%m-%dT%H:%M:%SZ"
"""How a time is written: UTC, to the second (RFC 3339)."""

_DIGEST = re.compile("sha256:[0-9a-f]{64}")
_STRING = r'"([^"\\\x00-\x1f]*)"'
_LINE = re.compile(
    (
        rf'{{"when": {_STRING}, "who": {_STRING}, "role": {_STRING}, "verdict": {_STRING}(?:, "language": {_STRING})?, '
        rf'"concept": {_STRING}, "source": (null|{_STRING}), '
        rf'(?:"publication": {{"title": {_STRING}, "url": {_STRING}, "day": {_STRING}}}, )?"text": ({{.*}}), '
        rf'"digest": "({_DIGEST.pattern})"(?:, "signature": {_STRING}(?:, "listed": {_STRING})?)?}}'
    ).encode()
)
"""The form of a line, in UTF-8 and without its line break. It is a regular expression because a start reads tens of thousands
of lines. Outside the text no string can hold an escape, so each has one spelling, and its bytes can go into the digest as
they stand."""

MOST = 400
_BROKEN = re.compile(r'[\x00-\x1f\x7f-\x9f<"\\]')
"""What the title and the address of a publication do not hold: each has one spelling in a line."""

_TEXT = 12
"""The number of the group of the text in that."""

Reading = Callable[[bytes], Approval]
Texts = Callable[[bytes, int], tuple[Text, bytes]]


def line(approval: Approval) -> str:
    """Return a record as its line in a ledger, line break included."""
    values = {
        "when": approval.when.strftime(TIME),
        "who": approval.who,
        "role": approval.role,
        "verdict": approval.verdict.value,
        **({} if approval.language == SOURCE else {"language": approval.language}),
        "concept": approval.concept,
        "source": approval.source,
        **({"publication": published(approval.publication)} if approval.publication else {}),
    }
    text, own = approval.text.fields, digest({**values, "text": approval.text.fields})
    end = {"digest": own} | ({"signature": approval.signature} if approval.signature is not None else {})
    end |= {"listed": approval.listed} if approval.listed is not None else {}
    parts = [*_parts(values.items()), b'"text": ' + _object(_parts(text.items())), *_parts(end.items())]
    return _object(parts).decode() + "\n"


def message(approval: Approval) -> bytes:
    """Return what is signed: the record's line without its signature, line break included."""
    return line(replace(approval, signature=None, listed=None)).encode()


def object_of(values: Mapping[str, Any]) -> bytes:
    """Return a JSON object as ledgers have it."""
    return _object(_parts(values.items()))


def published(publication: Publication) -> dict[str, str]:
    """Return a publication as a record names it."""
    return {"title": publication.title, "url": publication.url, "day": publication.day.isoformat()}


def _parts(pairs: Iterable[tuple[str, Any]]) -> list[bytes]:
    return [b'"%b": %b' % (name.encode(), _value(value)) for name, value in pairs]


def _value(value: str | Mapping[str, str] | None) -> bytes:
    return _object(_parts(value.items())) if isinstance(value, Mapping) else orjson.dumps(value)


def _object(parts: Iterable[bytes]) -> bytes:
    """Return a JSON object as ledgers have it: with a space after each comma and colon, for people who read diffs."""
    return b"{" + b", ".join(parts) + b"}"


def reading(language: str) -> Reading:
    """Return a function that reads the lines of one language's ledger, without their line breaks, into records.

    Approvals of the same text share one ``Text``. The function raises ``ValueError``, ``TypeError``, ``AttributeError``,
    ``RecursionError`` or ``BadText`` for a line that ``line`` does not write; all but the first come from a text that is not
    an object of strings that a text may hold.
    """
    texts = cache(text)
    return lambda written: of_line(written, 0, len(written), language, lambda words, _: texts(words))


def of_line(data: bytes, start: int, end: int, language: str, texts: Texts) -> Approval:
    """Return the record of the line that stands between two places of some bytes, as ``reading`` does. ``texts`` returns a
    text that stands at a place, and its canonical form."""
    match = _LINE.fullmatch(data, start, end)
    if match is None:
        raise ValueError("it is not written as “glossary vet” writes it")
    when, who, role, verdict, own, concept, source_json, source, *where, text_json, stated, signed, listed = (
        match.groups()
    )
    words, canonical_text = texts(text_json, match.start(_TEXT))
    # The canonical form (RFC 8785: keys in order, no white space), put together from the line's own bytes. The digest is thus
    # of what the file holds, not of what a parser made of it.
    language_json = b"" if own is None else b'"language":"%b",' % own
    title, url, day = where
    publication_json = (
        b"" if title is None else b'"publication":{"day":"%b","title":"%b","url":"%b"},' % (day, title, url)
    )
    whole = b'{"concept":"%b",%b%b"role":"%b","source":%b,"text":%b,"verdict":"%b","when":"%b","who":"%b"}'
    whole %= (concept, language_json, publication_json, role, source_json, canonical_text, verdict, when, who)
    own_digest = f"sha256:{sha256(whole).hexdigest()}"
    _require_digest(stated.decode(), own_digest)
    _require_language(own, language)
    said = _id(who), _role(role), _verdict(verdict), language, _id(concept)
    signature = None if signed is None else signed.decode(errors="replace")
    publication = None if title is None else _publication(title, url, day)
    place = None if listed is None else listed.decode(errors="replace")
    _require_statement(said[2], publication, signature, place)
    return Approval(_when(when), *said, words, _source(source, language), own_digest, signature, publication, place)


def _require_statement(
    verdict: Verdict, publication: Publication | None, signature: str | None, place: str | None
) -> None:
    """Raise ``ValueError`` for a record that no statement could have."""
    if publication and verdict is not Verdict.APPROVE:
        raise ValueError("a statement about a publication only approves")
    if (place is not None) != (publication is not None and signature is not None):
        raise ValueError("“listed” stands beside the signature of a statement, and only there")


def _require_digest(stated: str, own: str) -> None:
    """Raise ``ValueError`` for a line that was edited. That it was not does not show that “glossary vet” wrote it: anyone can
    make a digest."""
    if stated != own:
        raise ValueError("it does not match its digest: it was changed after it was written")


def text(written: bytes) -> tuple[Text, bytes]:
    """Return the text of a record, and its canonical form, which goes into the record's digest. Raises what ``reading``
    does."""
    text = Text.of(orjson.loads(written))  # its strings are shared with equal drafts (see model.clean)
    # orjson takes the last of two equal keys, and Text.of ignores unknown ones: only writing the text again shows either.
    if _object(_parts(text.fields.items())) != written:
        raise ValueError("its text is not written as “glossary vet” writes it")
    return text, canonical(text.fields)


def _require_language(own: bytes | None, language: str) -> None:
    """Raise ``ValueError`` for a record of another language: copied into this ledger, it would put its words under this
    language's name. A record of English names no language."""
    if own != (None if language == SOURCE else language.encode()):
        other = own.decode() if own else SOURCE
        raise ValueError(f"it approves a text in the language “{other}”, and this is the ledger of “{language}”")


# A ledger holds the same few words again and again: each is checked once, and kept once.


@lru_cache(maxsize=1024)
def _when(word: bytes) -> datetime:
    when = datetime.fromisoformat(word.decode()).astimezone(UTC)
    if when.strftime(TIME) != word.decode():
        raise ValueError("its time is not written as “glossary vet” writes it")
    return when


@lru_cache(maxsize=4096)
def _id(word: bytes) -> str:
    if not ID.fullmatch(word.decode()):
        raise ValueError("its reviewer or its concept is not an id")
    return intern(word.decode())


@lru_cache(maxsize=64)
def _publication(title: bytes, url: bytes, day: bytes) -> Publication:
    named = title.decode(), url.decode(), date.fromisoformat(day.decode())
    return publication(*named)


def publication(title: str, url: str, day: date) -> Publication:
    """Return a publication that a record can name. Raises ``ValueError``, with the reason, for any other."""
    if _BROKEN.search(title + url) or not title.strip() or len(title + url) > MOST or hidden(title + url):
        raise ValueError(
            f'a publication has a title and an address of together at most {MOST} characters, without < " \\'
        )
    if not url.startswith("https://") or url.split() != [url]:
        raise ValueError("the address of a publication begins with https:// and holds no space")
    return Publication(intern(title), intern(url), day)


@lru_cache(maxsize=16)
def _role(word: bytes) -> str:
    if word.decode() not in ROLES:
        raise ValueError(f"its role is not one of: {', '.join(ROLES)}")
    return intern(word.decode())


@lru_cache(maxsize=16)
def _verdict(word: bytes) -> Verdict:
    return Verdict(word.decode())


@lru_cache(maxsize=4096)
def _source(word: bytes | None, language: str) -> str | None:
    """Return the digest of the English that a translation was checked against; English itself has none."""
    source = word.decode() if word is not None else None
    if (source is not None) if language == SOURCE else not _DIGEST.fullmatch(source or ""):
        raise ValueError("its source is not the digest of an English text")
    return source and intern(source)
