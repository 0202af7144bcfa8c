"""A few forgeries of each kind that ``make forgeries`` makes by the thousand, and a sample of them on ``verify.html``."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser

from glossary.proofs import signers
from tests.conftest import needs
from tests.proofs.test_page import PAGE, READ
from tests.signing_forgeries import IN_THE_PROOF, KINDS, Desk, Kind, forged, good, passes_unguarded, stock_says

pytest_plugins = ["tests.browser"]


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


def test_the_page_calls_none_of_them_good(chromium: Browser, desk: Desk) -> None:
    page = chromium.new_page()
    page.goto(PAGE.as_uri())
    trusted = signers.write(desk.signers, desk.trust.origins)
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
