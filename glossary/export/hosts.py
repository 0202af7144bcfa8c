"""Static hosts: how much of an export each takes, by ``hosts.toml``, every number with its source and its day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import tomli

from glossary.errors import Refused

LOOK_AGAIN = timedelta(days=731)
"""How long a number is believed after the day on which somebody read it: hosts change theirs without telling anybody."""


@dataclass(frozen=True)
class Limit:
    """What a host takes at most of ``what``; no ``most``: the host says that it has no limit. ``beyond`` says what it does
    with more, or what there is instead where it does not ``read`` such a file. ``source`` said so on the day ``seen``."""

    what: str
    source: str
    seen: date
    most: int | None = None
    beyond: str = ""
    note: str = ""
    read: bool = True

    def exceeded(self, value: int) -> bool:
        """Return whether it is more than the host takes."""
        return self.most is not None and value > self.most


@dataclass(frozen=True)
class Host:
    """A static host. ``id`` is how the command line names it."""

    id: str
    name: str
    limits: tuple[Limit, ...]

    def stale(self, day: date) -> tuple[Limit, ...]:
        """Return those limits that somebody has to look at again."""
        return tuple(limit for limit in self.limits if day - limit.seen > LOOK_AGAIN)


@cache
def known() -> tuple[Host, ...]:
    """Return the hosts of ``hosts.toml``, in its order."""
    rows = tomli.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["host"]
    return tuple(Host(row["id"], row["name"], tuple(Limit(**limit) for limit in row["limit"])) for row in rows)


def named(name: str) -> Host:
    """Return a host by its id. Raises ``Refused`` for one that is not known."""
    for host in known():
        if host.id == name:
            return host
    raise Refused(
        f"“{name}” is no host whose limits are known", f"name one of {', '.join(host.id for host in known())}"
    )
