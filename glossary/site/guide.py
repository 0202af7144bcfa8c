"""The guide to embedding, ``docs/embedding.md``, as a page of the site, with this service's own addresses in its code."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from glossary.edition.edition import Edition
from glossary.edition.entries import entry
from glossary.embed import element, snippets
from glossary.embed.element import Script
from glossary.language.tags import SOURCE

if TYPE_CHECKING:
    from markdown_it.token import Token

EXAMPLE = "https://glossary.example.org"
"""The address that stands for the service's own in the guide."""

_ID, _TERM, _LABEL = re.compile(r"\bdove\b"), 'title="Dove"', re.compile(r"\bDove\b")
"""What stands for an entry of the glossary in the guide: its id, its term as a frame's title, and what a writer calls it."""

_HEIGHT = 'height="720"'
"""The height of a frame in the guide: that of an entry of the glossary stands in its place."""

_OF_HELP = re.compile(r"<!-- help -->\n?(.*?)<!-- /help -->", re.DOTALL)
"""What the guide says of help, between marks that nobody sees where the file is read as Markdown."""

AUTO_INTEGRITY = "AUTO-INTEGRITY"
"""What stands in the guide for the integrity value of the script for a whole page; `INTEGRITY` for that of the element."""

_NAME = Path("docs", "embedding.md")
_PACKAGE = Path(__file__).resolve().parent.parent
_INSTALLED = _PACKAGE / _NAME
FILE = _INSTALLED if _INSTALLED.is_file() else _PACKAGE.parent / _NAME
"""Beside the package in a checkout, inside it once it is installed (``hatch_build.py``)."""


class Part(NamedTuple):
    """A piece of the guide: HTML, or code to copy."""

    html: str = ""
    code: str = ""


def parts(edition: Edition, base_url: str) -> tuple[Part, ...]:
    """Return the guide in its order, for a service at a base address, with an entry of its glossary.

    Where the glossary has no help, the guide says nothing of it.
    """
    text = _OF_HELP.sub(r"\1" if edition.support.offered else "", FILE.read_text("utf-8"))
    vetted = edition.vetted(edition.example or "", SOURCE)
    if edition.example and vetted:
        text = filled(text, edition.example, vetted.text.term, vetted.text.abbreviation or vetted.text.term)
        height = snippets.frame_height(entry(edition, edition.example, (SOURCE,)), snippets.around(edition))
        text = text.replace(_HEIGHT, f'height="{height}"')
    return _parts(text, base_url, element.current())


def filled(text: str, concept: str, term: str, label: str) -> str:
    """Return the guide with an entry in its code: its id, its term, and what a writer calls it."""
    text = text.replace(_TERM, f'title="{escape(term)}"')
    return _LABEL.sub(lambda _: escape(label), _ID.sub(concept, text))


@lru_cache(maxsize=4)
def _parts(text: str, base_url: str, script: Script) -> tuple[Part, ...]:
    from markdown_it import MarkdownIt  # for one page, which most processes never make

    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    auto = element.current(element.AUTO).integrity
    tokens = markdown.parse(
        text.replace(EXAMPLE, base_url).replace(AUTO_INTEGRITY, auto).replace("INTEGRITY", script.integrity)
    )
    return tuple(
        Part(code=next(run).content.rstrip("\n"))
        if code
        else Part(html=markdown.renderer.render(list(run), markdown.options, {}))
        for code, run in groupby(tokens, key=_code)
    )


def _code(token: Token) -> str:
    """Return what tells one piece of code from the next; empty for what is no code."""
    return f"code at line {token.map}" if token.type == "fence" and token.level == 0 else ""
