"""Commands of the review desk, for maintainers: ``desk``, ``invite`` and ``traces``."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from glossary.commands import console
from glossary.content.model import ID
from glossary.errors import BadSetting, Refused, UnknownLanguage, counted
from glossary.language.tags import SOURCE, parse
from glossary.ledger.roles import ADOPTING, DEMONSTRATION, EVERY, ROLES
from glossary.settings import Settings

if TYPE_CHECKING:
    from glossary.desk.desk import Desk


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
    _require_welcome(prepared, who)
    secret = invitations.issue(prepared, who, roles, tags)
    click.echo(f"{prepared.origin}/invitation/{secret}")
    console.say(f"It works once, for {invitations.DAYS} days, and replaces earlier links of “{who}”.", err=True)


@click.command(
    epilog="Example: glossary traces --since v1.0 --url https://glossary.example.org/en/ --pages build/export"
)
@click.option("--since", metavar="REV", default="", help="Leave out the commits that this git revision has.")
@click.option("--url", "urls", multiple=True, metavar="URL", help="Also look at what this address answers. Repeatable.")
@click.option(
    "--pages",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Also look through this folder, made by “glossary export”.",
)
def traces(since: str, urls: tuple[str, ...], pages: Path | None) -> None:
    """Look for what could tell who a reviewer is, where they work, or when. Exits 0 only where nothing is found.

    It looks through the files of the translations folder, keys and comments included, what records state, and the commits of
    records: who made them, when, and what they say.
    """
    from glossary.desk import audit

    chosen = console.settings()
    known = audit.known(chosen)
    found = [*audit.repository(chosen, known), *audit.history(chosen, known, since)]
    for url in urls:
        found += audit.answer(url, known)
    if pages:
        found += audit.pages(pages, known)
    for trace in found:
        click.echo(trace)
    console.say(counted(len(found), "trace"), err=True)
    sys.exit(1 if found else 0)


def _require_extra() -> None:
    """Raise ``BadSetting`` where what only the desk needs is not installed."""
    if not (find_spec("webauthn") and find_spec("tomlkit")):
        raise BadSetting("the desk needs more than is installed; “make desk” brings it, or pip install -e '.[desk]'")


def _require_welcome(prepared: Desk, who: str) -> None:
    """Raise ``Refused`` for somebody whom the policy revoked; say where the policy decides what they may do."""
    from glossary.desk import people

    rules = people.rules_of(prepared)
    if rules and rules.revoked(who):
        raise Refused(f"the policy has revoked “{who}”", "invite them under a new pseudonym")
    if rules and who in rules.reviewers:
        console.say(f"“{who}” is in the policy, which says what they may do: the link is for a new key.", err=True)


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
