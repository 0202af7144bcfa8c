"""Records that are signed: whose keys count, when, and what does not count without one."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from glossary.ledger import adoption, checked
from glossary.ledger.record import line, message, reading
from glossary.proofs import signing
from glossary.proofs.keys import Key
from glossary.serving.front import Front
from glossary.serving.watch import Watch
from tests.keys import Keys, enrol, public, quoted
from tests.passkey import Passkey
from tests.world import TODAY, World, processes

ENTRY = "/v1/fr/terms/dove.json"
NAMESPACE = "glossary-approval@v1:glossary"
DAY = timedelta(days=1)
Signing = Callable[[bytes], str]


def require(world: World, *pinned: str, **more: Any) -> None:
    """Let the policy ask for signatures."""
    path = world.translations / "policy.toml"
    head = "".join(f"{name} = {json.dumps(value)}\n" for name, value in more.items())
    path.write_text(f"signatures_required_from = {json.dumps(pinned)}\n{head}{path.read_text()}")


@pytest.fixture
def signed(french: World, keys: Keys) -> World:
    """One concept, vetted in French by two people who signed."""
    enrol(french, "heron", quoted(keys["heron"]))
    enrol(french, "otter", quoted(keys["otter"]))
    for who, role in (("otter", "language"), ("heron", "subject")):
        result = french.vet("fr", "dove", who, role, "--key", str(keys[who]))
        assert result.exit_code == 0, result.output
    return french


def entry(world: World) -> Any:
    return world.get(ENTRY).json


def signed_again(world: World, who: str, sign: Signing) -> None:
    """Exchange the signature of a reviewer's only French record."""
    path = world.ledger("fr", who)
    record = reading("fr")(path.read_bytes().splitlines()[0])
    path.write_text(line(replace(record, signature=sign(message(record)))))


def _by(file: Path, namespace: str = NAMESPACE) -> Signing:
    private = signing.private_key(file, str)
    return lambda text: signing.with_private(private, text, namespace).base64


def test_an_approval_that_is_signed_says_so_in_every_answer_and_one_that_is_not_says_that(signed: World) -> None:
    assert [act["signed"] for act in entry(signed)["vetting"]["approvals"]] == [True, True]
    listed = signed.get("/v1/en/terms.json").json
    assert listed is not None
    assert [act["signed"] for act in listed["entries"][0]["vetting"]["approvals"]] == [False]
    assert "it does not count" not in signed.run("check").output


def test_stock_ssh_keygen_accepts_what_vet_signed_by_the_file_that_signers_prints(
    signed: World, tmp_path: Path
) -> None:
    written = json.loads(signed.ledger("fr").read_text())
    text, signature = re.fullmatch('(.*), "signature": "(.*)"}\n', signed.ledger("fr").read_text()).groups()  # type: ignore[union-attr]
    assert written["signature"] == signature
    (tmp_path / "allowed").write_text(signed.run("signers").output)
    (tmp_path / "sig").write_text(f"-----BEGIN SSH SIGNATURE-----\n{signature}\n-----END SSH SIGNATURE-----\n")
    command = ["ssh-keygen", "-Y", "verify", "-f", str(tmp_path / "allowed"), "-n", NAMESPACE, "-s"]
    command += [str(tmp_path / "sig"), "-I"]
    good = subprocess.run([*command, "otter"], input=f"{text}}}\n".encode(), capture_output=True, check=False)
    assert good.returncode == 0, good.stderr
    other = subprocess.run([*command, "heron"], input=f"{text}}}\n".encode(), capture_output=True, check=False)
    assert other.returncode != 0


def test_signing_a_record_changes_neither_its_digest_nor_the_rest_of_its_line(signed: World, keys: Keys) -> None:
    record = reading("fr")(signed.ledger("fr").read_bytes()[:-1])
    plain = reading("fr")(message(record)[:-1])
    assert (plain.signature, plain.record_digest) == (None, record.record_digest)
    assert line(record).encode() == signed.ledger("fr").read_bytes()


BAD: dict[str, tuple[Callable[[Keys], Signing], str]] = {
    "damaged": (lambda keys: lambda text: "AAAA", "the signature cannot be read"),
    "empty": (lambda keys: lambda text: "", "the signature cannot be read"),
    "cut off": (lambda keys: lambda text: _by(keys["otter"])(text)[:-8], "the signature cannot be read"),
    "of other words": (lambda keys: lambda text: _by(keys["otter"])(text + b"\n"), "not of these words"),
    "another namespace": (lambda keys: _by(keys["otter"], "glossary-approval@v1:birds"), "given for something else"),
    "an adoption's namespace": (lambda keys: _by(keys["otter"], "glossary-adoption@v1:glossary"), "for something else"),
    "a colleague's key": (lambda keys: _by(keys["heron"]), "warning: it does not count: the policy has no such key"),
    "a stranger's key": (lambda keys: _by(keys["stranger"]), "warning: it does not count: the policy has no such key"),
}


@pytest.mark.parametrize("bad", BAD)
def test_an_approval_with_a_signature_that_is_not_good_does_not_count_and_is_named(
    signed: World, keys: Keys, bad: str
) -> None:
    make, what = BAD[bad]
    signed_again(signed, "otter", make(keys))
    assert entry(signed)["fallback"] == {"reason": "awaiting_review"}
    output = signed.run("check").output
    assert re.search(rf"fr/approvals/otter\.jsonl:1: .*{re.escape(what)}.*; ", output), output


def test_an_approval_by_a_key_that_the_policy_does_not_have_is_kept_and_counts_once_it_has(
    french: World, keys: Keys
) -> None:
    french.vet("fr", "dove", "heron", "subject")
    result = french.vet("fr", "dove", "otter", "language", "--key", str(keys["otter"]))
    assert "It does not count yet: the policy has no such key" in result.output
    assert f"keys = [{quoted(keys['otter'])}]" in result.output
    assert entry(french)["language"] == "en"
    enrol(french, "otter", quoted(keys["otter"]))
    assert entry(french)["language"] == "fr"


@pytest.mark.parametrize(("first", "last", "counts"), [(-1, 0, True), (-9, -1, False), (0, 9, True), (0, None, True)])
def test_a_key_counts_on_its_days_and_on_no_other(
    signed: World, keys: Keys, first: int, last: int | None, counts: bool
) -> None:
    path = signed.translations / "policy.toml"
    days = f", from = {TODAY + first * DAY}" + (f", until = {TODAY + last * DAY}" if last is not None else "")
    path.write_text(path.read_text().replace(quoted(keys["otter"]), f"{{key = {quoted(keys['otter'])}{days}}}"))
    assert (entry(signed)["language"] == "fr") is counts
    if not counts:
        assert "the key did not count on that day" in signed.run("check").output


def test_of_a_key_that_is_revoked_only_what_is_pinned_counts(signed: World, keys: Keys) -> None:
    path = signed.translations / "policy.toml"
    digest = json.loads(signed.ledger("fr").read_text())["digest"]
    before = path.read_text()
    path.write_text(before.replace(quoted(keys["otter"]), _revoked(keys["otter"])))
    assert entry(signed)["language"] == "en"
    assert "warning: it does not count: its key is revoked" in signed.run("check").output
    path.write_text(before.replace(quoted(keys["otter"]), _revoked(keys["otter"], digest)))
    assert entry(signed)["language"] == "fr"


def test_a_version_that_rests_on_a_key_which_was_revoked_is_gone_and_says_since_when(signed: World, keys: Keys) -> None:
    address = entry(signed)["links"]["version"].removeprefix("http://127.0.0.1:8000")
    assert signed.get(address).status_code == 200
    path = signed.translations / "policy.toml"
    revoked = _revoked(keys["otter"]).replace("}", ", revoked_on = 2026-11-30}")
    path.write_text(path.read_text().replace(quoted(keys["otter"]), revoked))
    gone = signed.get(address)
    assert gone.json is not None
    assert (gone.status_code, gone.json["on"]) == (410, "2026-11-30")
    (row,) = signed.get("/v1/fr/terms/dove/versions.json").json["versions"]  # type: ignore[index]
    assert (row["status"], row["ended_on"], row["version"]) == ("revoked", "2026-11-30", None)


def _verified(world: World, given: str) -> str:
    (world.root / "allowed_signers").write_text(world.run("signers").output)
    (world.root / "dove.evidence.json").write_text(given)
    return world.run(
        "verify", str(world.root / "dove.evidence.json"), "--signers", str(world.root / "allowed_signers")
    ).output


@pytest.mark.parametrize("whose", ["key", "reviewer"])
def test_evidence_by_what_is_revoked_is_good_only_where_it_is_pinned_and_never_for_the_stock_tool(
    signed: World, keys: Keys, whose: str
) -> None:
    evidence = signed.get("/v1/fr/terms/dove.evidence.json").text
    path, digest = signed.translations / "policy.toml", json.loads(signed.ledger("fr").read_text())["digest"]
    before = path.read_text()
    for pinned, said in (((), "revoked: “otter”"), ((digest,), "good: “otter”")):
        old, new = (quoted(keys["otter"]), _revoked(keys["otter"], *pinned))
        if whose == "reviewer":
            old, new = 'id = "otter"\n', f'id = "otter"\nrevoked = {json.dumps(pinned)}\n'
        path.write_text(before.replace(old, new))
        assert said in _verified(signed, evidence)
        assert not [line for line in signed.run("signers").output.splitlines() if line.startswith("otter ")]


def test_verify_says_where_only_the_repository_vouches_for_the_keys(signed: World) -> None:
    evidence = signed.get("/v1/fr/terms/dove.evidence.json").text
    assert "the keys are vouched for by the repository only" in _verified(signed, evidence)


def test_a_reload_checks_no_signature_again(signed: World, monkeypatch: pytest.MonkeyPatch) -> None:
    client, asked = signed.client(), list[object]()
    front = client.application.wsgi_app
    assert isinstance(front, Front)
    monkeypatch.setattr(Key, "fits", lambda *given: bool(asked.append(given)))  # type: ignore[func-returns-value]
    assert signed.vet("fr", "dove", "heron", "subject", "--withdraw").exit_code == 0
    Watch(front).look()
    assert client.get(ENTRY).json["fallback"] == {"reason": "withdrawn"}  # type: ignore[index]
    assert asked == []


def test_a_key_counts_no_longer_than_its_owner_is_a_reviewer(signed: World) -> None:
    path = signed.translations / "policy.toml"
    path.write_text(path.read_text().replace('id = "otter"\n', f'id = "otter"\nuntil = {TODAY}\n'))
    assert f'valid-before="{TODAY:%Y%m%d}235959Z"' in signed.run("signers").output


def test_a_revoked_key_takes_its_texts_out_also_while_other_content_is_broken(signed: World, keys: Keys) -> None:
    client = signed.client()
    front = client.application.wsgi_app
    assert isinstance(front, Front)
    path = signed.translations / "policy.toml"
    path.write_text(path.read_text().replace(quoted(keys["otter"]), _revoked(keys["otter"])))
    (signed.terms / "dove.toml").write_text("broken")
    Watch(front).look()
    assert client.get(ENTRY).json["language"] == "en"  # type: ignore[index]


def _revoked(file: Path, *pinned: str) -> str:
    return f"{{key = {quoted(file)}, revoked = {json.dumps(pinned)}}}"


def test_where_signatures_are_asked_for_an_unsigned_approval_counts_only_if_it_is_pinned(
    french: World, keys: Keys
) -> None:
    french.approve("fr", "dove")
    enrol(french, "otter", quoted(keys["otter"]))
    pins = french.run("signers", "--unsigned").output
    policy = french.translations / "policy.toml"
    policy.write_text(pins + policy.read_text())
    assert entry(french)["language"] == "fr"
    before = french.ledger("fr").read_text()
    french.catalog("fr", {"dove.definition": "est sans danger."})
    refused = french.vet("fr", "dove", "otter", "language")
    assert refused.exit_code == 1
    assert "the policy asks for signatures; name your key with --key" in refused.output
    french.ledger("fr").write_text(before + french.forged("fr", when="2020-01-01T00:00:00Z"))
    output = french.run("check").output
    assert "fr/approvals/otter.jsonl:2: warning: it does not count: it is not signed, and the policy asks" in output
    assert entry(french)["definition"] == "est un oiseau de paix."


def test_a_withdrawal_counts_unsigned_and_with_any_signature(signed: World, keys: Keys) -> None:
    pins = signed.run("signers", "--unsigned").output
    policy = signed.translations / "policy.toml"
    policy.write_text(pins + policy.read_text())
    assert signed.vet("fr", "dove", "heron", "subject", "--withdraw").exit_code == 0
    assert entry(signed)["fallback"] == {"reason": "withdrawn"}
    lines = signed.ledger("fr", "heron").read_text().splitlines(keepends=True)
    signed.ledger("fr", "heron").write_text(lines[0] + lines[1].replace('"}\n', '", "signature": "AAAA"}\n'))
    assert entry(signed)["fallback"] == {"reason": "withdrawn"}
    assert "approvals/heron.jsonl:2: warning: the signature cannot be read" in signed.run("check").output


@pytest.mark.parametrize("change", ["stripped", "exchanged"])
def test_a_service_keeps_its_text_where_the_signature_of_a_record_that_it_has_read_changes(
    signed: World, keys: Keys, change: str
) -> None:
    client = signed.client()
    front = client.application.wsgi_app
    assert isinstance(front, Front)
    path = signed.ledger("fr")
    text = path.read_text()
    path.write_text(re.sub(', "signature": ".*"}', "}" if change == "stripped" else ', "signature": "AAAA"}', text))
    Watch(front).look()
    assert client.get(ENTRY).json["language"] == "fr"  # type: ignore[index]
    problems = client.get("/readyz").json["problems"]  # type: ignore[index]
    assert any(problem["problem"].startswith("a record is gone: approve dove as language") for problem in problems)


def test_of_many_signatures_that_are_checked_on_all_cores_exactly_the_bad_ones_are_named(
    signed: World, keys: Keys
) -> None:
    path, good = signed.ledger("fr"), _by(keys["otter"])
    first = reading("fr")(path.read_bytes().splitlines()[0])
    acts = [replace(first, when=first.when - timedelta(seconds=second)) for second in range(checked.LEAST + 90)]
    signing: dict[int, Signing] = {7: lambda text: "AAAA", 8: _by(keys["heron"]), 300: lambda text: good(text + b" ")}
    lines = (line(replace(act, signature=signing.get(at, good)(message(act)))) for at, act in enumerate(acts))
    path.write_text("".join(lines))
    command = [sys.executable, "-m", "glossary", "check"]
    done = subprocess.run(command, env=processes(signed), capture_output=True, text=True, check=False)
    named = re.findall(r"otter\.jsonl:(\d+): (?:warning: )?it does not count: ([^(,;]*)", done.stderr)
    assert [(int(number), what.strip()) for number, what in named] == [
        (8, "the signature cannot be read"),
        (9, "the policy has no such key"),
        (301, "the signature is not of these words"),
    ]


REFUSED = {
    "the same key under two ids": ("{heron}", "{heron}", "reviewers.keys: the same key stands under “heron”"),
    "the same key twice": ("{heron}, {heron}", "{otter}", "the same key stands under “heron”"),
    "no key": ('"ssh-rsa AAAA"', "{otter}", "reviewers.keys.key: it is no key that counts"),
    "a comment": ('"{bare} me@mine"', "{otter}", "it has a comment; take it out"),
    "a passkey of another site": ("{passkey}", "{otter}", "no origin in “origins” is on the site of this passkey"),
    "a day ahead": ("{{key = {heron}, from = 2999-01-01}}", "{otter}", "lies in the future"),
    "an unknown word": ("{{key = {heron}, for = 1}}", "{otter}", "Unknown field"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_policy_with_a_key_that_cannot_stand_there_is_refused_with_its_line(
    french: World, keys: Keys, case: str
) -> None:
    heron, otter, what = REFUSED[case]
    values = {"heron": quoted(keys["heron"]), "otter": quoted(keys["otter"]), "bare": public(keys["heron"])}
    values["passkey"] = json.dumps(Passkey().key.line)
    enrol(french, "heron", heron.format(**values))
    enrol(french, "otter", otter.format(**values))
    output = french.run("check").output
    assert re.search(rf"policy\.toml:\d+: .*{re.escape(what)}", output), output


PASSKEYS: dict[str, tuple[dict[str, Any], str | None]] = {
    "good": ({}, None),
    "nobody verified": ({"flags": 0x19}, "nobody proved who touched the passkey"),
    "in a frame": ({"crossOrigin": True}, "in a frame of another site"),
}


@pytest.mark.parametrize("case", PASSKEYS)
def test_a_passkey_counts_on_an_origin_of_the_policy_if_its_owner_was_verified(signed: World, case: str) -> None:
    options, what = PASSKEYS[case]
    passkey = Passkey()
    policy = signed.translations / "policy.toml"
    policy.write_text('origins = ["https://desk.example.org"]\n' + policy.read_text())
    path = policy.read_text()
    policy.write_text(path.replace('id = "otter"\nkeys = [', f'id = "otter"\nkeys = [{json.dumps(passkey.key.line)}, '))
    signed_again(signed, "otter", lambda text: passkey.sign(text, NAMESPACE, **options).base64)
    assert (entry(signed)["language"] == "fr") is (what is None)
    assert what is None or what in signed.run("check").output


def test_a_passkey_that_was_used_on_another_origin_does_not_count(signed: World) -> None:
    passkey = Passkey(origin="https://other.desk.example.org")
    policy = signed.translations / "policy.toml"
    policy.write_text('origins = ["https://desk.example.org"]\n' + policy.read_text())
    enrolled = policy.read_text().replace("keys = [", f"keys = [{json.dumps(passkey.key.line)}, ", 2)
    policy.write_text(enrolled.replace(f"{json.dumps(passkey.key.line)}, ", "", 1))
    signed_again(signed, "otter", lambda text: passkey.sign(text, NAMESPACE).base64)
    assert entry(signed)["language"] == "en"
    assert "the passkey was used on another site" in signed.run("check").output


def _adopted(world: World, keys: Keys, sign: Signing | None = None) -> Any:
    """Adopt another usage of the dove as keeper, who signs; return the usage that readers get."""
    world.get(ENTRY)
    world.adopting = False
    enrol(world, "keeper", quoted(keys["stranger"]))
    term = world.terms / "dove.toml"
    term.write_text(term.read_text().replace('usage = "confident"', 'usage = "caution"'))
    result = world.run("adopt", "dove", "--by", "keeper", "--yes", "--key", str(keys["stranger"]))
    assert result.exit_code == 0, result.output
    path = world.translations / "adoptions" / "keeper.jsonl"
    if sign:
        *others, last = path.read_bytes().splitlines(keepends=True)
        each = adoption.read(last[:-1])
        new = adoption.line(replace(each, signature=sign(adoption.message(each))))
        path.write_bytes(b"".join(others) + new.encode())
    return entry(world)["usage"]


def test_an_adoption_is_signed_by_whoever_adopts_and_says_so_in_its_line(french: World, keys: Keys) -> None:
    assert _adopted(french, keys) == "caution"
    last = (french.translations / "adoptions" / "keeper.jsonl").read_text().splitlines()[-1]
    assert list(json.loads(last))[-2:] == ["digest", "signature"]


@pytest.mark.parametrize("namespace", [NAMESPACE, "glossary-adoption@v1:birds"])
def test_an_adoption_with_a_signature_that_is_not_good_does_not_count(
    french: World, keys: Keys, namespace: str
) -> None:
    assert _adopted(french, keys, _by(keys["stranger"], namespace)) == "confident"
    output = french.run("check").output
    assert re.search(
        r"adoptions/keeper\.jsonl:\d+: it does not count: the signature was given for something else", output
    )


def test_where_signatures_are_asked_for_an_unsigned_adoption_counts_only_if_it_is_pinned(
    french: World, keys: Keys
) -> None:
    french.get(ENTRY)
    french.adopting = False
    enrol(french, "keeper", quoted(keys["stranger"]))
    policy = french.translations / "policy.toml"
    policy.write_text(french.run("signers", "--unsigned").output + policy.read_text())
    assert entry(french)["usage"] == "confident"
    term = french.terms / "dove.toml"
    term.write_text(term.read_text().replace('usage = "confident"', 'usage = "caution"'))
    refused = french.run("adopt", "dove", "--by", "keeper", "--yes")
    assert (refused.exit_code, "name your key with --key" in refused.output) == (1, True)
    assert french.run("adopt", "dove", "--by", "keeper", "--yes", "--key", str(keys["stranger"])).exit_code == 0
    assert entry(french)["usage"] == "caution"
    path = french.translations / "adoptions" / "keeper.jsonl"
    path.write_text(re.sub(', "signature": ".*"}', "}", path.read_text()))
    assert entry(french)["usage"] == "confident"
    assert "it is not signed, and the policy asks for signatures" in french.run("check").output
