"""What a running service holds: one edition, its settings, and the search indexes made from it."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import orjson

from glossary.content.model import Status
from glossary.contract import answers
from glossary.edition import loading
from glossary.edition.edition import Edition
from glossary.edition.entries import Entry
from glossary.edition.loading import Signature, signature
from glossary.edition.search import Hit, Index
from glossary.errors import Finding
from glossary.language.tags import choose
from glossary.settings import Settings

_UNDETERMINED = "und"

MAX_WRITTEN_ENTRIES = 1024
"""Of so many entries the JSON is kept for the next search that finds them, some two kilobytes each."""

ENVIRON = "glossary.service"
"""The key in the WSGI environment under which a request finds the service that answers it, from beginning to end."""


ROUTE = "glossary.route"
"""The key in the WSGI environment under which the application leaves the rule that answered."""


class Service:
    """One edition as served. Everything that is answered is a function of ``edition`` and ``settings``."""

    def __init__(self, edition: Edition, settings: Settings, seen: Signature, findings: Iterable[Finding] = ()) -> None:
        """``seen`` is the state of the files that was looked at last; ``problems`` are those of newer content that could
        not be turned to; without any, the edition's own wait."""
        self.edition = edition
        self.settings = settings
        self.seen = seen
        self._newer = tuple(findings)
        self.findings = (*(self._newer or edition.findings), *edition.support.due())
        self._indexes: dict[tuple[str, Status], Index] = {}
        self._written: dict[tuple[str, str, str], orjson.Fragment] = {}

    def renewed(self) -> Service:
        """Return the same service on today's date: what has expired since is not shown any more."""
        return Service(self.edition.on(self.settings.today), self.settings, self.seen, self._newer)

    def search(self, language: str, query: str, limit: int) -> list[Hit]:
        """Return what a reader of the language finds, the best first."""
        return _for_reader(language, self._index(language).search(query, limit))

    def suggest(self, language: str, query: str, limit: int) -> list[Hit]:
        """Return what completes a reader's word, the best first."""
        return _for_reader(language, self._index(language).suggest(query, limit))

    def written(self, item: Entry) -> orjson.Fragment:
        """Return the JSON of an entry that was found, which is most of a search's answer and is the same in many."""
        key = item.concept.id, item.language, item.requested
        found = self._written.get(key)
        if found is None:
            if len(self._written) >= MAX_WRITTEN_ENTRIES:
                self._written.clear()
            answer = answers.of_entry(self.edition, item, self.settings.base_url)
            found = self._written[key] = orjson.Fragment(orjson.dumps(answer))
        return found

    def _index(self, language: str) -> Index:
        """Return the index that serves readers of a language; made when it is first asked for.

        All tags that come to the same language share one, and so do all that are not offered: no request can make the
        number of indexes grow.
        """
        key = choose(language, self.edition.languages) or _UNDETERMINED, self.settings.minimum
        if key not in self._indexes:
            self._indexes[key] = Index(self.edition, *key)
        return self._indexes[key]


def _for_reader(language: str, hits: Iterable[Hit]) -> list[Hit]:
    return [
        hit if hit.entry.requested == language else replace(hit, entry=replace(hit.entry, requested=language))
        for hit in hits
    ]


_prepared: list[tuple[Signature, Edition]] = []
"""What was read before the workers were made: a process that is forked has it already, and shares its memory."""


def prepare(settings: Settings) -> Edition:
    """Read the content for this process and for those that are forked from it. Raises ``BadContent``."""
    with _uncollected():
        running = start(settings)
        _prepared[:] = [(running.seen, running.edition)]
        gc.freeze()  # what is shared stays shared: the collector never touches it
    return running.edition


def start(settings: Settings) -> Service:
    """Read the content and return the service. Raises ``BadContent`` where there is nothing good to serve."""
    folders = settings.terms, settings.translations, settings.support
    seen = signature(*folders)
    for before, edition in _prepared:
        if before == seen:
            return Service(edition.on(settings.today), settings, seen)
    with _uncollected():
        edition = loading.load(*folders, settings.today)
        edition.id  # noqa: B018, it is made of everything, and made once
    return Service(edition, settings, seen)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let the collector rest: nothing that is read is garbage, and looking for some takes a third of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
