"""Approval of a whole publication by one signed statement: ``state``. The desk cannot do it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from glossary.commands import console, keys, showing
from glossary.errors import Refused, counted
from glossary.ledger.roles import ROLES

if TYPE_CHECKING:
    from glossary.content.model import Publication
    from glossary.review.stating import Asked, Plan

_SHOWN = 20
"""How many of the texts that are left out are named."""


@click.command(
    epilog="Example: glossary state en fr --publication “Bird words” --url https://birds.example.org/words"
    " --on 2024-05-01 --by heron --role subject --key ~/.ssh/id_ed25519"
)
@click.argument("languages", nargs=-1, required=True, metavar="LANGUAGE...")
@click.option("--publication", "title", required=True, metavar="TITLE", help="The publication that you state it of.")
@click.option("--url", required=True, metavar="ADDRESS", help="Where anybody can read it.")
@click.option("--on", "day", required=True, metavar="DAY", help="The day on which it was published: 2024-05-01.")
@click.option("--by", "who", required=True, metavar="REVIEWER", help="Your id in policy.toml.")
@click.option("--role", required=True, type=click.Choice(ROLES), help="What you vouch for.")
@keys.option
@click.option("--dry-run", is_flag=True, help="Print the same table, and write nothing.")
@click.option("--yes", is_flag=True, help="Do not ask; for scripts.")
def state(languages: tuple[str, ...], dry_run: bool, yes: bool, key: str, **words: Any) -> None:
    """Approve all texts of LANGUAGES that a publication had before, by one signed statement: for the start of a glossary.

    Needs “statements = true” in policy.toml. Readers are told that it was not text by text.
    """
    from glossary.ledger import addition, statement
    from glossary.review import stating
    from glossary.review.allow import allowed

    chosen = console.settings()
    if not dry_run and (missing := addition.finish(chosen.translations)):
        console.say(f"finished a statement that was interrupted: {counted(missing, 'record')} added")
        return
    edition = console.edition(chosen)
    asked = _asked(tuple(dict.fromkeys(languages)), words, chosen.now)
    plan = stating.prepare(edition, allowed(chosen.translations, chosen.today), asked)
    _print(asked, plan)
    if dry_run:
        console.say("nothing was written: --dry-run")
        return
    sign = keys.signer(chosen, key, asked.who, statement.PURPOSE)
    if sign is None:
        raise Refused("a statement counts only signed", "name your key with --key; see docs/reviewers.md")
    total = counted(len(plan.records), "text")
    showing.ask(f"State as “{asked.who}” ({asked.role}) that you approve {total} as published there?", yes)
    stating.commit(chosen.translations, edition, plan, sign)
    console.say(f"recorded; one statement by “{asked.who}” approves {total}")


def _asked(languages: tuple[str, ...], words: dict[str, Any], now: Any) -> Asked:
    from glossary.review.stating import Asked

    publication = _publication(words["title"], words["url"], words["day"])
    if publication.day > now.date():
        raise Refused(f"{publication.day} lies in the future", "give the day on which it was published")
    return Asked(languages, words["who"], words["role"], publication, now)


def _publication(title: str, url: str, day: str) -> Publication:
    from glossary.ledger import record

    try:
        return record.publication(title, url, date.fromisoformat(day))
    except ValueError as error:
        raise Refused(f"no statement can name this publication: {error}", "write it anew") from None


def _print(asked: Asked, plan: Plan) -> None:
    """Show what a statement would approve, by language, and what it leaves out."""
    publication = asked.publication
    console.say(f"“{publication.title}”, {publication.url}, {publication.day}")
    taken = Counter(record.language for record in plan.records)
    left = Counter(each.language for each in plan.left)
    console.say(f"{'language':<12}{'approves':>10}{'leaves out':>12}")
    for language in asked.languages:
        console.say(f"{language:<12}{taken[language]:>10}{left[language]:>12}")
    for each in plan.left[:_SHOWN]:
        console.say(f"left out: {each.concept} in {each.language}: {each.why}")
    if len(plan.left) > _SHOWN:
        console.say(f"left out: {counted(len(plan.left) - _SHOWN, 'more text')}")
