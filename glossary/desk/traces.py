"""Traces: what could tell who a reviewer is, where they work, or when. ``audit`` says where they are looked for.

1. No address, machine, folder, program or authenticator of a person stands in words that anybody can read.
2. No time states an hour or a zone. An approval states the midnight (UTC) of its day, or one second after another record of
   its language, as the desk counts; a withdrawal has to come after what it takes back, so it states its real time.
3. A key names its site and nobody: no comment, and no site but those of the origins that the policy lists. A passkey's
   signature states one of these origins, and nothing of the authenticator.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

from glossary.characters import visible
from glossary.errors import BadSignature


@dataclass(frozen=True, order=True)
class Trace:
    """A trace: where (``file:line``, ``commit …`` or an address), what, and what to do. As text it is one line."""

    place: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return visible(f"{self.place}: {self.what}; {self.remedy}")


@dataclass(frozen=True)
class Known:
    """What is no trace: ``origins`` are those of the policy, ``addresses`` the mail addresses that the glossary publishes.
    ``hosts`` are those of sources. ``secrets`` are values of the desk and of this machine that must stand nowhere, each with
    what it is."""

    origins: tuple[str, ...] = ()
    addresses: frozenset[str] = frozenset()
    secrets: Mapping[str, str] = field(default_factory=dict)
    hosts: frozenset[str] = frozenset()

    @property
    def sites(self) -> frozenset[str]:
        """The hosts of the origins."""
        return frozenset(urlsplit(origin).hostname or "" for origin in self.origins)


Found = Iterator[tuple[str, str]]
"""What was found, and what to do."""

_TAKE_OUT = "take it out, and out of the history before it is published"
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_TECHNICAL = re.compile(r"[\w.+-]+@(openssh\.com|desk\.invalid)|git@[\w.-]+")
_URL = re.compile(r"\b[a-z]+://([\w.-]+)")
_PRIVATE = re.compile(r"\b[\w-]+(?:\.[\w-]+)*\.(?:local|lan|home|internal|intranet|corp|localdomain|box)\b(?![\w/(=])")
_TIME = re.compile(
    r"\b\d{4}-\d\d-\d\d[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z\b|[+-]\d\d:?\d\d\b|[A-Z][A-Za-z]+/[A-Z]\w+|[A-Z]{3,4}\b)?"
)
_ZONE = re.compile(r"\b(?:Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[A-Z][A-Za-z_]+")
_UTC = {None, "Z", "UTC", "GMT", "+0000", "-0000", "+00:00"}
_KEY = re.compile(
    r"\b(ssh-[a-z0-9]+|(?:sk-)?ecdsa-[\w-]+(?:@openssh\.com)?|sk-ssh-[\w@.-]+) (AAAA[\w+/=]+)([ \t]+[^\s\"',\]]+)?"
)
_WHEN = re.compile(r'"when": "[^"]*"')

_WORDS: Mapping[str, re.Pattern[str]] = {
    "a user agent": re.compile(
        r"\bMozilla/\d|\bAppleWebKit/|\bGecko/|\b(?:Chrom\w+|Firefox|Safari|Edg|curl|Wget)/\d|\b[Uu]ser-[Aa]gent: ?\w+/"
    ),
    "what tells an authenticator (AAGUID)": re.compile(
        r"\baaguid\b|\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b", re.IGNORECASE
    ),
    "a user handle": re.compile(r"\buser_?handle\b", re.IGNORECASE),
    "a folder of somebody’s machine": re.compile(r"(?:/home/|/Users/|\\Users\\)\w+"),
    "a network address": re.compile(r"\b(?!127\.|0\.)(?:\d{1,3}\.){3}\d{1,3}\b(?!\.)"),
}
"""Words that are a trace wherever they stand."""


def in_words(text: str, known: Known) -> Found:
    """Find the traces in a line that anybody can read, such as that of a page (rules 1 and 2)."""
    for what, pattern in _WORDS.items():
        if found := pattern.search(text):
            yield f"{what} stands here ({found[0]})", _TAKE_OUT
    for mail in _MAIL.finditer(text):
        if mail[0] not in known.addresses and not _TECHNICAL.fullmatch(mail[0]):
            yield f"a mail address stands here ({mail[0]})", _TAKE_OUT
    if (machine := _PRIVATE.search(text)) and machine[0] not in known.sites | known.hosts:
        yield f"the name of a machine stands here ({machine[0]})", _TAKE_OUT
    for secret, what in known.secrets.items():
        if secret in text:
            yield f"{what} stands here", _TAKE_OUT
    yield from _in_times(text)


def _in_times(text: str) -> Found:
    """Rule 2."""
    for match in _TIME.finditer(text):
        clock, zone = match.groups()
        if not clock.startswith("00:00"):
            yield f"an hour stands here ({match[0].strip()})", "leave the day alone"
        if zone not in _UTC:
            yield f"a time zone stands here ({zone})", "state days in UTC"


def in_content(text: str, known: Known) -> Found:
    """Find the traces in a line of the content: also zones, other hosts than those known, and keys."""
    yield from in_words(_WHEN.sub("", text), known)  # what a record states is judged beside the others
    if zone := _ZONE.search(text):  # on a page it may be that of a helpline's hours
        yield f"a time zone stands here ({zone[0]})", "state days in UTC"
    for host in _URL.findall(text):
        if host not in known.sites | known.hosts:
            yield (
                f"the name of a host stands here ({host})",
                "take it out, unless it is a source: then name it in a term file",
            )
    for match in _KEY.finditer(text):
        yield from _in_key(f"{match[1]} {match[2]}", (match[3] or "").strip(), known)


def _in_key(line: str, comment: str, known: Known) -> Found:
    """Rule 3."""
    from glossary.proofs import keys

    if comment:
        yield f"a key has a comment ({comment})", "take the comment out: it may name somebody or their machine"
    try:
        site = keys.of_line(line).site
    except ValueError:
        return
    if site and not any(host == site or host.endswith(f".{site}") for host in known.sites):
        yield (
            f"a passkey is of another site ({site}) than the policy lists",
            "add the desk’s origin, or take the key out",
        )


def in_signature(written: str, known: Known) -> Found:
    """Find the traces in the signature of a record (rule 3)."""
    from glossary.proofs import keys, signatures

    try:
        signature = signatures.read(written)
        if signature.key.kind != keys.PASSKEY:
            return
        assertion = signatures.assertion(signature.raw)
        client = json.loads(assertion.client)
    except (BadSignature, ValueError):
        return  # “glossary check” says so
    for origin in {assertion.origin, str(client.get("origin")), str(client.get("topOrigin", assertion.origin))}:
        if origin not in known.origins:
            yield (
                f"a passkey’s signature states an origin that the policy does not list ({origin})",
                "list it, or revoke",
            )
    if assertion.flags & signatures.ATTESTED or assertion.extensions:
        yield "a passkey’s signature tells of its authenticator", "revoke the key, and let its owner make another"


@dataclass(frozen=True)
class Stated:
    """A time that a record states: where, of which kind it is, and among which others it counts (a language)."""

    place: str
    group: str
    when: datetime
    real: bool


def in_times(stated: Collection[Stated]) -> Iterator[Trace]:
    """Find the records that state an hour (rule 2)."""
    known = {(one.group, one.when) for one in stated}
    days = Counter((one.group, one.when.date()) for one in stated)
    for one in stated:
        since_midnight = one.when - datetime.combine(one.when, time.min, UTC)
        counted = since_midnight <= timedelta(seconds=days[one.group, one.when.date()])
        if not (one.real or counted or (one.group, one.when - timedelta(seconds=1)) in known):
            what = f"a record states the hour at which somebody worked ({one.when:%H:%M} UTC)"
            yield Trace(one.place, what, "it stays as it is; approve at the desk or with an answers file from now on")


def record(place: str, group: str, values: Mapping[str, Any]) -> Stated | None:
    """Return the time that a line of a ledger or of adoptions states, ``None`` where it states none that can be read."""
    act = values.get("adopted") or values
    try:
        when = datetime.fromisoformat(act["when"]).astimezone(UTC)
    except (KeyError, TypeError, ValueError):
        return None
    return Stated(place, group, when, values.get("verdict") == "withdraw")


def placed(place: str, found: Found) -> Iterator[Trace]:
    """Yield what was found, each once, with its place."""
    for what, remedy in dict.fromkeys(found):
        yield Trace(place, what, remedy)


def numbered(name: str, lines: Iterable[str], find: Callable[[str], Found]) -> Iterator[Trace]:
    """Find the traces in the lines of a file or a page."""
    for number, line in enumerate(lines, 1):
        yield from placed(f"{name}:{number}", find(line))
