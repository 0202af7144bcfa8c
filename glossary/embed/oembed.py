"""oEmbed 1.0 (oembed.com): for the address of a page, the frame that shows its entry. The address is never fetched."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from markupsafe import escape

from glossary.content.model import ID
from glossary.edition.edition import Edition
from glossary.edition.entries import Entry, entry
from glossary.embed.snippets import Around, frame, frame_height
from glossary.errors import GlossaryError

MAX_URL = 500
"""The longest address that is parsed, in characters."""

WIDTH = 600
"""The width that consumers are given for their layout, in CSS pixels. The frame itself is as wide as its place."""

MAX_HEIGHT = 1000
"""Height in CSS pixels that WordPress gives a frame at most."""

CACHE_SECONDS = 3600
"""How long consumers may keep an answer, in seconds."""

_PATH = re.compile(rf"/(?P<lang>[A-Za-z]{{2,3}}(?:-[A-Za-z0-9]+)*)/(?P<id>{ID.pattern})/?")


def find(edition: Edition, url: str, base_url: str) -> Entry | None:
    """Return the entry whose page is at an address, or ``None`` if the address is not an entry's page of this service."""
    try:
        asked, base = urlsplit(url), urlsplit(base_url)
    except ValueError:
        return None
    if len(url) > MAX_URL or (asked.scheme, asked.netloc) != (base.scheme, base.netloc):
        return None
    match = _PATH.fullmatch(asked.path.removeprefix(base.path))
    if match is None or not asked.path.startswith(base.path) or match["lang"] not in edition.languages:
        return None
    try:
        return entry(edition, edition.records.former.now(match["id"]), (match["lang"],))
    except GlossaryError:
        return None


def answer(
    entry: Entry,
    base_url: str,
    provider: str,
    max_width: int | None,
    max_height: int | None,
    around: Around,
    cache_seconds: int = CACHE_SECONDS,
) -> dict[str, Any]:
    """Return the oEmbed answer for an entry, with sizes in CSS pixels.

    WordPress accepts the frame only if nothing comes before it but a bare blockquote. It shows the blockquote until the frame
    has sent its height.
    """
    width, height = min(WIDTH, max_width or WIDTH), min(frame_height(entry, around), max_height or MAX_HEIGHT)
    page = f"{base_url}/{entry.requested}/{entry.concept.id}/"
    link = (
        f'<blockquote><a href="{escape(page)}" referrerpolicy="no-referrer">{escape(entry.text.term)}</a></blockquote>'
    )
    return {
        "version": "1.0",
        "type": "rich",
        "title": entry.text.term,
        "provider_name": provider,
        "provider_url": f"{base_url}/",
        "cache_age": cache_seconds,
        "width": width,
        "height": height,
        "html": link + frame(entry, entry.requested, base_url, height=height),
    }


def xml(values: dict[str, Any]) -> bytes:
    """Return an answer as XML."""
    root = Element("oembed")
    for name, value in values.items():
        SubElement(root, name).text = str(value).lower() if isinstance(value, bool) else str(value)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def size(value: str | None) -> int | None:
    """Return a maximum size in CSS pixels, or ``None`` if it is no such number: oEmbed defines no error for it."""
    return int(value) if value and re.fullmatch(r"[1-9][0-9]{0,4}", value) else None
