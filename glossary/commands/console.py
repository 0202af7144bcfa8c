"""What all commands share: settings and content read, findings and errors printed, a terminal's width."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from signal import SIG_DFL, SIG_IGN, SIGHUP, SIGTERM, getsignal, signal
from threading import current_thread, main_thread
from typing import TYPE_CHECKING, Any

import click

from glossary import settings as environment
from glossary.characters import visible
from glossary.content import origins
from glossary.errors import BadContent, Finding, GlossaryError, Level, Refused, UnknownConcept, UnknownLanguage
from glossary.language.tags import SOURCE
from glossary.settings import Settings

if TYPE_CHECKING:
    from datetime import date

    from glossary.edition.edition import Edition

_LISTED = {
    UnknownConcept: f" “glossary status {SOURCE}” lists the concepts.",
    UnknownLanguage: " “glossary status” lists the languages.",
}


class Group(click.Group):
    """Prints the glossary's own errors as sentences and exits 1. A traceback is for errors that nobody foresaw."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was named."""
        try:
            with _ending_in_order(), _content_here():
                return super().invoke(ctx)
        except BadContent as error:
            print_findings(error.findings)
        except GlossaryError as error:
            say(f"glossary: {error}{_nearest(error)}", err=True)
            sys.exit(error.exit_code)
        except click.UsageError as error:
            raise click.UsageError(visible(error.format_message(), keep="\n"), error.ctx) from None
        sys.exit(1)


@contextmanager
def _content_here() -> Iterator[None]:
    """Let a command that is run in the folder of a glossary take its content, and the processes that it starts too."""
    try:
        found = origins.here(Path.cwd(), os.environ)
    except FileNotFoundError:
        raise Refused("the folder that this shell stands in is gone", "change to one that is there") from None
    os.environ.update(found)
    try:
        yield
    finally:
        for name in found:
            os.environ.pop(name, None)


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """Let SIGTERM, and SIGHUP of a terminal that was closed, end a command as an error does: what it has written beside its
    result goes away with it. A service has handlers of its own as soon as it serves."""
    ends = [number for number in (SIGTERM, SIGHUP) if getsignal(number) is SIG_DFL]
    if current_thread() is not main_thread():
        ends = []  # only the main thread gets signals
    try:
        for number in ends:
            signal(number, _end)
        yield
    finally:
        for number in ends:
            signal(number, SIG_DFL)


def _end(number: int, _frame: object) -> None:
    for each in (SIGTERM, SIGHUP):
        signal(each, SIG_IGN)  # it ends only once
    sys.exit(128 + number)  # as a shell says it


def _nearest(error: GlossaryError) -> str:
    """Return what may have been meant by a name that does not exist, and where all are listed."""
    near = getattr(error, "suggestions", ())
    return (f" Did you mean {', '.join(near)}?" if near else "") + _LISTED.get(type(error), "")


def say(text: object, err: bool = False) -> None:
    """Print lines, to standard error if ``err``. Whatever they quote can be seen, and nothing in it reaches the terminal as
    a command."""
    click.echo(visible(str(text), keep="\n"), err=err)


def print_findings(findings: Iterable[Finding]) -> int:
    """Print findings to standard error, in order; return how many are errors."""
    ordered = sorted(findings)
    for finding in ordered:
        say(finding, err=True)
    return sum(finding.level is Level.ERROR for finding in ordered)


def settings(may_be_gone: tuple[str, ...] = (), artifact: bool = False) -> Settings:
    """Return what the environment says. Raises ``BadSetting`` where it says something wrong; of folders that ``may_be_gone``,
    by the names of their variables, not where they are. ``artifact``: the command can take content as an artifact.

    Raises ``Refused`` where the content is taken so, and the command needs a folder of it.
    """
    gone = {name: path for name in may_be_gone if not (path := Path(os.environ.get(name) or ".")).is_dir()}
    chosen = environment.read({name: value for name, value in os.environ.items() if name not in gone})
    folders: dict[str, Any] = {name.removeprefix("GLOSSARY_").lower(): path for name, path in gone.items()}
    if chosen.content and not artifact:
        what = "the content is taken as an artifact (GLOSSARY_CONTENT), and this command needs its folder"
        raise Refused(what, "run it where the content is written, without that variable")
    return replace(chosen, **folders)


def edition(chosen: Settings, day: date | None = None) -> Edition:
    """Return the edition of the content on a day, by default today. Raises ``BadContent``."""
    from glossary.edition import loading, trusted

    return loading.load(*chosen.folders, day or chosen.today, pins=trusted.pins(chosen))


def progress() -> Any:
    """Return a progress bar on a terminal, nothing in a pipe."""
    from rich.console import Console
    from rich.progress import Progress

    return Progress(console=Console(stderr=True), disable=not sys.stderr.isatty())


def terminal() -> Any:
    """Return where tables are printed: as wide as the terminal, 120 columns in a pipe. Their words are printed letter by
    letter: square brackets and colons in them are no markup."""
    from rich.console import Console

    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 120
    return Console(highlight=False, markup=False, emoji=False, width=width)


def width() -> int | None:
    """Return how many characters a line of the terminal holds; ``None`` in a pipe, where lines stay whole."""
    return int(terminal().width) if sys.stdout.isatty() or "COLUMNS" in os.environ else None
