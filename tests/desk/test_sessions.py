"""Who is signed in at the desk, and what a form needs to be taken."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from glossary.desk.app import HEADERS, create_desk
from glossary.errors import BadSetting
from tests.desk.world import FORM, Office, words


def test_the_desk_refuses_a_state_folder_inside_the_repository(office: Office) -> None:
    inside = str(office.world.root / "state")
    with pytest.raises(BadSetting, match="inside the repository"):
        create_desk(replace(office.settings, desk_state=inside))
    assert not Path(inside).exists()


def test_nobody_but_its_user_reads_the_state_folder(office: Office) -> None:
    assert office.app
    assert office.state.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("path", ["/", "/sign-in", "/nothing-here", "/static/desk.css"])
def test_every_answer_has_the_strict_headers(office: Office, path: str) -> None:
    answer = office.visitor().get(path)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert "Strict-Transport-Security" not in answer.headers


def test_without_the_secret_of_the_session_nothing_is_done_and_what_was_sent_can_be_sent_again(office: Office) -> None:
    office.expect("newt")
    visitor = office.sign_in("newt")
    right, visitor.form = visitor.form, "guessed"
    refused = visitor.post("/sign-out", comment="Bonjour\nà tous")
    assert refused.status_code == 403
    assert "nothing is lost" in words(refused)
    assert "Bonjour\nà tous</textarea>" in refused.text
    assert FORM.findall(refused.text)[-1] == right
    assert "You are newt" in words(visitor.get("/sign-in"))


@pytest.mark.parametrize("header", [{"Origin": "https://evil.example.org"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_form_of_another_site_is_refused_even_with_the_secret(office: Office, header: dict[str, str]) -> None:
    office.expect("newt")
    visitor = office.sign_in("newt")
    refused = visitor.client.post("/sign-out", data={"form": visitor.form}, headers=header)
    assert refused.status_code == 403
    assert "You are newt" in words(visitor.get("/sign-in"))


def test_signing_out_ends_the_session_at_the_desk_and_in_the_browser(office: Office) -> None:
    office.expect("newt")
    visitor = office.sign_in("newt")
    stolen = visitor.client.get_cookie("desk")
    assert stolen is not None
    assert visitor.post("/sign-out").status_code == 303
    assert visitor.client.get_cookie("desk") is None
    visitor.client.set_cookie("desk", stolen.value, domain="localhost")
    assert "You are" not in words(visitor.get("/sign-in"))
