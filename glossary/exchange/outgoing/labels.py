"""The words of a text by what they are to a terminology tool: preferred, admitted, to be avoided. No word is two of them."""

from __future__ import annotations

from typing import NamedTuple

from glossary.content.text import Text


class Labels(NamedTuple):
    """The admitted words, the abbreviation first, and the words to avoid; the preferred one is the term."""

    admitted: tuple[str, ...]
    avoid: tuple[str, ...]


def labels(text: Text) -> Labels:
    """Return the words of a text, each once. A word to avoid is never an admitted one."""
    avoid = tuple(word for word in dict.fromkeys(text.avoid) if word != text.term)
    others = dict.fromkeys(filter(None, (text.abbreviation, *text.forms)))
    return Labels(tuple(word for word in others if word != text.term and word not in avoid), avoid)
