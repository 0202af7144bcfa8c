"""Who is signed in at the desk, and what a form needs to be taken."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from glossary import settings
from glossary.commands import desk as command
from glossary.desk import people
from glossary.desk.app import HEADERS, create_desk
from glossary.errors import BadSetting
from tests.desk.world import FORM, Office, Visitor, words


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
    refused = visitor.post("/sign-out", reason="Bonjour\nà tous", line="l\nm")
    assert refused.status_code == 403
    assert "nothing is lost" in words(refused)
    assert "Bonjour\nà tous</textarea>" in refused.text
    assert '<input type="hidden" name="line" value="l\nm">' in refused.text
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


def test_what_nobody_foresaw_is_logged_without_the_path_and_said_on_a_page(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    link = office.run("invite", "newt", "--role", "language", "--language", "fr").stdout.strip()
    secret = link.rsplit("/", 1)[1]
    with monkeypatch.context() as broken:
        broken.setattr(people, "duties", lambda _person: 1 // 0)
        answer = office.visitor().get(f"/invitation/{secret}")
    assert answer.status_code == 500
    assert "Nothing was changed" in words(answer)
    assert "ZeroDivisionError" in caplog.text
    assert secret not in caplog.text
    assert office.visitor().get(f"/invitation/{secret}").status_code == 200


@pytest.mark.parametrize(
    "url",
    ["http://desk.example.org", "https://desk.example.org/path", "https://Desk.example.org", "https://d;x", "desk"],
)
def test_the_address_of_a_desk_is_an_origin_where_browsers_have_passkeys(url: str) -> None:
    with pytest.raises(BadSetting, match="GLOSSARY_DESK_URL"):
        settings.read({"GLOSSARY_DESK_URL": url})


def test_the_address_and_the_folder_of_a_desk_have_defaults_for_this_machine() -> None:
    chosen = settings.read({"PORT": "8001", "HOME": "/home/somebody"})
    assert (chosen.desk_url, chosen.desk_state) == (
        "http://localhost:8001",
        "/home/somebody/.local/state/glossary-desk",
    )
    assert settings.read({"GLOSSARY_DESK_URL": "https://d.example.org/"}).desk_url == "https://d.example.org"


def test_without_what_only_the_desk_needs_its_commands_say_how_to_get_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "find_spec", lambda _name: None)
    result = office.run("invite", "newt", "--role", "maintainer")
    assert result.exit_code == 1
    assert "make desk" in result.stderr


@pytest.mark.parametrize(
    ("method", "path", "status", "what"),
    [("post", "/keys", 413, "too long"), ("get", "/sign-out", 405, "after a form was sent")],
)
def test_what_cannot_be_answered_is_said_on_a_page(
    office: Office, method: str, path: str, status: int, what: str
) -> None:
    office.expect("newt")
    visitor = office.sign_in("newt")
    data = {"form": visitor.form, "armour": "x" * 300_000} if method == "post" else None
    answer = visitor.client.open(path, method=method.upper(), data=data)
    assert answer.status_code == status
    assert what in words(answer)
    assert "You are newt" in words(answer)


def test_what_was_sent_from_a_tab_that_was_signed_out_is_done_after_signing_in_again(office: Office) -> None:
    office.expect("newt")
    tab = office.sign_in("newt")
    tab.get("/keys")
    other = Visitor(tab.client, tab.form)
    other.post("/sign-out")
    sent = tab.client.post("/queue/all", data={"form": tab.form, "reason": "mine"})
    assert sent.status_code == 403
    assert "You are not signed in" in words(sent)
    name, token, other.form = office.session("newt")
    tab.client.set_cookie(name, token, domain="localhost")
    sent = tab.client.post("/queue/all", data={"form": FORM.findall(sent.text)[-1], "reason": "mine"})
    assert "signed in again in another tab" in words(sent)
    assert "mine</textarea>" in sent.text
    assert tab.client.post("/queue/all", data={"form": FORM.findall(sent.text)[-1]}).status_code == 303
