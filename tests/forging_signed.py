"""Forgeries of lines, signatures and keys, in a glossary that asks for signatures: whoever makes them may write anything into
the repository, and has no key but those that a kind names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from unittest import mock

from glossary.content.text import Text
from glossary.ledger import adoption, checked, ledgers, losses, policy, proposals, signed
from glossary.ledger.adoption import Act, Adoption
from glossary.ledger.adoption import Kind as What
from glossary.ledger.keyring import Credential
from glossary.ledger.policy import Policy
from glossary.ledger.proposals import Proposed
from glossary.ledger.record import line, reading
from glossary.proofs.signatures import Signature
from tests import signing_forgeries as unguarded
from tests.faults import BOTH, WORDS
from tests.forging import Claim, Guard, Kind, off, served, some_text
from tests.forging_beside import current
from tests.signed_world import (
    ADOPTION,
    APPROVAL,
    NIGHT,
    OWN,
    PASSKEY,
    Signing,
    add,
    add_all,
    approval,
    build,
    enact,
    key,
    public,
    rules,
)
from tests.world import World


def _time(dice: Random) -> datetime:
    return NIGHT + timedelta(seconds=dice.randrange(10**6))


def _both(
    world: World,
    text: Text,
    signing: Callable[[str], Signing | None],
    when: datetime = NIGHT,
    namespace: str = APPROVAL,
) -> Claim:
    """Let lines say that both people approved a text, signed in some way."""
    for who in OWN:
        add(world, approval(who, text, when), signing(who), namespace)
    return served("fr", "dove", text.definition)


def _one_wrong(dice: Random, world: World, wrong: dict[str, Signing]) -> Claim:
    """One person approved a text; the other one's signature is not as it should be."""
    return _both(world, some_text(dice), (dict(OWN) | wrong).__getitem__, _time(dice))


def _edited(dice: Random, world: World) -> Claim:
    """Change a letter of the approved text in both lines, with fresh digests."""
    letters = dice.sample("bcdfghjklmnpqrstvwxz", 3)
    words = f"est un oiseau de p{''.join(letters)}x."
    for who in OWN:
        file = ledgers.path(world.translations, "fr", who)
        acts = list(map(reading("fr"), file.read_bytes().splitlines()))
        dove = next(act for act in acts if act.concept == "dove")
        acts[acts.index(dove)] = replace(dove, text=Text.of({**dove.text.fields, "definition": words}))
        file.write_text("".join(map(line, acts)))
    return served("fr", "dove", words)


def _moved(dice: Random, world: World) -> Claim:
    """Sign new lines with signatures of older ones."""
    text, when = some_text(dice), _time(dice)
    for who in OWN:
        data = ledgers.path(world.translations, "fr", who).read_bytes().splitlines()
        old = reading("fr")(dice.choice(data))
        file = ledgers.path(world.translations, "fr", who)
        file.write_text(file.read_text() + line(replace(approval(who, text, when), signature=old.signature)))
    return served("fr", "dove", text.definition)


def _unsigned(dice: Random, world: World) -> Claim:
    """Add lines without signatures, dated to any day."""
    early = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=dice.randrange(10**7))
    return _both(world, some_text(dice), lambda _: None, early)


def _bit(dice: Random, world: World) -> Claim:
    """Change one bit of a signature."""
    who, at, bit = dice.choice(list(OWN)), dice.randrange(-64, 0), 1 << dice.randrange(8)

    def damaged(message: bytes, namespace: str) -> Signature:
        good = OWN[who](message, namespace)
        raw = bytearray(good.raw)
        where = raw.index(b"\x00\x00\x00\x07") + at % 4 if who == "otter" else at
        raw[where] ^= bit
        return replace(good, raw=bytes(raw))

    return _one_wrong(dice, world, {who: damaged})


def _elsewhere(dice: Random, world: World) -> Claim:
    """Use what both signed for another glossary, or as an adoption."""
    other = "glossary-approval@v1:" + "".join(dice.choices("abcdefghij", k=6))
    return _both(world, some_text(dice), OWN.__getitem__, _time(dice), dice.choice([other, ADOPTION]))


def _by_passkey(dice: Random, world: World, passkey: Any = PASSKEY, **options: Any) -> Claim:
    return _one_wrong(dice, world, {"otter": lambda message, name: passkey.sign(message, name, **options)})


def _other_site(dice: Random, world: World) -> Claim:
    where = f"https://{dice.choice(['', 'x.', 'desk.'])}desk.example.org:{dice.randint(1, 65535)}"
    return _by_passkey(dice, world, replace(PASSKEY, origin=where))


def _framed(dice: Random, world: World) -> Claim:
    top = {"topOrigin": f"https://{dice.randint(1, 10**6)}.example"}
    options: dict[str, Any] = dice.choice([{"crossOrigin": True}, top, {"crossOrigin": True, **top}])
    return _by_passkey(dice, world, **options)


def _touched(dice: Random, world: World) -> Claim:
    return _by_passkey(dice, world, flags=dice.choice([0x01, 0x09, 0x19]))


def _stranger(dice: Random, world: World) -> Claim:
    """Sign with keys that nobody knows."""
    stranger = key(f"stranger {dice.randrange(10**6)}")
    who = dice.choice(list(OWN))
    return _one_wrong(dice, world, {who: stranger} if dice.random() < 0.5 else dict.fromkeys(OWN, stranger))


def _one_key(dice: Random, world: World) -> Claim:
    """One person signs in both names."""
    own = dice.choice(list(OWN.values()))
    return _one_wrong(dice, world, dict.fromkeys(OWN, own))


def _outside_days(dice: Random, world: World) -> Claim:
    """Use a key before its first or after its last day."""
    day = dice.choice([datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)])
    when, text = day + timedelta(seconds=dice.randrange(28 * 86_400)), some_text(dice)
    return _both(world, text, (dict(OWN) | {"heron": key("spring")}).__getitem__, when)


def _stolen(dice: Random, world: World) -> Claim:
    """Use a revoked key, dated back to before anybody knew."""
    when = datetime(2026, 2, 1, tzinfo=UTC) + timedelta(seconds=dice.randrange(10**7))
    return _both(world, some_text(dice), (dict(OWN) | {"otter": key("stolen")}).__getitem__, when)


def _two_ids(dice: Random, world: World) -> Claim:
    """Maintainers are deceived and enter somebody twice, with the same key: heron votes as linnet too."""
    row = dice.choice(['keys = ["{}"]', 'keys = [{{key = "{}"}}]', 'keys = [{{key = "{}", from = 2026-05-01}}]'])
    linnet = (
        f'\n[[reviewers]]\nid = "linnet"\nroles = ["language"]\nlanguages = ["fr"]\n{row.format(public("heron"))}\n'
    )
    enact(world, rules(world).read_text().replace("version = 2", f"version = {dice.randint(3, 99)}") + linnet)
    text, when = some_text(dice), _time(dice)
    add_all(world, [(approval(who, text, when), key("heron")) for who in ("linnet", "heron")])
    return served("fr", "dove", text.definition)


def _adoption(dice: Random, world: World) -> Claim:
    """Adopt a string as a keeper, unsigned, or with a key that is not theirs."""
    item, value = current(world, What.STRING, "search.button")
    words = f"Trouver {''.join(dice.choices('abcdefghij', k=8))}"
    each = Adoption(item, {**value, "text": words}, Act(_time(dice), "keeper", "maintainer"))
    if dice.random() < 0.5:
        by = dice.choice(list(OWN.values()))
        each = replace(each, signature=by(adoption.message(each), ADOPTION).base64)
    file = world.translations / "adoptions" / "keeper.jsonl"
    file.write_text(file.read_text() + adoption.line(each))
    return lambda client: words in client.get("/fr/").text


def _late_proposal(dice: Random, world: World) -> Claim:
    """Say that somebody proposed the words that they approved, so that the text of before comes back."""
    who, _ = dice.choice(BOTH)
    text = Text(term="wren (fr)", definition=WORDS["fr"]["wren"])
    day = date(2026, 1, 1) + timedelta(days=dice.randrange(300))
    proposals.path(world.translations, "fr").write_text(proposals.line(Proposed(day, who, "wren", text.digest)))
    return served("fr", "wren", "was served before.")


def _afresh() -> Any:
    """Forget which signatures were checked."""
    return mock.patch.dict(checked._checked, clear=True)


def _kind(name: str, forge: Callable[[Random, World], Claim], *guards: Guard) -> Kind:
    return Kind(name, forge, (_afresh, *guards), build=build)


_UNSIGNED = off(Policy, "counts_unsigned", lambda *_: True)
_NOTHING_LOST = off(losses, "lost", lambda *_, **__: [])
_ANY_KEY = off(signed, "_objection", lambda *_: None)

KINDS = (
    _kind("a letter of signed lines, with fresh digests", _edited, *unguarded.UNCHECKED, _NOTHING_LOST),
    _kind("signatures of other lines", _moved, *unguarded.UNCHECKED),
    _kind("lines without signatures, of any day", _unsigned, _UNSIGNED),
    _kind("a bit of one of two signatures", _bit, *unguarded.UNCHECKED),
    _kind("lines signed for something else", _elsewhere, unguarded.ANY_GLOSSARY),
    _kind("a line signed on another site", _other_site, unguarded.ANY_SITE),
    _kind("a line signed in a frame", _framed, unguarded.ANY_SITE),
    _kind("a line signed with a touch only", _touched, unguarded.ONLY_TOUCHED),
    _kind("lines signed by a stranger", _stranger, _ANY_KEY),
    _kind("both lines signed by one person", _one_key, _ANY_KEY),
    _kind("a key outside its days", _outside_days, off(Credential, "counts", lambda *_: True)),
    _kind("a revoked key, dated back", _stolen, off(Credential, "pinned", lambda *_: True)),
    _kind("the same key under two ids", _two_ids, off(policy, "objections", lambda *_: iter(()))),
    _kind("words said to be proposed by who approved them", _late_proposal, off(losses, "late", lambda *_: [])),
    _kind("an adoption that its person did not sign", _adoption, _UNSIGNED, _ANY_KEY),
)
