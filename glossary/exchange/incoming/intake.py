"""A file of somebody else's joined into a folder of content, all of it or nothing: term files, catalogs by key, sources.

1. What a batch would do is worked out first, whole; where anything of it is refused, no file is made.
2. It adds what is missing and leaves what is there (``Wishes.replace`` takes the file's), so that a second import of the
   same file changes nothing.
3. Term files are read by ``terms.load`` before any of them is written.
4. Every text becomes a draft. No ledger and no adoption is touched.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from glossary.catalogs import drafts, po, sync
from glossary.catalogs.po import Catalog
from glossary.content import sources, terms
from glossary.content.files import displayed
from glossary.content.model import Concept
from glossary.edition import translatable
from glossary.errors import BadContent, Finding
from glossary.exchange.incoming import citations, english, found, ids, languages, term_files, translations
from glossary.exchange.incoming.entry import Entry
from glossary.exchange.incoming.found import Found, Texts
from glossary.exchange.incoming.incoming import Batch, Incoming, Outcome, Place, Row
from glossary.exchange.incoming.relations import Relations
from glossary.exchange.incoming.translations import Offered
from glossary.exchange.incoming.tree import Tree
from glossary.exchange.incoming.wishes import Wishes
from glossary.language.tags import SOURCE


@dataclass(frozen=True)
class Plan:
    """What an import does: a row for each value of the file, and the files that it writes, with their content. Where
    something is refused or nothing is taken, it writes none."""

    rows: tuple[Row, ...]
    files: Mapping[Path, str]

    @property
    def refused(self) -> int:
        """How many values are refused."""
        return sum(row.outcome is Outcome.REFUSED for row in self.rows)


def plan(batch: Batch, tree: Tree, wishes: Wishes) -> Plan:
    """Return what it takes to join a batch into content. Raises ``BadContent`` for a catalog that cannot be read, and
    ``Refused`` for a term file that cannot be changed."""
    work = _Work(tree, wishes)
    files = work.done(batch)
    outcomes = {row.outcome for row in work.rows}
    whole = Outcome.TAKEN in outcomes and Outcome.REFUSED not in outcomes  # Rules 1 and 2
    return Plan(tuple(work.rows), {path: _text(content) for path, content in files.items()} if whole else {})


def _text(content: str | Catalog) -> str:
    return content if isinstance(content, str) else po.write(content)


class _Work:
    """An import while it is worked out: its rows so far, the concepts of the file by id, and their texts."""

    def __init__(self, tree: Tree, wishes: Wishes) -> None:
        self.tree, self.wishes = tree, wishes
        self.rows = list[Row]()
        self.tags: Mapping[str, str] = {}
        self.given: Mapping[str, Incoming] = {}
        self.texts = dict[str, Texts]()

    def done(self, batch: Batch) -> Mapping[Path, str | Catalog]:
        """Work a batch out; return the files that change, with their content."""
        self.rows += batch.rows
        self._read(batch)
        entries = dict(self._entries())
        self.rows += Relations(self.tree, self.given, entries, self.wishes).rows()
        if any(row.outcome is Outcome.REFUSED for row in self.rows):
            return {}  # Rule 1
        changed = {
            self.tree.term_file(name): self._term_file(entry) for name, entry in entries.items() if entry.changed
        }
        return {**changed, **self._catalogs(self._written(changed, entries))}

    def _read(self, batch: Batch) -> None:
        """Find which languages, ids and texts a batch has."""
        self.tags, rows = languages.meant(batch.concepts, self.tree.languages, self.wishes.languages)
        self.rows += rows
        self.given, rows = ids.assigned(((each, self._term(each)) for each in batch.concepts), self.tree)
        self.rows += rows
        for concept, each in self.given.items():
            self.texts[concept], rows = found.texts(concept, each, self.tags)
            self.rows += rows

    def _term(self, each: Incoming) -> str:
        """Return the English term of a concept, of which its id may be made."""
        english = (texts for tag, texts in each.texts.items() if self.tags.get(tag) == SOURCE)
        return next((texts["term"] for texts in english if "term" in texts), "")

    def _entries(self) -> Iterator[tuple[str, Entry]]:
        """Yield what becomes of each concept's term file. A file that answers our own keys begins no concept."""
        for concept, each in self.given.items():
            entry = Entry(concept, each.place, self.tree.concepts.get(concept))
            if each.keyed and entry.before is None:
                self.rows += self._strange(concept)
                continue
            own = {name: text for (tag, name), text in self.texts[concept].items() if tag == SOURCE}
            self.rows += english.texts(entry, own, self.wishes)
            self.rows += english.facts(entry, each, self.tree, self.wishes)
            self.rows += citations.rows(entry, each, self.tree, self.wishes)
            yield concept, entry

    def _strange(self, concept: str) -> Iterator[Row]:
        for slot, text in self.texts.pop(concept).items():
            why = "the glossary has no such concept"
            yield Row(text.place, concept, *slot, text.value.text, Outcome.LEFT, why)

    def _term_file(self, entry: Entry) -> str:
        return term_files.edited(self.tree.term_file(entry.id), entry) if entry.before else term_files.written(entry)

    def _written(self, changed: Mapping[Path, str], entries: Mapping[str, Entry]) -> Mapping[str, Concept]:
        """Return the concepts with the term files that change. What is wrong with one of those is a row."""
        if not changed:
            return self.tree.concepts
        try:
            return staged(self.tree, changed)
        except BadContent as error:
            self.rows += (_of_finding(finding, entries, self.tree) for finding in error.findings)
            return {}

    def _catalogs(self, concepts: Mapping[str, Concept]) -> dict[Path, str | Catalog]:
        """Return the templates and catalogs as they will be. A language that is new gets its catalogs."""
        if not concepts:
            return {}
        tree, offered = self.tree, self._offered()
        written = translatable.of(tree.terms, concepts, tree.figures, tree.today)
        files = dict[Path, str | Catalog](
            sync.template(tree.translations, written, domain) for domain in drafts.DOMAINS
        )
        new = {tag for tag in self.tags.values() if tag not in (*tree.languages, SOURCE)}
        for tag in (*tree.languages, *sorted(new)):
            made = sync.new_catalogs(written, tag, tree.today) if tag in new else {}
            for domain in drafts.DOMAINS:
                catalog = made.get(domain) or sync.updated(tree.translations, written, tag, domain)[0]
                if domain == drafts.DOMAINS[0]:
                    catalog, rows = translations.joined(catalog, tag, offered.get(tag, {}), self.wishes)
                    self.rows += rows
                files[drafts.path(tree.translations, tag, domain)] = catalog
        return files

    def _offered(self) -> Mapping[str, Mapping[str, Offered]]:
        """Return the texts of the file by language and key, without the English."""
        offered = dict[str, dict[str, Offered]]()
        for concept, texts in self.texts.items():
            each = self.given[concept]
            for (language, name), text in texts.items():
                if language != SOURCE:
                    one = _offer(each, concept, name, text, texts.get((SOURCE, name)))
                    offered.setdefault(language, {})[one.key] = one
        return offered


def _offer(each: Incoming, concept: str, name: str, text: Found, english: Found | None) -> Offered:
    """Return a text as a catalog takes it, with the English that the file has for it."""
    slot = text.tag, name
    source = each.english.get(slot) or (english.value.text if english else "")
    said = slot in each.unfinished, slot in each.finished, each.keyed, each.exported.get(slot, "")
    return Offered(text.place, concept, name, text.value, source, *said)


def staged(tree: Tree, changed: Mapping[Path, str]) -> dict[str, Concept]:
    """Return the concepts of a tree with these term files instead of its own, read as they will be. Raises ``BadContent``
    with the findings of any of them."""
    with tempfile.TemporaryDirectory(prefix="glossary-import-") as temporary:
        folder = Path(temporary) / tree.terms.name
        folder.mkdir()
        for path in tree.terms.glob("*.toml"):
            if path not in changed:
                (folder / path.name).symlink_to(path.absolute())
        for path, text in changed.items():
            (folder / path.name).write_text(text, "utf-8")
        sources.folder(folder).symlink_to(sources.folder(tree.terms).absolute())
        return terms.load(folder, tree.today)  # Rule 3


def _of_finding(finding: Finding, entries: Mapping[str, Entry], tree: Tree) -> Row:
    concept = Path(finding.file).stem
    there = Place(displayed(tree.term_file(concept)), finding.line)  # not in the folder in which all were tried
    place = entries[concept].place if concept in entries else there
    return Row(place, concept, "", "", "", Outcome.REFUSED, f"{finding.what}; {finding.remedy}")
