"""Adopted retirements in an edition that is kept because newer content is broken: what takes away is never held back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from glossary.content import facts
from glossary.content.model import Concept
from glossary.edition.beside import UNUSABLE
from glossary.edition.edition import Edition
from glossary.ledger import adopted
from glossary.ledger.adoption import Kind


def applied(edition: Edition, translations: Path, today: date) -> Edition:
    """Return the edition without the concepts whose retirement people have adopted, by whatever line can still be read and
    the policy that the edition has."""
    policy = edition.policy
    lines = adopted.counting(adopted.readable(translations), policy, today, edition.adoptions)
    allowed = (line.adoption for line in lines if not list(adopted.objections([line], policy)))
    rows = adopted.copies(allowed, policy).get((Kind.FACTS, ""), {})
    gone = {name: _retired(edition.concepts[name], row) for name, row in rows.items() if name in edition.concepts}
    changed = {
        name: concept for name, concept in gone.items() if concept.retired and edition.concepts[name].retired is None
    }
    return replace(edition, concepts={**edition.concepts, **changed}) if changed else edition


def _retired(concept: Concept, row: Any) -> Concept:
    """Return the concept with the retirement of an adopted copy, and otherwise as it is."""
    try:
        return replace(concept, retired=facts.read(row)["retired"])
    except UNUSABLE:
        return concept
