"""Forgeries of time: something is taken back while content cannot be served, or content is read while it changes. What a
forger wants here is that readers still get what was taken back."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from unittest import mock

from glossary.content.model import Verdict
from glossary.content.text import Text
from glossary.edition import loading, takeback
from glossary.edition.edition import Edition
from glossary.edition.loading import Stamp, stamp
from glossary.ledger import ledgers
from glossary.ledger.adoption import Item
from glossary.ledger.adoption import Kind as What
from glossary.serving import reading
from glossary.settings import Settings
from tests import faults
from tests.forging import BOTH, NIGHT, TRANSLATED, Claim, Kind, off, served, some_text, vote
from tests.forging_beside import adopt, current
from tests.world import World


def _broken_term(dice: Random, world: World) -> None:
    file = world.terms / f"{dice.choice(('owl', 'wren'))}.toml"
    file.write_text(file.read_text()[: dice.randrange(1, 40)] + "[")


def _broken_ledger(dice: Random, world: World) -> None:
    file = ledgers.path(world.translations, "en", "heron")
    file.write_text(file.read_text()[: -dice.randrange(2, 60)])


def _lost_line(dice: Random, world: World) -> None:
    file = ledgers.path(world.translations, "en", "heron")
    rows = file.read_text().splitlines(keepends=True)
    file.write_text("".join(dice.sample(rows, len(rows) - 1)))


def _broken_policy(dice: Random, world: World) -> None:
    file = world.translations / "policy.toml"
    file.write_text(file.read_text() + dice.choice(("[", "x = 1\n", "[[reviewers]]\n")))


def _broken_support(dice: Random, world: World) -> None:
    (world.support / "more.toml").write_text("[[record]]\n" * dice.randrange(1, 5))


_BREAKS: tuple[Callable[[Random, World], None], ...] = (_broken_term, _broken_ledger, _lost_line, _broken_support)


def _text(language: str, concept: str) -> Text:
    return Text(term=f"{concept} ({language})", definition=faults.WORDS[language][concept])


def _withdrawn(dice: Random, world: World) -> Claim:
    """A text is withdrawn in a tree that is broken."""
    language, (who, role) = dice.choice(TRANSLATED), dice.choice(BOTH)
    dice.choice((*_BREAKS, _broken_policy))(dice, world)
    vote(world, language, "dove", who, role, _text(language, "dove"), verdict=Verdict.WITHDRAW)
    return served(language, "dove", faults.WORDS[language]["dove"])


def _revoked(dice: Random, world: World) -> Claim:
    """A reviewer is revoked in a tree that is broken."""
    language, (who, _) = dice.choice(TRANSLATED), dice.choice(BOTH)
    rules = world.translations / "policy.toml"
    rules.write_text(rules.read_text().replace(f'id = "{who}"\n', f'id = "{who}"\nrevoked = []\n'))
    dice.choice(_BREAKS)(dice, world)
    return served(language, "dove", faults.WORDS[language]["dove"])


def _retired(dice: Random, world: World) -> Claim:
    """A maintainer retires a concept in a tree that is broken."""
    concept = dice.choice(("owl", "wren"))
    _, value = current(world, What.FACTS, concept)
    adopt(world, Item(What.FACTS, "", concept), {**value, "retired": {"on": "2026-06-01", "replaced_by": None}})
    dice.choice(_BREAKS)(dice, world)
    return lambda client: client.get(f"/v1/en/terms/{concept}.json").status_code == 200


def _half_a_checkout(dice: Random, world: World) -> Claim:
    """A text and its withdrawal arrive in one commit, and the service reads between the two files."""
    language, concept = dice.choice(TRANSLATED), dice.choice(("dove", "wren"))
    text, read = some_text(dice), loading.load
    for who, role in BOTH:
        vote(world, language, concept, who, role, text)

    def reading_meanwhile(*folders: object, **more: object) -> Edition:
        edition = read(*folders, **more)  # type: ignore[arg-type]
        file = ledgers.path(world.translations, language, "heron")
        if '"withdraw"' not in file.read_text().splitlines()[-1]:
            vote(world, language, concept, "heron", "subject", text, verdict=Verdict.WITHDRAW, when=NIGHT)
        return edition

    mock.patch.object(loading, "load", reading_meanwhile).start()
    return served(language, concept, text.definition)


def _unsteady(settings: Settings, before: Edition | None, _taken: Stamp | None) -> tuple[Edition, Stamp]:
    state = stamp(*settings.folders)
    return loading.load(*settings.folders, settings.today, before), state


_NOTHING_BACK = off(takeback, "without", lambda edition, *_: edition)

KINDS = (
    Kind("a withdrawal while content is broken", _withdrawn, (_NOTHING_BACK,)),
    Kind("a revocation while content is broken", _revoked, (_NOTHING_BACK,)),
    Kind("a retirement while content is broken", _retired, (_NOTHING_BACK,)),
    Kind("content read in the middle of a checkout", _half_a_checkout, (off(reading, "_steady", _unsteady),)),
)
