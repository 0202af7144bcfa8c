"""What a running service holds: one edition, its settings, and the search indexes made from it."""

from __future__ import annotations

import gc
import logging
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import orjson

from glossary.artifact import place
from glossary.content import figures, files
from glossary.contract import answers, bundle, parts
from glossary.edition import takeback, timeline, trusted
from glossary.edition.edition import Edition
from glossary.edition.entries import Entry
from glossary.edition.finder import Finder, Result
from glossary.edition.loading import Stamp, stamp
from glossary.edition.match import Hit
from glossary.edition.timeline import Timeline
from glossary.edition.uncollected import uncollected
from glossary.errors import BadContent, BadTag, Finding, Refused
from glossary.language.tags import nearest, parse
from glossary.serving import kept, reading
from glossary.settings import Settings

if TYPE_CHECKING:
    from glossary.annotate.annotator import Annotator

_log = logging.getLogger("glossary")
_BUNDLE = re.compile(r"/v1/([A-Za-z0-9-]+)/(bundle(?:/head)?\.json)")

MAX_CACHED_ENTRIES = 4096
"""Most entries whose JSON is cached for later searches, about two kilobytes each."""

ENVIRON = "glossary.service"
"""The key in the WSGI environment under which a request has its service, the same one from its beginning to its end."""

ROUTE = "glossary.route"
"""The key in the WSGI environment under which the application leaves the URL rule that matched."""


class Service:
    """One edition as served. Every response is a function of ``edition``, ``settings`` and the request."""

    def __init__(
        self,
        edition: Edition,
        settings: Settings,
        stamp: Stamp,
        findings: Iterable[Finding] = (),
        finder: Finder | None = None,
    ) -> None:
        """``stamp`` is of the files as they were last read. ``findings`` are of newer content that was not good enough to
        switch to; without any, the edition's own are listed. ``finder`` is that of the same content on another day."""
        self.edition = edition
        self.settings = settings
        self.stamp = stamp
        self.newer = tuple(findings)
        self.findings = (*(self.newer or edition.findings), *edition.support.due(), *edition.figures.due())
        self.finder = finder or Finder(edition, settings.minimum)
        self._entries: dict[tuple[str, str, str], orjson.Fragment] = {}
        self._parts: dict[str, int] = {}

    @cached_property
    def timeline(self) -> Timeline:
        """Every change up to this edition, made when it is first asked for."""
        return timeline.of(self.edition)

    @cached_property
    def annotator(self) -> Annotator:
        """What finds the words of this edition in texts. Raises ``ModuleNotFoundError`` where the extra is not installed."""
        from glossary.annotate.annotator import Annotator  # most services never need it

        return Annotator(self.edition, self.settings.base_url)

    def renewed(self) -> Service:
        """Return the same service on today's date: contacts that have expired since are no longer in it."""
        edition = self.edition.on(self.settings.today)
        return Service(edition, self.settings, self.stamp, self.newer, self.finder)

    def file(self, path: str) -> str:
        """Return the path of the file that answers for a path: of a bundle in any language, that in the nearest one."""
        match = _BUNDLE.fullmatch(path)
        try:
            return f"/v1/{nearest(parse(match[1]), self.edition.languages)}/{match[2]}" if match else path
        except BadTag:
            return path

    def parts(self, language: str) -> int:
        """Return how many parts the bundle of a language has, cached: to ask for one that there is not costs nothing."""
        if language not in self._parts:
            whole = bundle.of_language(self.edition, language, self.settings.base_url)
            self._parts[language] = parts.number(whole)
        return self._parts[language]

    def search(self, language: str, query: str, limit: int) -> Result:
        """Return what a reader of the language finds, the best first."""
        return self.finder.search(language, query, limit)

    def suggest(self, language: str, query: str, limit: int) -> list[Hit]:
        """Return what completes a reader's word, the best first."""
        return self.finder.suggest(language, query, limit)

    def entry_json(self, entry: Entry) -> orjson.Fragment:
        """Return the JSON of an entry, cached: hits are most of a search's response, and searches share them."""
        key = entry.concept.id, entry.language, entry.requested
        fragment = self._entries.get(key)
        if fragment is None:
            # ``requested`` is any tag that a client sends, so the number of keys has no limit of its own.
            if len(self._entries) >= MAX_CACHED_ENTRIES:
                self._entries.clear()
            document = answers.of_entry(self.edition, entry, self.settings.base_url)
            fragment = self._entries[key] = orjson.Fragment(orjson.dumps(document))
        return fragment


class _Prepared(NamedTuple):
    """The edition that was read before the workers were forked: they have it already and share its memory."""

    folders: tuple[Path, Path, Path]
    stamp: Stamp
    edition: Edition


_prepared: list[_Prepared] = []


def prepare(settings: Settings) -> Edition:
    """Read the content for this process and for those that are forked from it.

    Raises ``BadContent`` where there is nothing good to serve.
    """
    with uncollected():
        running = read(settings)
        _prepared[:] = [_Prepared(settings.folders, running.stamp, running.edition)]
        gc.freeze()  # the collector would write to every object, and so copy the shared memory into each worker
    return running.edition


def keep(settings: Settings) -> None:
    """Keep the content that was prepared for every worker that starts later."""
    for each in _prepared:
        kept.keep(settings, each.stamp)
        place.keep(settings, each.stamp)
    place.forward(settings)


def start(settings: Settings) -> Service:
    """Read the content and return the service: of the last good content, with the findings of this one, where this one is
    broken. One worker that dies then takes nothing with it.

    Raises what ``read`` raises where no good content was kept.
    """
    current = stamp(*settings.folders)
    before = _prepared_for(settings, current) or _last_good(settings)
    try:
        running = read(settings, before)
    except Exception as error:  # whatever is wrong with the content, readers have the last good one
        if before is None:
            raise
        return refused(before, settings, current, error)
    kept.keep(settings, running.stamp)
    place.keep(settings, running.stamp)
    return running


def refused(before: Edition, settings: Settings, current: Stamp, error: Exception) -> Service:
    """Return the service that goes on with an edition because newer content was refused, without what that takes back."""
    _log.warning("the last good content is served", exc_info=not isinstance(error, BadContent | Refused))
    edition = takeback.without(before, settings.translations, settings.today, trusted.pins(settings))
    if taken := figures.withdrawn(figures.folder(settings.terms)):
        edition = replace(edition, figures=edition.figures.without(taken))
    kept.withdraw(settings, (act for act in edition.records.all if act.record_digest not in before.records.digests))
    return Service(edition, settings, current, _findings(error, settings))


def _prepared_for(settings: Settings, current: Stamp) -> Edition | None:
    """Return the edition that was prepared if it is of files in this state."""
    return next((each.edition.on(settings.today) for each in _prepared if each.stamp == current), None)


def _last_good(settings: Settings) -> Edition | None:
    """Return the last good edition, without what was withdrawn since; ``None`` where there is none."""
    edition = _copied(settings) or _prepared_before(settings)
    return edition and takeback.withdrawn(edition, kept.withdrawn(settings))


def _copied(settings: Settings) -> Edition | None:
    try:
        return kept.edition(settings)
    except BadContent:
        _log.exception("the content that was kept could not be read")
        return None


def _prepared_before(settings: Settings) -> Edition | None:
    return next((each.edition.on(settings.today) for each in _prepared if each.folders == settings.folders), None)


def _findings(error: Exception, settings: Settings) -> tuple[Finding, ...]:
    if isinstance(error, BadContent):
        return error.findings
    where = files.displayed(settings.translations)
    if isinstance(error, Refused):
        return (Finding(where, 0, error.reason, error.remedy),)
    return (Finding(where, 0, f"it cannot be read ({type(error).__name__})", "look into the log of the service"),)


def read(settings: Settings, before: Edition | None = None, current: Stamp | None = None) -> Service:
    """Read the content and return the service. ``before`` is the edition of the last good reading, ``current`` the stamp of
    the files, where it was just taken.

    Raises ``BadContent`` where there is nothing good to serve, ``Refused`` for a demonstration that others could reach.
    """
    running = _read(settings, before, current or stamp(*settings.folders))
    if running.edition.policy.demonstration and not settings.on_loopback:
        what = "this content is a demonstration, which nobody has reviewed, and is served on this machine only"
        raise Refused(what, "set GLOSSARY_HOST to 127.0.0.1 and leave GLOSSARY_BASE_URL unset, or serve other content")
    return running


def _read(settings: Settings, before: Edition | None, current: Stamp) -> Service:
    if prepared := _prepared_for(settings, current):
        return Service(prepared, settings, current)
    with uncollected():
        edition, current = reading.read(settings, before, current)
        edition.id  # noqa: B018, computed here, from the whole content, rather than during the first request
    edition.memory.forget()
    return Service(edition, settings, current)
