"""Web and mail addresses in texts: which ones there are, and the text without them."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"https?://[^\s)]+|www\.[^\s)]+|[\w.+-]+@[\w-]+\.[\w.]+")


def differing(source: str, text: str, _language: str) -> str | None:
    """Find addresses that are not those of the English."""
    same = sorted(found(source)) == sorted(found(text))
    return None if same else "its web and mail addresses differ from the English"


def found(text: str) -> list[str]:
    """Return the addresses in a text, in their order."""
    return _ADDRESS.findall(text) if _may_hold_one(text) else []


def without(text: str) -> str:
    """Return a text with a space in place of each address."""
    return _ADDRESS.sub(" ", text) if _may_hold_one(text) else text


def _may_hold_one(text: str) -> bool:
    """Return whether a text is worth searching: most hold no address, and the search is slow."""
    return "@" in text or "://" in text or "www." in text
