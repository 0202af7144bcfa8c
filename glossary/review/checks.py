"""Checks of a translation beside its English: a table of small functions of (English, translation, language tag).

Each returns what is wrong, or ``None``. What depends on the language is in tables. A text with a finding that a person has
judged to be right is listed in ``translations/allow.toml``, with the reason. Markup, control characters and direction
overrides are not checked here: they are refused when a text is read, which also brings it into NFC (``model.clean``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar
from unicodedata import decimal, name

from glossary.catalogs.po import Message
from glossary.content.model import Draft
from glossary.content.text import FIELDS
from glossary.errors import Finding, Level
from glossary.review.allow import Allowed

_ADDRESS = re.compile(r"https?://[^\s)]+|www\.[^\s)]+|[\w.+-]+@[\w-]+\.[\w.]+")
_NUMBER = re.compile(r"\d{1,3}(?:[.,’\'\u066c\u00a0\u202f\u2009 ]\d{3})+(?!\d)|\d+")
_WORD = re.compile(r"[^\W\d_]+")
_BRACKETS = re.compile(r"(?<!\w)\w\)|[()\[\]{}]")
"""Brackets. One after a single letter or digit may close a pair or belong to an enumeration, as in “lettera c)”."""

_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "ARMENIAN", "GEORGIAN")

STOP, QUESTION, EXCLAMATION, ELLIPSIS, NONE = (
    "a full stop",
    "a question mark",
    "an exclamation mark",
    "an ellipsis",
    "no final mark",
)
_FINAL = {".": STOP, "?": QUESTION, "!": EXCLAMATION, "…": ELLIPSIS}
FINAL: Mapping[str, Mapping[str, str]] = {
    "el": _FINAL | {";": QUESTION, "\u037e": QUESTION},
    "ar": _FINAL | {"؟": QUESTION},
    "fa": _FINAL | {"؟": QUESTION},
    "ur": _FINAL | {"؟": QUESTION, "۔": STOP},
    "hi": _FINAL | {"।": STOP},
    "hy": _FINAL | {"։": STOP},
    "ja": _FINAL | {"。": STOP, "？": QUESTION, "！": EXCLAMATION},
    "zh": _FINAL | {"。": STOP, "？": QUESTION, "！": EXCLAMATION},
}
"""The characters that end a sentence, for languages with their own."""

PAIRS = {"(": ")", "[": "]", "{": "}"}
QUOTES: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(["bg", "cs", "de", "et", "hr", "hu", "is", "lt", "pl", "ro", "sk", "sl", "sr"], ("„", "“”")),
    **dict.fromkeys(["el", "fr", "it", "pt", "es", "uk", "ru", "ar", "nb"], ("«", "»")),
    **dict.fromkeys(["da", "fi", "sv"], ("”", "”")),
    **dict.fromkeys(["en", "ga", "mt", "nl"], ("“", "”")),
}
"""A language's outer quotation marks: the opening one, and the ones that may close it."""


def _base(language: str) -> str:
    return language.split("-")[0]


def addresses(source: str, text: str, _language: str) -> str | None:
    same = _sorted_addresses(source) == _sorted_addresses(text)
    return None if same else "its web and mail addresses differ from the English"


def _sorted_addresses(text: str) -> list[str]:
    return sorted(_ADDRESS.findall(text)) if _may_hold_address(text) else []


def _may_hold_address(text: str) -> bool:
    """Return whether a text is worth searching: most hold no address, and the search is slow."""
    return any(mark in text for mark in ("@", "://", "www."))


def _without_addresses(text: str) -> str:
    return _ADDRESS.sub(" ", text) if _may_hold_address(text) else text


def numbers(source: str, text: str, _language: str) -> str | None:
    english, numbers = _numbers(source), _numbers(text)
    if english != numbers:
        odd = sorted((english - numbers) + (numbers - english))
        return f"its numbers differ from the English ({', '.join(odd)})"
    return None


def _numbers(text: str) -> Counter[str]:
    """Count the numbers in a text, by their digits in any script mapped to 0-9, without grouping marks."""
    matches = _NUMBER.findall(_without_addresses(text))
    return Counter("".join(str(decimal(char)) for char in match if char.isdecimal()) for match in matches)


def final_mark(source: str, text: str, language: str) -> str | None:
    marks = FINAL.get(_base(language), _FINAL)
    english, ending = _FINAL.get(source[-1:], NONE), marks.get(text.rstrip("\u200e\u200f")[-1:], NONE)
    return f"it ends with {ending}, the English with {english}" if english != ending else None


def french_spaces(_source: str, text: str, language: str) -> str | None:
    if _base(language) != "fr":
        return None
    if match := re.search(r"(?<![\u00a0\u202f:;!?])[:;!?»]|«(?![\u00a0\u202f])", _without_addresses(text)):
        return f"a no-break space (U+00A0) is missing beside “{match[0]}”"
    return None


def paired(_source: str, text: str, _language: str) -> str | None:
    stack = []
    for mark in _BRACKETS.findall(text):
        if mark in PAIRS:
            stack.append(PAIRS[mark])
        elif stack and stack[-1] == mark[-1]:
            stack.pop()
        elif len(mark) == 1:
            return f"“{mark}” closes nothing"
    return f"“{stack[-1]}” is missing" if stack else None


def quotes(_source: str, text: str, language: str) -> str | None:
    if '"' in text:
        return "it has a straight quotation mark"
    opening, closing = QUOTES.get(_base(language), ("", ""))
    opened, closed = text.count(opening) if opening else 0, sum(map(text.count, closing))
    if opening in closing:
        return "a quotation mark is missing" if closed % 2 else None
    return "a quotation mark is missing" if opened != closed else None


def length(source: str, text: str, _language: str) -> str | None:
    ratio = len(text) / len(source)
    if len(source) >= 40 and not 0.4 <= ratio <= 2.5:
        return f"it is {ratio:.1f} times as long as the English"
    return None


def same_as_source(source: str, text: str, _language: str) -> str | None:
    return "it is the English text" if source == text and len(source.split()) > 3 else None


def romanian_letters(_source: str, text: str, language: str) -> str | None:
    if _base(language) == "ro" and (match := re.search("[şţŞŢ]", text)):
        return f"“{match[0]}” has a cedilla; Romanian ș and ț have a comma below"
    return None


def mixed_scripts(_source: str, text: str, _language: str) -> str | None:
    for word in _WORD.findall(text) if len(_scripts(text)) > 1 else ():
        if len(scripts := _scripts(word)) > 1:
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

CHECKS: tuple[Check[Callable[[str, str, str], str | None]], ...] = (
    Check("addresses", Level.ERROR, _ALL, addresses, "copy each address exactly"),
    Check("numbers", Level.ERROR, _PROSE, numbers, "write the same numbers; digits of your script are fine"),
    Check(
        "final-mark",
        Level.ERROR,
        (*_PROSE, "term"),
        final_mark,
        "end it as the English does, with your language's own mark",
    ),
    Check("french-spaces", Level.ERROR, _PROSE, french_spaces, "put U+00A0 before : ; ! ? » and after «"),
    Check("paired", Level.ERROR, _ALL, paired, "write both brackets of each pair"),
    Check("quotes", Level.ERROR, _ALL, quotes, "use your language's own pair of quotation marks"),
    Check("romanian-letters", Level.ERROR, _ALL, romanian_letters, "write ș (U+0219) and ț (U+021B)"),
    Check("mixed-scripts", Level.ERROR, _ALL, mixed_scripts, "write the word in one alphabet"),
    Check("length", Level.WARNING, _PROSE[:-1], length, "check that nothing is missing or repeated"),
    Check(
        "same-as-source",
        Level.WARNING,
        _PROSE,
        same_as_source,
        "translate it, or list it in allow.toml with the reason",
    ),
)
"""The checks of one text against its English. ``_findings`` has one more: tokens to keep depend on the concept."""


def draft(draft: Draft, keep: Collection[str], allow: Allowed) -> Iterator[Finding]:
    """Find what is wrong with a draft beside its English. ``keep`` are tokens that no translation may lose."""
    for field, text in draft.fields.items():
        source = draft.sources.get(field, "")
        for check, level, what, remedy in _findings(field, source, text, draft.language, keep):
            key = f"{draft.concept}.{field}"
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
    for check in CHECKS:
        if field in check.fields and source and (what := check.find(source, text, language)):
            yield check.name, check.level, what, check.remedy
    for token in keep:
        if token in source and token not in text:
            yield "kept-token", Level.ERROR, f"“{token}” is missing", "keep it exactly as in the English"
