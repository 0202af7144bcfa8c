"""All checks of the content in one run: files, concepts, contacts, drafts, and catalogs that are out of date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path

from glossary.catalogs import drafts, mistakes, reader, sync
from glossary.catalogs.po import Catalog, Message
from glossary.content import claims, files
from glossary.content import own as own_strings
from glossary.content.figures import shown
from glossary.content.identity import FILE
from glossary.content.interface import ENGLISH
from glossary.content.own import Own
from glossary.edition.edition import Edition
from glossary.errors import BadContent, Finding, Level
from glossary.language.tags import SOURCE
from glossary.ledger import addition
from glossary.review import checks, cited, concepts, people, vetting
from glossary.review.allow import Allowed, allowed
from glossary.review.unchanged import Texts, afresh
from glossary.review.vocabulary import Vocabulary


def check(translations: Path, edition: Edition, today: date, texts: Texts = afresh) -> Iterator[Finding]:
    """Find everything that is wrong with the content on a day; ``texts`` may know it of a language. Raises ``BadContent`` for
    a bad ``allow.toml``."""
    allow = allowed(translations, today)
    yield from edition.findings
    yield from addition.findings(translations)
    yield from concepts.findings(edition.written, allow, today)
    yield from cited.findings(edition.written, allow)
    yield from edition.support.due()
    yield from edition.figures.due()
    yield from _counting_nothing(edition)
    yield from _unnamed(edition)
    yield from _no_example(edition)
    yield from _unsaid(edition.identity.own)
    yield from _translated(edition.identity.own, allow)
    for domain in drafts.DOMAINS:
        if not _matches(translations, _written(edition), domain):
            place = files.displayed(translations / f"{domain}.pot")
            yield Finding(place, 0, "it does not match the term files", "run “glossary sync”")
    yield from _catalogs(translations, edition, allow)
    for tag in edition.languages:
        yield from texts(tag, partial(_texts, edition, tag, allow))


def _texts(edition: Edition, tag: str, allow: Allowed) -> Iterator[Finding]:
    vocabulary = Vocabulary(edition, tag)
    for concept in edition.drafted:
        yield from vetting.findings(vocabulary, allow, concept.id)


def _matches(translations: Path, content: sync.Written, domain: str) -> bool:
    """Return whether a template is as it should be. Of the interface of a glossary of one's own only what is its own counts:
    what the package says, and whether it goes on saying it, is no fault of the glossary."""
    path, text = sync.template(translations, content, domain)
    if path.is_file() and path.read_bytes().replace(b"\r\n", b"\n") == text.encode():
        return True
    if domain != checks.INTERFACE or content.translated is None:
        return False
    try:
        there = content.only_own(reader.read(path).messages, domain)
    except BadContent:
        return False
    return _said(there) == _said(sync.template_messages(content, domain))


def _said(messages: Iterable[Message]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(message.key, message.source, message.notes) for message in messages]


def _counting_nothing(edition: Edition) -> Iterator[Finding]:
    """Find the figures that count something which is no concept."""
    for figure in shown(edition.figures.written):
        if figure.concept and figure.concept not in edition.written:
            now = claims.holders(edition.written.values()).get(figure.concept)
            what = f"which is now “{now.id}”" if now else "which is no concept"
            remedy = f"write “{now.id}”" if now else "name a concept's id, or write what is counted under text.unit"
            line = figure.lines.get("concept", 1)
            yield Finding(figure.file, line, f"concept names “{figure.concept}”, {what}", remedy)


def _written(edition: Edition) -> sync.Written:
    figures, own = edition.figures.written, edition.identity.own
    return sync.Written(edition.written, figures, own, edition.adopted.translated)


def _unnamed(edition: Edition) -> Iterator[Finding]:
    """Find the concepts in a group that the glossary does not have."""
    groups = edition.identity.groups
    for concept in edition.written.values():
        if groups is not None and concept.group not in groups and not concept.retired:
            what = f"group names “{concept.group}”, which is no group of this glossary"
            remedy = f"name one of {', '.join(groups)}, or add it to [groups] in {FILE}"
            yield Finding(concept.file, concept.lines.get("group", 1), what, remedy)


def _no_example(edition: Edition) -> Iterator[Finding]:
    """Find the concept that instructions should use, where it is none, has another id now, or is retired."""
    named, written = edition.identity.example, edition.written
    if named and (named not in written or written[named].retired):
        now = claims.holders(written.values()).get(named)
        what = f"which is now “{now.id}”" if now else "which is retired" if named in written else "which is no concept"
        remedy = f"write “{now.id}”" if now else "name another concept's id, or take it out"
        line = edition.identity.lines.get("example", 1)
        yield Finding(edition.identity.own.file, line, f"example names “{named}”, {what}", remedy)


def _unsaid(own: Own) -> Iterator[Finding]:
    """Find the strings of a glossary's own that this version of the package never says."""
    for key in own.english:
        if not (key in ENGLISH or own_strings.is_known(key)):
            what = f"strings.{key}: this version of the package has no such string, so nobody sees it"
            line = own.lines.get((SOURCE, key), 1)
            yield Finding(own.file, line, what, "take it out, unless another version needs it", Level.WARNING)


def _translated(own: Own, allow: Allowed) -> Iterator[Finding]:
    """Find what is wrong with the translations of a glossary's own strings beside their English."""
    for tag, texts in own.translations.items():
        english = {key: own.english.get(key, ENGLISH.get(key)) for key in texts}
        rows = [
            Message(key, source, text=texts[key], line=own.lines.get((tag, key), 1))
            for key, source in english.items()
            if source is not None
        ]
        yield from checks.interface(rows, tag, own.file, allow)


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
    content = _written(edition)
    template = sync.template_messages(content, domain, tag, catalog)
    own = content.only_own(template, domain)
    meant = mistakes.mistyped(catalog, own, edition.written)
    edited = mistakes.edited(catalog, own, english, file)
    yield from (*mistakes.slips(catalog, meant, file), *edited.values())
    explained = {*meant, *meant.values(), *edited}
    former = sync.former_keys(edition.written)
    changed = [change.key for change in sync.merged(catalog, template, former)[1] if change.key not in explained]
    if keys := [key for key in changed if domain != checks.INTERFACE or content.is_own(key)]:
        named = ", ".join(keys[:3]) + (" …" if len(keys) > 3 else "")
        yield Finding(file, 0, f"the English has changed since ({named})", f"run “glossary sync {tag}”")
