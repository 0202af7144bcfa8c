"""One record of a ledger: the line that stands for it, written, and read back strictly.

A line is read only if it is, byte for byte, what ``line`` writes of what it says: a doubled key or another white space
would be a second way to say it. A start reads tens of thousands of them, so the form of a line is one regular expression,
and its digest is made from its bytes as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import cache, lru_cache
from hashlib import sha256
from sys import intern

import orjson

from glossary.content.digests import canonical, digest
from glossary.content.model import ID, Approval, Text, Verdict
from glossary.language.tags import SOURCE
from glossary.ledger.policy import ROLES

_WHEN = "%Y-%m-%dT%H:%M:%SZ"
_DIGEST = re.compile("sha256:[0-9a-f]{64}")
_STRING = r'"([^"\\\x00-\x1f]*)"'
_LINE = re.compile(
    (
        rf'{{"when": {_STRING}, "who": {_STRING}, "role": {_STRING}, "verdict": {_STRING}(?:, "language": {_STRING})?, '
        rf'"concept": {_STRING}, "source": (null|{_STRING}), "text": ({{.*}}), "digest": "({_DIGEST.pattern})"}}'
    ).encode()
)
"""What ``line`` writes, in UTF-8. Strings that would need an escape stand in the text only."""

Reading = Callable[[bytes], Approval]


def line(approval: Approval) -> str:
    """Return the record as the line that stands for it in a ledger."""
    values = {
        "when": approval.when.strftime(_WHEN),
        "who": approval.who,
        "role": approval.role,
        "verdict": approval.verdict.value,
        **({} if approval.language == SOURCE else {"language": approval.language}),
        "concept": approval.concept,
        "source": approval.source,
    }
    text, own = approval.text.fields, digest({**values, "text": approval.text.fields})
    parts = [*_parts(values.items()), b'"text": ' + _object(_parts(text.items())), *_parts([("digest", own)])]
    return _object(parts).decode() + "\n"


def _parts(items: Iterable[tuple[str, str | None]]) -> list[bytes]:
    return [b'"%b": %b' % (name.encode(), orjson.dumps(value)) for name, value in items]


def _object(parts: Iterable[bytes]) -> bytes:
    """Return a JSON object as ledgers have it: with a space behind each comma and colon."""
    return b"{" + b", ".join(parts) + b"}"


def reading(language: str) -> Reading:
    """Return what reads the lines of a language's ledger, without their line breaks; it makes each text once for all who
    approved it. Raises ``ValueError``, ``BadText`` or another of Python's errors for a line that ``line`` does not write."""
    texts = cache(_text)
    return lambda written: _record(written, language, texts)


def _record(written: bytes, language: str, texts: Callable[[bytes], tuple[Text, bytes]]) -> Approval:
    match = _LINE.fullmatch(written)
    if match is None:
        raise ValueError("it is not written as “glossary vet” writes")
    when, who, role, verdict, own, concept, quoted, source, said, given = match.groups()
    text, canonically = texts(said)
    named = b"" if own is None else b'"language":"%b",' % own
    whole = b'{"concept":"%b",%b"role":"%b","source":%b,"text":%b,"verdict":"%b","when":"%b","who":"%b"}'
    whole %= (concept, named, role, quoted, canonically, verdict, when, who)
    if given.decode() != f"sha256:{sha256(whole).hexdigest()}":
        raise ValueError("it does not answer to its digest: it was changed after it was written")
    _require_language(own, language)
    words = _id(who), _role(role), _verdict(verdict), language, _id(concept)
    return Approval(_when(when), *words, text, _source(source, language))


def _text(written: bytes) -> tuple[Text, bytes]:
    """Return the text that a record holds, and its canonical form, which the record's digest is made of."""
    text = Text.of(orjson.loads(written))  # which keeps each value once, with the draft that says the same
    if _object(_parts(text.fields.items())) != written:
        raise ValueError("its text is not written as “glossary vet” writes")
    return text, canonical(text.fields)


def _require_language(own: bytes | None, language: str) -> None:
    if own != (None if language == SOURCE else language.encode()):
        named = own.decode() if own else SOURCE
        raise ValueError(f"it approves a text in the language “{named}”, and this is the ledger of “{language}”")


# A ledger says the same few words again and again.


@lru_cache(maxsize=1024)
def _when(word: bytes) -> datetime:
    when = datetime.fromisoformat(word.decode()).astimezone(UTC)
    if when.strftime(_WHEN) != word.decode():
        raise ValueError("its time is not written as “glossary vet” writes")
    return when


@lru_cache(maxsize=4096)
def _id(word: bytes) -> str:
    if not ID.fullmatch(word.decode()):
        raise ValueError("its reviewer or concept is not one")
    return intern(word.decode())


@lru_cache(maxsize=16)
def _role(word: bytes) -> str:
    if word.decode() not in ROLES:
        raise ValueError("its role is not one")
    return intern(word.decode())


@lru_cache(maxsize=16)
def _verdict(word: bytes) -> Verdict:
    return Verdict(word.decode())


@lru_cache(maxsize=4096)
def _source(word: bytes | None, language: str) -> str | None:
    found = word.decode() if word is not None else None
    if (found is not None) if language == SOURCE else not _DIGEST.fullmatch(found or ""):
        raise ValueError("its source is not the digest of an English text")
    return found and intern(found)
