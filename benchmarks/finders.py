"""Programs that find words in a text, each measured in a process of its own: ours and what else could be used.

It is run as a file, by the Python that has the program; a job comes in as JSON, what was measured goes out as JSON. Whoever
is measured imports nothing of the others.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

Find = Callable[[str], Sequence[Any]]
Forms = list[list[str]]


def _ours(forms: Forms, language: str) -> Find:
    from glossary.annotate.finder import Finder

    return Finder(_words(forms, language)).find


def _words(forms: Forms, language: str) -> Any:
    from glossary.annotate.words import Named, Words
    from glossary.content.model import Autolink
    from glossary.edition.linkable import Form
    from glossary.language.mentions import rules

    listed = tuple(Form(form, f"c{number}", False, Autolink.SAFE) for number, of in enumerate(forms) for form in of)
    concepts = {f"c{number}": Named(of[0]) for number, of in enumerate(forms)}
    return Words(language, f"https://glossary.example/{language}/{{id}}/", listed, concepts, rules(language))


def _html(forms: Forms, language: str) -> Find:
    from glossary.annotate.links import Linker

    linker = Linker((_words(forms, language),))

    def find(text: str) -> Sequence[Any]:
        # A page of paragraphs, made before it is timed.
        return linker.link(pages[text]).links

    pages = _Pages(language)
    return find


class _Pages(dict[str, bytes]):
    def __init__(self, language: str) -> None:
        self._language = language

    def __missing__(self, text: str) -> bytes:
        paragraphs = "".join(f"<p>{paragraph}</p>\n" for paragraph in text.split("\n\n"))
        self[text] = page = f"<!doctype html><html lang={self._language}><body>{paragraphs}</body>".encode()
        return page


def _raw(forms: Forms, _language: str) -> Find:
    from ahocorasick_rs import AhoCorasick, MatchKind

    automaton = AhoCorasick([form.casefold() for of in forms for form in of], matchkind=MatchKind.LeftmostLongest)
    found: Find = automaton.find_matches_as_indexes
    return found


def _flashtext(forms: Forms, _language: str) -> Find:
    from flashtext import KeywordProcessor

    processor = KeywordProcessor()
    for number, of in enumerate(forms):
        for form in of:
            processor.add_keyword(form, f"c{number}")
    return lambda text: list(processor.extract_keywords(text, span_info=True))


def _flashtext2(forms: Forms, _language: str) -> Find:
    from flashtext2 import KeywordProcessor

    processor = KeywordProcessor(case_sensitive=False)
    for number, of in enumerate(forms):
        for form in of:
            processor.add_keyword(form, f"c{number}")
    return lambda text: list(processor.extract_keywords_with_span(text))


def _spacy(forms: Forms, language: str) -> Find:
    import spacy
    from spacy.matcher import PhraseMatcher

    blank = spacy.blank(language)
    matcher = PhraseMatcher(blank.vocab, attr="LOWER")
    for number, of in enumerate(forms):
        matcher.add(f"c{number}", list(blank.tokenizer.pipe(of)))
    # Its tokenizer takes a paragraph at a time.
    return lambda text: [match for part in text.split("\n\n") for match in matcher(blank.make_doc(part), as_spans=True)]


MAKERS: dict[str, Callable[[Forms, str], Find]] = {
    "ours": _ours,
    "html": _html,
    "raw": _raw,
    "flashtext2": _flashtext2,
    "flashtext": _flashtext,
    "spacy": _spacy,
}


def _memory() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    """Do the job."""
    job = json.load(sys.stdin)
    text = Path(job["text"]).read_text("utf-8")[: job["letters"]]
    text = text.casefold() if job["folded"] else text
    make = MAKERS[job["who"]]
    make(job["forms"][:1], job["language"])("to import what it needs")
    before, begun = _memory(), time.process_time()
    find = make(job["forms"], job["language"])
    build, memory, found = time.process_time() - begun, _memory() - before, find(text)
    seconds = []
    for _ in range(job["times"]):
        begun = time.process_time()
        find(text)
        seconds.append(time.process_time() - begun)
    rate = len(text) / max(1e-9, median(seconds))
    json.dump({"rate": rate, "found": len(found), "build": build, "memory": max(0, memory)}, sys.stdout)


if __name__ == "__main__":
    main()
