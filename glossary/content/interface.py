"""Interface strings: what the service itself says to readers, beside the definitions.

They are written in ``interface.toml`` and translated in the gettext domain ``interface``. No reviewer approves them. Where a
language lacks one, readers get the English, marked as English.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import tomli

from glossary.language.tags import SOURCE

CONTENT_NOTICE = "notice.content"


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


@dataclass(frozen=True)
class Interface:
    """The interface in one language. ``texts`` are its finished translations by key."""

    language: str
    texts: Mapping[str, str]

    @property
    def written(self) -> str:
        """The language that a page of it is written in: English where nothing of it is translated."""
        return self.language if self.texts else SOURCE

    def say(self, key: str, **values: Value) -> Said:
        """Return the string of a key in this language, else in English. The value of each name replaces ``{name}`` in it.

        A date, a number or a name is written in the language of the sentence that it stands in, which may be the English one.

        Raises ``KeyError`` for a key that ``interface.toml`` does not have.
        """
        text, language = (self.texts[key], self.language) if key in self.texts else (ENGLISH[key], SOURCE)
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", value if isinstance(value, str) else value(language))
        return Said(text, language)
