"""The colours of pages and frames that a glossary may choose, light and dark.

Whatever is chosen, text can be read: each colour of text has a contrast of at least 4.5 to 1 with each colour of a ground
(WCAG 2.2, 1.4.3), in both schemes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import NamedTuple

CONTRAST = 4.5
"""The least contrast of text with its ground."""

INKS = ("ink", "quiet", "accent")
"""The colours of text: of most of it, of what is less important, of links."""

GROUNDS = ("paper", "soft", "notice")
"""The colours of grounds: of the page, of boxes, of what a reader should not miss."""

SCHEMES = ("light", "dark")


class Colour(NamedTuple):
    """One colour in both schemes, each as ``#rrggbb``."""

    light: str
    dark: str


DEFAULTS: Mapping[str, Colour] = {
    "ink": Colour("#1d2733", "#e6ebef"),
    "quiet": Colour("#4a5663", "#b3bec8"),
    "accent": Colour("#0b5a75", "#8fd0e6"),
    "paper": Colour("#fdfdfb", "#14191e"),
    "soft": Colour("#eef2f4", "#1f272e"),
    "notice": Colour("#fbf3dc", "#35301c"),
}
"""The colours of whoever chooses none. The style sheets have the same."""

VALUE = re.compile(r"#[0-9a-fA-F]{6}")


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2.2, “contrast ratio”)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)


def faults(chosen: Mapping[str, Colour]) -> Iterator[tuple[str, str]]:
    """Yield what cannot be read with these colours: the name of the colour that was chosen, and what is wrong."""
    every = {**DEFAULTS, **chosen}
    for ink, ground in product(INKS, GROUNDS):
        for scheme in SCHEMES if {ink, ground} & chosen.keys() else ():
            value = contrast(getattr(every[ink], scheme), getattr(every[ground], scheme))
            if value < CONTRAST:
                what = f"“{ink}” on “{ground}” has a contrast of {value:.2f} to 1 ({scheme}), and needs {CONTRAST}"
                yield ink if ink in chosen else ground, what
