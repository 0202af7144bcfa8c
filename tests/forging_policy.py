"""Forgeries of the policy, where an operator pins the keys of maintainers: whoever makes them has no key of a maintainer but
those that a kind names, and wants reviewers of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from glossary.edition import trusted
from glossary.ledger import maintainers
from glossary.ledger.maintainers import Pins
from glossary.settings import Settings
from tests.forging import Claim, Guard, Kind, off, served, some_text
from tests.signed_world import (
    ADOPTION,
    APPROVAL,
    MAINTAINERS,
    POLICY,
    Signing,
    add_all,
    approval,
    build,
    enact,
    key,
    older,
    public,
    rules,
)
from tests.world import World


def _own_people(dice: Random, world: World) -> Claim:
    """Approve a text in the names of two reviewers of one's own."""
    text = some_text(dice)
    add_all(world, [(approval(who, text), key(who)) for who in ("linnet", "magpie")])
    return served("fr", "dove", text.definition)


def _with_own_people(dice: Random, world: World, version: int | None = None) -> str:
    """Return the policy with two reviewers of one's own, and a higher version."""
    text = rules(world).read_text().replace("version = 2", f"version = {version or dice.randint(3, 10**6)}")
    for who, role in (("linnet", "language"), ("magpie", "subject")):
        text += f'\n[[reviewers]]\nid = "{who}"\nroles = ["{role}"]\nlanguages = ["fr"]\nkeys = ["{public(who)}"]\n'
    return text


def _unsigned(dice: Random, world: World) -> Claim:
    """Leave the signatures of the policy before, or take them away."""
    text = _with_own_people(dice, world)
    if dice.random() < 0.5:
        enact(world, text, {})
    else:
        rules(world).write_text(text)
    return _own_people(dice, world)


def _by_strangers(dice: Random, world: World) -> Claim:
    """Sign it with keys of one's own, in the names of maintainers or in others."""
    names = dice.choice([MAINTAINERS, ("cuckoo", "jay"), ("wren", "cuckoo")])
    signing = {name: key(f"stranger {dice.randrange(10**6)}") for name in names}
    enact(world, _with_own_people(dice, world), signing)
    return _own_people(dice, world)


def _for_something_else(dice: Random, world: World) -> Claim:
    """Use what maintainers signed in another namespace: another glossary's policy, an approval, an adoption."""
    other = "glossary-policy@v1:" + "".join(dice.choices("abcdefghij", k=6))
    chosen = dice.choice([other, APPROVAL, ADOPTION, f"{POLICY}x"])
    enact(world, _with_own_people(dice, world), namespace=chosen)
    return _own_people(dice, world)


def _by_one(dice: Random, world: World) -> Claim:
    """One maintainer signs, in the names of several."""
    own, names = dice.choice(MAINTAINERS), dice.sample(MAINTAINERS, dice.randint(1, 3))
    signing: dict[str, Signing] = dict.fromkeys({own, *names}, key(own))
    enact(world, _with_own_people(dice, world), signing)
    return _own_people(dice, world)


def _damaged(dice: Random, world: World) -> Claim:
    """Change a policy after two signed it, by one sign or by reviewers of one's own."""
    text = _with_own_people(dice, world)
    before = dice.choice([rules(world).read_text(), text.replace("magpie", "mapgie"), f"{text}\n"])
    enact(world, before)
    rules(world).write_text(text)
    return _own_people(dice, world)


def _older(dice: Random, world: World) -> Claim:
    """Put the policy of before back, as it was signed: its reviewer magpie has left, and otter's key was not revoked yet."""
    older(world)
    text = some_text(dice)
    add_all(world, [(approval("otter", text), key("stolen")), (approval("magpie", text), key("magpie"))])
    return served("fr", "dove", text.definition)


def _same_version(dice: Random, world: World) -> Claim:
    """Put a draft of the present policy in its place, which maintainers signed too, with the same version."""
    enact(world, _with_own_people(dice, world, version=2) + f"# {dice.randrange(10**6)}\n")
    return _own_people(dice, world)


def _no_version(dice: Random, world: World) -> Claim:
    """Put a policy without a version in its place, of before maintainers were pinned."""
    text = _with_own_people(dice, world, version=9).replace("version = 9\n", dice.choice(["", "# version = 9\n"]))
    enact(world, f"{text}# {dice.randrange(10**6)}\n")
    return _own_people(dice, world)


def _kind(name: str, forge: Callable[[Random, World], Claim], *guards: Guard) -> Kind:
    return Kind(name, forge, guards, build=build)


def _one_is_enough(settings: Settings) -> Pins:
    pins = _PINS(settings)
    assert pins is not None
    return replace(pins, needed=1)


_PINS = trusted.pins
_NOTHING = off(maintainers, "_unsigned", lambda *_: iter(()))
_ANY_VERSION = off(maintainers, "_older", lambda *_: iter(()))
KINDS = (
    _kind("a policy that nobody signed", _unsigned, _NOTHING),
    _kind("a policy signed by strangers", _by_strangers, _NOTHING),
    _kind("a policy signed for something else", _for_something_else, _NOTHING),
    _kind("a policy changed since it was signed", _damaged, _NOTHING),
    _kind("a policy signed by fewer than it takes", _by_one, off(trusted, "pins", _one_is_enough)),
    _kind("an older policy put back, signed", _older, _ANY_VERSION),
    _kind("another policy of the same version, signed", _same_version, _ANY_VERSION),
    _kind("a policy without a version, signed", _no_version, _ANY_VERSION),
)
