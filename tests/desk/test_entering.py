"""Invitations, keys and signing in at the desk, over HTTP; what no browser is needed for."""

from __future__ import annotations

import json
import re
import subprocess
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from webauthn import base64url_to_bytes
from werkzeug.test import TestResponse

from glossary.desk import brake
from glossary.proofs import keys
from tests.conftest import needs
from tests.desk.world import Office, Visitor, words
from tests.passkey import Passkey, base64url

DAY = 86400
ID = b"the id of a passkey"


def _invite(office: Office, who: str = "newt", *more: str) -> str:
    """Return the path of an invitation's link, made by its command."""
    options = more or ("--role", "language", "--language", "fr")
    result = office.run("invite", who, *options)
    assert result.exit_code == 0, result.output
    return str(result.stdout.strip().removeprefix(office.settings.desk_url))


def _ssh_key(folder: Path) -> Path:
    needs("ssh-keygen")
    file = folder / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", file], check=True)
    return file


def _signed(page: TestResponse, key: Path) -> str:
    """Return what the command that a page shows prints."""
    command = unescape(re.findall(r"<pre[^>]*>(printf .*?)</pre>", page.text)[0])
    line = command.replace("~/.ssh/id_ed25519", str(key))
    return subprocess.run(["sh", "-c", line], check=True, capture_output=True, text=True).stdout


def _options(page: TestResponse) -> dict[str, Any]:
    """Return what a page asks a browser for that is to make a passkey."""
    values: dict[str, Any] = json.loads(unescape(re.findall(r'data-create="([^"]*)"', page.text)[0]))
    return values


def _made(page: TestResponse, passkey: Passkey, id: bytes = ID, **more: Any) -> str:
    return passkey.made(base64url_to_bytes(_options(page)["challenge"]), id, **more)


def _asserted(page: TestResponse, passkey: Passkey, id: bytes = ID, **more: Any) -> dict[str, str]:
    """Return the fields that a script fills when a passkey has signed what a page asks for."""
    challenge = base64url_to_bytes(re.findall(r'data-challenge="([^"]*)"', page.text)[0])
    names = "signature", "authenticator", "client"
    parts = zip(names, map(base64url, passkey.assertion(challenge, **more)), strict=True)
    return {"id": base64url(id), **dict(parts)}


def _enter(office: Office, path: str, key: Path) -> Visitor:
    visitor = office.visitor()
    answer = visitor.post(path, armour=_signed(visitor.get(path), key))
    assert (answer.status_code, answer.location) == (303, "/keys"), words(answer)
    return visitor


def test_an_invitation_is_a_link_and_nothing_else_on_standard_output(office: Office) -> None:
    result = office.run("invite", "newt", "--role", "language", "--language", "fr")
    assert re.fullmatch(rf"http://localhost:{office.port}/invitation/[\w-]{{43}}\n", result.stdout)
    assert "once, for 7 days" in result.stderr
    secret = result.stdout.strip().rsplit("/", 1)[1]
    assert secret.encode() not in b"".join(file.read_bytes() for file in office.state.iterdir())


def test_a_star_invites_for_every_language(office: Office) -> None:
    path = _invite(office, "newt", "--role", "subject", "--language", "*")
    assert "right in substance, in every language." in words(office.visitor().get(path))


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("Someone@example.org", "--role", "subject", "--language", "fr"), "cannot be a pseudonym"),
        (("demonstration-a", "--role", "subject", "--language", "fr"), "cannot be a pseudonym"),
        (("newt", "--role", "language"), "name it: --language fr"),
        (("newt", "--role", "language", "--language", "xx"), "“xx”"),
        (("newt", "--role", "language", "--language", "a/b"), "not a language tag"),
    ],
)
def test_an_invitation_that_makes_no_sense_is_refused(office: Office, arguments: tuple[str, ...], why: str) -> None:
    result = office.run("invite", *arguments)
    assert result.exit_code == 1
    assert why in result.stderr


def test_an_ssh_key_enters_by_an_invitation_and_signs_in_again(office: Office, tmp_path: Path) -> None:
    key = _ssh_key(tmp_path)
    path = _invite(office)
    visitor = office.visitor()
    page = visitor.get(path)
    assert "Here you are newt" in words(page)
    assert "how texts are worded, in French" in words(page)
    assert visitor.post(path, armour=_signed(page, key)).location == "/keys"
    mine = words(visitor.get("/keys"))
    assert "SSH key : waits for the maintainers" in mine
    assert keys.of_line(key.with_suffix(".pub").read_text()).fingerprint in mine
    assert 'id = "newt"' in mine
    again = office.visitor()
    answer = again.post("/sign-in", armour=_signed(again.get("/sign-in"), key), next="/keys")
    assert answer.location == "/keys"
    assert "You are newt" in words(again.get("/keys"))


def test_the_lines_that_are_shown_make_the_key_count_once_they_are_in_the_policy(
    office: Office, tmp_path: Path
) -> None:
    key = _ssh_key(tmp_path)
    visitor = _enter(office, _invite(office), key)
    shown = unescape(re.findall(r"<pre[^>]*>(origins = .*?)</pre>", visitor.get("/keys").text, re.DOTALL)[0])
    policy = office.world.translations / "policy.toml"
    origins, reviewer = shown.split("\n", 1)
    policy.write_text(f"{origins}\n{policy.read_text()}\n{reviewer}\n")
    page = words(visitor.get("/keys"))
    assert "SSH key : counts" in page
    assert "For the maintainers" not in page
    assert "policy.toml" not in office.run("check").stderr


def test_the_lines_of_a_first_maintainer_are_valid_in_the_policy(office: Office, tmp_path: Path) -> None:
    key = _ssh_key(tmp_path)
    visitor = _enter(office, _invite(office, "newt", "--role", "maintainer"), key)
    page = visitor.get("/keys")
    assert "at its top, the rest at its end" in words(page)
    shown = unescape(re.findall(r"<pre[^>]*>(origins = .*?)</pre>", page.text, re.DOTALL)[0])
    policy = office.world.translations / "policy.toml"
    origins, reviewer = shown.split("\n", 1)
    policy.write_text(f"{origins}\n{policy.read_text()}\n{reviewer}\n")
    assert visitor.get("/maintain").status_code == 200


def test_a_link_works_once_and_no_answer_tells_a_used_one_from_one_that_never_was(
    office: Office, tmp_path: Path
) -> None:
    path = _invite(office)
    _enter(office, path, _ssh_key(tmp_path))
    used, never = office.visitor().get(path), office.visitor().get("/invitation/" + "a" * 43)
    assert used.status_code == never.status_code == 404
    assert used.text == never.text
    assert "works once" in words(used)
    assert office.visitor().get(path + "x").text == never.text


def test_looking_at_a_link_does_not_use_it_up_and_a_new_one_replaces_it(office: Office) -> None:
    first = _invite(office)
    assert [office.visitor().get(first).status_code for _ in range(3)] == [200] * 3
    second = _invite(office)
    assert office.visitor().get(first).status_code == 404
    assert office.visitor().get(second).status_code == 200


def test_a_link_ends_after_seven_days_also_while_its_page_is_open(office: Office, tmp_path: Path) -> None:
    key, path = _ssh_key(tmp_path), _invite(office)
    now = office.settings.clock()
    late = office.visitor(clock=lambda: now + 7 * DAY + 1)
    assert late.get(path).status_code == 404
    assert office.visitor(clock=lambda: now + 7 * DAY - 60).get(path).status_code == 200
    armour = _signed(late.get("/sign-in"), key)
    assert late.post(path, armour=armour).status_code == 404
    assert "You are" not in words(late.get("/sign-in"))


def test_of_two_who_open_a_link_the_quicker_one_is_let_in(office: Office, tmp_path: Path) -> None:
    path = _invite(office)
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    slow = office.visitor()
    armour = _signed(slow.get(path), _ssh_key(tmp_path / "a"))
    _enter(office, path, _ssh_key(tmp_path / "b"))
    assert slow.post(path, armour=armour).status_code == 404
    assert "You are" not in words(slow.get("/sign-in"))


def test_guessing_takes_longer_each_time_and_never_slows_a_good_link(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, waited = _invite(office), list[float]()
    monkeypatch.setattr(brake, "sleep", waited.append)
    for number in range(50):
        assert office.visitor().get(f"/invitation/guess-{number}").status_code == 404
    assert waited == sorted(waited)
    assert (waited[0], waited[-1]) == (0, brake.MOST)
    before = len(waited)
    assert office.visitor().get(path).status_code == 200
    assert len(waited) == before


def test_at_most_two_guesses_wait_so_that_others_are_answered(office: Office) -> None:
    held = office.desk().brake
    taken = [held._places.acquire(blocking=False) for _ in range(3)]
    assert taken == [True, True, False]
    assert office.visitor().get("/invitation/guess").status_code == 429


@pytest.mark.parametrize(
    "path", ["/invitation/../../policy.toml", "/invitation/%2e%2e%2fx", "/invitation/a%00b", "/a//b"]
)
def test_odd_paths_are_pages_that_do_not_exist(office: Office, path: str) -> None:
    assert office.visitor().get(path).status_code == 404


def test_a_path_that_begins_with_a_host_leads_nowhere(office: Office) -> None:
    answer = office.visitor().get("/", environ_overrides={"PATH_INFO": "//evil.example.org/"})
    assert answer.status_code == 404
    assert answer.location is None


def test_the_address_of_the_desk_comes_from_its_settings_and_never_from_a_request(office: Office) -> None:
    path = _invite(office)
    visitor = office.visitor()
    headers = {"Host": "evil.example.org", "X-Forwarded-Host": "evil.example.org", "X-Forwarded-Proto": "https"}
    for page in (path, "/sign-in", "/", "/keys", "/sign-in?next=//evil.example.org/"):
        answer = visitor.get(page, headers=headers)
        assert "evil.example.org" not in answer.text
        assert not answer.location or answer.location.startswith("/sign-in")


@pytest.mark.parametrize(
    "back", ["https://evil.example.org/", "//evil.example.org", "/\\evil.example.org", "javascript:1"]
)
def test_signing_in_leads_only_to_pages_of_the_desk(office: Office, tmp_path: Path, back: str) -> None:
    key = _ssh_key(tmp_path)
    _enter(office, _invite(office), key)
    visitor = office.visitor()
    assert visitor.post("/sign-in", armour=_signed(visitor.get("/sign-in"), key), next=back).location == "/"


def test_a_page_that_needs_somebody_leads_to_signing_in_and_back(office: Office) -> None:
    assert office.visitor().get("/keys").location == "/sign-in?next=%2Fkeys"


def test_a_session_begins_anew_with_each_sign_in_and_ends_after_twelve_hours(office: Office, tmp_path: Path) -> None:
    key, path = _ssh_key(tmp_path), _invite(office)
    visitor = office.visitor()
    page = visitor.get(path)
    planted = visitor.client.get_cookie("desk")
    visitor.post(path, armour=_signed(page, key))
    mine = visitor.client.get_cookie("desk")
    assert planted is not None
    assert mine is not None
    assert mine.value != planted.value
    attacker = office.visitor()
    attacker.client.set_cookie("desk", planted.value, domain="localhost")
    assert attacker.get("/keys").status_code == 303
    now = office.settings.clock()
    later = office.visitor(clock=lambda: now + 12 * 3600 + 5)
    later.client.set_cookie("desk", mine.value, domain="localhost")
    assert later.get("/keys").status_code == 303


def test_the_cookie_is_out_of_reach_of_scripts_other_sites_and_other_hosts(office: Office) -> None:
    local = office.visitor().get("/sign-in").headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(local.split("; "))
    assert local.startswith("desk=")
    remote = office.visitor(desk_url="https://desk.example.org").get("/sign-in")
    cookie = remote.headers["Set-Cookie"]
    assert cookie.startswith("__Host-desk=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/", "Secure"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert remote.headers["Strict-Transport-Security"]


def test_a_signature_lets_in_once_and_only_where_its_line_was_shown(office: Office, tmp_path: Path) -> None:
    key = _ssh_key(tmp_path)
    _enter(office, _invite(office), key)
    visitor = office.visitor()
    armour = _signed(visitor.get("/sign-in"), key)
    other = office.visitor()
    other.get("/sign-in")
    refused = other.post("/sign-in", armour=armour)
    assert refused.status_code == 403
    assert "this page was too old" in words(refused)
    assert visitor.post("/sign-in", armour=armour).status_code == 303
    visitor.get("/sign-in")
    assert visitor.post("/sign-in", armour=armour).status_code == 403


def test_a_strange_key_and_a_revoked_one_let_nobody_in(office: Office, tmp_path: Path) -> None:
    key = _ssh_key(tmp_path)
    visitor = office.visitor()
    refused = visitor.post("/sign-in", armour=_signed(visitor.get("/sign-in"), key))
    assert refused.status_code == 403
    assert "This key lets nobody in" in words(refused)
    entered = _enter(office, _invite(office), key)
    policy = office.world.translations / "policy.toml"
    line = " ".join(key.with_suffix(".pub").read_text().split()[:2])
    row = '[[reviewers]]\nid = "newt"\nroles = ["language"]\nlanguages = ["fr"]\n'
    policy.write_text(policy.read_text() + row + f'keys = [{{ key = "{line}", revoked = [] }}]\n')
    refused = visitor.post("/sign-in", armour=_signed(visitor.get("/sign-in"), key))
    assert "This key lets nobody in" in words(refused)
    assert "is revoked" in words(entered.get("/keys"))
    policy.write_text(policy.read_text().replace("keys = [{", "revoked = []\nkeys = [{"))
    assert entered.get("/keys").status_code == 303, "somebody who is revoked was let stay"


def test_a_key_belongs_to_one_person(office: Office, tmp_path: Path) -> None:
    key = _ssh_key(tmp_path)
    _enter(office, _invite(office), key)
    path, visitor = _invite(office, "shrew"), office.visitor()
    refused = visitor.post(path, armour=_signed(visitor.get(path), key))
    assert refused.status_code == 403
    assert "somebody else" in words(refused)
    assert visitor.get(path).status_code == 200, "the link was used up by a refusal"


def test_what_cannot_be_read_is_said_and_can_be_tried_again(office: Office) -> None:
    path = _invite(office)
    visitor = office.visitor()
    visitor.get(path)
    for fields in ({"armour": "-----BEGIN"}, {"passkey": "{}"}, {"passkey": "x"}, {}, {"armour": "é" * 20000}):
        refused = visitor.post(path, **fields)
        assert refused.status_code == 403, fields
        assert 'class="refused" role="alert"' in refused.text
    visitor.get("/sign-in")
    for fields in ({"id": "x"}, {"id": "AA", "signature": "AA", "authenticator": "AA", "client": "AA"}):
        assert visitor.post("/sign-in", **fields).status_code == 403, fields


def test_a_passkey_of_the_policy_signs_in_though_the_desk_has_forgotten_everything(office: Office) -> None:
    passkey = Passkey("localhost", office.settings.desk_url)
    policy = office.world.translations / "policy.toml"
    head, row = f'origins = ["{passkey.origin}"]\n', '[[reviewers]]\nid = "newt"\nroles = ["language"]\n'
    policy.write_text(head + policy.read_text() + row + f'languages = ["fr"]\nkeys = ["{passkey.key.line}"]\n')
    visitor = office.visitor()
    page = visitor.get("/sign-in")
    answer = visitor.post("/sign-in", **_asserted(page, passkey))
    assert answer.status_code == 303, words(answer)
    assert "You are newt" in words(visitor.get("/keys"))
    touched = office.visitor()
    refused = touched.post("/sign-in", **_asserted(touched.get("/sign-in"), passkey, flags=0x01))
    assert "nobody proved who touched the passkey" in words(refused).casefold()
    framed = office.visitor()
    refused = framed.post("/sign-in", **_asserted(framed.get("/sign-in"), passkey, crossOrigin=True))
    assert "in a frame of another site" in words(refused)


def test_a_passkey_is_asked_for_that_openssh_knows_and_that_tells_nothing_of_its_owner(office: Office) -> None:
    path, other = _invite(office), _invite(office, "shrew")
    options = _options(office.visitor().get(path))
    assert [each["alg"] for each in options["pubKeyCredParams"]] == [-7]
    assert options["attestation"] == "none"
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["rp"]["id"] == "localhost"
    assert len(base64url_to_bytes(options["user"]["id"])) == 32
    assert options["user"]["id"] != _options(office.visitor().get(other))["user"]["id"]
    assert "newt" not in base64url_to_bytes(options["user"]["id"]).decode("latin-1")


def test_a_passkey_enters_by_an_invitation_gets_a_second_one_and_signs_in(office: Office) -> None:
    first, second = (Passkey("localhost", office.settings.desk_url) for _ in range(2))
    path, visitor = _invite(office), office.visitor()
    answer = visitor.post(path, passkey=_made(visitor.get(path), first))
    assert answer.location == "/keys", words(answer)
    page = visitor.get("/keys")
    assert "Make a second key" in words(page)
    assert [each["id"] for each in _options(page)["excludeCredentials"]] == [base64url(ID)]
    assert visitor.post("/keys", passkey=_made(page, second, b"another")).location == "/keys"
    page = visitor.get("/keys")
    assert words(page).count("Passkey : waits for the maintainers") == 2
    assert first.key.line in page.text
    assert second.key.line in page.text
    again = office.visitor()
    assert again.post("/sign-in", **_asserted(again.get("/sign-in"), second, b"another")).location == "/"


@pytest.mark.parametrize(
    ("flags", "more", "why"),
    [
        (0x59, {}, "User verification is required"),
        (0x5D, {"crossOrigin": True}, "frame of another site"),
        (0x5D, {"topOrigin": "https://evil.example.org"}, "frame of another site"),
        (0x5D, {"origin": "https://evil.example.org"}, "origin"),
    ],
)
def test_a_passkey_that_was_made_otherwise_is_refused(
    office: Office, flags: int, more: dict[str, Any], why: str
) -> None:
    path, visitor = _invite(office), office.visitor()
    passkey = Passkey("localhost", office.settings.desk_url)
    refused = visitor.post(path, passkey=_made(visitor.get(path), passkey, flags=flags, **more))
    assert refused.status_code == 403
    assert why in words(refused)
    assert visitor.get("/keys").status_code == 303


def test_a_key_in_the_policy_cannot_be_forgotten_nor_the_only_one(office: Office, tmp_path: Path) -> None:
    key = _ssh_key(tmp_path)
    visitor = _enter(office, _invite(office), key)
    line = " ".join(key.with_suffix(".pub").read_text().split()[:2])
    visitor.get("/keys")
    assert visitor.post("/keys/forget", key=line).status_code == 409
    passkey = Passkey("localhost", office.settings.desk_url)
    visitor.post("/keys", passkey=_made(visitor.get("/keys"), passkey))
    elsewhere = office.sign_in("newt")
    visitor.get("/keys")
    assert visitor.post("/keys/forget", key=line).status_code == 303
    assert line not in visitor.get("/keys").text
    assert elsewhere.get("/keys").status_code == 303, "a session that the lost key began goes on"


def test_a_broken_policy_keeps_nobody_out_whom_the_desk_knows(office: Office, tmp_path: Path) -> None:
    policy = office.world.translations / "policy.toml"
    key = _ssh_key(tmp_path)
    line = " ".join(key.with_suffix(".pub").read_text().split()[:2])
    policy.write_text(policy.read_text().replace('id = "otter"', f'id = "otter"\nkeys = ["{line}"]'))
    registered = office.visitor()
    registered.post("/sign-in", armour=_signed(registered.get("/sign-in"), key))
    (tmp_path / "b").mkdir()
    invited = _enter(office, _invite(office), _ssh_key(tmp_path / "b"))
    policy.write_text("[[")
    for visitor, who in ((registered, "otter"), (invited, "newt")):
        assert f"You are {who}" in words(visitor.get("/keys"))
        assert "<option>language</option>" in visitor.get("/withdraw").text


def test_a_state_folder_that_cannot_be_written_is_said_and_uses_no_link_up(office: Office, tmp_path: Path) -> None:
    key, path = _ssh_key(tmp_path), _invite(office)
    visitor = office.visitor()
    armour = _signed(visitor.get(path), key)
    journal = office.state / "desk.sqlite-journal"
    journal.mkdir()  # SQLite writes there before it changes anything
    refused = visitor.post(path, armour=armour)
    assert refused.status_code == 409
    assert "See that its disk has room" in words(refused)
    journal.rmdir()
    assert visitor.post(path, armour=armour).location == "/keys"


def test_whoever_lost_their_keys_comes_back_by_a_new_link_with_a_key_that_waits(office: Office, tmp_path: Path) -> None:
    key = _ssh_key(tmp_path)
    result = office.run("invite", "otter", "--role", "subject", "--language", "en")
    assert "the policy, which says what they may do" in result.stderr
    path = result.stdout.strip().removeprefix(office.settings.desk_url)
    visitor = office.visitor()
    page = visitor.get(path)
    assert "how texts are worded, in Croatian, Finnish" in words(page)
    visitor.post(path, armour=_signed(page, key))
    shown = visitor.get("/keys")
    assert "SSH key : waits for the maintainers" in words(shown)
    assert "roles = " not in shown.text


def test_whom_the_policy_revoked_is_not_invited(office: Office) -> None:
    policy = office.world.translations / "policy.toml"
    policy.write_text(policy.read_text().replace('id = "otter"', 'id = "otter"\nrevoked = []'))
    result = office.run("invite", "otter", "--role", "language", "--language", "fr")
    assert result.exit_code == 1
    assert "new pseudonym" in result.stderr


def test_an_id_that_somebody_elses_passkey_has_too_keeps_nobody_out(office: Office) -> None:
    first, second = (Passkey("localhost", office.settings.desk_url) for _ in range(2))
    for who, passkey in (("newt", first), ("shrew", second)):
        path, visitor = _invite(office, who), office.visitor()
        assert visitor.post(path, passkey=_made(visitor.get(path), passkey)).location == "/keys"
    for who, passkey in (("newt", first), ("shrew", second)):
        visitor = office.visitor()
        assert visitor.post("/sign-in", **_asserted(visitor.get("/sign-in"), passkey)).status_code == 303
        assert f"You are {who}" in words(visitor.get("/keys"))
