"""All checks of the content in one run: files, concepts, contacts, drafts, and catalogs that are out of date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

from glossary.catalogs import drafts, mistakes, reader, sync
from glossary.catalogs.po import Catalog
from glossary.content import files
from glossary.content.figures import shown
from glossary.edition.edition import Edition
from glossary.errors import BadContent, Finding
from glossary.language.tags import SOURCE
from glossary.review import checks, cited, concepts, people, vetting
from glossary.review.allow import Allowed, allowed
from glossary.review.vocabulary import Vocabulary


def check(translations: Path, edition: Edition, today: date) -> Iterator[Finding]:
    """Find everything that is wrong with the content on a day. Raises ``BadContent`` for a bad ``allow.toml``."""
    allow = allowed(translations, today)
    yield from edition.findings
    yield from concepts.findings(edition.written, allow, today)
    yield from cited.findings(edition.written, allow)
    yield from edition.support.due()
    yield from edition.figures.due()
    yield from _counting_nothing(edition)
    for domain in drafts.DOMAINS:
        path, text = sync.template(translations, _written(edition), domain)
        if not path.is_file() or path.read_bytes().replace(b"\r\n", b"\n") != text.encode():
            yield Finding(files.displayed(path), 0, "it does not match the term files", "run “glossary sync”")
    yield from _catalogs(translations, edition, allow)
    for tag in edition.languages:
        vocabulary = Vocabulary(edition, tag)
        for concept in edition.live:
            yield from vetting.findings(vocabulary, allow, concept.id)


def _counting_nothing(edition: Edition) -> Iterator[Finding]:
    """Find the figures that count something which is no concept."""
    for figure in shown(edition.figures.written):
        if figure.concept and figure.concept not in edition.written:
            what = f"concept names “{figure.concept}”, which is no concept"
            line = figure.lines.get("concept", 1)
            yield Finding(figure.file, line, what, "name a concept's id, or write what is counted under text.unit")


def _written(edition: Edition) -> sync.Written:
    return sync.Written(edition.written, edition.figures.written)


def _catalogs(translations: Path, edition: Edition, allow: Allowed) -> Iterator[Finding]:
    for domain in drafts.DOMAINS:
        read = dict(_read(translations, edition, domain))
        english = _english(translations, domain, read.values())
        for tag, catalog in read.items():
            file = files.displayed(drafts.path(translations, tag, domain))
            if domain == checks.INTERFACE:
                yield from checks.interface(catalog.messages, tag, file, allow)
            yield from people.named(catalog, file, tag)
            yield from _outdated(catalog, edition, domain, english, file, tag)


def _read(translations: Path, edition: Edition, domain: str) -> Iterator[tuple[str, Catalog]]:
    for tag in edition.languages:
        with suppress(BadContent):  # it is among the edition's own findings
            if tag != SOURCE:
                yield tag, drafts.read(translations, tag, domain)


def _english(translations: Path, domain: str, catalogs: Iterable[Catalog]) -> Mapping[str, Collection[str]]:
    """Return what template and catalogs have as English, by key, where at least two files say so or the template does."""
    template = Catalog((), ())
    with suppress(BadContent):  # it is reported as one that does not match the term files
        template = reader.read(translations / f"{domain}.pot")
    counts = Counter(
        (message.key, words)
        for catalog in (template, template, *catalogs)
        for message in catalog.messages
        for words in {message.source, message.previous}
    )
    english: dict[str, set[str]] = {}
    for (key, words), files_with_it in counts.items():
        if words is not None and files_with_it > 1:
            english.setdefault(key, set()).add(words)
    return english


def _outdated(
    catalog: Catalog, edition: Edition, domain: str, english: Mapping[str, Collection[str]], file: str, tag: str
) -> Iterator[Finding]:
    """Find what was changed by hand in a catalog that no translator changes; then what the English has changed since."""
    template = sync.template_messages(_written(edition), domain, tag)
    meant = mistakes.mistyped(catalog, template, edition.written)
    edited = mistakes.edited(catalog, template, english, file)
    yield from (*mistakes.slips(catalog, meant, file), *edited.values())
    explained = {*meant, *meant.values(), *edited}
    former = sync.former_keys(edition.written)
    if keys := [change.key for change in sync.merged(catalog, template, former)[1] if change.key not in explained]:
        named = ", ".join(keys[:3]) + (" …" if len(keys) > 3 else "")
        yield Finding(file, 0, f"the English has changed since ({named})", f"run “glossary sync {tag}”")
