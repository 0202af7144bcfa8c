"""A text: one concept's words in one language, acceptable if it exists."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache

from glossary.characters import hidden, point, seen
from glossary.content.digests import digest
from glossary.errors import BadText

REQUIRED = ("term", "definition")
"""Fields without which a text cannot be shown."""

LISTS = ("forms", "avoid")
"""Fields that hold several words, one on each line of the file."""

_REFUSED = re.compile(
    "[<\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\uf8ff\ufdd0-\ufdef\ufeff\ufff0-\uffff]"
)
"""Markup, controls, line separators, overrides and isolates of direction (Unicode TR 9), surrogates, private use,
non-characters. The marks U+061C, U+200E and U+200F are allowed: Arabic prose needs them, and they reorder nothing else."""


_NOWHERE_ELSE = re.compile(
    f"[\U000f0000-\U0010ffff{''.join(chr((plane << 16) + 0xFFFE + last) for plane in range(1, 15) for last in (0, 1))}]"
)
"""Private use and non-characters above U+FFFF: each machine shows them in its own way, or not at all."""


_ORDINARY = bytes({0x0A, *range(0x20, 0x7F), *range(0x80, 0xE1), *range(0xE4, 0xEE)} - set(b"<\xc2\xcd\xd8"))
"""Bytes that are in UTF-8 of no character that no text may hold, or that nobody sees, nor of any white space but the plain
one: they are of European letters, mostly."""

_PRINTED = (b"<", b"\xcd\x8f", b"\xe1\x85", b"\xe1\x9e", b"\xe1\xa0", b"\xe2\xa0\x80", b"\xe3\x85\xa4")
"""How those begin that Python counts as printable, up to U+D7FF."""


def suspicious(data: bytes) -> bool:
    """Return whether bytes in UTF-8 hold a character that no text may hold, or that nobody sees. To be quick, it also
    says so of rare ones of which nothing could be said. Raises ``UnicodeDecodeError``."""
    text, rest = data.decode(), data.translate(None, _ORDINARY)
    if not rest:
        return False
    if max(rest) >= 0xEE or any(each in data for each in _PRINTED):
        return True
    return not text.replace("\n", "").replace("\xa0", "").replace("\u202f", "").isprintable()


def clean(name: str, value: str) -> str:
    """Return the value of a field in NFC, without white space around it. Equal values are one string.

    Raises ``BadText`` for a character that could reorder or break something, and for a line break outside a list. What was
    approved before today's rule of hidden characters passes here; ``written`` is for what is written now.
    """
    value, refused, _ = _tidied(value)
    if refused:
        character = "“<”" if refused == "<" else f"the character {point(refused)}"
        raise BadText(name, f"it holds {character}", "write plain prose: no markup, no control or direction characters")
    if "\n" in value and name not in LISTS:
        raise BadText(name, "it has more than one line", "write it on one line")
    return value


def written(name: str, value: str) -> str:
    """Return the value of a field that is not approved yet, as ``clean`` does. Raises ``BadText`` also for a character that
    nobody sees and no script needs there: two texts that look the same must be the same; for one that no standard has given a
    meaning; and for a tab or a carriage return before it, of which a spreadsheet makes a formula."""
    if value.startswith(("\t", "\r")):
        raise BadText(name, "it begins with a tab or a carriage return", "delete what stands before its first letter")
    value = clean(name, value)
    if not value.isprintable() and (match := _NOWHERE_ELSE.search(value)):
        raise BadText(name, f"it holds the character {point(match[0])}", "write it with a character that everybody has")
    if character := unseen(value):
        what = f"it holds the character {point(character)}, which nobody sees"
        raise BadText(name, what, "delete it, or write the word again; most editors can search for it")
    return value


def as_seen(value: str) -> str:
    """Return a value that was refused as people see it, for checks: what is else wrong with it is told in the same run."""
    return _REFUSED.sub("", seen(unicodedata.normalize("NFC", value))).strip()


def unseen(value: str) -> str:
    """Return the first character of a value in its clean form that nobody sees and no script needs there, else ``""``."""
    return _tidied(value)[2]


@lru_cache(maxsize=32768)
def _tidied(value: str) -> tuple[str, str, str]:
    """Return the value in its clean form, the first character in it that no text may hold, or ``""``, and the first that is
    hidden, or ``""``. It is cached because approvals and drafts hold the same values many times: each is checked once, and
    kept once."""
    value = unicodedata.normalize("NFC", value).strip()
    # Most texts are printable. That is quicker to test, and rules out every refused character but these three.
    printable = value.replace("\n", "").isprintable()
    if printable and not ("<" in value or "\ufffc" in value or "\ufffd" in value):
        return value, "", hidden(value)
    match = _REFUSED.search(value)
    return value, match[0] if match else "", hidden(value)


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class Text:
    """One concept's words in one language. Raises ``BadText``, which names the field, where they are not acceptable.

    Two texts are equal where their digests are.
    """

    term: str
    abbreviation: str | None = None
    definition: str
    plain: str | None = None
    note: str | None = None
    forms: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    avoid_reason: str | None = None
    _fields: Mapping[str, str] | None = field(default=None, init=False, repr=False)
    _digest: str = field(default="", init=False, repr=False)

    def __post_init__(self) -> None:
        for name, value in self.fields.items():
            if clean(name, value) != value:
                raise BadText(name, "it is not in NFC, or has white space around it", "store it in its clean form")
        for name in REQUIRED:
            if not getattr(self, name):
                raise BadText(name, "it is empty", "write one: a text needs a term and a definition")
        if self.avoid and not self.avoid_reason:
            raise BadText("avoid_reason", "it is empty", "say in one sentence why the words under “avoid” harm")

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Text:
        """Make a text from the values of its fields, those of lists with one word on each line; others are ignored.

        Raises ``BadText``.
        """
        cleaned = {name: clean(name, value) for name, value in values.items() if value.strip()}
        return cls(
            term=cleaned.get("term", ""),
            abbreviation=cleaned.get("abbreviation"),
            definition=cleaned.get("definition", ""),
            plain=cleaned.get("plain"),
            note=cleaned.get("note"),
            forms=_lines(cleaned.get("forms", "")),
            avoid=_lines(cleaned.get("avoid", "")),
            avoid_reason=cleaned.get("avoid_reason"),
        )

    @classmethod
    def known(cls, values: Mapping[str, str]) -> Text:
        """Make a text again of its ``fields``, which are known to be those of one: nothing is looked at."""
        text, put = cls.__new__(cls), object.__setattr__
        for name in FIELDS:
            value = values.get(name)
            put(text, name, value if name not in LISTS else tuple(value.split("\n")) if value else ())
        put(text, "_fields", values)
        put(text, "_digest", "")
        return text

    def read(self) -> Text:
        """Return the same text with its words in memory."""
        return self

    @property
    def fields(self) -> Mapping[str, str]:
        """The values that are not empty, by field, in the order of ``FIELDS``; of a list, one word on each line."""
        if self._fields is None:
            values = ((name, getattr(self, name)) for name in FIELDS)
            found = {name: clean(name, "\n".join(value)) if name in LISTS else value for name, value in values if value}
            object.__setattr__(self, "_fields", found)
        return self._fields or {}

    @property
    def digest(self) -> str:
        """The digest of exactly these words."""
        if not self._digest:
            object.__setattr__(self, "_digest", digest(self.fields))
        return self._digest

    @property
    def unseen(self) -> bool:
        """Whether a value holds a character that nobody sees and no script needs there."""
        return any(map(unseen, self.fields.values()))

    def __eq__(self, other: object) -> bool:
        return self.digest == other.digest if isinstance(other, Text) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.digest)


FIELDS = tuple(part.name for part in fields(Text) if part.init)
"""The translatable fields, in the order in which they are shown."""


def _lines(value: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in value.split("\n") if line.strip())
