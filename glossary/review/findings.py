"""All checks of the content in one run: files, concepts, contacts, drafts, and catalogs that are out of date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from glossary.catalogs import drafts, sync
from glossary.content import files
from glossary.edition.edition import Edition
from glossary.errors import BadContent, Finding
from glossary.language.tags import SOURCE
from glossary.review import checks, concepts, vetting
from glossary.review.allow import Allowed, allowed
from glossary.review.vocabulary import Vocabulary


def check(translations: Path, edition: Edition, today: date) -> Iterator[Finding]:
    """Find everything that is wrong with the content on a day. Raises ``BadContent`` for a bad ``allow.toml``."""
    allow = allowed(translations, today)
    yield from edition.findings
    yield from concepts.findings(edition.concepts, allow, today)
    yield from edition.support.due()
    for domain in drafts.DOMAINS:
        path, text = sync.template(translations, edition.concepts, domain)
        if not path.exists() or path.read_text("utf-8") != text:
            yield Finding(files.displayed(path), 0, "it does not match the term files", "run “glossary sync”")
    for tag in edition.languages:
        if tag != SOURCE:
            yield from _catalogs(translations, edition, tag, allow)
        vocabulary = Vocabulary(edition, tag)
        for concept in edition.live:
            yield from vetting.findings(vocabulary, allow, concept.id)


def _catalogs(translations: Path, edition: Edition, tag: str, allow: Allowed) -> Iterator[Finding]:
    for domain in drafts.DOMAINS:
        try:
            catalog = drafts.read(translations, tag, domain)
        except BadContent:
            continue  # it is among the edition's own findings
        name = files.displayed(drafts.path(translations, tag, domain))
        if domain == checks.INTERFACE:
            yield from checks.interface(catalog.messages, tag, name, allow)
        _, changes = sync.merged(catalog, sync.template_messages(edition.concepts, domain))
        if changes:
            keys = ", ".join(change.key for change in changes[:3]) + (" …" if len(changes) > 3 else "")
            yield Finding(name, 0, f"the English has changed since ({keys})", f"run “glossary sync {tag}”")
