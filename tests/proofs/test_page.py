"""``verify.html``, from disk and without a network, in each engine: what it says of evidence."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import Browser

from glossary.content.model import Approval, Publication, Verdict
from glossary.content.text import Text
from glossary.contract import evidence
from glossary.contract.evidence import Record
from glossary.contract.schemas.evidence import Evidence
from glossary.ledger import record as records
from glossary.ledger import statement
from glossary.ledger.record import reading
from glossary.proofs import signers, signing
from glossary.proofs.keys import ED25519
from glossary.proofs.signatures import Signature, signed
from glossary.proofs.signers import Signer
from glossary.proofs.wire import string
from tests.conftest import ROOT, needs
from tests.engines import Engine
from tests.passkey import Passkey

pytest_plugins = ["tests.browser", "tests.engines"]

PAGE = ROOT / "glossary" / "proofs" / "verify.html"
NAMESPACE = evidence.namespace("birds")
TEXT = {"term": "Täubchen “D”", "definition": "ist ein\u00a0Vogel 🕊 \\ des Friedens.", "forms": "Taube\nTauben"}
OTTER, WREN = Passkey(), Ed25519PrivateKey.generate()
ORIGIN = OTTER.origin

READ = """async (evidence, keys) => {
  const result = document.getElementById("result");
  result.replaceChildren();
  for (const [id, value] of [["keys", keys], ["evidence", evidence]]) {
    document.getElementById(id).value = value;
    document.getElementById(id).dispatchEvent(new Event("input"));
  }
  while (!result.firstChild) await new Promise(done => setTimeout(done, 5));
  return [result.querySelector("h2").textContent, [...result.querySelectorAll("li")].map(row => row.dataset.fault),
    performance.getEntriesByType("resource").length];
}"""


def _line(who: str, role: str, text: dict[str, str] = TEXT, **more: Any) -> str:
    when = datetime(2026, 11, 23, 6, 51, 9, tzinfo=UTC)
    words = Text.of(text)
    values = {
        "when": when, "who": who, "role": role, "verdict": Verdict.APPROVE, "language": "de", "concept": "dove",
        "text": words, "source": "sha256:" + "0" * 64, **more,
    }  # fmt: skip
    return records.line(Approval(**{"record_digest": "", **values}))


def _key_signs(line: str, private: Ed25519PrivateKey = WREN, namespace: str = NAMESPACE) -> Signature:
    raw = private.sign(signed(line.encode(), namespace))
    return Signature(signing.of_private(private), namespace, string(ED25519) + string(raw))


def document(*chosen: Record, **more: Any) -> dict[str, Any]:
    given = {"glossary": "birds", "concept": "dove", "language": "de", "text": TEXT, **more}
    return evidence.of_text(**given, records=chosen, signers=SIGNERS, base_url="https://glossary.example.org")


SIGNERS = (
    Signer("otter", OTTER.key, (NAMESPACE,), None, datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)),
    Signer("wren", signing.of_private(WREN), (NAMESPACE,)),
)
TRUSTED = signers.write(SIGNERS, [ORIGIN])
PAIRS = (("language", "dove"), ("subject", "dove"), ("subject", "owl"))
FIRST = _line("otter", "language")
SECOND = _line("wren", "subject")


def _both(*, first: Signature | None = None, second: Signature | None = None) -> dict[str, Any]:
    return document(
        Record(FIRST, first or OTTER.sign(FIRST.encode(), NAMESPACE)), Record(SECOND, second or _key_signs(SECOND))
    )


def _with(document: dict[str, Any], change: Callable[[str], str], name: str = "line") -> dict[str, Any]:
    """Return evidence of which the first record is changed."""
    first, *rest = document["records"]
    return {**document, "records": [{**first, name: change(first[name])}, *rest]}


def _one(signature: Signature | None, line: str = FIRST, **more: Any) -> dict[str, Any]:
    return document(Record(line, signature), **more)


def _two_by_otter(**more: Any) -> dict[str, Any]:
    """Return evidence with two records of one person."""
    lines = FIRST, _line("otter", **more)
    return document(*(Record(line, OTTER.sign(line.encode(), NAMESPACE)) for line in lines))


def _with_second(line: str) -> dict[str, Any]:
    return document(Record(FIRST, OTTER.sign(FIRST.encode(), NAMESPACE)), Record(line, _key_signs(line)))


STRANGER, OTHER_SITE = Passkey(), Passkey(site="desk.example.org", origin="https://evil.desk.example.org")
OLD = _line("otter", "language", when=datetime(2027, 1, 1, tzinfo=UTC))
CASES: dict[str, tuple[Callable[[], dict[str, Any]], str, list[str]]] = {
    "good": (_both, TRUSTED, ["good", "good"]),
    "good, by fingerprints": (
        _both,
        f"# origin {ORIGIN}\n{OTTER.key.fingerprint}\n{SIGNERS[1].key.fingerprint}\n",
        ["good", "good"],
    ),
    "good, with the passkey’s own site as the origin": (_both, signers.write(SIGNERS), ["good", "good"]),
    "one letter of a record": (
        lambda: _with(_both(), lambda line: line.replace("Vogel", "Vogal")),
        TRUSTED,
        ["words", "good"],
    ),
    "another text around": (lambda: {**_both(), "text": {**TEXT, "term": "Taube"}}, TRUSTED, ["words", "words"]),
    "another concept": (lambda: {**_both(), "id": "wren"}, TRUSTED, ["words", "words"]),
    "a concept that had another id": (lambda: {**_both(), "id": "pigeon", "formerly": ["dove"]}, TRUSTED, ["good", "good"]),
    "a concept that had other ids": (
        lambda: {**_both(), "id": "pigeon", "formerly": ["wren"]},
        TRUSTED,
        ["words", "words"],
    ),
    "a doubled key": (
        lambda: _with(_both(), lambda line: line.replace('{"when"', '{"who": "wren", "when"')),
        TRUSTED,
        ["words", "good"],
    ),
    "a withdrawal": (
        lambda: _one(
            OTTER.sign(_line("otter", "language", verdict=Verdict.WITHDRAW).encode(), NAMESPACE),
            _line("otter", "language", verdict=Verdict.WITHDRAW),
        ),
        TRUSTED,
        ["words"],
    ),
    "another namespace": (
        lambda: _both(second=_key_signs(SECOND, namespace="glossary-approval@v1:fish")),
        TRUSTED,
        ["good", "site"],
    ),
    "another origin": (
        lambda: _one(replace(OTHER_SITE, private=OTTER.private).sign(FIRST.encode(), NAMESPACE)),
        TRUSTED,
        ["site"],
    ),
    "in a frame": (lambda: _one(OTTER.sign(FIRST.encode(), NAMESPACE, crossOrigin=True)), TRUSTED, ["site"]),
    "touched only": (lambda: _one(OTTER.sign(FIRST.encode(), NAMESPACE, flags=1)), TRUSTED, ["unverified"]),
    "unknown keys, shown in the evidence": (_both, "", ["unknown_key", "unknown_key"]),
    "a stranger’s key": (lambda: _one(STRANGER.sign(FIRST.encode(), NAMESPACE)), TRUSTED, ["unknown_key"]),
    "another person’s key": (lambda: _one(_key_signs(FIRST)), TRUSTED, ["unknown_key"]),
    "after the key’s last day": (lambda: _one(OTTER.sign(OLD.encode(), NAMESPACE), OLD), TRUSTED, ["days"]),
    "a record removed": (lambda: {**_both(), "records": _both()["records"][:1]}, TRUSTED, ["good", "missing"]),
    "one record, which is all that it takes": (
        lambda: {**_both(), "records": _both()["records"][:1]},
        f"{TRUSTED}# required translation language\n",
        ["good"],
    ),
    "one person in both roles": (lambda: _two_by_otter(role="subject"), TRUSTED, ["good", "good", "missing"]),
    "beside two English texts": (
        lambda: _with_second(_line("wren", "subject", source=f"sha256:{'1' * 64}")),
        TRUSTED,
        ["good", "good", "missing"],
    ),
    "a glossary that the namespace does not name": (lambda: {**_both(), "glossary": "fish"}, TRUSTED, ["site", "site"]),
    "not signed": (lambda: _one(None), TRUSTED, ["unsigned"]),
    "a damaged signature": (
        lambda: _with(_both(), lambda armour: armour.replace("U1NIU0lH", "U1NIU0lI"), "signature"),
        TRUSTED,
        ["unreadable", "good"],
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def page(engine: Engine) -> Engine:
    engine.open(PAGE.as_uri())
    return engine


def test_it_says_of_each_case_what_is_so(page: Engine) -> None:
    said = {}
    for name, (make, keys, _) in CASES.items():
        head, faults, requests = page.run(READ, json.dumps(make(), ensure_ascii=False), keys)
        said[name] = faults + ["missing"] * ("a record is missing" in head)
        good = set(said[name]) == {"good"}
        assert re.match(r"Good: approved by otter( and wren)?, whose keys you trust" if good else "Not proven", head), (
            name
        )
        assert requests == 0
    assert said == {name: faults for name, (_, _, faults) in CASES.items()}


def test_what_is_no_evidence_and_keys_that_cannot_be_read_are_told(page: Engine) -> None:
    for given in ("{}", "null", '{"records": {"length": 1}, "text": {}}', '{"records": "good", "text": {}}'):
        assert page.run(READ, given, "")[0] == "This is no evidence.", given
    for given in (
        '{"records": [], "text": {}}',
        '{"records": [{"line": "null"}], "text": {}}',
        '{"records": [null], "text": 1}',
    ):
        assert page.run(READ, given, "")[0].startswith("Not proven"), given
    assert (
        page.run(READ, json.dumps(_both()), "# ours\nrobin ssh-rsa AAAA\n")[0] == "Line 2 of the keys cannot be read."
    )


def test_dropped_on_it_evidence_is_read_with_the_network_off(chromium: Browser) -> None:
    context = chromium.new_context(offline=True)
    opened = context.new_page()
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(PAGE.as_uri())
    opened.fill("#keys", TRUSTED)
    drop = """text => {
      const data = new DataTransfer();
      data.items.add(new File([text], "dove.evidence.json"));
      document.body.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data }));
    }"""
    opened.evaluate(drop, json.dumps(_both()))
    opened.get_by_role("heading", name="Good: approved by otter and wren").wait_for()
    assert opened.locator("blockquote").get_attribute("lang") == "de"
    assert "ist ein" in (opened.locator("blockquote").text_content() or "")
    assert asked == [PAGE.as_uri()]
    context.close()


def test_a_statement_that_lists_the_record_is_good_and_no_other_list_is(chromium: Browser) -> None:
    publication = Publication("Vögel in Wörtern", "https://birds.example.org/words", date(2024, 5, 1))
    lines = [_line("wren", role, publication=publication, concept=name) for role, name in PAIRS]
    acts = statement.listed([reading("de")(each[:-1].encode()) for each in lines])
    signature = _key_signs(statement.head(acts[0]).decode(), namespace="glossary-statement@v1:birds")
    rows = [Record(line, signature, None, act.listed, "") for line, act in zip(lines, acts, strict=True)]
    keys = signers.write((Signer("wren", signing.of_private(WREN), ()),))
    context = chromium.new_context(offline=True)
    opened = context.new_page()
    opened.goto(PAGE.as_uri())
    good, moved = rows[0], replace(rows[0], listed=rows[1].listed)
    for record, fault in ((good, "good"), (moved, "words")):
        assert opened.evaluate(f"([a, b]) => ({READ})(a, b)", [json.dumps(document(record)), keys])[1] == [fault]
    assert ", by a statement" in (opened.locator("li").text_content() or "")
    context.close()


def test_it_is_one_small_file_that_names_no_other() -> None:
    page = PAGE.read_bytes()
    assert len(gzip.compress(page, 9, mtime=0)) <= 4096
    assert not re.search(rb"\b(src=|href=|import\b|fetch\b|XMLHttp|innerHTML)", page)
    assert b"default-src 'none'" in page


def test_the_evidence_is_what_its_schema_says_and_stock_tools_read_it(tmp_path: Any) -> None:
    needs("ssh-keygen")
    document = _both()
    assert Evidence().validate(document) == {}
    assert list(Evidence().dump(document)) == list(document)
    (tmp_path / "allowed").write_text(TRUSTED)
    for record, name in zip(document["records"], ("otter", "wren"), strict=True):
        (tmp_path / "sig").write_text(record["signature"])
        options = ["-f", str(tmp_path / "allowed"), "-I", name, "-n", NAMESPACE, "-s", str(tmp_path / "sig")]
        time = ["-O", "verify-time=20261123065109Z"]
        command = ["ssh-keygen", "-Y", "verify", *options, *time]
        assert subprocess.run(command, input=record["line"].encode(), capture_output=True).returncode == 0
