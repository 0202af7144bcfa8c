"""Commands of the review desk, for maintainers: ``desk`` and ``invite``."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

import click

from glossary.commands import console
from glossary.content.model import ID
from glossary.errors import BadSetting, Refused, UnknownLanguage
from glossary.language.tags import SOURCE, parse
from glossary.ledger.policy import ADOPTING, DEMONSTRATION, ROLES
from glossary.ledger.reviewer import EVERY
from glossary.settings import Settings


@click.command(epilog="Example: GLOSSARY_DESK_URL=https://desk.example.org PORT=8001 glossary desk")
def desk() -> None:
    """Run the review desk, where reviewers read, approve and comment in a browser. It is never part of the public service.

    It listens on this machine only: for others, a proxy with HTTPS stands in front of it (docs/operating.md).
    """
    _require_extra()
    from glossary.desk.app import create_desk
    from glossary.serving import server

    chosen = console.settings()
    os.environ |= {"GLOSSARY_DESK_STATE": chosen.desk_state, "GLOSSARY_DESK_URL": chosen.desk_url}
    create_desk(chosen)  # says what is wrong before anything listens
    console.say(f"The desk is at {chosen.desk_url}")
    server.run_alone("glossary.desk.app:create_desk", chosen)


@click.command(epilog="Example: glossary invite otter --role language --language fr")
@click.argument("who", metavar="ID")
@click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice([*ROLES, *ADOPTING]), help="Their role."
)
@click.option("--language", "languages", multiple=True, metavar="TAG", help="A language that they review; * for all.")
def invite(who: str, roles: tuple[str, ...], languages: tuple[str, ...]) -> None:
    """Print a link by which ID, a pseudonym, makes a key at the desk. It works once, for seven days.

    Give it to them in person, or over something that nobody else reads: whoever opens it first is that reviewer.
    """
    _require_extra()
    from glossary.desk import invitations
    from glossary.desk.app import prepare

    chosen = console.settings()
    _require_pseudonym(who)
    tags = _tags(chosen, roles, languages)
    prepared = prepare(chosen)
    secret = invitations.issue(prepared, who, roles, tags)
    click.echo(f"{prepared.origin}/invitation/{secret}")
    console.say(f"It works once, for {invitations.DAYS} days, and replaces earlier links of “{who}”.", err=True)


def _require_extra() -> None:
    """Raise ``BadSetting`` where what only the desk needs is not installed."""
    if not (find_spec("webauthn") and find_spec("tomlkit")):
        raise BadSetting("the desk needs more than is installed; “make desk” brings it, or pip install '.[desk]'")


def _require_pseudonym(who: str) -> None:
    if not ID.fullmatch(who) or who.startswith(DEMONSTRATION):
        raise Refused(f"“{who}” cannot be a pseudonym", "take a word of small letters, such as “otter”")


def _tags(chosen: Settings, roles: tuple[str, ...], languages: tuple[str, ...]) -> list[str]:
    """Return the languages of an invitation, each of which is offered. Raises ``UnknownLanguage``, ``Refused``."""
    tags = [tag if tag == EVERY else parse(tag) for tag in languages]
    if set(roles) & set(ROLES) and not tags:
        raise Refused("this role is for a language", "name it: --language fr")
    for tag in tags:
        if tag not in (SOURCE, EVERY) and not Path(chosen.translations, tag).is_dir():
            raise UnknownLanguage(tag, ())
    return tags
