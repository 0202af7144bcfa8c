"""The addresses of bundles for file servers: in any language, the bundle of the nearest one, by the rule of ``tags.nearest``.

The service asks that rule; a file server gets what it comes to as a table of prefixes. The longest prefix of a tag that is in
the table names its language (RFC 4647 section 3.4); a tag without one is answered in English.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from babel import localedata
from babel.core import get_global

from glossary.errors import BadTag
from glossary.language.tags import MAX_TAG, SOURCE, WELL_FORMED, nearest, parse

_TAG = f"(?=[^/]{{2,{MAX_TAG}}}/){WELL_FORMED}"
"""A tag in a path that answers, as a regular expression."""


@lru_cache(maxsize=1)
def cldr_tags() -> tuple[str, ...]:
    """Return the tags that CLDR knows, aliases included, the shortest first."""
    tags = set()
    for name in (*localedata.locale_identifiers(), *get_global("language_aliases")):
        try:
            tags.add(parse(name.replace("_", "-")))
        except BadTag:
            continue
    return tuple(sorted(tags, key=lambda tag: (tag.count("-"), tag)))


@lru_cache(maxsize=4)
def table(offered: tuple[str, ...]) -> Mapping[str, str]:
    """Return the language that answers by prefix, the longest prefix first."""
    rows = {tag: tag for tag in sorted(offered, key=lambda tag: tag.count("-"))}
    for tag in cldr_tags():
        if (language := nearest(tag, offered)) != lookup(tag, rows):
            rows[tag] = language
    return dict(sorted(rows.items(), key=lambda row: (-row[0].count("-"), row[0])))


def lookup(tag: str, rows: Mapping[str, str]) -> str:
    """Return the language of a tag's longest prefix in a table, else English."""
    subtags = tag.lower().split("-")
    lowered = {prefix.lower(): language for prefix, language in rows.items()}
    prefixes = ("-".join(subtags[:size]) for size in range(len(subtags), 0, -1))
    return next((lowered[prefix] for prefix in prefixes if prefix in lowered), SOURCE)


def redirects(offered: tuple[str, ...], folder: str = "") -> str:
    """Return the lines of a ``_redirects`` file: the tags that CLDR knows; for hosts that take them, all others by prefix.

    A host may follow a rule although the file is there, so no rule covers a file.
    """
    rows = table(offered)
    tags = ((tag, lookup(tag, rows)) for tag in cldr_tags() if tag not in offered)
    prefixes = ((f"{prefix}-:more", language) for prefix, language in rows.items())
    lines = (
        f"{folder}/v1/{tag}/bundle.json {folder}/v1/{language}/bundle.json 200\n"
        for tag, language in (*tags, *prefixes)
    )
    return "".join(lines)


def nginx(offered: tuple[str, ...]) -> str:
    """Return the maps that make ``$glossary_language`` of a bundle's address, for nginx's http block; else it is empty."""
    rows = "".join(f'    "~*^{prefix}(-|$)" {language};\n' for prefix, language in table(offered).items())
    pattern = f"~^(?<glossary_folder>.*)/v1/(?<glossary_asked>{_TAG})/bundle\\.json$"
    return (
        f'map $uri $glossary_tag {{\n    default "";\n    "{pattern}" $glossary_asked;\n}}\n'
        f'map $glossary_tag $glossary_language {{\n    default {SOURCE};\n    "" "";\n{rows}}}\n'
    )


NGINX_RULE = "if ($glossary_language) { rewrite ^ $glossary_folder/v1/$glossary_language/bundle.json last; }"
"""The line of the server block that goes with ``nginx``."""


def apache(offered: tuple[str, ...]) -> Iterator[str]:
    """Return the lines of an ``.htaccess`` file beside the folder ``v1``."""
    yield "RewriteEngine On"
    yield f'RewriteRule "^(?!v1/{_TAG}/bundle\\.json$)" - [END]'
    for prefix, language in table(offered).items():
        yield f'RewriteRule "^v1/{prefix}[-/]" v1/{language}/bundle.json [NC,END]'
    yield f'RewriteRule "^v1/" v1/{SOURCE}/bundle.json [END]'
