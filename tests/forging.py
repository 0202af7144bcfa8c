"""The kinds of forgeries of texts that ``tests/forgeries.py`` tries: what is forged, what a reader would then see, and which
guard stands in the way.

Each forger has a limited power: one person's own file, a text editor, an older copy. Whoever writes whole lines in the names
of all required reviewers is beyond what digests can tell; signatures are for that.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from unittest import mock

from werkzeug.test import Client

from glossary.content.model import Approval, Status, Verdict
from glossary.content.text import Text
from glossary.edition import entries
from glossary.edition.edition import Edition
from glossary.edition.entries import Entry
from glossary.language.tags import SOURCE
from glossary.ledger import ledgers, losses, policy, record, vetted
from glossary.ledger.ledgers import Ledger
from glossary.ledger.policy import Policy
from glossary.ledger.record import line
from glossary.ledger.records import Records
from tests import faults
from tests.world import World

Claim = Callable[[Client], bool]
"""What a forger wants: whether a reader gets it."""

Guard = Callable[[], AbstractContextManager[Any]]
"""Switches a guard off."""


def build(root: Path) -> World:
    """Make the glossary that is forged: that of ``tests/faults.py``, with a contact and a string that was adopted twice."""
    world = faults.build(root)
    world.record("FI")
    for words in ("Avant cela", "Chercher"):
        world.phrase("fr", "search.button", words)
        world.adopt()
    world.adopting = False
    return world


class Kind(NamedTuple):
    """A kind of forgery."""

    name: str
    forge: Callable[[Random, World], Claim]
    guards: tuple[Guard, ...] = ()
    yes: Callable[[World], None] | None = None
    """What the people who may say yes do; for what needs no other guard than their yes."""
    build: Callable[[Path], World] = build
    """Makes the glossary that is forged."""


def off(owner: object, name: str, instead: object) -> Guard:
    """Return what puts something else in the place of a guard."""
    return partial(mock.patch.object, owner, name, instead)


TRANSLATED, BOTH = ("fr", "fi"), faults.BOTH
NIGHT = datetime(2026, 6, 1, tzinfo=UTC)
"""After every record of the good content."""


def served(language: str, concept: str, words: str) -> Claim:
    path = f"/v1/{language}/terms/{concept}.json"
    return lambda client: words in client.get(path).text


def _gone(language: str, concept: str) -> Claim:
    """A text that should stay is no longer served in its language."""
    path = f"/v1/{language}/terms/{concept}.json"
    return lambda client: f'"language":"{language}"' not in client.get(path).text.replace('": "', '":"')


def _rows(file: Path) -> list[str]:
    return file.read_text().splitlines(keepends=True) if file.exists() else []


def _words(dice: Random) -> str:
    return f"est un oiseau de {''.join(dice.choices('abcdefghijklmnop', k=9))}."


def some_text(dice: Random) -> Text:
    return Text(term="forged", definition=_words(dice))


def _english(concept: str) -> str:
    return Text(term=concept.capitalize(), definition=faults.WORDS["en"][concept]).digest


def vote(world: World, language: str, concept: str, who: str, role: str, text: Text, **more: Any) -> Approval:
    """Add a well-formed line, with the digest that it should have."""
    values = {"when": NIGHT, "verdict": Verdict.APPROVE, "source": _english(concept), "file": who, **more}
    act = Approval(values["when"], who, role, values["verdict"], language, concept, text, values["source"])
    file = ledgers.path(world.translations, language, values["file"])
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text((file.read_text() if file.exists() else "") + line(act))
    return act


def _two(world: World, language: str, concept: str, text: Text, **more: Any) -> None:
    for who, role in BOTH:
        vote(world, language, concept, who, role, text, **more)


def _pick(dice: Random) -> tuple[str, str]:
    return dice.choice(TRANSLATED), dice.choice(("dove", "wren"))


def _edited(dice: Random, world: World) -> Claim:
    """Edit an approved text in the lines of both reviewers, and leave their digests."""
    language, words = dice.choice(TRANSLATED), _words(dice)
    for file in world.ledgers(language):
        file.write_text(file.read_text().replace(faults.WORDS[language]["dove"], words))
    return served(language, "dove", words)


def _other_votes(dice: Random, world: World) -> Claim:
    """One person approves other words than the colleague has."""
    language, concept = _pick(dice)
    text, (who, role) = some_text(dice), dice.choice(BOTH)
    vote(world, language, concept, who, role, text)
    return served(language, concept, text.definition)


def _exchanged(dice: Random, world: World) -> Claim:
    """Exchange the texts of two approvals of one person, with fresh digests."""
    who, role = dice.choice(BOTH)
    file = ledgers.path(world.translations, "fi", who)
    rows = [json.loads(row) for row in file.read_text().splitlines()]
    one, two = rows[0], rows[1]
    one["text"], two["text"] = two["text"], one["text"]
    file.write_text("")
    for row in rows:
        when = datetime.fromisoformat(row["when"]) + timedelta(seconds=dice.randrange(1, 10**6))
        vote(world, "fi", row["concept"], who, role, Text.of(row["text"]), when=when, source=row["source"])
    return served("fi", "dove", faults.WORDS["fi"]["owl"])


def _against_other_english(dice: Random, world: World) -> Claim:
    """Two people approve the same words, one beside an English text that nobody approved."""
    language, concept = _pick(dice)
    text = some_text(dice)
    for (who, role), source in zip(BOTH, dice.sample([_english(concept), some_text(dice).digest], 2), strict=True):
        vote(world, language, concept, who, role, text, source=source)
    return served(language, concept, text.definition)


def _against_unknown_english(dice: Random, world: World) -> Claim:
    """Both approve a translation of an English text that was never approved."""
    language, concept = _pick(dice)
    text = some_text(dice)
    _two(world, language, concept, text, source=some_text(dice).digest)
    return served(language, concept, text.definition)


def _replayed(dice: Random, world: World) -> Claim:
    """Copy the approvals of a withdrawn text below its withdrawal, byte for byte."""
    for who, _ in dice.sample(BOTH, 2):
        file = ledgers.path(world.translations, "fr", who)
        rows = [row for row in _rows(file) if '"owl"' in row and '"approve"' in row]
        file.write_text(file.read_text() + "".join(rows * dice.randrange(1, 4)))
    return served("fr", "owl", faults.WORDS["fr"]["owl"])


def _other_language(dice: Random, world: World) -> Claim:
    """Put the approvals of one language in the place of another's, byte for byte."""
    source, target = dice.sample(TRANSLATED, 2)
    for who, _ in BOTH:
        own, others = (ledgers.path(world.translations, tag, who) for tag in (target, source))
        kept = [row for row in _rows(own) if '"concept": "dove"' not in row]
        own.write_text("".join([*kept, *(row for row in _rows(others) if '"concept": "dove"' in row)]))
    return served(target, "dove", faults.WORDS[source]["dove"])


def _other_file(dice: Random, world: World) -> Claim:
    """One person writes the colleague's approval too, into their own file."""
    language, concept = _pick(dice)
    text, ((own, mine), (other, role)) = some_text(dice), dice.sample(BOTH, 2)
    vote(world, language, concept, own, mine, text)
    vote(world, language, concept, other, role, text, file=own)
    return served(language, concept, text.definition)


def _strangers(dice: Random, world: World) -> Claim:
    """People approve whom the policy does not know; or whose names only look like those that it knows."""
    language, concept = _pick(dice)
    text = some_text(dice)
    names = dice.choice(
        [("o-tter", "her-on"), ("otter-1", "heron-1"), ("heron-otter", "otter-heron"), ("0tter", "hėron")]
    )
    for who, role in zip(names, ("language", "subject"), strict=True):
        vote(world, language, concept, who, role, text)
    return served(language, concept, text.definition)


def _other_role(dice: Random, world: World) -> Claim:
    """Two people exchange their roles."""
    language, concept = _pick(dice)
    text = some_text(dice)
    for (who, _), (_, role) in zip(BOTH, BOTH[::-1], strict=True):
        vote(world, language, concept, who, role, text)
    return served(language, concept, text.definition)


def _unregistered_language(dice: Random, world: World) -> Claim:
    """Somebody approves in a language that they are not registered for."""
    text = some_text(dice)
    vote(world, "fi", "dove", "both", "language", text)
    vote(world, "fi", "dove", "heron", "subject", text)
    return served("fi", "dove", text.definition)


def _after_the_end(dice: Random, world: World) -> Claim:
    """Somebody approves who has left."""
    language, concept = _pick(dice)
    rules = world.translations / "policy.toml"
    rules.write_text(
        rules.read_text().replace('id = "otter"\n', f'id = "otter"\nuntil = 2026-05-{dice.randrange(1, 29):02}\n')
    )
    text = some_text(dice)
    _two(world, language, concept, text)
    return served(language, concept, text.definition)


def _alone(dice: Random, world: World) -> Claim:
    """One person who holds both roles approves in both."""
    concept, text = dice.choice(("dove", "wren")), some_text(dice)
    for role in dice.sample(("language", "subject"), 2):
        vote(world, "fr", concept, "both", role, text)
    return served("fr", concept, text.definition)


def _ahead(dice: Random, world: World) -> Claim:
    """Approvals are dated ahead, to count when nobody looks."""
    language, concept = _pick(dice)
    text, when = some_text(dice), datetime(2027, 1, 1, tzinfo=UTC) + timedelta(days=dice.randrange(20_000))
    _two(world, language, concept, text, when=when)
    return served(language, concept, text.definition)


def _revoked(dice: Random, world: World) -> Claim:
    """Whoever has a stolen reviewer's access dates a line back to before the revocation."""
    who, role = dice.choice(BOTH)
    (other, others) = next(pair for pair in BOTH if pair[0] != who)
    files = [ledgers.path(world.translations, tag, who) for tag in ("en", *TRANSLATED)]
    pinned = [json.loads(row)["digest"] for file in files for row in _rows(file)]
    rules = world.translations / "policy.toml"
    rules.write_text(rules.read_text().replace(f'id = "{who}"\n', f'id = "{who}"\nrevoked = {json.dumps(pinned)}\n'))
    language, concept = _pick(dice)
    text = some_text(dice)
    early = datetime(2026, 2, 1, tzinfo=UTC) + timedelta(days=dice.randrange(60))
    vote(world, language, concept, other, others, text, when=early)
    vote(world, language, concept, who, role, text, when=early - timedelta(days=dice.randrange(1, 20)))
    return served(language, concept, text.definition)


def _restored(dice: Random, world: World) -> Claim:
    """One person brings a replaced text back on the colleague's old vote."""
    who, role = dice.choice(BOTH)
    text = Text(term="before", definition="was served before.")
    vote(world, "fr", "wren", who, role, text, when=NIGHT + timedelta(seconds=dice.randrange(10**6)))
    return served("fr", "wren", text.definition)


def _lost_withdrawal(dice: Random, world: World) -> Claim:
    """Take the line of a withdrawal away."""
    file = ledgers.path(world.translations, "fr", "heron")
    rows = [row for row in _rows(file) if '"withdraw"' not in row]
    file.write_text("".join(dice.sample(rows, len(rows))))
    return served("fr", "owl", faults.WORDS["fr"]["owl"])


def _lost_file(dice: Random, world: World) -> Claim:
    """Lose a reviewer's file."""
    language, (who, _) = dice.choice(TRANSLATED), dice.choice(BOTH)
    ledgers.path(world.translations, language, who).unlink()
    return _gone(language, "dove")


def _lost_folder(dice: Random, world: World) -> Claim:
    """Lose a language's ledger, or the language."""
    language = dice.choice(TRANSLATED)
    shutil.rmtree(world.translations / language / dice.choice(("approvals", "")))
    return _gone(language, "dove")


def _older_copy(dice: Random, world: World) -> Claim:
    """Put an older copy of the ledger back, of before the withdrawal."""
    for who, _ in BOTH:
        file = ledgers.path(world.translations, "fr", who)
        rows = _rows(file)
        whole = [row for row in rows if '"withdraw"' not in row]
        file.write_text("".join(whole[: dice.randrange(2, len(whole) + 1)]))
    return served("fr", "owl", faults.WORDS["fr"]["owl"])


def _linked_copy(dice: Random, world: World) -> Claim:
    """Put a link to an older copy in the place of a ledger."""
    _older_copy(dice, world)
    file = ledgers.path(world.translations, "fr", "heron")
    old = world.root / f"old-{dice.randrange(1000)}.jsonl"
    file.rename(old)
    file.symlink_to(old)
    return served("fr", "owl", faults.WORDS["fr"]["owl"])


def _loosened(dice: Random, world: World) -> Claim:
    """Make a policy that requires nothing, or a role that there is not; then one vote is enough."""
    rules = world.translations / "policy.toml"
    instead = dice.choice(
        ("translation = []", 'translation = ["langauge"]', "", "translation = 0", 'translation = ["", ""]')
    )
    rules.write_text(rules.read_text().replace('translation = ["language", "subject"]', instead))
    language, concept = _pick(dice)
    text = some_text(dice)
    vote(world, language, concept, "otter", "language", text)
    return served(language, concept, text.definition)


def _nothing_required(directory: Path, today: date) -> Policy:
    """Read a policy as if it need not require both."""
    text = (directory / policy.FILE).read_text()
    text = re.sub(r"(?m)^(\[required\]\nsource.*\n)(translation.*\n)?", r'\1translation = ["subject"]\n', text)
    with TemporaryDirectory() as folder:
        (Path(folder) / policy.FILE).write_text(text)
        return replace(_LOAD(Path(folder), today), translation_roles=("language",))


_LOAD = policy.load


def _draft(dice: Random, world: World) -> Claim:
    """Edit a catalog or a term file."""
    language, words = dice.choice(("en", *TRANSLATED)), _words(dice)
    if language == SOURCE:
        file = world.terms / "dove.toml"
        file.write_text(file.read_text().replace(faults.WORDS["en"]["dove"], words))
    else:
        world.catalog(language, {"dove.definition": words})
    return served(language, "dove", words)


def _one_is_enough(roles: tuple[str, ...], approvals: tuple[Approval, ...]) -> tuple[Approval, ...] | None:
    held = {act.role: act for act in approvals}
    return tuple(held[role] for role in roles) if set(roles) <= held.keys() else None


def _whatever_day(
    cls: type[Records], ledger: Mapping[str, Iterable[Ledger]], glossary: str, *_day_and_before: object
) -> Records:
    return cls(
        {tag: tuple(act for part in parts for act in part.records) for tag, parts in ledger.items()}, glossary=glossary
    )


def _with_drafts(edition: Edition, concept: str, languages: Sequence[str], _minimum: Status = Status.VETTED) -> Entry:
    return _ENTRY(edition, concept, languages, Status.DRAFT)


_ENTRY = entries.entry
_ANYBODY = off(Policy, "objection", lambda *_: None)
_ANY_KEY = off(vetted, "_key", lambda _: ("", None))
_ANY_ENGLISH = off(vetted, "_of_vetted_english", lambda *_: True)
_ANY_DIGEST = off(record, "_require_digest", lambda *_: None)
_ANY_LANGUAGE = off(record, "_require_language", lambda *_: None)
_NOTHING_LOST = off(losses, "lost", lambda *_, **__: [])

KINDS = (
    Kind("a text edited, digests left", _edited, (_ANY_DIGEST, _NOTHING_LOST)),
    Kind("one vote for other words", _other_votes, (_ANY_KEY,)),
    Kind("two approvals' texts exchanged, with fresh digests", _exchanged, (_ANY_KEY, _NOTHING_LOST)),
    Kind("one vote beside other English", _against_other_english, (_ANY_KEY, _ANY_ENGLISH)),
    Kind("votes beside English that nobody approved", _against_unknown_english, (_ANY_ENGLISH,)),
    Kind("approvals copied below a withdrawal", _replayed, (off(vetted, "order", lambda _: 0),)),
    Kind("lines moved into another language", _other_language, (_ANY_LANGUAGE, _NOTHING_LOST)),
    Kind("a colleague's line in one's own file", _other_file, (off(ledgers, "_required", lambda act, _: act),)),
    Kind("votes of strangers and look-alike names", _strangers, (_ANYBODY,)),
    Kind("votes in roles that people do not hold", _other_role, (_ANYBODY,)),
    Kind("a vote in a language that one is not registered for", _unregistered_language, (_ANYBODY,)),
    Kind("a vote after the last day", _after_the_end, (_ANYBODY,)),
    Kind("one person in both roles", _alone, (off(policy, "filling", _one_is_enough),)),
    Kind("approvals dated ahead", _ahead, (off(Records, "of", classmethod(_whatever_day)),)),
    Kind("a stolen reviewer's line dated back", _revoked, (off(Policy, "counts", lambda *_: True),)),
    Kind("a replaced text on an old vote", _restored, (off(vetted, "_left", lambda votes, _: votes),)),
    Kind("a withdrawal's line taken away", _lost_withdrawal, (_NOTHING_LOST,)),
    Kind("a reviewer's file lost", _lost_file, (_NOTHING_LOST,)),
    Kind("a ledger's folder or a language lost", _lost_folder, (_NOTHING_LOST,)),
    Kind("an older copy of a ledger put back", _older_copy, (_NOTHING_LOST,)),
    Kind("an older copy behind a link", _linked_copy, (_NOTHING_LOST,)),
    Kind("a draft edited", _draft, (off(entries, "entry", _with_drafts),)),
    Kind("a policy that requires nothing", _loosened, (off(policy, "load", _nothing_required),)),
)
