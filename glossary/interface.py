"""Interface strings: what the service itself says to readers, beside the definitions.

They are the gettext domain ``interface``. Each has a key, its English text and a note for translators.
"""

from __future__ import annotations

from typing import NamedTuple


class Phrase(NamedTuple):
    """One interface string: key (the msgctxt), English text, note for translators."""

    key: str
    text: str
    note: str


CONTENT_NOTICE = "notice.content"

PHRASES = (
    Phrase(
        CONTENT_NOTICE,
        "This text describes sexual abuse of children.",
        "Content notice, shown before a definition. Short and factual, not dramatic.",
    ),
)
