"""The folders of content that an import goes into, as they are before it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from glossary.catalogs import drafts
from glossary.content import figures, files, identity, sources, terms, unfinished
from glossary.content.figure import Record
from glossary.content.model import Concept


@dataclass(frozen=True)
class Tree:
    """Content before an import: where it lies, its concepts and figures, its languages beside English, the ids of its
    register of sources and of its groups (``None``: any), and today's date (UTC)."""

    terms: Path
    translations: Path
    today: date
    concepts: Mapping[str, Concept]
    figures: Mapping[str, Record]
    languages: tuple[str, ...]
    sources: Collection[str]
    groups: Collection[str] | None = None

    @cached_property
    def former(self) -> Mapping[str, str]:
        """The ids that concepts had, each with the one that it has now."""
        return {old: concept.id for concept in self.concepts.values() for old in concept.formerly}

    @cached_property
    def only_group(self) -> str | None:
        """The id of the group of everything, where the glossary has just one."""
        groups = set(self.groups or ()) or {concept.group for concept in self.concepts.values()}
        return groups.pop() if len(groups) == 1 else None

    def term_file(self, concept: str) -> Path:
        """Return where the term file of a concept lies, or will."""
        return self.terms / f"{concept}.toml"


def load(term_files: Path, translations: Path, today: date) -> Tree:
    """Return the content of these folders; a folder without term files is a glossary that is about to begin.

    Raises ``BadContent`` where it cannot be read.
    """
    unfinished.require_finished(translations)
    tags, _ = drafts.language_folders(translations)
    return Tree(
        terms=term_files,
        translations=translations,
        today=today,
        concepts=terms.load(term_files, today) if any(term_files.glob("*.toml")) else {},
        figures=figures.load(figures.folder(term_files), today),
        languages=tuple(tags),
        sources=frozenset(sources.load(term_files, today).ids),
        groups=identity.load(term_files, today).groups,
    )


@contextmanager
def held(
    term_files: Path, translations: Path, today: date, first: Callable[[], object] = lambda: None
) -> Iterator[Tree]:
    """Give the content of these folders, which no other command changes meanwhile. ``first`` is called before they are read.
    Raises as ``load`` does."""
    tags, _ = drafts.language_folders(translations)
    catalogs = (drafts.path(translations, tag).parent for tag in tags)
    with ExitStack() as stack:
        for folder in (term_files, *(each for each in catalogs if each.is_dir())):
            stack.enter_context(files.locked(folder))
        first()
        yield load(term_files, translations, today)
