"""A large glossary of birds, written at once: to vet so many by the command line would take minutes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from glossary.content.model import Approval, Verdict
from glossary.content.text import Text
from glossary.ledger import ledgers, record
from tests.world import World

_WHEN = datetime(2020, 1, 1, tzinfo=UTC)
_ROLES = {"heron": "subject", "otter": "language"}


def grow(world: World, texts: Mapping[str, Text]) -> None:
    """Write concepts by id, each a term and a definition, vetted in English."""
    for concept, text in texts.items():
        world.term(concept, term=text.term, definition=text.definition)
    _approve(world, "en", texts, {"heron": "subject"}, {})


def translate(world: World, language: str, texts: Mapping[str, Text], english: Mapping[str, Text]) -> None:
    """Vet translations of concepts by id."""
    world.catalog(language)
    _approve(world, language, texts, _ROLES, {concept: english[concept].digest for concept in texts})


def _approve(
    world: World, language: str, texts: Mapping[str, Text], roles: Mapping[str, str], sources: Mapping[str, str]
) -> None:
    for who, role in roles.items():
        lines = (
            record.line(Approval(_WHEN, who, role, Verdict.APPROVE, language, concept, text, sources.get(concept)))
            for concept, text in texts.items()
        )
        path = ledgers.path(world.translations, language, who)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(lines))
