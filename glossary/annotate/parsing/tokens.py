"""The source of an HTML page as tokens with offsets, as a browser divides it (WHATWG HTML, 13.2.5 “Tokenization”).

Nothing is made into anything else here, so that a page can be written back byte for byte.
"""

from __future__ import annotations

import re
from functools import cache

SPACE = r"\t\n\f\r "
"""White space in tags; a carriage return is a line feed there (13.2.3.5)."""

_VALUE = rf"\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^{SPACE}\"'>][^{SPACE}>]*+|(?=>)"
_ATTRIBUTE = rf"[^{SPACE}/>][^{SPACE}/>=]*+(?:[{SPACE}]*+=[{SPACE}]*+(?:{_VALUE}))?+"

_NAME = rf"[a-zA-Z][^{SPACE}/>]*+"
_ATTRIBUTES = rf"(?:[{SPACE}/]++|{_ATTRIBUTE})*+"
_OTHERS = (
    r"(!--)(?:-?>|(?:[^-]++|-(?!-!?>))*+--!?>)"  # a comment
    r"|((?:!(?!--)|[?]|/(?![a-zA-Z]))[^>]*+>)"  # a doctype, or what is read as a comment
    r"|(?=/?[a-zA-Z]|[!?]|/[^a-zA-Z])"  # one that ends nowhere
)
TOKEN = re.compile(rf"<(?:(/?)({_NAME})({_ATTRIBUTES})>|{_OTHERS})")
"""What is not text: groups 1 to 3 of a tag are its slash, its name and its attributes; group 4 is of a comment, 5 of a
doctype and of what is read as a comment. Without any of them it is unfinished, and the rest of the page with it. Any other
``<`` is text."""

_BLANK = rf"(?:[{SPACE}]++(?=<))?+"
RUN = re.compile(
    rf"<(?:({_NAME})({_ATTRIBUTES})>(?:([^<]*+)</\1>{_BLANK})?+|/({_NAME}){_ATTRIBUTES}>{_BLANK}|{_OTHERS})"
)
"""The same, but that a start tag comes with the text and the end tag behind it where there is nothing else between: groups 1
to 3 are its name, its attributes and the text. Group 4 is the name of an end tag. Both come with white space behind them
before another tag; 5 and 6 are groups 4 and 5 of ``TOKEN``."""

_PARTS = re.compile(
    rf"([^{SPACE}/>][^{SPACE}/>=]*+)(?:[{SPACE}]*+=[{SPACE}]*+(?:\"([^\"]*+)\"|'([^']*+)'|([^{SPACE}\"'>][^{SPACE}>]*+)|(?=\Z)))?+"
)

_UNENDING = frozenset({"frameset", "plaintext"})
"""That have no end: plain text has none in HTML, and a page of frames has no text."""

_DOUBLE = re.compile(rf"-->|</script(?=[{SPACE}/>])", re.IGNORECASE)
_ESCAPED = re.compile(rf"-->|<(/?)script(?=[{SPACE}/>])", re.IGNORECASE)
_PLAIN = re.compile(rf"<!--|</script(?=[{SPACE}/>])", re.IGNORECASE)


def attributes(source: str) -> dict[str, str]:
    """Return the attributes of a tag's source by their names in small letters; the first of two with one name counts."""
    found: dict[str, str] = {}
    for name, *values in _PARTS.findall(source):
        found.setdefault(lowered(name), "".join(values))
    return found


def closes_itself(source: str) -> bool:
    """Return whether a tag's attributes end with the slash of ``<path/>``; that of ``<path d=x/>`` is part of a value."""
    if not source.endswith("/"):
        return False
    last = None
    for last in _PARTS.finditer(source):  # noqa: B007
        pass
    return last is None or last.end() < len(source)


def lowered(name: str) -> str:
    """Return a name in small letters of ASCII, others as they are: the Kelvin sign is no k here."""
    return name.lower() if name.isascii() else re.sub("[A-Z]+", lambda found: found[0].lower(), name)


@cache
def _end(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}(?=[{SPACE}/>])", re.IGNORECASE)


def end_of_raw(source: str, name: str, start: int) -> int:
    """Return where the end tag of an element begins whose content is only text, such as ``style``; else the source's end."""
    if name == "script":
        return _end_of_script(source, start)
    if name in _UNENDING:
        return len(source)
    found = _end(name).search(source, start)
    return found.start() if found else len(source)


def _end_of_script(source: str, at: int) -> int:
    """A script that holds ``<!--`` and then ``<script`` ends after a second end tag, or after ``-->`` (13.2.5.15 to 31)."""
    pattern = _PLAIN
    while found := pattern.search(source, at):
        at = found.end()
        if pattern is _PLAIN and found[0] == "<!--":
            pattern, at = _ESCAPED, found.start() + 2
        elif found[0] == "-->":
            pattern = _PLAIN
        elif pattern is _DOUBLE:
            pattern = _ESCAPED
        elif pattern is _ESCAPED and not found[1]:
            pattern = _DOUBLE
        else:
            return found.start()
    return len(source)
