"""Checks of a translation beside its English: a table of small functions of (English, translation, language tag).

Each returns what is wrong, or ``None``. What depends on the language is in tables. A text with a finding that a person has
judged to be right is listed in ``translations/allow.toml``, with the reason. Markup, control characters and direction
overrides are not checked here: they are refused when a text is read, which also brings it into NFC (``text.clean``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar
from unicodedata import decimal, name

from glossary.catalogs.po import Message
from glossary.content.model import Draft
from glossary.content.text import FIELDS
from glossary.content.wording import Implied, pattern
from glossary.errors import Finding, Level
from glossary.review import addresses, leftover, marks
from glossary.review.allow import Allowed

_NUMBER = re.compile(r"\d{1,3}(?:[.,’\'\u066c\u00a0\u202f\u2009 ]\d{3})+(?!\d)|\d+")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "ARMENIAN", "GEORGIAN")

_JOINED = {"ar": re.compile(r"\A[وف]?[بكل]?(?:ال)?ـ?(?=[A-Za-z])")}
"""Small words that a language joins to the next one, also where that is a name in other letters: “وNCMEC” (“and NCMEC”)."""
_NOTHING = re.compile(r"(?!)")


def numbers(source: str, text: str, _language: str) -> str | None:
    """Find numbers that differ."""
    missing, added = _differing(source, text)
    return f"its numbers differ from the English ({', '.join(sorted(missing + added))})" if missing or added else None


def _differing(source: str, text: str) -> tuple[Counter[str], Counter[str]]:
    """Return the numbers that a text lacks, and those that it has too many."""
    if not (_DIGIT.search(source) or _DIGIT.search(text)):  # as most texts have none
        return Counter(), Counter()
    english, numbers = _numbers(source), _numbers(text)
    return english - numbers, numbers - english


def _is_implied(source: str, text: str, implied: Iterable[Implied]) -> bool:
    """Return whether the numbers of a text differ by one only, which a word of the English says."""
    missing, added = _differing(source, text)
    rows = [row for row in implied if added == Counter([row.number])]
    return not missing and any(pattern(row.words).search(source) for row in rows)


def _numbers(text: str) -> Counter[str]:
    """Count the numbers in a text, by their digits in any script mapped to 0-9, without grouping marks."""
    matches = _NUMBER.findall(addresses.without(text))
    return Counter("".join(str(decimal(char)) for char in match if char.isdecimal()) for match in matches)


def length(source: str, text: str, _language: str) -> str | None:
    ratio = len(text) / len(source)
    if len(source) >= 40 and not 0.4 <= ratio <= 2.5:
        return f"it is {ratio:.1f} times as long as the English"
    return None


def romanian_letters(_source: str, text: str, language: str) -> str | None:
    if marks.base(language) == "ro" and (match := re.search("[şţŞŢ]", text)):
        return f"“{match[0]}” has a cedilla; Romanian ș and ț have a comma below"
    return None


def mixed_scripts(_source: str, text: str, language: str) -> str | None:
    joined = _JOINED.get(marks.base(language), _NOTHING)
    for word in _WORD.findall(text) if len(_scripts(text)) > 1 else ():
        if len(scripts := _scripts(joined.sub("", word))) > 1:
            return f"the word “{word}” mixes {' and '.join(sorted(scripts))} letters"
    return None


def _scripts(text: str) -> set[str]:
    return set(map(_script, set(text))) - {""}


@lru_cache(maxsize=4096)
def _script(char: str) -> str:
    script = name(char, "").split(" ")[0]
    return script if script in _SCRIPTS else ""


_Find = TypeVar("_Find", bound=Callable[..., Any])


class Check(NamedTuple, Generic[_Find]):
    """One row of a table of checks: its name, its level, the fields that it checks, the function that finds what is wrong,
    and the remedy. There are three tables: here, in ``vocabulary`` and in ``concepts``."""

    name: str
    level: Level
    fields: Collection[str]
    find: _Find
    remedy: str


INTERFACE = "interface"
"""The name of interface strings among the fields of a row: their catalog has no fields."""

_PROSE = ("definition", "plain", "note", "avoid_reason", INTERFACE)
_ALL = (*FIELDS, INTERFACE)
_LISTS = ("forms", "avoid")
"""The fields in which each language has words of its own, as many as it needs: no English one has to be among them."""

CHECKS: tuple[Check[Callable[[str, str, str], str | None]], ...] = (
    Check("addresses", Level.ERROR, _ALL, addresses.differing, "copy each address exactly"),
    Check("numbers", Level.ERROR, _PROSE, numbers, "write the same numbers; digits of your script are fine"),
    Check(
        "final-mark",
        Level.ERROR,
        (*_PROSE, "term"),
        marks.final,
        "end it as the English does, with your language's own mark, or have the English mended first",
    ),
    Check(
        "unknown-mark",
        Level.WARNING,
        _PROSE,
        marks.unknown,
        "end it with your language's own mark, or leave it if that is one",
    ),
    Check("french-spaces", Level.ERROR, _PROSE, marks.french_spaces, "put U+00A0 before : ; ! ? » and after «"),
    Check("paired", Level.ERROR, _ALL, marks.paired, "write both brackets of each pair"),
    Check("quotes", Level.ERROR, _ALL, marks.quotes, "use your language's own pair of quotation marks"),
    Check("romanian-letters", Level.ERROR, _ALL, romanian_letters, "write ș (U+0219) and ț (U+021B)"),
    Check("mixed-scripts", Level.ERROR, _ALL, mixed_scripts, "write the word in one alphabet"),
    Check("length", Level.WARNING, _PROSE[:-1], length, "check that nothing is missing or repeated"),
    Check(
        "same-as-source",
        Level.WARNING,
        _PROSE,
        leftover.same_as_source,
        "translate it, or list it in allow.toml with the reason",
    ),
    Check(
        "left-in-english",
        Level.WARNING,
        _PROSE,
        leftover.left_in_english,
        "translate them; a name is written in capitals",
    ),
)
"""The checks of one text against its English. ``_findings`` has one more: tokens to keep depend on the concept."""

_OF_FIELD = {field: [check for check in CHECKS if field in check.fields] for field in _ALL}


def draft(draft: Draft, keep: Collection[str], allow: Allowed, implied: Collection[Implied] = ()) -> Iterator[Finding]:
    """Find what is wrong with a draft beside its English. ``keep`` are tokens that no translation may lose, ``implied``
    numbers that it may add."""
    for field, text in draft.fields.items():
        source = draft.sources.get(field, "")
        for check, level, what, remedy in _findings(field, source, text, draft.language, keep):
            key = f"{draft.concept}.{field}"
            if check == "numbers" and _is_implied(source, text, implied):
                continue
            if (draft.language, key, check, text) not in allow:
                remedy = f"{remedy} [{check}]"
                yield Finding(draft.file, draft.lines.get(field, 0), f"{key}: {what}", remedy, level)


def interface(messages: Iterable[Message], language: str, file: str, allow: Allowed) -> Iterator[Finding]:
    """Find what is wrong with the interface strings of a catalog. No placeholder in braces may be lost."""
    for message in messages:
        if message.text and not message.obsolete:
            keep = re.findall(r"\{\w+\}", message.source)
            for check, level, what, remedy in _findings(INTERFACE, message.source, message.text, language, keep):
                if (language, message.key, check, message.text) not in allow:
                    yield Finding(file, message.line, f"{message.key}: {what}", f"{remedy} [{check}]", level)


def _findings(
    field: str, source: str, text: str, language: str, keep: Collection[str]
) -> Iterator[tuple[str, Level, str, str]]:
    for check in _OF_FIELD[field] if source else ():
        if what := check.find(source, text, language):
            yield check.name, check.level, what, check.remedy
    for token in keep if field not in _LISTS else ():
        if token in source and token not in text:
            yield "kept-token", Level.ERROR, f"“{token}” is missing", "keep it exactly as in the English"
