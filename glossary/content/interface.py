"""Interface strings: what the service itself says to readers, beside the definitions.

They are written in ``interface.toml``, and those that are a glossary's own in its ``glossary.toml`` (``own``); they are
translated in the gettext domain ``interface``. Readers get them as they were adopted (``glossary.ledger.adopted``). Where a
language lacks one, readers get the English, marked as English.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from unicodedata import category

import tomli

from glossary.language.tags import SOURCE

CONTENT_NOTICE, TITLE, HELP, NO_HELP = "notice.content", "site.title", "help.heading", "help.none"
"""Keys of strings that are a glossary's own (``own``). The last is said nowhere: while it is adopted, there is no help."""

DEFAULT = "default."
"""How the key of the string begins that is said where a glossary has none of its own with the rest of the key."""

BANNER = "demonstration.banner"
"""The key of the interface string that says that nobody has reviewed what a demonstration shows."""


class Phrase(NamedTuple):
    """One interface string: its key (the msgctxt), its English text, and a note for translators."""

    key: str
    text: str
    note: str


Value = str | Callable[[str], str]
"""What replaces a name in braces: a text that is the same in every language, or how it is written in a language (a tag)."""


class Said(NamedTuple):
    """A text and the tag of its language."""

    text: str
    language: str


PHRASES = tuple(Phrase(**row) for row in tomli.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["phrase"])
ENGLISH = {phrase.key: phrase.text for phrase in PHRASES}

DIGIT = re.compile("[\\d²³¹⁰⁴-⁹₀-₉፩-፱᧚①-⒛⓪-⓿❶-➓㉑-㉟㊱-㊿\U0001f100-\U0001f10c]")
"""Digits of all scripts, and what is read as one: superscripts, and numbers in circles."""

_ADDRESS = re.compile(r"://|@|\bwww\.|[^\W_]\.[^\W\d_]{2}")
NAME = re.compile(r"\{\w+\}")
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and symbols of Unicode that show nothing."""


def sound(english: Mapping[str, str], texts: Mapping[str, str]) -> dict[str, str]:
    """Return the translations, by key, that can stand for their English. Do so late: a start would ask of thousands."""
    return {key: text for key, text in texts.items() if key in english and not objection(english[key], text)}


def objection(english: str, text: str) -> str | None:
    """Return why a translation cannot stand for this English, whoever adopted it; ``None`` where it can.

    An interface string must never lead anybody to a number or an address of its own: contacts of help are dated data.
    """
    if DIGIT.search(text) and not DIGIT.search(english):
        return "it has a digit, and the English has none"
    if _ADDRESS.search(text) and not _ADDRESS.search(english):
        return "it has an address, and the English has none"
    if not any(map(_visible, text)):
        return "nothing of it can be seen"
    if stray := set(NAME.findall(text)) ^ set(NAME.findall(english)):
        return f"it and the English do not have the same names in braces ({', '.join(sorted(stray))})"
    return None


def _visible(char: str) -> bool:
    return (char.isalnum() or category(char)[0] in "PS") and char not in _BLANK


@dataclass(frozen=True)
class Interface:
    """The interface in one language. ``texts`` are its translations by key, ``english`` what is said where one is lacking."""

    language: str
    texts: Mapping[str, str]
    english: Mapping[str, str] = field(default_factory=lambda: ENGLISH)

    @property
    def written(self) -> str:
        """The language that a page of it is written in: English where nothing of it is translated."""
        return self.language if self.texts else SOURCE

    def say(self, key: str, **values: Value) -> Said:
        """Return the string of a key in this language, else in English. The value of each name replaces ``{name}`` in it.

        A date, a number or a name is written in the language of the sentence that it stands in, which may be the English one.

        A string that is a glossary's own and that it lacks is said as the package says it by default. Raises ``KeyError`` for
        a key that neither has.
        """
        key = key if key in self.english else DEFAULT + key
        text, language = (self.texts[key], self.language) if key in self.texts else (self.english[key], SOURCE)
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", value if isinstance(value, str) else value(language))
        return Said(text, language)

    def find(self, key: str) -> Said | None:
        """Return the string of a key, ``None`` where the glossary does without."""
        return self.say(key) if key in self.english else None
