"""A few forgeries of each kind that ``make forgeries`` makes by the thousand, and a sample of them on ``verify.html``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from glossary.contract import judging
from glossary.contract.judging import Trust
from glossary.proofs import signers
from tests import forging_policy, forging_signed, signed_world
from tests.conftest import needs
from tests.faults import quietly
from tests.forgeries import Trial
from tests.proofs.test_page import PAGE, READ
from tests.signing_forgeries import IN_THE_PROOF, KINDS, Desk, Kind, forged, good, passes_unguarded, stock_says

pytest_plugins = ["tests.browser"]

AS_BEFORE = ("good", "an adoption that its person did not sign", "words said to be proposed by who approved them")
"""Whose evidence is of the good text."""


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.name))
def test_no_forgery_is_called_good_and_each_would_be_without_its_guard(kind: Kind, desk: Desk) -> None:
    assert [number for number in range(8) if good(forged(kind, number, "1", desk), desk)] == []
    assert passes_unguarded(kind, "1", desk)


def test_what_they_are_made_from_is_good_for_the_stock_tool_too(desk: Desk) -> None:
    needs("ssh-keygen")
    for who in ("otter", "wren"):
        assert good(desk.good(who), desk)
        assert stock_says(desk.good(who), desk)


SIGNED = (*forging_signed.KINDS, *forging_policy.KINDS)


@pytest.fixture(scope="module")
def slipped(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, bytes]]:
    """The keys that “glossary signers” prints, and by kind the evidence that a service would serve of what got past it with
    its guards off."""
    with quietly():
        trial = Trial(tmp_path_factory.mktemp("forgeries"), "1", signed_world.build)
        trusted, given = trial.world.run("signers").output, {}
        for kind in SIGNED:
            assert trial.run(kind, 0, guarded=False).true
            given[kind.name] = trial.client.get("/v1/fr/terms/dove.evidence.json").data
            trial.restore()
        given["good"] = trial.client.get("/v1/fr/terms/dove.evidence.json").data
    return trusted, given


def test_evidence_of_what_gets_past_a_service_without_its_guards_is_not_good(
    slipped: tuple[str, dict[str, bytes]], tmp_path: Path
) -> None:
    keys, given = slipped
    (tmp_path / "allowed").write_text(keys)
    trust = Trust(signers.read(tmp_path / "allowed"), origins=signers.origins(tmp_path / "allowed"))
    for name, data in given.items():
        judgements = judging.judge(judging.read(data), trust)
        assert any(judgement.fault for judgement in judgements) is (name not in AS_BEFORE), name


def test_the_page_calls_it_good_neither(chromium: Browser, slipped: tuple[str, dict[str, bytes]]) -> None:
    keys, given = slipped
    page = chromium.new_page()
    page.goto(PAGE.as_uri())
    for name, data in given.items():
        head, faults, _ = page.evaluate(f"given => ({READ})(...given)", [data.decode(), keys])
        assert head.startswith("Good: ") is (set(faults) == {"good"}) is (name in AS_BEFORE), name
    page.close()


def test_the_page_calls_none_of_them_good(chromium: Browser, desk: Desk) -> None:
    page = chromium.new_page()
    page.goto(PAGE.as_uri())
    trusted = signers.write(desk.signers, desk.trust.origins, desk.trust.required)
    read = f"given => ({READ})(...given)"
    for who in ("otter", "wren"):
        assert page.evaluate(read, [json.dumps(desk.good(who)), trusted])[1] == ["good"]
    for kind in KINDS:
        if kind.name not in IN_THE_PROOF:
            for number in range(3):
                said = page.evaluate(read, [json.dumps(forged(kind, number, "1", desk)), trusted])
                assert said[1] != ["good"], (kind.name, number)
                assert said[0] == "Not proven."
    page.close()
