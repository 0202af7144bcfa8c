"""An import that was killed while it put its files in place: half of them would be content that nobody meant."""

from __future__ import annotations

from pathlib import Path

from glossary.content.files import displayed
from glossary.errors import BadContent, Finding

FILE = "unfinished-import.json"
"""A file of the translations folder: which files an import puts in place, as long as it does so."""


def require_finished(translations: Path) -> None:
    """Raise ``BadContent`` where there is such an import."""
    path = translations / FILE
    if path.exists():
        what = "an import was cut off while it put its files in place"
        raise BadContent(
            [Finding(displayed(path), 0, what, "run the same “glossary import” again: it finishes that first")]
        )
