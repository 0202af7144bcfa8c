"""The lines that an editor of a partner site copies: for the element, a link, a frame, a fixed version."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

from glossary.content.figure import Figure
from glossary.content.interface import CONTENT_NOTICE
from glossary.edition.edition import Edition
from glossary.edition.entries import Entry
from glossary.edition.spoken import Spoken
from glossary.embed.element import Script
from glossary.language.tags import SOURCE

_FRAME_HEIGHT, _NOTICE_HEIGHT, _LINE_HEIGHT, _LINE_LENGTH = 320, 165, 24, 36
"""Of a frame as narrow as a phone, in CSS pixels and characters: what every card has beside its definition, the sentence on
another language, and the definition's lines."""

_CONTENT_HEIGHT, _HELP_HEIGHT = 30, 80
"""Of the content notice and of the links to help, in CSS pixels: what each takes at least."""

_FIGURE_HEIGHT = 720
"""Of the frame of a figure, in CSS pixels: all that is not its texts and its source."""

NO_REFERRER = 'referrerpolicy="no-referrer"'
"""On every script, link and frame: without it a partner's page may send its whole address with each."""


class Around(NamedTuple):
    """What a glossary's cards have around an entry."""

    notice: bool
    help: bool


def around(edition: Edition) -> Around:
    """Return what a glossary's cards have around an entry."""
    return Around(edition.interface(SOURCE).find(CONTENT_NOTICE) is not None, edition.support.offered)


class Snippet(NamedTuple):
    """Lines to copy: the key of the interface string that names them, and the code."""

    label: str
    code: str


def of_entry(entry: Entry, language: str, base_url: str, script: Script, height: int) -> tuple[Snippet, ...]:
    """Return the snippets for an entry on pages in a language (a tag), the simplest first.

    ``height`` is that of the frame, in CSS pixels.
    """
    concept, word = entry.concept.id, escape(entry.text.abbreviation or entry.text.term)
    page = escape(f"{base_url}/{language}/{concept}/")
    load = f'<script type="module" src="{escape(base_url)}/embed/glossary.js" {NO_REFERRER}></script>'
    fixed = f'src="{escape(base_url)}/embed/{script.version}/glossary.js"'
    link = f'<a href="{page}" {NO_REFERRER}>{word}</a>'
    return (
        Snippet(
            "embed.element", f'{load}\n<glossary-term term="{concept}" deflang="{language}">{link}</glossary-term>'
        ),
        Snippet("embed.link", f'{load}\n<a data-glossary-term="{concept}" href="{page}" {NO_REFERRER}>{word}</a>'),
        Snippet("embed.frame", frame(entry, language, base_url, height)),
        Snippet(
            "embed.fixed",
            f'<script type="module" {fixed} {NO_REFERRER}\n'
            f'  integrity="{script.integrity}" crossorigin="anonymous"></script>',
        ),
    )


def frame_height(entry: Entry, around: Around) -> int:
    """Return the height in CSS pixels at which a frame shows the whole entry if it is at least 328 pixels wide."""
    words = len(f"{entry.text.term} ({entry.text.abbreviation}): {entry.text.definition}")
    parts = ((entry.fallback, _NOTICE_HEIGHT), (around.notice, _CONTENT_HEIGHT), (around.help, _HELP_HEIGHT))
    beside = _FRAME_HEIGHT + sum(height for there, height in parts if there)
    return beside + _LINE_HEIGHT * -(-words // _LINE_LENGTH)


def of_figure(figure: Spoken[Figure], base_url: str) -> str:
    """Return a figure's card as a frame that shows the whole of it if it is at least 328 pixels wide."""
    address = escape(f"{base_url}/embed/{figure.requested}/figures/{figure.record.id}/")
    names = ("title", "sentence", "counts", "does_not_count", "break_in_series", "caveat")
    lines = sum(-(-len(figure.say(name) or "") // _LINE_LENGTH) for name in names)
    source = -(-len(f"{figure.record.publisher}, {figure.record.report}, {figure.record.page}") // _LINE_LENGTH)
    height = _FIGURE_HEIGHT + (_NOTICE_HEIGHT if figure.fallback else 0) + _LINE_HEIGHT * (lines + source)
    title = escape(figure.say("title") or "")
    size = f'width="100%" height="{height}"'
    return f'<iframe src="{address}" {size} title="{title}" frameborder="0" {NO_REFERRER}></iframe>'


def frame(entry: Entry, language: str, base_url: str, height: int) -> str:
    """Return an entry as a frame; ``height`` is in CSS pixels. WordPress keeps all attributes but the referrer policy."""
    address = escape(f"{base_url}/embed/{language}/{entry.concept.id}/")
    size = f'width="100%" height="{height}"'
    title = escape(entry.text.term)
    return f'<iframe src="{address}" {size} title="{title}" frameborder="0" {NO_REFERRER}></iframe>'
