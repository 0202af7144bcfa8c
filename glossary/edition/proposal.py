"""What could be approved now: the part of a draft that was made from one English text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from glossary.content.digests import paper_digest
from glossary.content.model import Draft
from glossary.content.text import REQUIRED, Text
from glossary.errors import BadText


@dataclass(frozen=True)
class Proposal:
    """The text of a draft that a reviewer could approve now, and the English that it translates (``None``: it is English).

    ``left_out`` names the fields of the draft that cannot be approved yet: fuzzy, or made from another English.
    """

    text: Text
    english: Text | None
    left_out: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str | None]:
        """The digests of the text and of its English: approvals add up only where both are the same."""
        return self.text.digest, self.english.digest if self.english else None

    @property
    def digest(self) -> str:
        """The digest that stands on the review sheet for exactly this text beside this English."""
        return paper_digest(*self.key)


def text_of(fields: Mapping[str, str]) -> Text | None:
    """Return field values as a text, or ``None`` where they do not make one."""
    # Words to avoid and their reason belong together. One without the other is left out, and does not hold up the rest.
    pair = fields.get("avoid") and fields.get("avoid_reason")
    whole = {name: value for name, value in fields.items() if pair or name not in ("avoid", "avoid_reason")}
    try:
        return Text.of(whole)
    except BadText:
        return None


def answering(draft: Draft, english: Text) -> Proposal | None:
    """Return the part of a draft that was made from this English text; ``None`` where a required field was not."""
    # A reviewer approves words beside the English that they translate: a field made from other English would be approved
    # beside a sentence that it does not translate.
    answers = {
        name: value
        for name, value in draft.fields.items()
        if name not in draft.fuzzy and draft.sources.get(name) == english.fields.get(name)
    }
    text = text_of(answers)
    if text is None or any(name not in answers for name in REQUIRED):
        return None
    return Proposal(text, english, tuple(name for name in draft.fields if name not in text.fields))
