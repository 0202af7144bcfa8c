"""What mentions are, said as plainly as it can be and not quickly: the quick finder must find the same.

It follows the rules of ``glossary.annotate.finder`` letter by letter, and tries every form at every place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from unicodedata import category, combining, normalize

from glossary.annotate.match import AVOID, TERM, Match
from glossary.annotate.words import Words
from glossary.content.model import Autolink
from glossary.edition.linkable import Form, findable
from glossary.language.mentions import MARKS, Rules, fold, folded, seen

_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Letters of scripts that are written without spaces: a word may begin or end at each."""

_ADDRESS = re.compile(r"(?<!\S)(?:www\.|(?=\S*(?:://|@)))\S+")


class Letter(NamedTuple):
    """A character of a folded text, and the place of what it comes from."""

    folded: str
    start: int
    end: int


class Definition:
    """Finds the words of one language."""

    def __init__(self, words: Words, ask: bool = False) -> None:
        self._words, self._rules = words, words.rules
        played = (Autolink.SAFE, Autolink.ASK) if ask else (Autolink.SAFE,)  # rule 1
        forms = [form for form in words.forms if form.autolink in played and findable(form.words)]
        self._forms = [(fold(form.words, words.rules), form) for form in sorted(forms, key=lambda form: form.avoid)]

    def find(self, text: str) -> tuple[Match, ...]:
        """Return the mentions in a text, in their order."""
        return tuple(self._find(text))

    def _find(self, text: str) -> Iterator[Match]:
        letters = list(_letters(text, self._rules))
        whole, place = "".join(letter.folded for letter in letters), 0
        addresses = {at for found in _ADDRESS.finditer(text) for at in range(*found.span())}
        while place < len(whole):
            best: tuple[int, int, Form | None] = 0, 0, None
            for form, of in self._forms:
                if whole.startswith(form, place) and len(form) > best[0]:
                    end = self._end(text, letters, whole, place, place + len(form), of)
                    if end and not addresses.intersection(range(letters[place].start, letters[end - 1].end)):
                        best = (len(form), end, of)
            if best[2]:
                start, end = letters[place].start, letters[best[1] - 1].end
                yield self._match(text, best[2], start, end)
            place = max(best[1], place + 1)

    def _match(self, text: str, form: Form, start: int, end: int) -> Match:
        before, through = (len(text[:at].encode("utf-16-le", "surrogatepass")) // 2 for at in (start, end))
        places = start, end, before, through
        named, language = self._words.concepts[form.concept], self._words.language
        if form.avoid:
            return Match(form.concept, form.words, *places, language, AVOID, named.term, named.reason)
        return Match(form.concept, form.words, *places, language, TERM)

    def _end(self, text: str, letters: list[Letter], whole: str, start: int, end: int, form: Form) -> int:
        """Return where a mention that begins at a place ends, 0 if there is none."""
        if start and letters[start - 1].start == letters[start].start:
            return 0
        if end < len(letters) and letters[end - 1].end == letters[end].end:
            return 0
        if not _alike(form.words, text[letters[start].start : letters[end - 1].end], self._rules):
            return 0

        def joined(at: int) -> bool:
            return _joined(text, letters, at)

        def closes(at: int) -> bool:
            after = (at + len(more) for more in self._rules.after if whole.startswith(more, at))
            return not joined(at) or any(not joined(end) for end in after)

        before = (start - len(more) for more in self._rules.before if whole[:start].endswith(more))
        if joined(start) and not any(not joined(at) for at in before):
            return 0
        endings = sorted(self._rules.endings, key=len, reverse=True)
        ends = [end + len(more) for more in (*endings, "") if whole.startswith(more, end)]
        return next((at for at in ends if closes(at)), 0)


def _letters(text: str, by: Rules) -> Iterator[Letter]:
    for kind, start, end in _pieces(text, by):
        if kind == " ":
            lines = text[start:end].replace("\r\n", "\n").replace("\r", "\n")
            yield Letter("\n" if lines.count("\n") > 1 or "\u2029" in lines else " ", start, end)
        else:
            for letter in normalize("NFC", text[start:end]):
                for one in folded(letter, by) if seen(letter, by) else "":
                    yield Letter(one, start, end)


def _pieces(text: str, by: Rules) -> Iterator[tuple[str, int, int]]:
    """Yield runs of white space, and characters with what belongs to them."""
    place = 0
    while place < len(text):
        end = place + 1
        if text[place].isspace():
            while end < len(text) and (text[end].isspace() or not seen(text[end], by)):
                end += 1
            while not text[end - 1].isspace():
                end -= 1
            yield " ", place, end
        else:
            while seen(text[place], by) and end < len(text) and _belongs(text[place:end], text[end], by):
                end += 1
            whole = text[place:end]
            if normalize("NFC", whole) == whole and not any(letter in by.ignored for letter in whole[1:]):
                end = place + 1
            yield "", place, end
        place = end


def _belongs(before: str, letter: str, by: Rules) -> bool:
    return letter in by.ignored or _composes(before, letter)


def _composes(before: str, letter: str) -> bool:
    apart = normalize("NFC", before) + normalize("NFC", letter)
    return bool(combining(letter)) or normalize("NFC", before + letter) != apart


def _is_word(letter: str) -> bool:
    return category(letter)[0] in "LMN" and not _UNSPACED.match(letter)


def _joined(text: str, letters: list[Letter], at: int) -> bool:
    """Return whether a place is inside a word (rule 3)."""

    def word(place: int) -> bool:
        return 0 <= place < len(letters) and _is_word(letters[place].folded)

    def joins(place: int) -> bool:
        mark = letters[place].folded if 0 <= place < len(letters) else ""
        small = mark == "." and word(place + 1) and text[letters[place + 1].start].islower()
        return (mark in ("'", "_") or small) and word(place - 1) and word(place + 1)

    return (word(at - 1) and word(at)) or joins(at - 1) or joins(at)


def _alike(form: str, found: str, by: Rules) -> bool:
    """Return whether the abbreviations and names of a form are the same in a text (rule 2)."""
    of_form, of_text = (_words(value, by) for value in (form, found))
    return all(mine == its for mine, its in zip(of_form, of_text, strict=False) if _kept(mine))


def _words(text: str, by: Rules) -> list[str]:
    plain = "".join(MARKS.get(letter, letter) for letter in normalize("NFC", text) if seen(letter, by))
    return "".join(letter if category(letter)[0] in "LMN" else " " for letter in plain).split()


def _kept(word: str) -> bool:
    return any(letter != letter.lower() for letter in word[1:])
