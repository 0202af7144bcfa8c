"""The glossary of ``tests/forging.py`` with every record signed, and its policy by maintainers whose keys an operator pins.

Nobody but this file's people can sign. Their keys are made from their names, so that every run has the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from glossary.content.model import Approval, Verdict
from glossary.content.text import Text
from glossary.ledger import adopted, baseline, ledgers
from glossary.ledger.record import line, message, reading
from glossary.proofs import signing
from glossary.proofs.signatures import Signature
from tests import faults, forging
from tests.passkey import Passkey
from tests.world import World

Signing = Callable[[bytes, str], Signature]
"""Signs a message in a namespace."""

GLOSSARY = "glossary"
APPROVAL, ADOPTION, POLICY = (f"glossary-{purpose}@v1:{GLOSSARY}" for purpose in ("approval", "adoption", "policy"))
BASELINE, SHIPPED = f"glossary-baseline@v1:{GLOSSARY}", baseline.FOLDER / baseline.FILE
ROLES = {"otter": "language", "heron": "subject", "magpie": "subject", "linnet": "language"}
MAINTAINERS = ("wren", "finch", "robin")
NIGHT = datetime(2026, 6, 1, tzinfo=UTC)
"""After every record of the good content."""


def _private(name: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(sha256(name.encode()).digest())


def key(name: str) -> Signing:
    """Return what signs with the SSH key of this name."""
    return partial(signing.with_private, _private(name))


def public(name: str) -> str:
    """Return the public half of the SSH key of this name, as a line."""
    return signing.of_private(_private(name)).line


PASSKEY = Passkey(private=derive_private_key(int.from_bytes(sha256(b"passkey").digest()), SECP256R1()))
OWN: Mapping[str, Signing] = {"otter": PASSKEY.sign, "heron": key("heron")}
"""With what people sign."""

DAYS = ", from = 2026-03-01, until = 2026-04-30"
"""Of a key that heron had for two months."""

_NOW = {
    "otter": [PASSKEY.key.line, f'{{key = "{public("stolen")}", revoked = []}}'],
    "heron": [public("heron"), f'{{key = "{public("spring")}"{DAYS}}}'],
}
_BEFORE = {"otter": [PASSKEY.key.line, public("stolen")], "heron": [public("heron")]}
_MAGPIE = f"""
[[reviewers]]
id = "magpie"
roles = ["subject"]
languages = ["fr"]
keys = ["{public("magpie")}"]
"""
"""Who was a reviewer once, and is none any more."""


def build(root: Path) -> World:
    """Make the glossary. Before its policy there was another, which is still signed: ``older``."""
    world = forging.build(root)
    for file in world.translations.rglob("approvals/*.jsonl"):
        acts = map(reading(file.parent.parent.name), file.read_bytes().splitlines())
        file.write_text("".join(line(_signed(act, OWN[act.who])) for act in acts))
    operator = root.parent / "operator"
    operator.mkdir()
    pins = operator / "maintainers"
    pins.write_text("".join(f"{name} {public(name)}\n" for name in MAINTAINERS))
    for name in MAINTAINERS[:2]:
        (operator / f"baseline.toml.{name}.sig").write_text(key(name)(SHIPPED.read_bytes(), BASELINE).armour)
    world.operator = {"maintainers": str(pins), "maintainers_needed": 2}
    plain = rules(world).read_text()
    unsigned = [each.adoption.digest for each in adopted.read(world.translations)]
    enact(world, _written(plain, 1, unsigned, _BEFORE) + _MAGPIE)
    for name, data in _policy_files(world).items():
        (operator / name).write_bytes(data)
    enact(world, _written(plain, 2, unsigned, _NOW))
    return world


def rules(world: World) -> Path:
    """Return the file of the policy."""
    return world.translations / "policy.toml"


def _written(plain: str, version: int, unsigned: list[str], keys: Mapping[str, list[str]]) -> str:
    text = f"version = {version}\norigins = {json.dumps([PASSKEY.origin])}\n"
    text += f"signatures_required_from = {json.dumps(unsigned)}\n{plain}"
    for who, lines in keys.items():
        rows = ", ".join(row if row.startswith("{") else json.dumps(row) for row in lines)
        text = text.replace(f'id = "{who}"\n', f'id = "{who}"\nkeys = [{rows}]\n')
    return text


def enact(world: World, text: str, by: Mapping[str, Signing] | None = None, namespace: str = POLICY) -> None:
    """Write a policy, and the signatures of maintainers: by default of two, each with a key of their own."""
    for file in world.translations.glob("policy.toml.*"):
        file.unlink()
    rules(world).write_text(text)
    for name, sign in ({name: key(name) for name in MAINTAINERS[:2]} if by is None else by).items():
        (world.translations / f"policy.toml.{name}.sig").write_text(sign(text.encode(), namespace).armour)


def _policy_files(world: World) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in world.translations.glob("policy.toml*")}


def older(world: World) -> None:
    """Put the policy before this one back, with its signatures."""
    enact(world, "", {})
    for file in (world.root.parent / "operator").glob("policy.toml*"):
        (world.translations / file.name).write_bytes(file.read_bytes())


def _signed(act: Approval, sign: Signing, namespace: str = APPROVAL) -> Approval:
    return replace(act, signature=sign(message(act), namespace).base64)


def approval(who: str, text: Text, when: datetime = NIGHT, concept: str = "dove", language: str = "fr") -> Approval:
    """Return an approval of a text beside the English that is vetted, unsigned."""
    english = Text(term=concept.capitalize(), definition=faults.WORDS["en"][concept]).digest
    return Approval(when, who, ROLES[who], Verdict.APPROVE, language, concept, text, english)


def add(world: World, act: Approval, sign: Signing | None = None, namespace: str = APPROVAL) -> None:
    """Add a well-formed line to the file of the person whom it names, signed in any way."""
    file = ledgers.path(world.translations, act.language, act.who)
    written = line(act if sign is None else _signed(act, sign, namespace))
    file.write_text((file.read_text() if file.exists() else "") + written)


def add_all(world: World, acts: Iterable[tuple[Approval, Signing | None]]) -> None:
    """Add several lines, each signed in its way."""
    for act, sign in acts:
        add(world, act, sign)
