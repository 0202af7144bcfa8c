"""A reviewer's verdict at a terminal: ``vet``. What was recorded elsewhere comes in by ``receiving``."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glossary.commands import console, keys, receiving, showing
from glossary.content.model import Verdict
from glossary.errors import BadContent, GlossaryError, Refused, counted
from glossary.ledger.roles import ROLES
from glossary.settings import Settings

if TYPE_CHECKING:
    from glossary.review.vetting import Request

_NEEDED = {"language": "LANGUAGE", "who": "--by", "role": "--role"}

_NEEDLESS = ("GLOSSARY_TERMS", "GLOSSARY_SUPPORT")
"""The folders without which a text can be withdrawn."""


@dataclass(frozen=True)
class Wish:
    """The words of one command, but for the concept. ``refuse`` is the reason for a change, ``field`` what it is about."""

    settings: Settings
    language: str
    who: str
    role: str
    digest: str
    key: str
    yes: bool
    refuse: str | None
    field: str

    def request(self, concept: str, verdict: Verdict = Verdict.APPROVE) -> Request:
        """Return what is asked for one concept."""
        from glossary.review import vetting

        return vetting.Request(self.language, concept, self.who, self.role, verdict, self.settings.now, self.digest)


@click.command(epilog="Example: glossary vet fr dove --by otter --role language")
@click.argument("language", default="")
@click.argument("concepts", nargs=-1, metavar="[CONCEPT]...")
@click.option("--by", "who", metavar="REVIEWER", help="Your id in policy.toml.")
@click.option("--role", type=click.Choice(ROLES), help="What you vouch for.")
@click.option("--next", "following", is_flag=True, help="Take the next text that waits for you.")
@click.option("--digest", default="", help="Only if it is the text with this digest, as a sheet shows it.")
@keys.option
@click.option("--refuse", metavar="REASON", help="Ask the translator for a change instead: marks the draft as open.")
@click.option("--field", metavar="FIELD", default="definition", help="With --refuse: which field it is about.")
@click.option("--withdraw", is_flag=True, help="Take the published text back instead.")
@click.option("--every-version", is_flag=True, help="With --withdraw: earlier versions of the text too.")
@click.option("--from", "folder", metavar="FOLDER", help="Take the approvals that an answers file saved in FOLDER.")
@click.option("--yes", is_flag=True, help="Do not ask; for scripts.")
def vet(
    language: str,
    concepts: tuple[str, ...],
    following: bool,
    withdraw: bool,
    every_version: bool,
    folder: str | None,
    **words: Any,
) -> None:
    """Approve the drafts of CONCEPTS in LANGUAGE, one by one: shows each beside its English, asks, and adds one record."""
    if folder is not None:
        _refuse_besides(language, **words)
        receiving.take(Path(folder), words["yes"])
        return
    _require({"language": language, **words})
    chosen = Wish(console.settings(_NEEDLESS if withdraw else ()), language, **words)
    if following == bool(concepts):
        raise click.UsageError("Name the concepts, or say --next.")
    if chosen.digest and len(concepts) > 1:
        raise click.UsageError("A digest is of one text: name one concept.")
    if every_version and not withdraw:
        raise click.UsageError("--every-version goes with --withdraw.")
    if withdraw and chosen.refuse is not None:
        raise click.UsageError("Say --refuse or --withdraw, not both.")
    taking_back = _withdraw_all if every_version else _withdraw
    act = taking_back if withdraw else _approve if chosen.refuse is None else _refuse
    _each(concepts or (_next(chosen),), lambda concept: act(chosen, concept))


def _require(words: dict[str, Any]) -> None:
    for name, option in _NEEDED.items():
        if not words[name]:
            raise click.UsageError(f"Missing {'argument' if name == 'language' else 'option'} '{option}'.")


def _refuse_besides(language: str, **words: Any) -> None:
    """Raise ``UsageError`` where something stands beside --from that the lines there say themselves."""
    given = [option for name, option in _NEEDED.items() if ({"language": language} | words)[name]]
    given += [f"--{name}" for name in ("key", "digest", "refuse") if words[name]]
    if given:
        raise click.UsageError(f"--from takes lines as they are: leave out {', '.join(given)}.")


def _each(concepts: tuple[str, ...], act: Callable[[str], None]) -> None:
    """Do the same for each concept. What is refused for one does not stop the others; a failure is one all the same."""
    if len(concepts) == 1:
        act(concepts[0])
        return
    failed = 0
    for number, concept in enumerate(concepts, 1):
        console.say(f"\n{concept} ({number} of {len(concepts)})")
        try:
            act(concept)
        except BadContent:
            raise
        except GlossaryError as error:
            console.say(f"{concept}: {error}", err=True)
            failed += 1
    if failed:
        raise Refused(f"{counted(failed, 'text')} of {len(concepts)} not done", "each reason stands above")


def _next(wish: Wish) -> str:
    """Return the concept whose text waits first. Raises ``Refused`` where none does."""
    from glossary.review import waiting
    from glossary.review.allow import allowed

    edition = console.edition(wish.settings)
    edition.offered(wish.language)
    if objection := edition.policy.objection(wish.who, wish.role, wish.language, wish.settings.today):
        raise Refused(objection, "reviewers are registered in policy.toml; see docs/reviewers.md")
    words = allowed(wish.settings.translations, wish.settings.today)
    for concept in waiting.texts(edition, words, wish.language, wish.who, wish.role, wish.settings.now):
        console.say(concept)
        return concept
    raise Refused(
        f"no text in {wish.language} waits for “{wish.who}” as “{wish.role}”",
        f"“glossary status {wish.language}” says how far each has come",
    )


def _approve(wish: Wish, concept: str) -> None:
    from glossary.ledger import signed
    from glossary.review import vetting
    from glossary.review.allow import allowed

    chosen, request = wish.settings, wish.request(concept)
    sign = keys.signer(chosen, wish.key, wish.who, signed.APPROVAL)
    edition = console.edition(chosen)
    keys.require_key(edition.policy, wish.key)
    act = vetting.prepare(edition, allowed(chosen.translations, chosen.today), request)
    showing.show(act, showing.remarks(edition, chosen, act.record))
    showing.ask(f"Approve this text as “{wish.who}” ({wish.role})?", wish.yes)
    record = vetting.commit(chosen.translations, edition, wish.language, act, chosen.now, sign)
    showing.print_outcome(console.edition(chosen), record)


def _withdraw(wish: Wish, concept: str) -> None:
    from glossary.ledger import signed
    from glossary.review import withdrawing

    chosen, request = wish.settings, _withdrawal(wish, concept)
    sign = keys.signer(chosen, wish.key, wish.who, signed.APPROVAL)
    act = withdrawing.prepare(chosen.translations, request)
    showing.show(act)
    showing.ask(f"Withdraw this text as “{wish.who}” ({wish.role})?", wish.yes)
    withdrawing.commit(chosen.translations, act, request, sign)
    showing.print_withdrawn(chosen, request)
    if left := len(withdrawing.earlier(chosen.translations, request)):
        console.say(f"{counted(left, 'earlier version')} can still be read; --every-version takes back those too")


def _withdrawal(wish: Wish, concept: str) -> Request:
    """Return the request to withdraw a concept's text: under an id that it had, where its new one is not adopted yet."""
    from glossary.content import terms
    from glossary.review import withdrawing

    chosen, written = wish.settings, None
    with suppress(BadContent):  # no term file is needed
        written = terms.load(chosen.terms, chosen.today).get(concept)
    request = wish.request(concept, Verdict.WITHDRAW)
    return withdrawing.under(chosen.translations, request, written.formerly if written else ())


def _withdraw_all(wish: Wish, concept: str) -> None:
    """Take back the text that is served, and what it replaced; or only that, where nothing is served."""
    from glossary.ledger import signed
    from glossary.review import withdrawing

    chosen, request = wish.settings, _withdrawal(wish, concept)
    sign = keys.signer(chosen, wish.key, wish.who, signed.APPROVAL)
    acts = withdrawing.every(chosen.translations, request)
    for act in acts:
        showing.show(act)
    showing.ask(f"Withdraw {counted(len(acts), 'text')} as “{wish.who}” ({wish.role})?", wish.yes)
    for act in acts:
        withdrawing.commit(chosen.translations, act, request, sign)
    showing.print_withdrawn(chosen, request)


def _refuse(wish: Wish, concept: str) -> None:
    from glossary.review import asking

    chosen = wish.settings
    edition = console.edition(chosen)
    edition.concept(concept)
    edition.offered(wish.language)
    if objection := edition.policy.objection(wish.who, wish.role, wish.language, chosen.today):
        raise Refused(objection, "reviewers are registered in policy.toml; see docs/reviewers.md")
    asked = asking.Asked(wish.language, concept, wish.who, chosen.today, wish.refuse or "", wish.field)
    showing.ask(f"Ask for a change of {asked.key} in {wish.language} as “{wish.who}”?", wish.yes)
    file = asking.ask(chosen.translations, asked)
    console.say(f"{file}: {asked.key} is marked as open, with your reason above it")
