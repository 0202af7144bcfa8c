"""A ledger's file, read line by line into records whose words stay in the file (``words.py``)."""

from __future__ import annotations

from hashlib import sha256

from glossary.content.model import Approval
from glossary.ledger import record, usual
from glossary.ledger.words import Filed, Words


class Filing:
    """A ledger's file in one language while it is read. ``unseen`` are the digests of the texts in it that hold a character
    that nobody sees: they are older than the rule against it."""

    def __init__(self, data: bytes, language: str) -> None:
        self._data, self._language = data, language
        self._words = Words(data)
        self._texts: dict[bytes, tuple[Filed, bytes]] = {}
        self.unseen = set[str]()

    def record(self, start: int, end: int) -> Approval:
        """Return the record of the line between two places, without its line break. Raises what ``record.reading`` does."""
        return record.of_line(self._data, start, end, self._language, self._text)

    def _text(self, written: bytes, start: int) -> tuple[Filed, bytes]:
        """Return a text, and its canonical form. Approvals of the same text share it."""
        found = self._texts.get(written)
        if found is None:
            digest, form = self._looked_at(written)
            found = self._texts[written] = Filed.of_words(self._words, start, len(written), digest), form
        return found

    def _looked_at(self, written: bytes) -> tuple[str, bytes]:
        if form := usual.canonical(written):
            return f"sha256:{sha256(form).hexdigest()}", form
        text, form = record.text(written)
        if text.unseen:
            self.unseen.add(text.digest)
        return text.digest, form
