"""A command for those who answer for the ledgers: ``confirm``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from glossary.commands import console
from glossary.errors import Refused, counted
from glossary.settings import Settings

if TYPE_CHECKING:
    from glossary.ledger.losses import Seen


@click.command(epilog="Example: glossary confirm --since HEAD~1")
@click.argument("digests", nargs=-1, metavar="[DIGEST]...")
@click.option(
    "--since", metavar="REV", help="Compare with this git revision. Default: GLOSSARY_STATE where it is set, else HEAD."
)
@click.option("--yes", is_flag=True, help="Do not ask; for scripts.")
def confirm(digests: tuple[str, ...], since: str | None, yes: bool) -> None:
    """Confirm that records which are gone from the ledgers are gone on purpose: all of them, or those with these DIGESTs.

    Until then a service that has read them keeps what it had. They are named, and listed in translations/confirmed.txt.

    With GLOSSARY_CONTENT, run where the service runs: confirm that the artifact which is offered may be served although it is
    older, or lacks records.
    """
    from glossary.ledger import losses

    chosen = console.settings(artifact=True)
    if chosen.content:
        _confirm_offered(chosen, yes=yes)
        return
    gone = [one for one in _gone(chosen, since) if not digests or one.digest in digests]
    if strangers := set(digests) - {one.digest for one in gone}:
        raise Refused(
            f"{', '.join(sorted(strangers))} is not gone",
            "copy the digest from the list of problems, or name another REV",
        )
    for one in gone:
        console.say(f"{one.file}: {one.words}\n  {one.digest}")
    if not gone:
        console.say("nothing is gone that was not confirmed")
        return
    if not yes and not click.confirm(f"\nConfirm that {counted(len(gone), 'record')} should be gone?"):
        raise Refused("nothing was confirmed", "restore what should not be gone from version control")
    losses.confirm(chosen.translations, gone)
    signed = " and its signatures: maintainers sign it like the policy" if chosen.maintainers else ""
    console.say(f"confirmed {counted(len(gone), 'record')}; commit translations/{losses.CONFIRMED}{signed}")


def _confirm_offered(chosen: Settings, *, yes: bool) -> None:
    """Confirm that an artifact which is offered may be taken by the service that remembers in this folder."""
    from glossary.artifact import confirming, following, place

    if not chosen.state:
        what = "nothing is remembered without GLOSSARY_STATE"
        raise Refused(
            what, "set it as the service has it; a service without it takes what is offered when it starts anew"
        )
    with place.made(chosen) as folder:
        settings = following.at(chosen, folder)
        found = confirming.waiting(settings)
        if found is None:
            console.say("nothing is offered that waits for a confirmation")
            return
        for one in found.gone:
            console.say(f"gone: {one.file}: {one.words}\n  {one.digest}")
        older = (
            f", which is older than what is served, of {found.newer.packed_at:%Y-%m-%d %H:%M} UTC"
            if found.newer
            else ""
        )
        console.say(f"{found.offer.file}, packed on {found.offer.packed_at:%Y-%m-%d %H:%M} UTC{older}")
        if not yes and not click.confirm("\nConfirm that it should be served?"):
            raise Refused("nothing was confirmed", "offer a newer artifact")
        confirming.confirm(settings, found)
        console.say(f"confirmed {found.offer.file} without {counted(len(found.gone), 'record')}, for this service")


def _gone(chosen: Settings, since: str | None) -> list[Seen]:
    from glossary.ledger import history, logged, losses
    from glossary.ledger.records import NONE
    from glossary.proofs import log, tiles

    now = history.records(chosen.translations)
    gone = logged.gone(chosen.translations, log.read(chosen.translations / tiles.FOLDER))
    if chosen.state and not since:
        return losses.lost(chosen.translations, NONE, now, chosen.state) + gone
    with history.earlier(chosen.translations, since or "HEAD") as before:
        return losses.lost(chosen.translations, history.records(before), now, "", losses.lines(before)) + gone
