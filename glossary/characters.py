"""Characters that nobody sees: where a script needs one, and how any of them is shown.

Two texts that look the same must be the same, so a character without a form of its own stands only where a script needs it:

1. A joiner or non-joiner follows a letter of a script whose letters join.
2. A zero-width space follows a letter of a script that is written without spaces.
3. A mark of direction stands in a text that has letters or digits written from right to left.
4. A variation selector follows a character that has variants: a symbol, a Han character, a letter of a few other scripts.
5. All others stand nowhere: soft hyphens, word joiners, fillers, tags and what Unicode keeps for later.
"""

from __future__ import annotations

import re
from unicodedata import bidirectional, category, name

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Unicode's Default_Ignorable_Code_Point, and what shows nothing either: the empty Braille pattern, U+FFF9 to U+FFFB."""

_JOINING = frozenset({
    "ARABIC", "BALINESE", "BENGALI", "CHAKMA", "DEVANAGARI", "GUJARATI", "GURMUKHI", "JAVANESE", "KANNADA", "KHMER",
    "MALAYALAM", "MANDAIC", "MEETEI", "MONGOLIAN", "MYANMAR", "NKO", "ORIYA", "PHAGS-PA", "SINHALA", "SUNDANESE", "SYRIAC",
    "TAMIL", "TELUGU", "TIBETAN",
})  # fmt: skip
_UNSPACED = frozenset({"THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN", "BALINESE", "JAVANESE", "TAI", "NEW"})
_MONGOLIAN = frozenset({"MONGOLIAN"})
_VARYING = frozenset({"CJK", "MYANMAR", "PHAGS-PA", "MANICHAEAN"})
"""Scripts, by the first word of their characters' names."""

_AFTER = {
    **dict.fromkeys("\u200c\u200d", _JOINING),  # Rule 1
    "\u200b": _UNSPACED,  # Rule 2
    **dict.fromkeys("\u180b\u180c\u180d\u180e\u180f", _MONGOLIAN),  # Rule 4
}
_DIRECTIONS = "\u061c\u200e\u200f"
_FROM_THE_RIGHT = frozenset({"R", "AL", "AN"})
_SHOWN_AS_NUMBERS = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""General categories of what a terminal, a page or paper does not show, or obeys: a space of any width is not among them."""


def hidden(text: str) -> str:
    """Return the first character of a text that nobody sees and no script needs there, else ``""``."""
    if text.isascii() or not _INVISIBLE.search(text):  # as nearly every text
        return ""
    found = (match for match in _INVISIBLE.finditer(text) if not _needed(match[0], text, match.start()))
    return next((match[0] for match in found), "")


def seen(text: str) -> str:
    """Return a text as people see it: without the characters that nobody sees and no script needs there."""
    return _INVISIBLE.sub(lambda found: found[0] if _needed(found[0], text, found.start()) else "", text)


def _needed(character: str, text: str, at: int) -> bool:
    if character in _DIRECTIONS:  # Rule 3
        return any(bidirectional(other) in _FROM_THE_RIGHT for other in text if other not in _DIRECTIONS)
    before = text[at - 1] if at else ""
    if scripts := _AFTER.get(character):
        return _script(before) in scripts
    if "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef":  # Rule 4
        return _script(before) in _VARYING or (not before.isascii() and category(before)[0] == "S")
    return False  # Rule 5


def _script(character: str) -> str:
    """Return the script of a letter, a mark or a digit; ``""`` for anything else, and for what nobody sees itself."""
    plain = character and category(character)[0] in "LMN" and not _INVISIBLE.match(character)
    return name(character, "").split(" ")[0] if plain else ""


def point(character: str) -> str:
    """Return a character's number as Unicode writes it: ``U+200B``."""
    return f"U+{ord(character):04X}"


def visible(text: str, keep: str = "") -> str:
    """Return a text with each character that nobody sees, or that a terminal obeys, as its number: ``[U+001B]``.

    What is quoted from a file can then neither colour a terminal, nor move what stands there, nor look like another text.
    ``keep`` holds characters that stay.
    """
    return (
        text
        if text.isascii() and text.isprintable()
        else "".join(f"[{point(char)}]" if char not in keep and _unseen(char) else char for char in text)
    )


def _unseen(character: str) -> bool:
    return category(character) in _SHOWN_AS_NUMBERS or _INVISIBLE.match(character) is not None
