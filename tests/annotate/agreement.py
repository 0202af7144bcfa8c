"""Whether the quick finder agrees with the definition, and its places with the text, for any text."""

from __future__ import annotations

from functools import cache

from glossary.annotate.finder import Finder
from glossary.annotate.match import Match
from glossary.language.mentions import fold, rules
from tests.annotate.definition import Definition
from tests.annotate.material import words

LANGUAGES = [
    "ar",
    "bg",
    "cs",
    "da",
    "de",
    "el",
    "en",
    "es",
    "et",
    "fi",
    "fr",
    "ga",
    "hr",
    "hu",
    "it",
    "lt",
    "lv",
    "mt",
    "nl",
    "pl",
    "pt",
    "ro",
    "sk",
    "sl",
    "sv",
    "uk",
]
FORMS = (
    *(
        "abus",
        "abus sexuel",
        "abus sexuel d'enfant",
        "sexuel",
        "ab",
        "CSAM",
        "CSEA",
        "sea",
        "CSAM-Inhalte",
        "MAPs",
        "maps",
    ),
    *("Maßnahme", "café noir", "İstanbul", "насилие", "п'ять", "ять", "κακοποίηση", "λόγος", "مواد", "مواد الاعتداء"),
    *(
        "prostituție",
        "각하",
        "E2EE",
        "ﬁn",
        "a-b",
        "(EU) 2022/2065",
        "Nr. 18",
        "5 b",
        "ss",
        "st",
        "hIonad AE",
        "ab ab ab",
    ),
)
"""Forms that are in each other, and forms of every script and kind that the 26 languages have."""


@cache
def both(language: str) -> tuple[Finder, Definition]:
    """Return the finder and the definition of a language."""
    listed = words(
        language, {form: [form] for form in FORMS}, {"CSAM": ["abus sexuels", "ab ab"], "abus": ["sexuel x"]}
    )
    return Finder(listed), Definition(listed)


def agree(language: str, text: str) -> None:
    """Fail where the two disagree, or where a place is not that of the form that a match names."""
    quick, plain = both(language)
    found = quick.find(text)
    assert found == plain.find(text), (language, text)
    for match in found:
        _placed(match, text)


def _placed(match: Match, text: str) -> None:
    by, mention = rules(match.language), text[match.start : match.end]
    rest = fold(mention, by).removeprefix(fold(match.form, by))
    assert rest in ("", *by.endings), (match, text)
    units = text.encode("utf-16-le", "surrogatepass")[2 * match.start_utf16 : 2 * match.end_utf16]
    assert units == mention.encode("utf-16-le", "surrogatepass"), (match, text)
