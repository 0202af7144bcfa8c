"""People in catalogs, which are public: names and addresses that editors write into headers and comments."""

from __future__ import annotations

from collections.abc import Iterator

from glossary.catalogs import header
from glossary.catalogs.po import Catalog
from glossary.errors import Finding, Level

_SETTINGS = "set a pseudonym in your editor (“Names” in docs/translators.md)"


def named(catalog: Catalog, file: str, tag: str) -> Iterator[Finding]:
    """Find who is named in the header of a catalog, and the addresses in its comments."""
    public = dict(header.cleaned(catalog.header))
    for name, value in catalog.header:
        if public.get(name) != value:
            what = f"its header field {name} may name a person (“{value}”)"
            remedy = f"run “glossary sync {tag}”, which cleans it, and {_SETTINGS}"
            yield Finding(file, 1, what, remedy, Level.WARNING)
    if not header.public_comments(catalog.comments):
        yield Finding(
            file, 1, "a comment above its header names a person", f"delete it, and {_SETTINGS}", Level.WARNING
        )
    for message in catalog.messages:
        if any(header.PERSONAL.search(line) for line in message.comments):
            what = f"{message.key}: a comment holds a person's address"
            yield Finding(file, message.line, what, "write a pseudonym instead", Level.WARNING)
