"""Names: the lines by which a concept is found in a language, drafted ones and those of retired concepts included.

1. Terms, abbreviations, forms and words to avoid lead to their concept while they are still drafts, and the English ones in
   every language: a reader searches with the words that they have.
2. The names of a retired concept lead to its successor, as forms of it, and so do the ids that a concept had to that concept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from glossary.catalogs import unread
from glossary.content.model import Concept
from glossary.edition.edition import Edition
from glossary.language.tags import SOURCE

FINDING = ("term", "abbreviation", "forms", "avoid")
"""Fields whose drafts help to find an entry, in the order in which a match counts."""


Fields = Mapping[str, str]
"""The values of a text by field."""


class Names:
    """The names in an edition. Those of the ``_latest`` languages are kept: both looks are made of them."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._retired = _predecessors(edition.concepts)
        self._latest: tuple[tuple[str, ...], dict[str, Mapping[str, str]]] = (), {}

    def of(self, concept: str, languages: Collection[str]) -> Mapping[str, list[str]]:
        """Return a concept's names in some languages by their field, each once in its field."""
        return {field: lines.split("\n") if lines else [] for field, lines in self.lines(concept, languages).items()}

    def lines(self, concept: str, languages: Collection[str], read: Fields | None = None) -> Mapping[str, str]:
        """Return what ``of`` returns, with one name on each line. ``read`` are the fields of the vetted text in the only
        language, if they were read already."""
        latest, asked = self._latest, tuple(languages)
        if latest[0] != asked:
            latest = self._latest = asked, {}
        if concept not in latest[1]:
            latest[1][concept] = self._of(concept, asked, read)
        return latest[1][concept]

    def _of(self, concept: str, languages: Collection[str], read: Fields | None) -> Mapping[str, str]:
        texts = list(self._texts(concept, languages, read))
        lines = {field: _once([fields[field] for fields in texts if field in fields]) for field in FINDING}
        more = [old.replace("-", " ") for old in self._edition.concepts[concept].formerly]
        gone = [fields for retired in self._retired.get(concept, ()) for fields in self._texts(retired, languages)]
        for fields in gone:  # rule 2
            more += [fields[field] for field in FINDING if field in fields and field != "avoid"]
        lines["forms"] = _once([lines["forms"], *more]) if more else lines["forms"]
        lines["avoid"] = (
            _once([lines["avoid"], *(fields.get("avoid", "") for fields in gone)]) if gone else lines["avoid"]
        )
        return lines

    def _texts(self, concept: str, languages: Collection[str], read: Fields | None = None) -> Iterator[Fields]:
        """Yield the texts of a concept, retired or not, by field (rule 1)."""
        for language in languages:
            if read is not None:
                yield read
            elif vetted := self._edition.vetted(concept, language):
                yield vetted.text.fields
            yield self._drafted(concept, language)

    def _drafted(self, concept: str, language: str) -> Fields:
        if language == SOURCE:
            return self._edition.concepts[concept].text.fields
        return unread.fields(self._edition.drafts.get(language, {}), concept, FINDING)


def _once(values: list[str]) -> str:
    """Return the lines of some values, each once. What is drafted is mostly what is vetted."""
    lines = "\n".join(dict.fromkeys(values))
    return "\n".join(filter(None, dict.fromkeys(lines.split("\n")))) if "\n" in lines else lines


def _predecessors(concepts: Mapping[str, Concept]) -> Mapping[str, list[str]]:
    """Return the ids of the retired concepts that each concept replaces."""
    predecessors: dict[str, list[str]] = {}
    for concept in concepts.values():
        if concept.retired and concept.retired.replaced_by:
            predecessors.setdefault(concept.retired.replaced_by, []).append(concept.id)
    return predecessors
