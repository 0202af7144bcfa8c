"""What the translators of a glossary translate: its concepts and figures, its own strings, and which of the package's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from glossary.catalogs.sync import Written
from glossary.content import identity
from glossary.content.figure import Record
from glossary.content.model import Concept
from glossary.edition import beside
from glossary.ledger import baseline
from glossary.support import contacts


def of(term_files: Path, concepts: Mapping[str, Concept], figures: Mapping[str, Record], today: date) -> Written:
    """Return it for the concepts and figures of a folder of term files. Raises ``BadContent``."""
    own = identity.load(term_files, today).own
    shipped = beside.shipped(baseline.load().values, (term_files, term_files, contacts.SHIPPED))
    return Written(concepts, figures, own, beside.Adopted(shipped).translated)
