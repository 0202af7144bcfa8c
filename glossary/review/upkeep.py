"""Upkeep of the content folders: templates and catalogs brought up to date, new languages, all checks in one run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from glossary.catalogs import drafts as catalogs
from glossary.catalogs import po
from glossary.catalogs.po import Catalog, Message
from glossary.content import files
from glossary.content.model import Concept
from glossary.edition.edition import Edition
from glossary.errors import BadContent, Problem, Refused
from glossary.language import tags as languages
from glossary.review import checks, vetting
from glossary.review import concepts as data
from glossary.review.vocabulary import Vocabulary

_TEMPLATE_HEADER = (
    ("Project-Id-Version", "glossary"),
    ("PO-Revision-Date", "YEAR-MO-DA HO:MI+ZONE"),
    ("Last-Translator", "nobody, this is the template"),
    ("Language-Team", "none"),
    ("Language", ""),
    ("MIME-Version", "1.0"),
    ("Content-Type", "text/plain; charset=UTF-8"),
    ("Content-Transfer-Encoding", "8bit"),
)


def template(translations: Path, concepts: Mapping[str, Concept], domain: str) -> tuple[Path, str]:
    """Return where a domain's template lies and what it should hold."""
    messages = catalogs.template(concepts, domain)
    return translations / f"{domain}.pot", po.write(Catalog(_TEMPLATE_HEADER, messages))


def sync(translations: Path, concepts: Mapping[str, Concept], tags: list[str]) -> Iterator[str | Problem]:
    """Bring the templates and these languages' catalogs up to date; yield what was done, and what could not be."""
    for domain in catalogs.DOMAINS:
        path, text = template(translations, concepts, domain)
        if _put(path, text):
            yield f"{files.shown(path)}: brought up to date"
    for tag in tags:
        for domain in catalogs.DOMAINS:
            try:
                yield from _sync_one(translations, tag, domain, catalogs.template(concepts, domain))
            except BadContent as error:
                yield from error.problems


def _sync_one(translations: Path, tag: str, domain: str, wanted: tuple[Message, ...]) -> Iterator[str]:
    path = catalogs.path(translations, tag, domain)
    catalog, changes = catalogs.sync(catalogs.read(translations, tag, domain), wanted)
    if _put(path, po.write(catalog)):
        counts = Counter(change.kind for change in changes)
        done = ", ".join(f"{number} {kind}" for kind, number in sorted(counts.items())) or "laid out anew"
        yield f"{files.shown(path)}: {done}"


def _put(path: Path, text: str) -> bool:
    """Write a file unless it already says so."""
    if path.exists() and path.read_bytes() == text.encode():
        return False
    files.replace(path, text)
    return True


def new_language(translations: Path, concepts: Mapping[str, Concept], tag: str, today: date) -> list[Path]:
    """Make the catalogs of a language that has none, and return where. Raises ``BadTag`` or ``Refused``."""
    language = languages.describe(languages.current(languages.parse(tag))).tag
    if language == languages.SOURCE or (translations / language).exists():
        raise Refused(
            f"{files.shown(translations / language)} is there already", "open its catalog, or run “glossary sync”"
        )
    texts = {
        domain: po.write(Catalog(catalogs.header(language, today), catalogs.template(concepts, domain)))
        for domain in catalogs.DOMAINS
    }
    with files.folder(translations / language) as new:
        for domain, text in texts.items():
            files.replace(catalogs.path(new.parent, new.name, domain), text)
    return [catalogs.path(translations, language, domain) for domain in texts]


def check(translations: Path, edition: Edition, today: date) -> Iterator[Problem]:
    """Find every problem of the content: of files, of concepts, of drafts, of catalogs that have fallen behind."""
    allow = checks.allowed(translations)
    yield from edition.problems
    yield from data.problems(edition.concepts, allow, today)
    yield from edition.support.due()
    for domain in catalogs.DOMAINS:
        path, text = template(translations, edition.concepts, domain)
        if not path.exists() or path.read_text("utf-8") != text:
            yield Problem(files.shown(path), 0, "it is not what the term files say", "run “glossary sync”")
    for tag in edition.languages:
        if tag != languages.SOURCE:
            yield from _catalogs(translations, edition, tag, allow)
        vocabulary = Vocabulary(edition, tag)
        for concept in edition.live:
            yield from vetting.problems(vocabulary, allow, concept.id)


def _catalogs(translations: Path, edition: Edition, tag: str, allow: checks.Allowed) -> Iterator[Problem]:
    for domain in catalogs.DOMAINS:
        try:
            catalog = catalogs.read(translations, tag, domain)
        except BadContent:
            continue  # an edition's own problems name it already
        name = files.shown(catalogs.path(translations, tag, domain))
        if domain == checks.INTERFACE:
            yield from checks.interface(catalog.messages, tag, name, allow)
        _, changes = catalogs.sync(catalog, catalogs.template(edition.concepts, domain))
        if changes:
            keys = ", ".join(change.key for change in changes[:3]) + (" …" if len(changes) > 3 else "")
            yield Problem(name, 0, f"the English has changed since ({keys})", f"run “glossary sync {tag}”")
