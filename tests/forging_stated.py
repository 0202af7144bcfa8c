"""Forgeries of statements about whole publications, in a glossary whose policy takes them: whoever makes them has the lines
and the signatures of statements that two people made, and no key but those that a kind names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from unittest import mock

from glossary.content.model import Approval, Publication, Verdict
from glossary.content.text import Text
from glossary.ledger import checked, ledgers, losses, policy, record, signed, statement, vetted
from glossary.ledger.policy import Policy
from glossary.ledger.record import line, reading
from tests import faults, forging
from tests import signing_forgeries as unguarded
from tests.faults import BOTH
from tests.forging import NIGHT, TRANSLATED, Claim, Guard, Kind, off, served, some_text, vote
from tests.signed_world import APPROVAL, GLOSSARY, Signing, key, public, rules
from tests.world import World

STATEMENT = f"{statement.PURPOSE}:{GLOSSARY}"
PUBLISHED = Publication("Words about birds", "https://birds.example.org/words", date(2024, 5, 1))
DAY = NIGHT - timedelta(days=60)
"""When both made their statement: after every record of the good content, and before another text replaced the dove's."""

_TAKEN = "statements = true\n"
_STATED = (("fr", "dove"), ("fr", "wren"), ("fi", "dove"), ("fi", "owl"))


def build(root: Path) -> World:
    """Make the glossary: of two languages texts that both stated, and of the dove in French another one that came later."""
    world = forging.build(root)
    text = _TAKEN + rules(world).read_text()
    for who, _ in BOTH:
        text = text.replace(f'id = "{who}"\n', f'id = "{who}"\nkeys = ["{public(who)}"]\n')
    rules(world).write_text(text)
    for who, role in BOTH:
        _add(world, _signed(who, [_act(who, role, *each, _published(*each)) for each in _STATED]))
        vote(world, "fr", "dove", who, role, _LATER, when=DAY + timedelta(days=1))
    return world


def _build_without(root: Path) -> World:
    """Make the glossary without the statements, and with a policy that takes none."""
    world = build(root)
    for language in TRANSLATED:
        for who, _ in BOTH:
            _write(world, language, who, [act for act in _read(world, language, who) if not act.publication])
    rules(world).write_text(rules(world).read_text().replace(_TAKEN, ""))
    return world


_LATER = Text(term="Colombe", definition="est venue plus tard.")


def _published(language: str, concept: str) -> Text:
    return Text(term=f"{concept} ({language})", definition=f"was published before, in {language}: {concept}.")


def _act(who: str, role: str, language: str, concept: str, text: Text, when: datetime = DAY) -> Approval:
    """Return a record of a statement, not signed yet."""
    english = Text(term=concept.capitalize(), definition=faults.WORDS["en"][concept]).digest
    words = when, who, role, Verdict.APPROVE, language, concept, text, english
    return replace(Approval(*words), publication=PUBLISHED)


def _signed(
    who: str, acts: Sequence[Approval], sign: Signing | None = None, namespace: str = STATEMENT
) -> list[Approval]:
    """Return the records of one statement."""
    listed = statement.listed(acts)
    signature = (sign or key(who))(statement.head(listed[0]), namespace).base64
    return [replace(act, signature=signature) for act in listed]


def _read(world: World, language: str, who: str) -> list[Approval]:
    data = ledgers.path(world.translations, language, who).read_bytes().splitlines()
    return list(map(reading(language), data))


def _write(world: World, language: str, who: str, acts: Sequence[Approval]) -> None:
    ledgers.path(world.translations, language, who).write_text("".join(map(line, acts)))


def _add(world: World, acts: Sequence[Approval]) -> None:
    for act in acts:
        file = ledgers.path(world.translations, act.language, act.who)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text((file.read_text() if file.exists() else "") + line(act))


def _listed(world: World, who: str) -> list[Approval]:
    """Return the records of somebody's statement, in the order of its list."""
    return [act for tag in TRANSLATED for act in _read(world, tag, who) if act.publication]


def _one_more(dice: Random, world: World) -> Claim:
    """Add one more text to the list of each statement, whatever the list then looks like."""
    language, concept, text = "fi", "wren", some_text(dice)
    way = dice.randrange(3)
    for who, role in BOTH:
        there = _listed(world, who)
        new = _act(who, role, language, concept, text)
        other = dice.choice(there)
        where = (other.listed, f"{len(there) + 1} {' '.join((other.listed or '').split(' ')[1:])}")
        longer = statement.listed([*there, new])[-1]
        _add(world, [replace(new, signature=other.signature, listed=(*where, longer.listed)[way])])
    return served(language, concept, text.definition)


def _one_exchanged(dice: Random, world: World) -> Claim:
    """Exchange the words of one text on the list, with fresh digests."""
    (language, concept), text = dice.choice(_STATED[1:]), some_text(dice)
    _changed(world, language, concept, lambda act: replace(act, text=text))
    return served(language, concept, text.definition)


def _changed(world: World, language: str, concept: str, change: Callable[[Approval], Approval]) -> None:
    """Change the records of both statements about a text, and leave their signatures."""
    for who, _ in BOTH:
        acts = _read(world, language, who)
        changed = (change(act) if act.publication and act.concept == concept else act for act in acts)
        _write(world, language, who, list(changed))


def _another_publication(dice: Random, world: World) -> Claim:
    """Say that another publication was meant, or another day of it."""
    language, concept = dice.choice(_STATED[1:])
    mark = "".join(dice.choices("abcdefghij", k=9))
    day = PUBLISHED.day + timedelta(days=dice.randrange(1, 900))
    other, said = dice.choice(
        [
            (replace(PUBLISHED, title=f"Words {mark}"), mark),
            (replace(PUBLISHED, url=f"https://{mark}.example.org/"), mark),
            (replace(PUBLISHED, day=day), day.isoformat()),
        ]
    )
    _changed(world, language, concept, lambda act: replace(act, publication=other))
    return served(language, concept, said)


def _another_day(dice: Random, world: World) -> Claim:
    """Date a statement to after the text that replaced what it is about."""
    when = NIGHT + timedelta(seconds=dice.randrange(10**6))
    _changed(world, "fr", "dove", lambda act: replace(act, when=when))
    return served("fr", "dove", _published("fr", "dove").definition)


def _another_language(dice: Random, world: World) -> Claim:
    """Put the words that a statement is about into another language's ledger."""
    source, concept = dice.choice([each for each in _STATED if each != ("fr", "dove")])
    target = {"fr": "fi", "fi": "fr"}[source]
    concept = "wren" if (target, concept) == ("fr", "owl") else concept
    when = NIGHT + timedelta(seconds=dice.randrange(10**6))
    for who, _ in BOTH:
        taken = dice.choice([act for act in _read(world, source, who) if act.publication])
        english = _act(who, taken.role, target, concept, taken.text).source
        moved = replace(taken, language=target, concept=concept, source=english, text=_published(source, concept))
        _add(world, [replace(moved, when=dice.choice([DAY, when]))])
    return served(target, concept, _published(source, concept).definition)


def _not_taken(dice: Random, world: World) -> Claim:
    """Both make a statement where the policy takes none."""
    language, concept = dice.choice(_STATED)
    text = some_text(dice)
    for who, role in BOTH:
        _add(world, _signed(who, [_act(who, role, language, concept, text)]))
    return served(language, concept, text.definition)


def _at_the_desk(dice: Random, world: World) -> Claim:
    """Use what people sign at a desk, approvals, as statements: of its line, or of a whole list."""
    language, concept = dice.choice(_STATED)
    text, whole = some_text(dice), dice.random() < 0.5
    for who, role in BOTH:
        (act,) = statement.listed([_act(who, role, language, concept, text, NIGHT)])
        message = statement.head(act) if whole else record.message(act)
        _add(world, [replace(act, signature=key(who)(message, APPROVAL).base64)])
    return served(language, concept, text.definition)


def _of_the_desk(dice: Random, world: World) -> Claim:
    """The desk, or a program beside it, makes a statement in a name of its own."""
    language, concept = dice.choice(_STATED)
    text, name = some_text(dice), dice.choice(_DESKS)
    role = dice.choice([role for _, role in BOTH])
    (other,) = [pair for pair in BOTH if pair[1] != role]
    _add(world, _signed(name, [_act(name, role, language, concept, text, NIGHT)]))
    _add(world, _signed(other[0], [_act(*other, language, concept, text, NIGHT)]))
    return served(language, concept, text.definition)


def _unsigned(dice: Random, world: World) -> Claim:
    """Make a statement that nobody signed."""
    language, concept = dice.choice(_STATED)
    text = some_text(dice)
    _add(world, [_act(who, role, language, concept, text, NIGHT) for who, role in BOTH])
    return served(language, concept, text.definition)


def _copied_below(dice: Random, world: World) -> Claim:
    """Copy the lines of a statement below the text that replaced what it is about, byte for byte."""
    for who, _ in dice.sample(BOTH, 2):
        acts = _read(world, "fr", who)
        old = [act for act in acts if act.publication]
        _write(world, "fr", who, [*acts, *(old * dice.randrange(1, 4))])
    return served("fr", "dove", _published("fr", "dove").definition)


def _older_copy(dice: Random, world: World) -> Claim:
    """Put an older copy of the ledger back, that ends with the statement."""
    for who, _ in BOTH:
        acts = _read(world, "fr", who)
        last = max(number for number, act in enumerate(acts) if act.publication)
        file = ledgers.path(world.translations, "fr", who)
        kept = [act for act in acts[: last + 1] if act.publication or dice.random() < 0.7]
        file.write_text("".join(map(line, kept)))
    return served("fr", "dove", _published("fr", "dove").definition)


def _withdrawn(dice: Random, world: World) -> Claim:
    """Both are brought to state a publication anew after a text of it was withdrawn; the text comes back with the others."""
    language, concept = dice.choice(_STATED[1:])
    who, role = dice.choice(BOTH)
    when = NIGHT + timedelta(seconds=dice.randrange(10**6))
    vote(world, language, concept, who, role, _published(language, concept), verdict=Verdict.WITHDRAW, when=when)
    for name, holds in BOTH:
        again = [_act(name, holds, *each, _published(*each), when + timedelta(seconds=1)) for each in _STATED[1:]]
        _add(world, _signed(name, again))
    return served(language, concept, _published(language, concept).definition)


def _by_a_stranger(dice: Random, world: World) -> Claim:
    """Sign a statement in the names of both with keys that the policy does not have, or one person's with the other's."""
    language, concept = dice.choice(_STATED)
    text = some_text(dice)
    strange = dice.choice([key(f"stranger {dice.randrange(10**6)}"), key(dice.choice(BOTH)[0])])
    for who, role in BOTH:
        _add(world, _signed(who, [_act(who, role, language, concept, text, NIGHT)], strange))
    return served(language, concept, text.definition)


_DESKS = ("desk", "glossary", "glossary-desk", "desk-1")


def _with_desks(directory: Path, today: date) -> Policy:
    """Read a policy as if a desk were somebody who is registered, with a key of its own."""
    text = (directory / policy.FILE).read_text()
    for name in _DESKS:
        text += f'\n[[reviewers]]\nid = "{name}"\nroles = ["language", "subject"]\nlanguages = ["*"]\n'
        text += f'keys = ["{public(name)}"]\n'
    with TemporaryDirectory() as folder:
        (Path(folder) / policy.FILE).write_text(text)
        return _LOAD(Path(folder), today)


def _taking(directory: Path, today: date) -> Policy:
    """Read a policy as if it took statements."""
    return replace(_LOAD(directory, today), statements=True)


_LOAD = policy.load


def _afresh() -> mock._patch_dict:
    """Forget which signatures were checked."""
    return mock.patch.dict(checked._checked, clear=True)


def _kind(
    name: str, forge: Callable[[Random, World], Claim], *guards: Guard, of: Callable[[Path], World] = build
) -> Kind:
    return Kind(name, forge, (_afresh, *guards), build=of)


def _as_they_stand(records: Iterable[Approval], **_order: object) -> list[Approval]:
    """Order records by their places in their files, whatever time they state."""
    before = Counter[str]()
    placed = list[tuple[int, Approval]]()
    for act in records:
        before[act.who] += 1
        placed.append((before[act.who], act))
    return [act for _, act in sorted(placed, key=lambda each: each[0])]


_WHERE_THEY_STAND = partial(mock.patch.object, vetted, "sorted", _as_they_stand, create=True)
_NOTHING_LOST = off(losses, "lost", lambda *_, **__: [])
_ANY_KEY = off(signed, "_objection", lambda *_: None)

KINDS = (
    _kind("a statement's list with one more text", _one_more, *unguarded.UNCHECKED),
    _kind("a statement's list with one text exchanged", _one_exchanged, *unguarded.UNCHECKED, _NOTHING_LOST),
    _kind("a statement with another publication", _another_publication, *unguarded.UNCHECKED, _NOTHING_LOST),
    _kind("a statement of another day", _another_day, *unguarded.UNCHECKED, _NOTHING_LOST),
    _kind("a statement for another language", _another_language, *unguarded.UNCHECKED),
    _kind("a statement where the policy takes none", _not_taken, off(policy, "load", _taking), of=_build_without),
    _kind("a statement signed as the desk signs", _at_the_desk, unguarded.ANY_GLOSSARY, *unguarded.UNCHECKED),
    _kind("a statement in the desk's name", _of_the_desk, off(policy, "load", _with_desks)),
    _kind("a statement by a stranger's key", _by_a_stranger, _ANY_KEY),
    _kind("a statement without a signature", _unsigned, off(signed, "fault", lambda *_: None)),
    _kind("an old statement copied below what replaced it", _copied_below, _WHERE_THEY_STAND),
    _kind("an older copy of a ledger put back, with its statement", _older_copy, _NOTHING_LOST),
    _kind("a new statement about a withdrawn text", _withdrawn, off(vetted, "_whole", lambda *_: False)),
)
