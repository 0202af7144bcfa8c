"""Names: the lines by which a concept is found in a language, drafted ones and those of retired concepts included.

1. Terms, abbreviations, forms and words to avoid lead to their concept while they are still drafts, and the English ones in
   every language: a reader searches with the words that they have.
2. The names of a retired concept lead to its successor, as forms of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from glossary.content.model import Concept
from glossary.edition.edition import Edition
from glossary.language.tags import SOURCE

FINDING = ("term", "abbreviation", "forms", "avoid")
"""Fields whose drafts help to find an entry, in the order in which a match counts."""


class Names:
    """The names in an edition."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._retired = _predecessors(edition.concepts)

    def of(self, concept: str, languages: Collection[str]) -> Mapping[str, list[str]]:
        """Return a concept's names in some languages by their field, each once in its field."""
        names: dict[str, dict[str, None]] = {field: {} for field in FINDING}
        for field, lines in self._lines(concept, languages):
            names[field].update(dict.fromkeys(lines.split("\n")))
        for retired in self._retired.get(concept, ()):  # rule 2
            for field, lines in self._lines(retired, languages):
                names["avoid" if field == "avoid" else "forms"].update(dict.fromkeys(lines.split("\n")))
        return {field: list(filter(None, lines)) for field, lines in names.items()}

    def _lines(self, concept: str, languages: Collection[str]) -> Iterator[tuple[str, str]]:
        """Yield the names of a concept, retired or not, one a line, behind their field (rule 1)."""
        for language in languages:
            vetted, drafted = self._edition.vetted(concept, language), self._drafted(concept, language)
            texts = (vetted.text.fields, drafted) if vetted else (drafted,)
            yield from ((field, values[field]) for values in texts for field in FINDING if field in values)

    def _drafted(self, concept: str, language: str) -> Mapping[str, str]:
        if language == SOURCE:
            return self._edition.concepts[concept].text.fields
        draft = self._edition.draft(concept, language)
        return draft.fields if draft else {}


def _predecessors(concepts: Mapping[str, Concept]) -> Mapping[str, list[str]]:
    """Return the ids of the retired concepts that each concept replaces."""
    predecessors: dict[str, list[str]] = {}
    for concept in concepts.values():
        if concept.retired and concept.retired.replaced_by:
            predecessors.setdefault(concept.retired.replaced_by, []).append(concept.id)
    return predecessors
