"""Records that were made elsewhere: in a browser like here, checked by the rules of ``vet``, written as they are."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from glossary.content.digests import paper_digest
from glossary.content.identity import NAMELESS
from glossary.content.model import Approval, Verdict
from glossary.content.text import FIELDS, Text
from glossary.edition.edition import Edition
from glossary.edition.loading import load
from glossary.errors import Refused
from glossary.ledger import record as records
from glossary.ledger import signed
from glossary.proofs import signatures, signing
from glossary.proofs.keys import ED25519
from glossary.proofs.signatures import Signature
from glossary.proofs.wire import string
from glossary.review import receiving
from glossary.review.allow import allowed
from tests.conftest import needs
from tests.world import TODAY, World

NOW = datetime.combine(TODAY, datetime.min.time(), UTC).replace(hour=14)
NAMESPACE = signed.namespace(signed.APPROVAL, NAMELESS.id)
OTTER, WREN = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()

_TRY = f"""
require("node:vm").runInThisContext(require("fs").readFileSync({json.dumps(str(receiving.SCRIPT))}, "utf-8"));
const hex = data => Buffer.from(data).toString("hex");
const made = async (record) => [
  await glossaryRecord.line(record), await glossaryRecord.digest(record), await glossaryRecord.textDigest(record.text),
  await glossaryRecord.paperDigest(record.text, record.source),
  hex(await glossaryRecord.challenge({json.dumps(NAMESPACE)}, await glossaryRecord.line(record))),
];
(async () => console.log(JSON.stringify(await Promise.all(JSON.parse(require("fs").readFileSync(0)).map(made)))))();
"""


def _in_node(chosen: list[dict[str, Any]]) -> list[list[str]]:
    needs("node")
    node = subprocess.run(["node", "-e", _TRY], input=json.dumps(chosen), capture_output=True, text=True, check=False)
    assert node.returncode == 0, node.stderr
    return [list(each) for each in json.loads(node.stdout)]


def _in_python(record: Approval) -> list[str]:
    line = records.line(record)
    own = json.loads(line)["digest"]
    digests = record.text.digest, paper_digest(record.text.digest, record.source)
    return [line, own, *digests, signatures.signed(line.encode(), NAMESPACE).hex()]


def _parts(record: Approval) -> dict[str, Any]:
    """Return what a page knows of a record, its words in any order."""
    names = ("who", "role", "language", "concept", "source")
    parts = {name: getattr(record, name) for name in names} | {"verdict": record.verdict.value}
    return {**parts, "when": record.when.strftime(records.TIME), "text": dict(reversed([*record.text.fields.items()]))}


def _proposed(edition: Edition) -> Iterator[Approval]:
    for language in edition.languages:
        for concept in edition.live:
            if proposal := edition.proposal(concept.id, language):
                words = "otter", "language", Verdict.APPROVE, language, concept.id, proposal.text, proposal.key[1]
                yield Approval(NOW, *words)


def test_a_browser_makes_the_same_line_and_the_same_digests_of_every_shipped_draft(shipped: World) -> None:
    chosen = list(_proposed(load(shipped.terms, shipped.translations, shipped.support)))
    assert len(chosen) > 700
    assert _in_node([_parts(record) for record in chosen]) == [_in_python(record) for record in chosen]


def test_a_browser_writes_any_character_as_python_does() -> None:
    text = Text(term='D\u00f6ve \\ “"” 🕊 \u200f\u05d9', definition="/\u007e' ́a", forms=("a", "b\u1e9b"), note="ﬁ")
    chosen = [
        Approval(NOW, "otter", "subject", verdict, language, "dove", text, source)
        for verdict in Verdict
        for language, source in (("en", None), ("pt-BR", "sha256:" + "0" * 64))
    ]
    assert _in_node([_parts(record) for record in chosen]) == [_in_python(record) for record in chosen]
    whole = {name: f"{name}\nß" if name in ("forms", "avoid") else name for name in FIELDS}
    record = replace(chosen[0], text=Text.of(whole))
    assert _in_node([_parts(record)]) == [_in_python(record)]
    with pytest.raises(AssertionError, match="no field “title”"):
        _in_node([{**_parts(record), "text": {"title": "x"}}])


def _edition(world: World) -> Edition:
    world.environment()
    return load(world.terms, world.translations, world.support)


def _line(world: World, who: str = "otter", role: str = "language", when: datetime | None = None, **more: Any) -> bytes:
    """Return the line of an approval of the French dove as it could be approved now."""
    proposal = _edition(world).proposal("dove", "fr")
    assert proposal
    values = {
        "when": when or receiving.stated((), TODAY), "who": who, "role": role, "verdict": Verdict.APPROVE, "language": "fr",
        "concept": "dove", "text": proposal.text, "source": proposal.key[1], **more,
    }  # fmt: skip
    return records.line(Approval(**values)).encode()


def _signature(line: bytes, private: Ed25519PrivateKey = OTTER, namespace: str = NAMESPACE) -> str:
    raw = private.sign(signatures.signed(line, namespace))
    return Signature(signing.of_private(private), namespace, string(ED25519) + string(raw)).armour


def _received(world: World, line: bytes, signature: str | None = None) -> Approval:
    edition = _edition(world)
    record = receiving.read(line, receiving.language(line), signature)
    receiving.check(edition, allowed(world.translations, TODAY), record, NOW)
    return receiving.commit(world.translations, edition, record, NOW)


def _key(world: World, who: str, private: Ed25519PrivateKey, more: str = "") -> None:
    policy, line = world.translations / "policy.toml", signing.of_private(private).line
    policy.write_text(policy.read_text().replace(f'id = "{who}"', f'id = "{who}"\nkeys = [{{key = "{line}"{more}}}]'))


def _allow_paper(world: World, more: str = "") -> None:
    policy = world.translations / "policy.toml"
    policy.write_text(f"paper = true\n{more}" + policy.read_text())


def test_a_signed_line_is_written_as_it_is_and_counts(french: World) -> None:
    _key(french, "otter", OTTER)
    line = _line(french)
    signature = _signature(line)
    _received(french, line, signature.replace("\n", "\r\n"))
    written = french.ledger("fr").read_bytes()
    one_line = signatures.read(signature).base64.encode()
    assert written == line.removesuffix(b"}\n") + b', "signature": "' + one_line + b'"}\n'
    assert "is now vetted" in french.vet("fr", "dove", "heron", "subject").output


def test_a_good_signature_by_a_key_that_the_policy_does_not_have_is_kept_and_counts_later(french: World) -> None:
    line = _line(french)
    _received(french, line, _signature(line))
    assert "still missing: an approval as “language”" in french.vet("fr", "dove", "heron", "subject").output
    _key(french, "otter", OTTER)
    assert french.get("/v1/fr/terms/dove.json").json["language"] == "fr"  # type: ignore[index]


def test_unsigned_lines_need_a_policy_that_allows_paper_and_asks_for_no_signatures(french: World) -> None:
    line = _line(french)
    with pytest.raises(Refused, match="it is not signed"):
        _received(french, line)
    _allow_paper(french, "signatures_required_from = []\n")
    with pytest.raises(Refused, match="it is not signed"):
        _received(french, line)
    policy = french.translations / "policy.toml"
    policy.write_text(policy.read_text().replace("signatures_required_from = []\n", ""))
    _received(french, line)
    assert french.ledger("fr").read_bytes() == line


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda line: line.replace(b"paix", b"pain"), "it does not match its digest"),
        (lambda line: line.replace(b"\n", b"\r\n"), "CR LF"),
        (lambda line: line.removesuffix(b"\n"), "not one line"),
        (lambda line: line * 2, "damaged"),
        (lambda line: b"[]\n", "damaged"),
        (lambda line: b"\xff\n", "damaged"),
        (lambda line: line.replace(b"}\n", b', "signature": "AAAA"}\n'), "not one line without a signature"),
        (lambda line: line.replace(b'"who": "otter"', b'"who": "otter", "who": "otter"'), "damaged"),
    ],
)
def test_a_line_that_was_changed_is_refused(french: World, change: Any, reason: str) -> None:
    _allow_paper(french)
    with pytest.raises(Refused, match=reason):
        _received(french, change(_line(french)))
    assert not french.ledger("fr").exists()


@pytest.mark.parametrize(
    ("signature", "reason"),
    [
        (lambda line: _signature(line, WREN), "signed with a key of “heron”, not of “otter”"),
        (lambda line: _signature(line + b" "), "not of these words"),
        (lambda line: _signature(line, namespace="glossary-adoption@v1:x"), "given for something else"),
        (lambda line: "nonsense", "cannot be read"),
        (lambda line: "", "cannot be read"),
    ],
)
def test_a_bad_signature_is_refused_even_where_none_is_asked_for(french: World, signature: Any, reason: str) -> None:
    _allow_paper(french)
    _key(french, "otter", OTTER)
    _key(french, "heron", WREN)
    line = _line(french)
    with pytest.raises(Refused, match=reason):
        _received(french, line, signature(line))
    assert not french.ledger("fr").exists()


def test_a_key_after_its_last_day_signs_nothing_more(french: World) -> None:
    _key(french, "otter", OTTER, f", until = {TODAY - timedelta(days=1)}")
    line = _line(french)
    with pytest.raises(Refused, match="did not count on that day"):
        _received(french, line, _signature(line))


def test_what_vet_would_refuse_is_refused(french: World) -> None:
    _allow_paper(french)
    with pytest.raises(Refused, match="not registered for the role “subject”"):
        _received(french, _line(french, role="subject"))
    line = _line(french)
    _received(french, line)
    with pytest.raises(Refused, match="approved exactly this text"):
        _received(french, line)
    french.catalog("fr", {"dove.definition": "est un oiseau de paix."}, fuzzy=("dove.definition",))
    with pytest.raises(Refused, match="the draft is not finished"):
        _received(french, line)


def test_whoever_has_left_cannot_approve_with_an_earlier_day(french: World) -> None:
    _allow_paper(french)
    policy, gone = french.translations / "policy.toml", TODAY - timedelta(days=1)
    policy.write_text(policy.read_text().replace('id = "otter"', f'id = "otter"\nuntil = {gone}'))
    with pytest.raises(Refused, match="registered until"):
        _received(french, _line(french, when=receiving.stated((), gone)))


def test_words_that_changed_since_they_were_read_are_refused_with_the_difference(french: World) -> None:
    _allow_paper(french)
    line = _line(french)
    french.catalog("fr", {"dove.definition": "est un oiseau de ville."})
    with pytest.raises(Refused, match=r"definition: est un oiseau de \[-paix-]\{\+ville\+}"):
        _received(french, line)
    french.catalog("fr", {"dove.definition": "est un oiseau de paix."})
    with pytest.raises(Refused, match="the English beside it has changed"):
        _received(french, _line(french, source="sha256:" + "0" * 64))
    with pytest.raises(Refused, match="it is no approval"):
        _received(french, _line(french, verdict=Verdict.WITHDRAW))


def test_what_is_dated_ahead_is_refused(french: World) -> None:
    _allow_paper(french)
    with pytest.raises(Refused, match="dated ahead"):
        _received(french, _line(french, when=receiving.stated((), TODAY + timedelta(days=1))))


def test_an_approval_that_its_time_puts_before_a_withdrawal_is_refused(french: World) -> None:
    _allow_paper(french)
    line = _line(french, when=receiving.stated((), TODAY - timedelta(days=1)))
    french.approve("fr", "dove")
    assert french.vet("fr", "dove", "heron", "subject", "--withdraw").exit_code == 0
    with pytest.raises(Refused, match="this text was withdrawn after the time that it states"):
        _received(french, line)
    assert len(french.ledger("fr").read_text().splitlines()) == 1


def test_an_approval_that_its_time_puts_before_another_vetted_text_is_refused(french: World) -> None:
    _allow_paper(french)
    line = _line(french, when=receiving.stated((), TODAY - timedelta(days=1)))
    french.catalog("fr", {"dove.definition": "est un oiseau de ville."})
    french.approve("fr", "dove")
    french.catalog("fr", {"dove.definition": "est un oiseau de paix."})
    with pytest.raises(Refused, match="another text was approved by all after the time that it states"):
        _received(french, line)


def test_what_somebody_has_withdrawn_since_the_check_is_not_written(french: World) -> None:
    _allow_paper(french)
    yesterday = receiving.stated((), TODAY - timedelta(days=1))
    line, edition = _line(french, when=yesterday), _edition(french)
    record = receiving.read(line, "fr", None)
    receiving.check(edition, allowed(french.translations, TODAY), record, NOW)
    french.vet("fr", "dove", "both", "language")
    french.vet("fr", "dove", "both", "language", "--withdraw")
    with pytest.raises(Refused, match="withdrawn"):
        receiving.commit(french.translations, edition, record, NOW)
    assert not french.ledger("fr").exists()


def test_a_stated_time_is_the_day_and_a_counter() -> None:
    day = date(2026, 11, 29)
    midnight = datetime(2026, 11, 29, tzinfo=UTC)

    def at(when: datetime) -> Approval:
        return Approval(when, "otter", "language", Verdict.WITHDRAW, "fr", "dove", Text(term="a", definition="b"), None)

    assert receiving.stated((), day) == midnight
    assert receiving.stated([at(midnight - timedelta(seconds=1)), at(midnight + timedelta(days=1))], day) == midnight
    hours = [at(midnight + timedelta(hours=hour)) for hour in (9, 14, 11)]
    assert receiving.stated(hours, day) == midnight + timedelta(hours=14, seconds=1)
    last = midnight + timedelta(days=1) - timedelta(seconds=1)
    assert receiving.stated([at(last)], day) == last, "it is never the next day"


def test_a_withdrawal_made_elsewhere_works_in_every_state_of_the_content(french: World) -> None:
    french.approve("fr", "dove")
    line = _line(french, verdict=Verdict.WITHDRAW, when=NOW + timedelta(days=2))
    french.catalog("fr").write_text("broken")
    (french.terms / "dove.toml").write_text("broken")
    record = receiving.read(line, "fr", _signature(line))
    receiving.withdraw(french.translations, record)
    assert french.ledger("fr").read_bytes().splitlines()[-1].startswith(line.removesuffix(b"}\n"))
    with pytest.raises(Refused, match="no approval to withdraw"):
        receiving.withdraw(french.translations, record)


def test_a_withdrawal_made_elsewhere_is_never_put_before_what_it_takes_back(french: World) -> None:
    french.approve("fr", "dove")
    line = _line(french, verdict=Verdict.WITHDRAW, when=NOW - timedelta(days=1))
    with pytest.raises(Refused, match="a newer record of this text is there"):
        receiving.withdraw(french.translations, receiving.read(line, "fr", None))
