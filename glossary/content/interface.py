"""Interface strings: what the service itself says to readers, beside the definitions.

They are written in ``interface.toml`` and translated in the gettext domain ``interface``, which is drafts too: no reviewer
vouches for a button. Where a language lacks one, the English is said, with its language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import tomli

from glossary.language.tags import SOURCE

CONTENT_NOTICE = "notice.content"


class Phrase(NamedTuple):
    """One interface string: key (the msgctxt), English text, note for translators."""

    key: str
    text: str
    note: str


class Said(NamedTuple):
    """A text with the language that it is in."""

    text: str
    language: str


PHRASES = tuple(Phrase(**row) for row in tomli.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["phrase"])
ENGLISH = {phrase.key: phrase.text for phrase in PHRASES}


@dataclass(frozen=True)
class Interface:
    """The interface in one language. ``texts`` are its finished translations by key."""

    language: str
    texts: Mapping[str, str]

    def say(self, key: str, **values: str) -> Said:
        """Return a string in this language, else in English, with what stands in braces filled in."""
        text, language = (self.texts[key], self.language) if key in self.texts else (ENGLISH[key], SOURCE)
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", value)
        return Said(text, language)
