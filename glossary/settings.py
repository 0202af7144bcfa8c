"""Settings, read once, at start, from environment variables."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from ipaddress import ip_address
from pathlib import Path
from time import time
from urllib.parse import urlsplit

from glossary import derived
from glossary.content import origins, web
from glossary.content.model import Status
from glossary.errors import BadSetting, NoAddress

WATCH_SECONDS = 2
"""Seconds between two looks for new content, where ``GLOSSARY_WATCH_SECONDS`` is not set."""

MOST_AT_ONCE = 3
"""Most texts that a worker may search at once. It has four threads: one is always left to readers."""

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "translations"
_TRANSLATIONS = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent / "translations"
"""Beside the package in a checkout, inside it once it is installed (``hatch_build.py``)."""


@dataclass(frozen=True)
class Settings:
    """Where to listen, where the content is, and the address that links are made from (``base_url``, without a final slash).

    ``base_url_is_set`` says whether somebody set it; else it is the address to listen on, which only this machine may know.
    ``minimum`` is the lowest status of a text that is shown: ``vetted`` in production, ``draft`` in a preview.
    ``exit_url`` is where “Exit this page” leads: a page that anybody might have open; the default is from GOV.UK's pattern.
    ``cache_bytes`` is the size, in bytes, of each worker's cache of responses. ``watch_seconds`` is the time between two
    looks for new content; at zero, the service looks only at start. A change of the file ``nudge`` counts as new content.
    ``kept`` is the folder in which the last good content is kept for workers that start later; empty keeps none.
    ``state`` is the folder that remembers, from one start to the next, which records were read; empty remembers nothing.
    ``maintainers`` is a file of the keys (``allowed_signers``) by which ``maintainers_needed`` people must have signed the
    policy; empty asks for no signature.
    ``counters`` is the folder in which each worker leaves its counts for the others; empty leaves none.
    ``desk_url`` is the origin of the review desk, ``desk_state`` the folder of what it remembers.
    ``edges`` are the addresses of caches in front of the service, which are notified of each new edition.
    ``annotate`` says whether texts can be searched for terms, ``annotate_at_once`` how many a worker searches at once.
    ``snapshot`` is the folder of what is derived from content, to save time (``derived``); empty keeps nothing.
    ``content`` are the origins of content that is taken as an artifact, ``place`` is the folder in which it then lies.
    ``clock`` returns the time in seconds of Unix time. By its day, in UTC, contacts expire.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    base_url: str = "http://127.0.0.1:8000"
    base_url_is_set: bool = False
    terms: Path = _PACKAGE / "terms"
    translations: Path = _TRANSLATIONS
    support: Path = _PACKAGE / "support"
    minimum: Status = Status.VETTED
    exit_url: str = "https://www.bbc.co.uk/weather"
    cache_bytes: int = 64 * 1024 * 1024
    watch_seconds: int = 0
    nudge: str = ""
    kept: str = ""
    state: str = ""
    maintainers: str = ""
    maintainers_needed: int = 2
    counters: str = ""
    desk_url: str = "http://localhost:8000"
    desk_state: str = ""
    edges: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    place: str = ""
    annotate: bool = False
    annotate_at_once: int = 2
    snapshot: str = ""
    clock: Callable[[], float] = time

    @property
    def now(self) -> datetime:
        """The current time, in UTC, to the second. It is the only clock: every command and the service read it."""
        return datetime.fromtimestamp(int(self.clock()), UTC)

    @property
    def today(self) -> date:
        """Today's date, in UTC."""
        return self.now.date()

    @property
    def on_loopback(self) -> bool:
        """Whether nobody but this machine can be meant to reach the service: by where it listens and what links say."""
        return all(map(is_loopback, (self.host, urlsplit(self.base_url).hostname or "")))

    def require_address(self, what: str) -> None:
        """Raise ``NoAddress`` where others will follow links, and nobody said where to. ``what`` is what has links."""
        if not self.base_url_is_set:
            remedy = "set GLOSSARY_BASE_URL to the public one, such as https://glossary.example.org"
            raise NoAddress(f"{what} needs an address that its links begin with; {remedy}")

    @property
    def folders(self) -> tuple[Path, Path, Path]:
        """The folders of the content: term files, translations, contacts."""
        return self.terms, self.translations, self.support

    @property
    def base_path(self) -> str:
        """The path of the base address: ``/glossary`` for a service below another one, else empty."""
        return urlsplit(self.base_url).path


def is_loopback(host: str) -> bool:
    """Return whether an address to listen on, or a name of one, reaches nobody but this machine."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def read(environment: Mapping[str, str]) -> Settings:
    """Return the settings of an environment. Raises ``BadSetting``, which names the variable and what it may be."""
    host = _host(environment.get("GLOSSARY_HOST") or Settings.host)
    port = _number(environment, "PORT", Settings.port, 65535)
    authority = f"[{host}]" if ":" in host else host  # an IPv6 address in brackets (RFC 3986 section 3.2.2)
    stated = environment.get("GLOSSARY_BASE_URL")
    content = origins.read(environment)
    terms, translations, support = (
        origins.taken(Path(environment.get("GLOSSARY_PLACE", ""))) if content else _own(environment)
    )
    return Settings(
        host=host,
        port=port,
        workers=_number(environment, "WORKERS", Settings.workers, 64),
        base_url=_address(stated or f"http://{authority}:{port}", "GLOSSARY_BASE_URL"),
        base_url_is_set=bool(stated),
        terms=terms,
        translations=translations,
        support=support,
        exit_url=_address(environment.get("GLOSSARY_EXIT_URL") or Settings.exit_url, "GLOSSARY_EXIT_URL"),
        cache_bytes=_number(environment, "GLOSSARY_CACHE_BYTES", Settings.cache_bytes, 2**40, lowest=0),
        watch_seconds=_number(environment, "GLOSSARY_WATCH_SECONDS", WATCH_SECONDS, 3600, lowest=0),
        nudge=environment.get("GLOSSARY_NUDGE", ""),
        kept=environment.get("GLOSSARY_KEPT", ""),
        state=_state(environment),
        maintainers=_outside(environment.get("GLOSSARY_MAINTAINERS", ""), (terms, translations, support)),
        maintainers_needed=_number(environment, "GLOSSARY_MAINTAINERS_NEEDED", Settings.maintainers_needed, 99),
        counters=environment.get("GLOSSARY_COUNTERS", ""),
        desk_url=_origin(environment.get("GLOSSARY_DESK_URL") or f"http://localhost:{port}"),
        desk_state=environment.get("GLOSSARY_DESK_STATE") or _desk_state(environment),
        content=content,
        place=environment.get("GLOSSARY_PLACE", ""),
        edges=tuple(_address(edge, "GLOSSARY_EDGES") for edge in environment.get("GLOSSARY_EDGES", "").split()),
        annotate=_switch(environment, "GLOSSARY_ANNOTATE"),
        annotate_at_once=_number(environment, "GLOSSARY_ANNOTATE_AT_ONCE", Settings.annotate_at_once, MOST_AT_ONCE),
        snapshot=derived.folder(environment) if _switch(environment, "GLOSSARY_SNAPSHOT", "1") else "",
        minimum=_minimum(environment.get("GLOSSARY_LEAST_STATUS") or Status.VETTED),
    )


def _beside(terms: Path, name: str, shipped: Path) -> Path:
    """Return the folder of this name beside that of the term files, if it is there, else the one that is shipped."""
    here = terms.parent / name
    return here if here.is_dir() else shipped


def _own(environment: Mapping[str, str]) -> tuple[Path, Path, Path]:
    terms = _folder(environment, "GLOSSARY_TERMS", Settings.terms)
    translations = _folder(environment, "GLOSSARY_TRANSLATIONS", _beside(terms, "translations", Settings.translations))
    return terms, translations, _folder(environment, "GLOSSARY_SUPPORT", _beside(terms, "support", Settings.support))


def _number(environment: Mapping[str, str], name: str, default: int, most: int, lowest: int = 1) -> int:
    value = environment.get(name) or str(default)
    if not (value.isascii() and value.isdigit() and lowest <= int(value) <= most):
        raise BadSetting(f"{name} is “{value}”; set it to a whole number from {lowest} to {most}")
    return int(value)


def _switch(environment: Mapping[str, str], name: str, usual: str = "0") -> bool:
    value = environment.get(name) or usual
    if value not in ("0", "1"):
        other = "1 to switch it on" if usual == "0" else "0 to switch it off"
        raise BadSetting(f"{name} is “{value}”; set it to {other}, or leave it unset")
    return value == "1"


def _address(value: str, name: str) -> str:
    if not web.is_address(value):
        raise BadSetting(f"{name} is “{value}”; set it to an address such as https://glossary.example.org")
    return value.rstrip("/")


def _host(value: str) -> str:
    if not (web.is_ip(value) or re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?", value)):
        raise BadSetting(f"GLOSSARY_HOST is “{value}”; set it to an address to listen on, such as 127.0.0.1")
    return value


def _folder(environment: Mapping[str, str], name: str, default: Path) -> Path:
    path = Path(environment.get(name) or default)
    if not _is(path.is_dir):
        raise BadSetting(f"{name} is “{path}”, which is not a folder; set it to one, or leave it unset")
    return path


def _is(there: Callable[[], bool]) -> bool:
    try:
        return there()
    except OSError:  # a name that is longer than names can be
        return False


def _outside(value: str, folders: Iterable[Path]) -> str:
    path = Path(os.path.realpath(value.replace("\0", "")))
    if not value:
        return ""
    if not _is(path.is_file) or any(path.is_relative_to(folder.resolve()) for folder in folders):
        what = f"GLOSSARY_MAINTAINERS is “{value}”; set it to a file of keys outside the content, or leave it unset"
        raise BadSetting(what)
    return str(path)


def _state(environment: Mapping[str, str]) -> str:
    return str(_folder(environment, "GLOSSARY_STATE", Path())) if environment.get("GLOSSARY_STATE") else ""


def _origin(value: str) -> str:
    if not web.is_origin(value.rstrip("/")):
        remedy = "set it to an origin such as https://desk.example.org, or http://localhost:8000 on this machine"
        raise BadSetting(f"GLOSSARY_DESK_URL is “{value}”; {remedy}")
    return value.rstrip("/")


def _desk_state(environment: Mapping[str, str]) -> str:
    """Return the folder in which programs of this user keep such things (XDG base directories)."""
    home = environment.get("XDG_STATE_HOME") or str(Path(environment.get("HOME") or "~").expanduser() / ".local/state")
    return str(Path(home) / "glossary-desk")


def _minimum(value: str) -> Status:
    try:
        return Status(value)
    except ValueError:
        raise BadSetting(f"GLOSSARY_LEAST_STATUS is “{value}”; set it to one of {', '.join(Status)}") from None
