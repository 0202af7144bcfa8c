"""Evidence that was never given: made in ten thousand ways, one at a time, and none of it may be called good.

``make forgeries`` runs it and prints a table by kind. Each forgery is made from the seed, its kind and its number; the keys
are new in each run. A kind says which guard stands in its way; with that guard switched off it must be called good, else it
shows nothing. The stock ``ssh-keygen`` must accept what the forgeries are made from.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from base64 import b64decode, b64encode
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock

import click
import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from glossary.content.model import Approval, Publication, Verdict
from glossary.content.text import Text
from glossary.contract import evidence, judging
from glossary.contract.evidence import Record
from glossary.contract.judging import Trust
from glossary.ledger import statement
from glossary.ledger.record import line as written
from glossary.ledger.record import message, reading
from glossary.proofs import log, notes, signatures, signers, signing, tree
from glossary.proofs.keys import ED25519, Key
from glossary.proofs.notes import Checkpoint, Note
from glossary.proofs.signatures import Signature, signed
from glossary.proofs.signers import Signer
from glossary.proofs.tree import Tree
from glossary.proofs.wire import string
from tests.passkey import Passkey

LEAST = 200
GLOSSARY, LANGUAGE, CONCEPT = "birds", "de", "dove"
NAMESPACE, STATEMENT = evidence.namespace(GLOSSARY), f"{statement.PURPOSE}:{GLOSSARY}"
TEXT = {"term": "Taube", "definition": "ist ein Vogel des Friedens."}
WHEN = datetime(2026, 11, 23, 6, 51, 9, tzinfo=UTC)
ORIGIN = "birds.example.org/log"
LETTERS = "abcdefghijklmnopqrstuvwxyzäöü"

Document = dict[str, Any]
Guard = Callable[[], AbstractContextManager[Any]]


class Desk:
    """Two reviewers with a key each, the log, and what a verifier has of them."""

    def __init__(self) -> None:
        self.passkey, self.private, self.log_key = Passkey(), Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
        self.stolen = Ed25519PrivateKey.generate()
        until = datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)
        self.signers = (
            Signer("otter", self.passkey.key, (NAMESPACE, STATEMENT), None, until),
            Signer("wren", signing.of_private(self.private), (NAMESPACE, STATEMENT), None, until),
            Signer("wren", signing.of_private(self.stolen), (NAMESPACE,), pinned=frozenset({f"sha256:{'0' * 64}"})),
        )
        known = notes.verifier_of(ORIGIN, self.log_key, notes.SIGNATURE)
        # One record is enough here, so that each kind has only its own guards against it.
        self.trust = Trust(self.signers, frozenset(), (self.passkey.origin,), known, {"translation": ()})

    def sign(self, line: str, who: str, namespace: str = NAMESPACE) -> Signature:
        if who == "otter":
            return self.passkey.sign(line.encode(), namespace)
        return key_signs(self.private, line, namespace)

    def good(self, who: str) -> Document:
        line = act(who)
        return document(line, self.sign(line, who))

    def logged(self, dice: Random, who: str, forged: Callable[[list[bytes], int], tuple[list[bytes], int]]) -> Document:
        """Return a good document whose proof is from a tree that was changed before its checkpoint was signed."""
        line = act(who)
        signature = self.sign(line, who)
        own = log.entry(evidence.ledger_line(line, signature).encode())
        entries = [dice.randbytes(32) for _ in range(dice.randint(2, 40))]
        index = dice.randrange(len(entries))
        entries[index] = own
        entries, claimed = forged(entries, index)
        return document(line, signature, proof(self.log_key, entries, claimed))


def act(who: str, **more: Any) -> str:
    """Return the line of an approval."""
    values = {
        "when": WHEN, "who": who, "role": "language" if who == "otter" else "subject", "verdict": Verdict.APPROVE,
        "language": LANGUAGE, "concept": CONCEPT, "text": Text.of(TEXT), "source": "sha256:" + "0" * 64, **more,
    }  # fmt: skip
    return written(Approval(**{"record_digest": "", **values}))


def key_signs(private: Ed25519PrivateKey, line: str, namespace: str = NAMESPACE) -> Signature:
    """Sign with a key of SSH."""
    raw = private.sign(signed(line.encode(), namespace))
    return Signature(signing.of_private(private), namespace, string(ED25519) + string(raw))


def document(line: str, signature: Signature | None, proven: str | None = None, **more: Any) -> Document:
    """Return evidence with one record."""
    given = {"glossary": GLOSSARY, "concept": CONCEPT, "language": LANGUAGE, "text": TEXT, **more}
    keys = [Signer("otter", signature.key)] if signature else []
    return evidence.of_text(
        **given, records=[Record(line, signature, proven)], signers=keys, base_url="https://glossary.example.org"
    )


def proof(private: Ed25519PrivateKey, entries: list[bytes], index: int) -> str:
    """Return a proof of an entry in a log of these."""
    whole = Tree([tree.leaf(entry) for entry in entries])
    note = notes.sign(Note(Checkpoint(ORIGIN, len(entries), whole.root(len(entries))).text), ORIGIN, private)
    path = "".join(f"{b64encode(each).decode()}\n" for each in whole.inclusion(index, len(entries)))
    return f"c2sp.org/tlog-proof@v1\nindex {index}\n{path}\n{note}"


def _letter(dice: Random) -> dict[str, str]:
    """Return the text with one letter changed."""
    name = dice.choice(list(TEXT))
    at = dice.choice([at for at, letter in enumerate(TEXT[name]) if letter.isalpha()])
    other = dice.choice([letter for letter in LETTERS if letter != TEXT[name][at]])
    return {**TEXT, name: TEXT[name][:at] + other + TEXT[name][at + 1 :]}


def _who(dice: Random) -> str:
    return dice.choice(["otter", "wren"])


def _line_with(dice: Random, desk: Desk, **more: Any) -> tuple[str, Signature]:
    """Return a line that says something else than what was signed, with the signature of what was."""
    who = _who(dice)
    return act(more.pop("who", who), **more), desk.sign(act(who), who)


def _letter_of_the_line(dice: Random, desk: Desk) -> Document:
    text = _letter(dice)
    return document(*_line_with(dice, desk, text=Text.of(text)), text=text)


def _other_day(dice: Random, desk: Desk) -> Document:
    return document(*_line_with(dice, desk, when=WHEN - timedelta(seconds=dice.randint(1, 10**8))))


def _other_role(dice: Random, desk: Desk) -> Document:
    who = _who(dice)
    role = {"otter": "subject", "wren": "language"}[who]
    return document(act(who, role=role), desk.sign(act(who), who))


def _other_concept(dice: Random, desk: Desk) -> Document:
    concept = "".join(dice.choices("abcdefghij", k=8))
    return document(*_line_with(dice, desk, concept=concept), concept=concept)


def _other_source(dice: Random, desk: Desk) -> Document:
    return document(*_line_with(dice, desk, source=f"sha256:{dice.randbytes(32).hex()}"))


def _text_around(dice: Random, desk: Desk) -> Document:
    return {**desk.good(_who(dice)), "text": _letter(dice)}


def _concept_around(dice: Random, desk: Desk) -> Document:
    return {**desk.good(_who(dice)), "id": "".join(dice.choices("abcdefghij", k=8))}


def _withdrawal(dice: Random, desk: Desk) -> Document:
    who = _who(dice)
    line = act(who, verdict=Verdict.WITHDRAW, when=WHEN - timedelta(seconds=dice.randint(0, 10**6)))
    return document(line, desk.sign(line, who))


def _doubled(dice: Random, desk: Desk) -> Document:
    who, text = _who(dice), orjson.dumps(_letter(dice)).decode()
    line = act(who).replace('"text": ', f'"text": {text}, "text": ')
    return document(line, desk.sign(line, who))


def _signature_bit(dice: Random, desk: Desk) -> Document:
    line = act("wren")
    raw = bytearray(desk.sign(line, "wren").raw)
    at = dice.randrange(len(raw) - 64, len(raw))
    raw[at] ^= 1 << dice.randrange(8)
    return document(line, replace(desk.sign(line, "wren"), raw=bytes(raw)))


def _passkey_bit(dice: Random, desk: Desk) -> Document:
    """Change one bit of the counter, which the assertion covers."""
    line = act("otter")
    good = desk.sign(line, "otter")
    at = good.raw.index(b"\x00\x00\x00\x07") + dice.randrange(4)
    raw = bytearray(good.raw)
    raw[at] ^= 1 << dice.randrange(8)
    return document(line, replace(good, raw=bytes(raw)))


def _own_keys(dice: Random, desk: Desk) -> Document:
    """A whole forged file: a stranger's keys, shown in it as those of a reviewer."""
    who = _who(dice)
    line = act(who, text=Text.of(text := _letter(dice)))
    private = Ed25519PrivateKey.from_private_bytes(dice.randbytes(32))
    signature = Passkey().sign(line.encode(), NAMESPACE) if dice.random() < 0.5 else key_signs(private, line)
    return document(line, signature, text=text)


def _another_s_key(dice: Random, desk: Desk) -> Document:
    who = _who(dice)
    line = act(who, when=WHEN - timedelta(seconds=dice.randint(0, 10**6)))
    return document(line, desk.sign(line, {"otter": "wren", "wren": "otter"}[who]))


def _other_glossary(dice: Random, desk: Desk) -> Document:
    who = _who(dice)
    line, other = act(who), "glossary-approval@v1:" + "".join(dice.choices("abcdefghij", k=6))
    return document(line, desk.sign(line, who, other))


def _other_site(dice: Random, desk: Desk) -> Document:
    line, port = act("otter"), dice.randint(1, 65535)
    where = dice.choice(
        [f"https://desk.example.org:{port}", f"http://desk.example.org:{port}", f"https://{port}.example"]
    )
    return document(line, replace(desk.passkey, origin=where).sign(line.encode(), NAMESPACE))


def _framed(dice: Random, desk: Desk) -> Document:
    line, top = act("otter"), {"topOrigin": f"https://{dice.randint(1, 10**6)}.example"}
    more: dict[str, Any] = dice.choice([{"crossOrigin": True}, top, {"crossOrigin": True, **top}])
    return document(line, desk.passkey.sign(line.encode(), NAMESPACE, **more))


def _touched(dice: Random, desk: Desk) -> Document:
    line = act("otter", when=WHEN - timedelta(seconds=dice.randint(0, 10**6)))
    return document(line, desk.passkey.sign(line.encode(), NAMESPACE, flags=dice.choice([0x01, 0x09, 0x19])))


def _too_late(dice: Random, desk: Desk) -> Document:
    who = _who(dice)
    line = act(who, when=datetime(2027, 1, 1, tzinfo=UTC) + timedelta(seconds=dice.randint(0, 10**8)))
    return document(line, desk.sign(line, who))


def _revoked(dice: Random, desk: Desk) -> Document:
    line = act("wren", when=WHEN - timedelta(seconds=dice.randint(0, 10**8)))
    return document(line, key_signs(desk.stolen, line))


def _other_hash(dice: Random, desk: Desk) -> Document:
    line = act("wren", when=WHEN - timedelta(seconds=dice.randint(0, 10**6)))
    with _weak_hash():
        return document(line, desk.sign(line, "wren"))


def _proof_of_another(dice: Random, desk: Desk) -> Document:
    def other(entries: list[bytes], index: int) -> tuple[list[bytes], int]:
        return [entry if at != index else dice.randbytes(32) for at, entry in enumerate(entries)], index

    return desk.logged(dice, _who(dice), other)


def _proof_at_another_place(dice: Random, desk: Desk) -> Document:
    def moved(entries: list[bytes], index: int) -> tuple[list[bytes], int]:
        return entries, dice.choice([at for at in range(len(entries)) if at != index])

    return desk.logged(dice, _who(dice), moved)


def _proof_hash(dice: Random, desk: Desk) -> Document:
    found = desk.logged(dice, _who(dice), lambda entries, index: (entries, index))
    record = found["records"][0]
    lines = record["proof"].split("\n")
    at = dice.randrange(2, lines.index(""))
    data = bytearray(b64decode(lines[at]))
    data[dice.randrange(32)] ^= 1 << dice.randrange(8)
    lines[at] = b64encode(data).decode()
    return {**found, "records": [{**record, "proof": "\n".join(lines)}]}


def _no_proof(dice: Random, desk: Desk) -> Document:
    """Take the proof away: the record was never logged."""
    found = desk.good(_who(dice))
    return {**found, "records": [{**found["records"][0], "logged": True}]}


def _checkpoint_of_another_key(dice: Random, desk: Desk) -> Document:
    line, who = act("wren"), "wren"
    signature = desk.sign(line, who)
    entries = [log.entry(evidence.ledger_line(line, signature).encode()), dice.randbytes(32)]
    own = proof(Ed25519PrivateKey.from_private_bytes(dice.randbytes(32)), entries, 0)
    known = desk.trust.log
    assert known is not None
    head, _, mark = own.rpartition(" ")
    return document(line, signature, f"{head} {b64encode(known.id + b64decode(mark)[4:]).decode()}\n")


PUBLISHED = Publication("Words about birds", "https://birds.example.org/words", date(2024, 5, 1))


def _listed(dice: Random, who: str) -> list[Approval]:
    """Return the records of a statement about some texts, of which the first is that of the evidence."""
    names = [CONCEPT, *(f"bird-{number}" for number in range(dice.randint(1, 8)))]
    acts = (reading(LANGUAGE)(act(who, concept=name, publication=PUBLISHED).encode()[:-1]) for name in names)
    return list(statement.listed(list(acts)))


def stated(one: Approval, signature: Signature, **more: Any) -> Document:
    """Return evidence of a record on the list of a statement."""
    found = document(message(one).decode(), signature, **more)
    (row,) = found["records"]
    return {**found, "records": [{**row, "listed": one.listed, "statement": statement.head(one).decode()}]}


def _of_the_list(dice: Random, desk: Desk, change: Callable[[Approval, str], Approval], **more: Any) -> Document:
    """Return a record that is not the one on the list, with the place on the list and the signature of that one."""
    who = _who(dice)
    listed = _listed(dice, who)
    signature = desk.sign(statement.head(listed[0]).decode(), who, STATEMENT)
    place = dice.choice(listed).listed or ""
    return stated(replace(change(listed[0], place), record_digest=""), signature, **more)


def _exchanged_on_the_list(dice: Random, desk: Desk) -> Document:
    text = _letter(dice)
    return _of_the_list(dice, desk, lambda one, _: replace(one, text=Text.of(text)), text=text)


def _one_more_on_the_list(dice: Random, desk: Desk) -> Document:
    concept = "".join(dice.choices("abcdefghij", k=8))

    def more(one: Approval, place: str) -> Approval:
        texts, *path = place.split(" ")
        return replace(one, concept=concept, listed=" ".join([str(int(texts) + dice.randint(0, 1)), *path]))

    return _of_the_list(dice, desk, more, concept=concept)


def _other_publication(dice: Random, desk: Desk) -> Document:
    mark = "".join(dice.choices("abcdefghij", k=8))
    days = timedelta(days=dice.randint(1, 999))
    other = dice.choice(
        [
            replace(PUBLISHED, title=mark),
            replace(PUBLISHED, url=f"https://{mark}.example/"),
            replace(PUBLISHED, day=PUBLISHED.day + days),
        ]
    )
    return _of_the_list(dice, desk, lambda one, _: replace(one, publication=other))


def _other_time_of_a_statement(dice: Random, desk: Desk) -> Document:
    when = WHEN - timedelta(seconds=dice.randint(1, 10**8))
    return _of_the_list(dice, desk, lambda one, _: replace(one, when=when))


def _statement_as_approvals_are_signed(dice: Random, desk: Desk) -> Document:
    who = _who(dice)
    one = _listed(dice, who)[0]
    return stated(one, desk.sign(statement.head(one).decode(), who))


@dataclass(frozen=True)
class Kind:
    """A kind of forgery: its name, how it is made, and the guards that stand in its way."""

    name: str
    forge: Callable[[Random, Desk], Document]
    guards: tuple[Guard, ...]


def _patched(target: object, name: str, value: object) -> Guard:
    return lambda: mock.patch.object(target, name, value)


def _weak_hash() -> AbstractContextManager[Any]:
    stack = ExitStack()
    stack.enter_context(mock.patch.object(signatures, "_HASH", b"sha256"))
    stack.enter_context(mock.patch.object(signatures, "sha512", sha256))
    return stack


def _signed_for(signature: Signature, message: bytes, namespace: str, origins: Any) -> None:
    """A check that takes any namespace."""
    _CHECK(signature, message, signature.namespace, origins)


def _careless(language: str) -> Callable[[bytes], Approval]:
    """Read a line of which another parser takes the last of two equal keys."""

    def read(line: bytes) -> Approval:
        values = orjson.loads(line)
        return reading(language)(act(values["who"]).encode()[:-1])

    return read


_CHECK = signatures.check
ANY_SIGNATURE = _patched(Key, "fits", lambda *_given: True)
ANY_CHALLENGE = _patched(signatures, "_client_data", lambda _assertion: {"challenge": _Anything()})
ANY_KEY = _patched(signers, "require", lambda *_given: None)
ANY_WORDS = _patched(judging, "_require_words", lambda *_given: None)
ANY_SITE = _patched(signatures, "_require_site", lambda *_given: None)
ANY_PROOF = _patched(tree, "included", lambda *_given: True)
ANY_DAY = _patched(Signer, "counts", lambda *_given: True)
ANY_RECORD = _patched(Signer, "holds", lambda *_given: True)
ONLY_TOUCHED = _patched(signatures, "VERIFIED", signatures.PRESENT)
ANY_GLOSSARY = _patched(signatures, "check", _signed_for)
ANY_LINE = _patched(judging, "reading", _careless)


class _Anything:
    def __ne__(self, other: object) -> bool:
        return False

    __hash__ = object.__hash__


UNCHECKED = (ANY_SIGNATURE, ANY_CHALLENGE, ANY_SITE)
KINDS = (
    Kind("a letter of the record", _letter_of_the_line, UNCHECKED),
    Kind("the day of the record", _other_day, UNCHECKED),
    Kind("the role in the record", _other_role, UNCHECKED),
    Kind("the concept of the record", _other_concept, UNCHECKED),
    Kind("the English that the record was checked against", _other_source, UNCHECKED),
    Kind("a letter of the text around", _text_around, (ANY_WORDS,)),
    Kind("the concept around", _concept_around, (ANY_WORDS,)),
    Kind("a withdrawal as an approval", _withdrawal, (ANY_WORDS,)),
    Kind("two texts in one record", _doubled, (ANY_LINE,)),
    Kind("a bit of a key’s signature", _signature_bit, (ANY_SIGNATURE,)),
    Kind("a bit of a passkey’s signature", _passkey_bit, (ANY_SIGNATURE,)),
    Kind("a whole file with its own keys", _own_keys, (ANY_KEY,)),
    Kind("one reviewer’s key in another’s name", _another_s_key, (ANY_KEY,)),
    Kind("signed for another glossary", _other_glossary, (ANY_GLOSSARY,)),
    Kind("signed on another site", _other_site, (ANY_SITE,)),
    Kind("signed in a frame", _framed, (ANY_SITE,)),
    Kind("only touched", _touched, (ONLY_TOUCHED,)),
    Kind("after the key’s last day", _too_late, (ANY_DAY,)),
    Kind("a revoked key, dated back", _revoked, (ANY_RECORD,)),
    Kind("another hash than SHA-512", _other_hash, (_weak_hash,)),
    Kind("a text exchanged on a statement’s list", _exchanged_on_the_list, UNCHECKED),
    Kind("one more text on a statement’s list", _one_more_on_the_list, UNCHECKED),
    Kind("another publication than the statement’s", _other_publication, UNCHECKED),
    Kind("another time than the statement’s", _other_time_of_a_statement, UNCHECKED),
    Kind("a statement signed as approvals are", _statement_as_approvals_are_signed, (ANY_GLOSSARY,)),
    Kind("the proof of another record", _proof_of_another, (ANY_PROOF,)),
    Kind("the proof at another place", _proof_at_another_place, (ANY_PROOF,)),
    Kind("a bit of the proof", _proof_hash, (ANY_PROOF,)),
    Kind("a proof taken away", _no_proof, (_patched(judging, "_logged", lambda *_given: None),)),
    Kind("a checkpoint by another key", _checkpoint_of_another_key, (ANY_SIGNATURE,)),
)
IN_THE_PROOF = tuple(kind.name for kind in KINDS[-5:])
"""What ``verify.html`` does not look at."""


def good(given: Document, desk: Desk) -> bool:
    """Return whether our own check calls evidence good. It asks for the log where the evidence says that it is in it."""
    trust = desk.trust if given["records"][0]["logged"] else replace(desk.trust, log=None)
    return not any(judgement.fault for judgement in judging.judge(given, trust))


def stock_says(given: Document, desk: Desk) -> bool:
    """Return whether the stock ``ssh-keygen`` calls the first record good."""
    with tempfile.TemporaryDirectory() as folder:
        allowed, file = Path(folder) / "allowed", Path(folder) / "sig"
        allowed.write_text(signers.write(desk.signers))
        record = given["records"][0]
        file.write_text(record["signature"])
        who = orjson.loads(record["line"])["who"]
        command = ["ssh-keygen", "-Y", "verify", "-f", str(allowed), "-I", who, "-n", NAMESPACE, "-s", str(file)]
        time = ["-O", f"verify-time={WHEN:%Y%m%d%H%M%SZ}"]
        done = subprocess.run([*command, *time], input=record["line"].encode(), capture_output=True, check=False)
        return done.returncode == 0


def forged(kind: Kind, number: int, seed: str, desk: Desk) -> Document:
    """Return the forgery of a kind and a number."""
    return kind.forge(Random(f"{seed}/{kind.name}/{number}"), desk)


def passes_unguarded(kind: Kind, seed: str, desk: Desk) -> bool:
    """Return whether a kind's first forgery is called good with its guards off."""
    given = forged(kind, 0, seed, desk)
    with ExitStack() as off:
        for guard in kind.guards:
            off.enter_context(guard())
        return good(given, desk)


def main() -> int:
    """Run a campaign and print its table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forgeries", type=int, default=10_000, help="in all, shared equally among the kinds")
    parser.add_argument("--seed", default="1")
    chosen = parser.parse_args()
    desk, began, wrong = Desk(), time.monotonic(), 0
    each = max(LEAST, -(-chosen.forgeries // len(KINDS)))
    stock = all(stock_says(desk.good(who), desk) and good(desk.good(who), desk) for who in ("otter", "wren"))
    click.echo(f"{'kind':50} {'tried':>6} {'guard off':>10} {'good':>6}")
    for kind in KINDS:
        make = partial(forged, kind, seed=chosen.seed, desk=desk)
        passed, off = [n for n in range(each) if good(make(n), desk)], passes_unguarded(kind, chosen.seed, desk)
        wrong += len(passed) + (not off)
        click.echo(f"{kind.name:50} {each:6} {'good' if off else 'REFUSED':>10} {len(passed):6} {passed[:5] or ''}")
    seconds = time.monotonic() - began
    click.echo(
        f"seed {chosen.seed}: {each * len(KINDS)} forgeries of {len(KINDS)} kinds in {seconds:.0f} s, {wrong} wrong"
    )
    click.echo(f"ssh-keygen accepts what they are made from: {'yes' if stock else 'NO'}")
    return 1 if wrong or not stock else 0


if __name__ == "__main__":
    sys.exit(main())
