"""The lines that an editor of a partner site copies: for the element, a link, a frame, a fixed version."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

from glossary.edition.entries import Entry
from glossary.embed.element import Script

FRAME_HEIGHT = 320
"""The height of a frame, in CSS pixels, until it has sent the height that it needs."""


class Snippet(NamedTuple):
    """Lines to copy: the key of the interface string that names them, and the code."""

    label: str
    code: str


def of_entry(entry: Entry, language: str, base_url: str, script: Script) -> tuple[Snippet, ...]:
    """Return the snippets for an entry on pages in a language (a tag), the simplest first."""
    concept, word = entry.concept.id, escape(entry.text.abbreviation or entry.text.term)
    page = escape(f"{base_url}/{language}/{concept}/")
    load = f'<script type="module" src="{escape(base_url)}/embed/glossary.js"></script>'
    fixed = f'src="{escape(base_url)}/embed/{script.version}/glossary.js"'
    link = f'<a href="{page}">{word}</a>'
    return (
        Snippet(
            "embed.element", f'{load}\n<glossary-term term="{concept}" deflang="{language}">{link}</glossary-term>'
        ),
        Snippet("embed.link", f'{load}\n<a data-glossary-term="{concept}" href="{page}">{word}</a>'),
        Snippet("embed.frame", frame(entry, language, base_url)),
        Snippet(
            "embed.fixed",
            f'<script type="module" {fixed}\n  integrity="{script.integrity}" crossorigin="anonymous"></script>',
        ),
    )


def frame(entry: Entry, language: str, base_url: str, width: str = "100%", height: int = FRAME_HEIGHT) -> str:
    """Return an entry as a frame. It has only attributes that WordPress keeps; ``height`` is in CSS pixels."""
    address = escape(f"{base_url}/embed/{language}/{entry.concept.id}/")
    size = f'width="{width}" height="{height}"'
    return f'<iframe src="{address}" {size} title="{escape(entry.text.term)}" frameborder="0"></iframe>'
