"""The command for those who put an export on a static host: ``hosts``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from glossary.commands import console

if TYPE_CHECKING:
    from datetime import date

    from glossary.export.fitting import Row
    from glossary.export.hosts import Host


@click.command(epilog="Example: glossary hosts public --host netlify")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--host", "name", default="", metavar="HOST", help="Only this host, such as “cloudflare-pages”.")
def hosts(folder: Path, name: str) -> None:
    """Compare an export in FOLDER with what static hosts take, and say what to leave out. Nothing is written or asked.

    Exits 1 where it does not fit the host that is named, or none of those that are known.
    """
    from glossary.export import fitting
    from glossary.export import hosts as static
    from glossary.export.measures import Export

    chosen = (static.named(name),) if name else static.known()
    export = Export.read(folder)
    table = {host: fitting.rows(host, export) for host in chosen}
    _print(table)
    for host, rows in table.items():
        fits = all(row.fits for row in rows)
        console.say(f"{host.name}: {_fits(rows) if fits else 'does not fit. ' + fitting.advice(host, export)}")
        _sources(host, console.settings().today)
    if not any(all(row.fits for row in rows) for rows in table.values()):
        sys.exit(1)


def _print(table: dict[Host, tuple[Row, ...]]) -> None:
    from rich.table import Table

    from glossary.export.measures import NAMES, shown

    drawn = Table("host", "what", "limit", "this export", "outcome", box=None, pad_edge=False)
    for host, rows in table.items():
        for row in rows:
            what = row.limit.what
            most = "none" if row.limit.most is None else shown(what, row.limit.most)
            limit = most if row.limit.read else "not read"
            drawn.add_row(host.id, NAMES[what], limit, shown(what, row.value), _outcome(row))
    console.terminal().print(drawn)


def _outcome(row: Row) -> str:
    if not row.limit.read:
        return row.limit.beyond
    note = f" ({row.limit.note})" if row.limit.note else ""
    return "fits" if row.fits else f"does not fit: {row.limit.beyond}{note}"


def _fits(rows: tuple[Row, ...]) -> str:
    """Return the sentence on a host that takes the export, with what it does not read of it."""
    from glossary.export.measures import NAMES

    unread = " and ".join(NAMES[row.limit.what].split()[-1] for row in rows if not row.limit.read)
    return f"fits. It reads no {unread.replace(' and ', ' and no ')}." if unread else "fits."


def _sources(host: Host, today: date) -> None:
    """Print where a host's limits are from, and warn of those that somebody has to look at again."""
    days: dict[str, date] = {}
    for limit in host.limits:
        days[limit.source] = min(limit.seen, days.get(limit.source, limit.seen))
    for source, seen in days.items():
        console.say(f"  {source} (seen {seen})")
    for source in dict.fromkeys(limit.source for limit in host.stale(today)):
        console.say(
            f"glossary: a limit of {host.name} was seen on {days[source]}, more than two years ago; look at {source} again,"
            " and mend glossary/export/hosts.toml",
            err=True,
        )
