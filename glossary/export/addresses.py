"""The addresses of bundles, whole or their heads, for file servers: in any language, that of the nearest one, by the rule of
``tags.nearest``.

The service asks that rule; a file server gets what it comes to as a table of prefixes. The longest prefix of a tag that is in
the table names its language (RFC 4647 section 3.4); a tag without one is answered in English.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache

from babel import localedata
from babel.core import get_global

from glossary.errors import BadTag
from glossary.language.scripts import written_in
from glossary.language.tags import MAX_TAG, SOURCE, WELL_FORMED, nearest, parse

_WHOLE, _HEAD = "bundle.json", "bundle/head.json"
_NAME = r"bundle(?:/head)?\.json"
"""Either of the two, as a regular expression."""

MOST_PLAIN, MOST_MORE = 2000, 100
"""Most rules without and with placeholders that Cloudflare Pages reads of a ``_redirects`` file."""

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


def scripted(offered: tuple[str, ...]) -> Iterator[str]:
    """Yield tags of the offered languages that say a script, or a region in which another one is usual."""
    languages = {tag.split("-")[0] for tag in offered}
    yield from (f"{language}-{script}" for language in sorted(languages) for script in sorted(written_in(language)))
    implied = (name.replace("_", "-") for name in sorted(get_global("likely_subtags")))
    yield from (tag for tag in implied if "-" in tag and tag.split("-")[0] in languages)


@lru_cache(maxsize=4)
def table(offered: tuple[str, ...]) -> Mapping[str, str]:
    """Return the language that answers by prefix, the longest prefix first."""
    rows = {tag: tag for tag in sorted(offered, key=lambda tag: tag.count("-"))}
    lowered = _lowered(rows)
    for tag in (*cldr_tags(), *scripted(offered)):
        if (language := nearest(tag, offered)) != _longest(tag, lowered):
            rows[tag] = lowered[tag.lower()] = language
    return dict(sorted(rows.items(), key=lambda row: (-row[0].count("-"), row[0])))


def lookup(tag: str, rows: Mapping[str, str]) -> str:
    """Return the language of a tag's longest prefix in a table, else English."""
    return _longest(tag, _lowered(rows))


def _lowered(rows: Mapping[str, str]) -> dict[str, str]:
    return {prefix.lower(): language for prefix, language in rows.items()}


def _longest(tag: str, lowered: Mapping[str, str]) -> str:
    subtags = tag.lower().split("-")
    prefixes = ("-".join(subtags[:size]) for size in range(len(subtags), 0, -1))
    return next((lowered[prefix] for prefix in prefixes if prefix in lowered), SOURCE)


def redirects(offered: tuple[str, ...], folder: str = "", gone: Collection[str] = ()) -> str:
    """Return the lines of a ``_redirects`` file: the tags that CLDR knows; for hosts that take them, all others by prefix.

    A host may follow a rule although the file is there, so no rule covers a file. Of the plain rules those come first that no
    shorter tag would do for, and there are no more than hosts take: where one is missing, the element asks again in English.
    Languages that are ``gone`` from the files have no rules.
    """
    rows = table(offered)
    lowered = _lowered(rows)
    tags = [(tag, _longest(tag, lowered)) for tag in cldr_tags() if tag not in offered]
    tags = [(tag, language) for tag, language in tags if language not in gone]
    prefixes = [(f"{prefix}-:more", language) for prefix, language in rows.items() if language not in gone]
    akin = [(tag, language) for tag, language in tags if language != SOURCE or tag.split("-")[0] == SOURCE]
    others = [row for row in tags if row not in set(akin)]
    plain = [*_lines(_HEAD, akin, folder), *_lines(_WHOLE, tags, folder), *_lines(_HEAD, others, folder)]
    more = [*_lines(_WHOLE, prefixes, folder), *_lines(_HEAD, prefixes, folder)]
    return "".join([*plain[:MOST_PLAIN], *more[:MOST_MORE]])


def _lines(name: str, rows: Iterable[tuple[str, str]], folder: str) -> Iterator[str]:
    for tag, language in rows:
        yield f"{folder}/v1/{tag}/{name} {folder}/v1/{language}/{name} 200\n"


def nginx(offered: tuple[str, ...], gone: Collection[str] = ()) -> str:
    """Return the maps that make ``$glossary_language`` of a bundle's address, for nginx's http block; it is empty at any
    other address, and for languages that are ``gone`` from the files."""
    named = {prefix: '""' if language in gone else language for prefix, language in table(offered).items()}
    rows = "".join(f'    "~*^{prefix}(-|$)" {language};\n' for prefix, language in named.items())
    pattern = f"~^(?<glossary_folder>.*)/v1/(?<glossary_asked>{_TAG})/(?<glossary_bundle>{_NAME})$"
    return (
        f'map $uri $glossary_tag {{\n    default "";\n    "{pattern}" $glossary_asked;\n}}\n'
        f'map $glossary_tag $glossary_language {{\n    default {SOURCE};\n    "" "";\n{rows}}}\n'
    )


NGINX_RULE = "if ($glossary_language) { rewrite ^ $glossary_folder/v1/$glossary_language/$glossary_bundle last; }"
"""The line of the server block that goes with ``nginx``."""


def apache(offered: tuple[str, ...]) -> Iterator[str]:
    """Return the lines of an ``.htaccess`` file beside the folder ``v1``."""
    yield "RewriteEngine On"
    yield f'RewriteRule "^(?!v1/{_TAG}/{_NAME}$)" - [END]'
    for prefix, language in table(offered).items():
        yield f'RewriteRule "^v1/{prefix}(?:-[^/]*)?/({_NAME})$" v1/{language}/$1 [NC,END]'
    yield f'RewriteRule "^v1/[^/]*/({_NAME})$" v1/{SOURCE}/$1 [END]'
