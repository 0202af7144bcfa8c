"""Language tags: their form, and the choice of one from those that are offered.

Tags are BCP 47 (RFC 5646). The choice is RFC 4647 lookup, then the CLDR's language distance for tags that mean the same in
practice (``no`` and ``nb``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from glossary.errors import BadTag

SOURCE = "en"
"""The language that every concept is written in first."""

MAX_TAG = 35
"""Longest tag that is read, in characters: the least that RFC 5646 section 4.4.1 asks for."""

_IRREGULAR = (
    *(
        "i-ami",
        "i-bnn",
        "i-default",
        "i-enochian",
        "i-hak",
        "i-klingon",
        "i-lux",
        "i-mingo",
        "i-navajo",
        "i-pwn",
        "i-tao",
    ),
    *("i-tay", "i-tsu", "en-GB-oed", "sgn-BE-FR", "sgn-BE-NL", "sgn-CH-DE"),
)
"""The tags of RFC 5646 section 2.1 that its grammar would not give, from before it."""


def _in_any_case(tag: str) -> str:
    return "".join(f"[{letter.upper()}{letter.lower()}]" if letter.isalpha() else letter for letter in tag)


WELL_FORMED = (
    r"([A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?"
    r"(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(-[0-9A-WY-Za-wy-z](-[A-Za-z0-9]{2,8})+)*(-[Xx](-[A-Za-z0-9]{1,8})+)?"
    rf"|[Xx](-[A-Za-z0-9]{{1,8}})+|{'|'.join(map(_in_any_case, _IRREGULAR))})"
)
"""The grammar of RFC 5646 section 2.1, also of tags that nobody will ever offer; but without languages of four to eight
letters: none is registered, and who writes "french" is helped by an error."""

MAX_DISTANCE = 5
"""Largest CLDR language distance that counts as the same language. At the library's default of 25, readers of Ukrainian would
get Russian, and readers of Croatian Serbian (``sr-Latn``)."""

MAX_RANGES = 20
"""How many ranges of one Accept-Language header are read; browsers send fewer than ten."""


MAX_REMEMBERED = 256
"""Longest header whose tags are remembered, in characters. Browsers send one of a few, of fewer than a hundred."""

_RANGE = re.compile(r"\s*(?P<tag>[A-Za-z0-9-]+|\*)\s*(?:;\s*q\s*=\s*(?P<q>[01](?:\.\d{0,3})?)\s*)?")


def parse(tag: str) -> str:
    """Return the tag in its conventional case (``PT-br`` gives ``pt-BR``, RFC 5646 section 2.1.1).

    Raises ``BadTag`` where the tag is not well-formed, or longer than ``MAX_TAG``.
    """
    if len(tag) > MAX_TAG or not re.fullmatch(WELL_FORMED, tag):
        raise BadTag(tag)
    head, extensions = divided(tag.lower())
    first, *rest = head.split("-")
    return "-".join([first, *map(_cased, rest)]) + extensions


def divided(tag: str) -> tuple[str, str]:
    """Return a tag before its first one-letter subtag, and the rest with its hyphen: extensions and private use, all of which
    is in lower case (RFC 5646 section 2.1.1)."""
    if tag[1:2] == "-":
        return "", tag  # from before the grammar, or private as a whole
    match = re.search(r"-[0-9A-Za-z]-", tag)
    return (tag[: match.start()], tag[match.start() :]) if match else (tag, "")


def _cased(subtag: str) -> str:
    if not subtag.isalpha():
        return subtag
    return {2: subtag.upper(), 4: subtag.title()}.get(len(subtag), subtag)


def accepted(header: str) -> tuple[str, ...]:
    """Return the tags of an Accept-Language header (RFC 9110 section 12.5.4), the preferred first.

    A range that is malformed, excluded (``q=0``) or ``*`` is left out: a browser's header never makes a request fail.
    """
    return _accepted(header) if len(header) <= MAX_REMEMBERED else _accepted.__wrapped__(header)


@lru_cache(maxsize=512)
def _accepted(header: str) -> tuple[str, ...]:
    ranked: list[tuple[float, str]] = []
    for part in header.split(",")[:MAX_RANGES]:
        match = _RANGE.fullmatch(part)
        if match is None or match["tag"] == "*":
            continue
        quality = float(match["q"] or 1)
        try:
            tag = parse(match["tag"])
        except BadTag:
            continue
        if 0 < quality <= 1:
            ranked.append((quality, tag))
    return tuple(tag for _, tag in sorted(ranked, key=lambda pair: -pair[0]))


def choose(requested: str, offered: Collection[str]) -> str | None:
    """Return the offered tag that suits a requested one, or ``None``.

    RFC 4647 section 3.4 lookup: the tag itself, then the tag without its last subtag, and so on; a single-letter subtag goes
    with the subtag that it introduces. Then the closest offered tag within ``MAX_DISTANCE``. Neither gives a reader of one
    script a text in another one: ``zh``, which is simplified, does not suit ``zh-Hant``.
    """
    return requested if requested in offered else _suiting(requested, frozenset(offered))


@lru_cache(maxsize=4096)
def _suiting(requested: str, offered: frozenset[str]) -> str | None:
    from glossary.language.scripts import other_script  # ICU's tables take time to load

    exact = {tag.lower(): tag for tag in offered}
    for wanted in dict.fromkeys((requested, without_prefix(requested))):
        for prefix in _prefixes(wanted.lower()):
            if (tag := exact.get(prefix)) and not other_script(wanted, tag):
                return tag
    return _closest(without_prefix(requested), offered)


def _prefixes(tag: str) -> Iterable[str]:
    subtags = tag.split("-")
    while subtags:
        yield "-".join(subtags)
        subtags.pop()
        if subtags and len(subtags[-1]) == 1:
            subtags.pop()


def without_prefix(tag: str) -> str:
    """Return a sign language by its own tag: ``ase`` for ``sgn-ase`` (an extended language, RFC 5646 section 4.5)."""
    return re.sub(r"^sgn-(?=[a-z]{3}(-|$))", "", tag)


_WRITTEN: Mapping[str, str] = {
    **dict.fromkeys(("acm", "aeb", "afb", "apc", "arq", "ary", "arz"), "ar"),
    **dict.fromkeys(("rmc", "rmf", "rml", "rmn", "rmo", "rmw", "rmy"), "rom"),
}
"""Languages of a larger one in the registry (RFC 5646 section 4.1.1) whose speakers read what is written in that."""


def stand_in(requested: str, offered: Collection[str]) -> str | None:
    """Return the offered tag that a reader of the requested one can perhaps read, although it does not suit: the same
    language in another script, or the written language of a spoken one; ``None`` where there is none. It is a fallback, and
    shown as one."""
    language = without_prefix(requested).split("-")[0].lower()
    for wanted in filter(None, (language, _WRITTEN.get(language))):
        if found := sorted(tag for tag in offered if tag.split("-")[0].lower() == wanted):
            return found[0]
    return None


def nearest(wanted: str, offered: Collection[str]) -> str:
    """Return the offered tag that answers the wanted one, else English: the one rule for the addresses of bundles."""
    return choose(wanted, offered) or SOURCE


def _closest(requested: str, offered: frozenset[str]) -> str | None:
    if not offered:
        return None
    import langcodes  # most readers' tags are offered as they are, and its tables take time to load

    from glossary.language.scripts import other_script

    try:
        readable = [tag for tag in sorted(offered) if not other_script(requested, tag)]
        tag, _ = langcodes.closest_match(requested, readable, max_distance=MAX_DISTANCE)
    except ValueError:  # well-formed by the grammar, but for example with an extension twice
        return None
    return tag if tag in offered else None


def current(tag: str) -> str:
    """Return the current tag for a deprecated one (``iw`` gives ``he``, RFC 5646 section 4.5), or the tag itself."""
    import langcodes

    try:
        return str(langcodes.standardize_tag(without_prefix(tag)))
    except ValueError:
        return tag


def similar(tag: str, offered: Iterable[str]) -> tuple[str, ...]:
    """Return the offered tags that someone who wrote ``tag`` may have meant: those with its first letter, of them first those
    of its language; else English."""
    first, language = tag.lower()[:1], tag.lower().split("-")[0]
    near = (other for other in offered if other.lower().startswith(first))
    return tuple(sorted(near, key=lambda other: (other.lower().split("-")[0] != language, other))) or (SOURCE,)
