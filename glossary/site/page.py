"""What every page for people has, whatever stands on it. Pure; knows no HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import takewhile
from typing import Any

from glossary.content.interface import BANNER, CONTENT_NOTICE, Interface, Said, Value
from glossary.edition.entries import Served, fallback_notice
from glossary.language import numbers
from glossary.language.dates import written
from glossary.language.names import Language, describe, name_in
from glossary.support.help import Support


@dataclass(frozen=True)
class Page:
    """What every page has. ``path`` is below the base URL; ``preview`` is what previews of links to it say, a sentence each;
    ``canonical`` and ``alternates`` (by tag) are whole addresses; ``data`` is structured data (JSON-LD)."""

    interface: Interface
    support: Support
    path: str
    title: str
    preview: tuple[Said, ...] = ()
    canonical: str = ""
    alternates: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, Any] | None = None

    @property
    def language(self) -> Language:
        """The language that the page itself is written in: English where its own has no interface."""
        return describe(self.interface.written)

    @property
    def asked(self) -> Language:
        """The language of its address, in which its entries are shown."""
        return describe(self.interface.language)

    def say(self, key: str, **values: Value) -> Said:
        """Return an interface string, with its language."""
        return self.interface.say(key, **values)

    @property
    def content_notice(self) -> Said | None:
        """What the glossary says before a definition, if anything."""
        return self.interface.find(CONTENT_NOTICE)

    def description(self, demonstration: bool) -> str:
        """Return the description of the page, which nothing can mark with languages: it ends where another one begins.

        What it begins with is never left out: that nobody has reviewed a ``demonstration``, and the content notice.
        """
        # The tagline says that texts are approved, which is not so in a demonstration.
        said = (self.say(BANNER), *self.preview) if demonstration else self.preview or (self.say("site.tagline"),)
        return " ".join(phrase.text for phrase in takewhile(lambda phrase: phrase.language == said[0].language, said))

    def reason(self, entry: Served) -> Said | None:
        """Return why an entry is in another language than the page's address asks for; ``None`` where it is not."""
        return fallback_notice(entry, self.interface)

    def reasons(self, entries: Iterable[Served]) -> list[tuple[str, Said]]:
        """Return each reason that entries have for being in another language, with the tag of that language."""
        reasons = ((entry.language, self.reason(entry)) for entry in entries)
        return list(dict.fromkeys((language, reason) for language, reason in reasons if reason))

    @staticmethod
    def day(value: date) -> Callable[[str], str]:
        """Return how a date is written in a language."""
        return partial(written, value)

    @staticmethod
    def number(value: int) -> Callable[[str], str]:
        """Return how a whole number is written in a language."""
        return partial(numbers.whole, value)

    @staticmethod
    def language_name(tag: str) -> Callable[[str], str]:
        """Return how the language of a tag is called in another language."""
        return partial(name_in, tag)

    @property
    def json_ld(self) -> str:
        """The structured data for a script element, with ``<`` and ``>`` escaped: nothing in it can end the element early."""
        return json.dumps(self.data, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e")
