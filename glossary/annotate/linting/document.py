"""A document of somebody else's, read by what it is: a plain text, Markdown, or a page of HTML.

It is in UTF-8; a byte-order mark is no part of it. Each text in it is in a language that somebody says: the document itself,
or whoever gives it.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from glossary.annotate import html
from glossary.annotate.html import BadPage
from glossary.annotate.linting import comments
from glossary.annotate.linting.comments import Comments
from glossary.annotate.linting.prose import Prose, of_page, of_text
from glossary.annotate.page import Scope
from glossary.annotate.passage import Span
from glossary.errors import BadTag
from glossary.language import tags


class Kind(StrEnum):
    """What a document is."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"


ENDINGS = {
    **dict.fromkeys([".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd"], Kind.MARKDOWN),
    **dict.fromkeys([".html", ".htm", ".xhtml"], Kind.HTML),
    ".txt": Kind.TEXT,
}
_BINARY = {
    b"PK\x03\x04": "it is packed, as .docx, .odt and .epub are",
    b"%PDF-": "it is a PDF",
    b"\xd0\xcf\x11\xe0": "it is a document of an older word processor",
}
_EXPORT = "save or export it as plain text, Markdown or HTML first"
_SAVE = "save it as UTF-8"


def kind_of(name: str) -> Kind:
    """Return what a file is by the ending of its name; what is not known is a plain text."""
    return ENDINGS.get(PurePath(name).suffix.lower(), Kind.TEXT)


@dataclass(frozen=True)
class Document:
    """A document: its source, what is read in it, and what its comments say."""

    source: str
    prose: tuple[Prose, ...]
    comments: Comments


def read(raw: bytes, kind: Kind, offered: tuple[str, ...], scope: Scope) -> Document:
    """Read a document in the languages that are offered. Raises ``BadPage`` for what is no text, and where there is none in
    such a language."""
    _require_text(raw)
    if kind is Kind.HTML:
        return _page(html.decoded(raw).removeprefix("\ufeff"), offered, scope)
    source = _decoded(raw.removeprefix(codecs.BOM_UTF8))
    where = [Span(0, len(source))]
    if kind is Kind.TEXT:
        prose = [of_text(source, _language([scope.language], offered))]
    else:
        from glossary.annotate.linting import markdown

        tag = markdown.language(source) or scope.language
        prose, where = markdown.read(source, _language([tag], offered), offered, scope)
    return Document(source, tuple(prose), comments.read(source, where))


def _page(source: str, offered: tuple[str, ...], scope: Scope) -> Document:
    page = html.parsed(source, prose=True)
    if said := page.languages(scope):
        _language({tag or scope.language for tag in said}, offered)
    prose = tuple(of_page(page, offered, scope))
    return Document(source, prose, comments.read(source, [Span(0, len(source))]))


def _language(said: Iterable[str | None], offered: tuple[str, ...]) -> str:
    """Return an offered language that suits one of those that are said. Raises ``BadPage`` where somebody says none, or no
    word to avoid is known in any."""
    told = list(said)
    if None in told:
        raise BadPage(0, "it does not say which language it is in", "name it with --language, such as --language en")
    for tag in told:
        if tag and (chosen := _chosen(tag, offered)):
            return chosen
    languages, known = ", ".join(sorted(filter(None, told))), ", ".join(offered) or "no language"
    what = f"it is in a language of which no words to avoid are known here ({languages}; known are those of {known})"
    raise BadPage(0, what, "give the glossary’s file of that language with --from")


def _chosen(tag: str, offered: tuple[str, ...]) -> str | None:
    try:
        return tags.choose(tags.parse(tag.replace("_", "-")), offered)
    except BadTag:
        return None


def _require_text(raw: bytes) -> None:
    for beginning, what in _BINARY.items():
        if raw.startswith(beginning):
            raise BadPage(0, what, _EXPORT)
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise BadPage(1, "its byte-order mark says that it is in UTF-16", _SAVE)
    if (at := raw.find(b"\0")) >= 0:
        what = f"it is no text: byte {at + 1} of it is a NUL"
        raise BadPage(1 + raw.count(b"\n", 0, at), what, _EXPORT)


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        what = f"byte {error.start + 1} of it, {raw[error.start]:#04x}, is not UTF-8"
        raise BadPage(1 + raw.count(b"\n", 0, error.start), what, _SAVE) from None
