"""Words to avoid in a document.

1. Those of a concept that is linked ``safe`` are warnings. All others, which only their context decides (a newspaper's
   “monster”), are looked for on request, and are notes.
2. What stands in quotation marks or in a quotation is somebody else's, or a title, and is looked at on request.
3. A term of the glossary is no fault, even where it holds a word to avoid.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from glossary.annotate.finder import Finder
from glossary.annotate.linting.comments import Comments
from glossary.annotate.linting.document import Kind, read
from glossary.annotate.linting.lines import Lines, Point
from glossary.annotate.linting.prose import Prose
from glossary.annotate.linting.quoted import Quotations
from glossary.annotate.match import AVOID, Match
from glossary.annotate.page import Scope
from glossary.annotate.passage import Span
from glossary.annotate.words import Words
from glossary.content.model import Autolink
from glossary.edition.linkable import Form
from glossary.language.mentions import fold


class Level(StrEnum):
    """How sure a fault is (rule 1). The names are those of SARIF."""

    WARNING = "warning"
    NOTE = "note"


class Fault(NamedTuple):
    """A word to avoid in a document: what stands there, from where to where, how sure it is, and the page of the term that
    replaces it."""

    match: Match
    words: str
    start: Point
    end: Point
    level: Level
    link: str

    @property
    def message(self) -> str:
        """What is wrong, why, and what to write."""
        where = "is a word to avoid" if self.level is Level.WARNING else "is a word to avoid if it means the same"
        told = f"“{self.words}” {where}; write “{self.match.instead}”."
        return f"{told} {self.match.reason}" if self.match.reason else told


class Avoided:
    """The words to avoid of one language that are looked for."""

    def __init__(self, words: Words, ask: bool) -> None:
        self.words = words
        self.forms = [form for form in words.forms if form.avoid and (ask or form.autolink is Autolink.SAFE)]  # rule 1
        self._sure = {(form.concept, form.words) for form in self.forms if form.autolink is Autolink.SAFE}

    @cached_property
    def finder(self) -> Finder:
        """What finds them, and the terms that hold one (rule 3)."""
        alone = _finder(self.words, self.forms)
        terms = (form for form in self.words.forms if not form.avoid and alone.find(form.words))
        return _finder(self.words, [*self.forms, *terms])

    def level(self, match: Match) -> Level:
        """Return how sure a match is."""
        return Level.WARNING if (match.concept, match.form) in self._sure else Level.NOTE

    def allows(self, match: Match, words: str, allowed: Collection[str]) -> bool:
        """Return whether what was found is among what is allowed."""
        if not allowed:
            return False
        by = self.words.rules
        found = {fold(words, by), fold(match.form, by)}
        return any(each == match.concept or fold(each, by) in found for each in allowed)


def _finder(words: Words, forms: list[Form]) -> Finder:
    return Finder(replace(words, forms=tuple(form._replace(autolink=Autolink.SAFE) for form in forms)))


@dataclass(frozen=True)
class Linter:
    """Finds the words to avoid of some languages; make it once. ``language`` is that of texts that do not say theirs;
    ``allowed`` are words, or ids of concepts, that are no faults."""

    words: tuple[Words, ...]
    language: str | None = None
    ask: bool = False
    quotations: bool = False
    allowed: Collection[str] = ()

    @cached_property
    def _avoided(self) -> dict[str, Avoided]:
        """The languages that have words which are looked for."""
        every = (Avoided(words, self.ask) for words in self.words)
        return {avoided.words.language: avoided for avoided in every if avoided.forms}

    def lint(self, raw: bytes, kind: Kind) -> list[Fault]:
        """Return the faults of a document, in their order. Raises ``BadPage``."""
        scope = Scope(self.language, headings=True, quotations=self.quotations)
        document = read(raw, kind, tuple(self._avoided), scope)
        found = sorted(each for prose in document.prose for each in self._in(prose, document.comments))
        lines = Lines(document.source)
        return [self._fault(match, words, lines.point(start), lines.point(end)) for (start, end), words, match in found]

    def _in(self, prose: Prose, comments: Comments) -> Iterator[tuple[Span, str, Match]]:
        """Yield the faults of a text: where in the source, what stands there, and which word it is."""
        avoided = self._avoided[prose.language]
        matches = [match for match in avoided.finder.find(prose.text) if match.usage == AVOID] if prose.text else []
        quoted = Quotations(prose.text) if matches and not self.quotations else None
        for match in matches:
            start, end = match.start, match.end
            words, span = prose.text[start:end], prose.span(start, end)
            allowed = avoided.allows(match, words, (*self.allowed, *comments.allowed))
            if not (allowed or comments.leave(span) or (quoted and quoted.hold(start, end))):  # rule 2
                yield span, words, match

    def _fault(self, match: Match, words: str, start: Point, end: Point) -> Fault:
        avoided = self._avoided[match.language]
        link = avoided.words.page.replace("{id}", match.concept)
        return Fault(match, " ".join(words.split()), start, end, avoided.level(match), link)
