"""Language tags: their form, own names, direction, choice, alphabetical order and folding.

Tags are BCP 47 (RFC 5646); choice is RFC 4647 lookup, widened by the CLDR's language distance for tags that
mean the same in practice (``no`` and ``nb``). Names and direction come from the CLDR through Babel, order and folding
from ICU, because Python's own sort puts Swedish, Czech and Spanish words in the wrong place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar
from unicodedata import category

import icu
import langcodes
from babel import Locale, UnknownLocaleError

from glossary.errors import BadTag

SOURCE = "en"
"""The language that every concept is written in first."""

MAX_TAG = 35
"""Longest tag that is read, in characters: what RFC 5646 section 4.4.1 asks for at least."""

WELL_FORMED = (
    r"[A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"
    r"(-[0-9A-WY-Za-wy-z](-[A-Za-z0-9]{2,8})+)*(-[Xx](-[A-Za-z0-9]{1,8})+)?"
)
"""The grammar of RFC 5646 section 2.1, without tags that start with x- or are grandfathered: they name no language here."""

MAX_DISTANCE = 5
"""Largest CLDR language distance that counts as the same language. The library's default would serve Croatian to
readers of Serbian."""

MAX_RANGES = 20
"""Ranges of one Accept-Language header that are looked at; real browsers send fewer than ten."""

_WORD_LIKE = 100
"""The least status of an ICU word break that ends a word and not a space or a mark (UWordBreak, UBRK_WORD_NONE_LIMIT)."""

REMEMBERED = 5000
"""Characters whose kind is remembered: more than the languages here need, fewer than a reader could send."""

LONGEST_WORD = 64
"""Longest word whose letters are remembered, in characters: what readers type is theirs to choose, not our memory."""

_Item = TypeVar("_Item")
_RANGE = re.compile(r"\s*(?P<tag>[A-Za-z0-9-]+|\*)\s*(?:;\s*q\s*=\s*(?P<q>[01](?:\.\d{0,3})?)\s*)?")


class Language(NamedTuple):
    """A language as shown to people: tag, name in itself, English name, ``ltr`` or ``rtl``."""

    tag: str
    name: str
    english_name: str
    direction: str


def parse(tag: str) -> str:
    """Return the tag in its conventional case (``PT-br`` gives ``pt-BR``, RFC 5646 section 2.1.1).

    Raises ``BadTag`` where the tag is not well-formed.
    """
    if len(tag) > MAX_TAG or not re.fullmatch(WELL_FORMED, tag):
        raise BadTag(tag)
    first, *rest = tag.lower().split("-")
    after = (first, *rest)
    return "-".join([first, *(_cased(subtag, before) for before, subtag in zip(after, rest, strict=False))])


def _cased(subtag: str, before: str) -> str:
    if len(before) == 1 or not subtag.isalpha():
        return subtag
    return {2: subtag.upper(), 4: subtag.title()}.get(len(subtag), subtag)


def accepted(header: str) -> tuple[str, ...]:
    """Return the languages of an Accept-Language header (RFC 9110 section 12.5.4), the most wanted first.

    What is malformed, excluded (``q=0``) or ``*`` is left out: a browser's header never makes a request fail.
    """
    ranked: list[tuple[float, str]] = []
    for part in header.split(",")[:MAX_RANGES]:
        match = _RANGE.fullmatch(part)
        if match is None or match["tag"] == "*":
            continue
        quality = float(match["q"] or 1)
        try:
            tag = parse(match["tag"])
        except BadTag:
            continue
        if 0 < quality <= 1:
            ranked.append((quality, tag))
    return tuple(tag for _, tag in sorted(ranked, key=lambda pair: -pair[0]))


def choose(wanted: str, offered: Collection[str]) -> str | None:
    """Return the offered tag that answers the wanted one, or ``None``.

    RFC 4647 section 3.4 lookup: the tag itself, then the tag with its last subtag taken away, and so on; a single-letter
    subtag goes with what it introduces. Then the closest offered tag within ``MAX_DISTANCE``.
    """
    if wanted in offered:
        return wanted
    exact = {tag.lower(): tag for tag in offered}
    subtags = wanted.lower().split("-")
    while subtags:
        if found := exact.get("-".join(subtags)):
            return found
        subtags.pop()
        if subtags and len(subtags[-1]) == 1:
            subtags.pop()
    return _closest(wanted, frozenset(offered))


@lru_cache(maxsize=4096)
def _closest(wanted: str, offered: frozenset[str]) -> str | None:
    if not offered:
        return None
    try:
        tag, _ = langcodes.closest_match(wanted, sorted(offered), max_distance=MAX_DISTANCE)
    except ValueError:  # well-formed by the grammar, but for example with an extension twice
        return None
    return tag if tag in offered else None


def current(tag: str) -> str:
    """Return the tag that is used today for a deprecated one (``iw`` gives ``he``), or the tag itself."""
    try:
        return str(langcodes.standardize_tag(tag))
    except ValueError:
        return tag


def similar(tag: str, offered: Iterable[str]) -> tuple[str, ...]:
    """Return the offered tags that someone who wrote ``tag`` may have meant, for error messages."""
    first = tag.lower()[:1]
    return tuple(sorted(known for known in offered if known.lower().startswith(first))) or (SOURCE,)


def known(tag: str) -> str:
    """Return the tag. Raises ``BadTag`` where the CLDR knows no such language."""
    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        raise BadTag(tag) from None
    return tag


@lru_cache(maxsize=512)
def describe(tag: str) -> Language:
    """Return a tag's names and direction. Raises ``BadTag`` where the CLDR knows no such language."""
    locale = Locale.parse(known(tag), sep="-")
    name, english = locale.get_display_name(tag.replace("-", "_")), locale.get_display_name("en")
    return Language(tag, name or tag, english or tag, locale.text_direction)


def name_in(tag: str, language: str) -> str:
    """Return the name of a language as another language calls it (CLDR), or the tag where neither is known."""
    try:
        locale = Locale.parse(describe(tag).tag, sep="-")
    except BadTag:
        return tag
    return locale.get_display_name(language.replace("-", "_")) or tag


@lru_cache(maxsize=512)
def _collator(language: str, primary: bool = False) -> Any:
    collator = icu.Collator.createInstance(icu.Locale.forLanguageTag(language))
    if primary:
        collator.setStrength(icu.Collator.PRIMARY)
    return collator


def alphabetical(items: Iterable[_Item], language: str, key: Callable[[_Item], str]) -> list[_Item]:
    """Return the items in the language's own alphabetical order (Unicode TR 35, part 5)."""
    collator = _collator(language)
    return sorted(items, key=lambda item: collator.getSortKey(key(item)))


def listed(items: Iterable[str], language: str) -> str:
    """Return items one after the other, as a language writes what is counted up (CLDR, without “and”)."""
    kind, width = icu.UListFormatterType.UNITS, icu.UListFormatterWidth.SHORT
    return str(icu.ListFormatter.createInstance(icu.Locale.forLanguageTag(language), kind, width).format(list(items)))


def initial(text: str, language: str) -> str:
    """Return the letter under which a language's alphabetical index has a text (Unicode TR 35).

    A text in other letters than the language's own stands under its letter in English, or under ``…``.
    """
    index = _alphabet(language)
    label, _kind = index.getBucket(index.getBucketIndex(text))
    return str(label) if label != "…" or language == SOURCE else initial(text, SOURCE)


@lru_cache(maxsize=512)
def _alphabet(language: str) -> Any:
    return icu.AlphabeticIndex(icu.Locale.forLanguageTag(language)).buildImmutableIndex()


def fold(text: str, language: str) -> str:
    """Return a form of the text in which what a reader of the language takes for the same letter is the same.

    Case, and accents that do not make another letter in that language, are gone: ``é`` is ``e`` in French, ``å`` stays
    apart from ``a`` in Swedish. Each character of the result is one primary collation weight (Unicode TR 10), so that
    ``in``, ``startswith`` and ``==`` compare letters. A run of spaces or punctuation is one space.
    """
    return " ".join([letters(word, language) for word in words(text)])


def letters(word: str, language: str) -> str:
    """Return the letters of one word, as ``fold`` gives them."""
    return (_weights if len(word) <= LONGEST_WORD else _weighed)(word, language)


def words(text: str) -> list[str]:
    """Return the words of a text: runs of letters, marks and digits (Unicode general categories L, M, N)."""
    return text.translate(_SPACED).split()


class _Spaced(dict[int, int]):
    """Code points to themselves if they belong to words, else to a space; most are looked up once."""

    def __missing__(self, point: int) -> int:
        found = point if category(chr(point))[0] in "LMN" else 0x20
        if len(self) < REMEMBERED:
            self[point] = found
        return found


_SPACED = _Spaced()


_CONFUSING = frozenset({"pt"})
"""Languages in which words end as abbreviations do, to ICU: “sexual.” in “al.”."""


def sentences(text: str, language: str) -> list[str]:
    """Return the sentences of a text (Unicode TR 29, the language's usual abbreviations end none)."""
    abbreviations = "" if language in _CONFUSING else "@ss=standard"
    iterator = icu.BreakIterator.createSentenceInstance(icu.Locale(f"{language}{abbreviations}"))
    units = icu.UnicodeString(text)  # boundaries are counted in UTF-16 units
    iterator.setText(units)
    ends = [0, *iterator]
    return [str(units[start:end]).strip() for start, end in pairwise(ends)]


def count_words(text: str, language: str) -> int:
    """Return how many words a text has (Unicode TR 29, with dictionaries where a language writes no spaces)."""
    iterator = icu.BreakIterator.createWordInstance(icu.Locale.forLanguageTag(language))
    iterator.setText(icu.UnicodeString(text))
    return sum(iterator.getRuleStatus() >= _WORD_LIKE for _ in iterator)


def _weighed(word: str, language: str) -> str:
    iterator = _collator(language, primary=True).createCollationElementIterator(word)
    primaries = map(icu.CollationElementIterator.primaryOrder, iterator)
    # A surrogate may appear as a weight here; it never leaves this process.
    return "".join(chr(weight) for weight in primaries if weight)


_weights = lru_cache(maxsize=65536)(_weighed)
