"""The pages of maintainers, over HTTP with real git: what they change is what a shell would, by a pseudonym, at midnight."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from glossary.desk.batches import Act
from glossary.desk.git import Git
from glossary.errors import Refused
from glossary.ledger import ledgers
from glossary.ledger.maintainers import place
from tests import keys
from tests.conftest import ROOT, needs
from tests.desk.test_batches import full_disk
from tests.desk.world import Office, Visitor, words
from tests.world import TODAY

PAGES = ("", "/adopt", "/wishes", "/log", "/people/otter", "/batches/otter", "/policy.toml")
KEEPER = f"keeper <keeper@desk.invalid> {TODAY} 00:00:00 +0000"


def _git(office: Office, *arguments: str) -> str:
    quiet = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
    run = subprocess.run(
        ["git", *arguments], cwd=office.world.root, check=True, capture_output=True, env=quiet, text=True
    )
    return run.stdout


def _last(office: Office) -> tuple[str, str, str]:
    """Return who made the last commit and when, what it says, and which files it changed; nothing is left uncommitted."""
    assert _git(office, "status", "--porcelain") == ""
    said = _git(office, "log", "-1", "--format=%an <%ae> %ad|%cn <%ce> %cd", "--date=iso")
    author, committer = said.strip().split("|")
    assert author == committer
    return (
        author,
        _git(office, "log", "-1", "--format=%B").strip(),
        _git(office, "show", "--format=", "--name-only").strip(),
    )


def _opened(keeper: Visitor, path: str, name: str) -> str:
    """Open a page, and return what a hidden field of it holds."""
    keeper.get(path)
    return keeper.value(name)


@pytest.fixture
def keeper(office: Office) -> Visitor:
    """A browser in which a maintainer is signed in."""
    office.world.adopting = False
    return office.sign_in("keeper")


def _policy(office: Office) -> Path:
    return office.world.translations / "policy.toml"


def test_the_pages_are_there_for_maintainers_alone(office: Office, keeper: Visitor) -> None:
    office.approve("otter", "language")
    reviewer, stranger = office.sign_in("otter"), office.visitor()
    office.expect("newt", ("maintainer",), ())
    invited = office.sign_in("newt")
    for path in PAGES:
        assert keeper.get(f"/maintain{path}").status_code == 200, path
        assert reviewer.get(f"/maintain{path}").status_code == 404, path
        assert invited.get(f"/maintain{path}").status_code == 404, "an invitation makes nobody a maintainer"
        assert stranger.get(f"/maintain{path}").status_code == 303, path
        assert reviewer.post(f"/maintain{path}").status_code in (404, 405), path
    assert 'href="/maintain"' in keeper.get("/keys").text
    assert 'href="/maintain"' not in reviewer.get("/keys").text


def test_a_key_that_waits_is_entered_with_its_owner_and_every_comment_stays(office: Office, keeper: Visitor) -> None:
    policy, key = _policy(office), office.waiting("newt")
    policy.write_text("version = 4 # rises\n" + policy.read_text() + "# the end\n")
    office.world.commit("a version")
    before = policy.read_text()
    page = keeper.get("/maintain")
    assert f"newt, Passkey {key.fingerprint}" in words(page).replace("newt ,", "newt,")
    assert "+version = 5 # rises" in page.text
    assert "+    &#34;sk-ecdsa" in page.text
    assert "open until" in page.text
    assert "/invitation/" not in page.text
    sent = {"key": key.line, "policy": keeper.value("policy")}
    assert "nobody has compared its fingerprint" in words(keeper.post("/maintain/keys", **sent)).lower()
    assert policy.read_text() == before
    answer = keeper.post("/maintain/keys", **sent, compared="on")
    assert answer.headers["Location"] == "/maintain?done=key"
    after = policy.read_text()
    assert set(before.splitlines()) - set(after.splitlines()) == {"version = 4 # rises"}
    assert f'origins = ["{office.settings.desk_url}"]' in after
    assert f'id = "newt"\nroles = ["language"]\nlanguages = ["fr"]\nkeys = [\n    "{key.line}",\n]' in after
    assert _last(office) == (KEEPER, "enter a key of newt", "translations/policy.toml")
    assert "has made a key" in keeper.get("/maintain").text
    assert "does not wait any more" in keeper.post("/maintain/keys", **sent, compared="on").text
    assert "commit" not in office.run("traces", "--since", "HEAD~1").output


def test_a_page_that_was_opened_before_the_policy_changed_changes_nothing(office: Office, keeper: Visitor) -> None:
    key = office.waiting("newt")
    sent = {"key": key.line, "policy": _opened(keeper, "/maintain", "policy"), "compared": "on"}
    _policy(office).write_text(_policy(office).read_text() + "# mine\n")
    office.world.commit("mine")
    answer = keeper.post("/maintain/keys", **sent)
    assert answer.status_code == 409
    assert "The policy has changed since the page was opened" in words(answer)
    assert key.line not in _policy(office).read_text()


def _dirty(office: Office) -> None:
    _policy(office).write_text(_policy(office).read_text() + "# by hand\n")


def _new(office: Office) -> None:
    (office.world.translations / "fr" / "notes.txt").write_text("mine\n")


def _merging(office: Office) -> None:
    _git(office, "checkout", "-q", "-b", "other")
    file = office.world.translations / "fr" / "notes.txt"
    file.write_text("other\n")
    office.world.commit("other")
    _git(office, "checkout", "-q", "main")
    file.write_text("main\n")
    office.world.commit("main")
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    merge = ["git", *identity, "merge", "-q", "other"]
    done = subprocess.run(merge, cwd=office.world.root, capture_output=True, check=False)
    assert done.returncode == 1


def _detached(office: Office) -> None:
    _git(office, "checkout", "-q", "--detach")


@pytest.mark.parametrize(
    ("happen", "said"),
    [
        (_dirty, "The content has changes that nobody has committed (translations/policy.toml)"),
        (_new, "The content has changes that nobody has committed (translations/fr/notes.txt)"),
        (_merging, "Somebody is in the middle of joining two versions of the content"),
        (_detached, "The content has no branch checked out"),
    ],
)
def test_nothing_is_changed_while_somebody_is_at_work_in_the_checkout(
    office: Office, keeper: Visitor, happen: object, said: str
) -> None:
    office.approve("otter", "language")
    seen = _opened(keeper, "/maintain/batches/otter", "seen")
    happen(office)  # type: ignore[operator]
    before = _git(office, "rev-parse", "HEAD"), _git(office, "status", "--porcelain")
    key = {"key": office.waiting("newt").line, "policy": _opened(keeper, "/maintain", "policy"), "compared": "on"}
    for answer in (keeper.post("/maintain/batches/otter", seen=seen), keeper.post("/maintain/keys", **key)):
        assert answer.status_code == 409
        assert said in words(answer)
        assert (_git(office, "rev-parse", "HEAD"), _git(office, "status", "--porcelain")) == before


def test_a_batch_is_taken_in_beside_what_check_since_says_of_it(office: Office, keeper: Visitor) -> None:
    office.approve("otter", "language")
    assert "otter : 1 verdict" in words(keeper.get("/maintain"))
    page = keeper.get("/maintain/batches/otter")
    said = words(page)
    assert "fr/approvals/otter.jsonl:1 : “otter” (approve dove in fr as language, " in said
    assert "the record is new" in said
    assert "since " not in said.partition("What is new")[2].partition("Take it in")[0]
    answer = keeper.post("/maintain/batches/otter", seen=keeper.value("seen"))
    assert answer.headers["Location"] == "/maintain?done=taken"
    assert "No verdict waits" in words(keeper.get("/maintain"))
    assert office.world.ledger("fr").exists()
    assert _last(office)[0] == f"otter <otter@desk.invalid> {TODAY} 00:00:00 +0000"
    assert keeper.get("/maintain/batches/otter").status_code == 404
    office.approve("heron", "subject")
    keeper.post("/maintain/batches/heron", seen=_opened(keeper, "/maintain/batches/heron", "seen"))
    assert office.world.get("/v1/fr/terms/dove.json").json["language"] == "fr"  # type: ignore[index]


def test_a_batch_that_has_grown_since_somebody_looked_is_looked_at_again(office: Office, keeper: Visitor) -> None:
    office.approve("otter", "language")
    seen = _opened(keeper, "/maintain/batches/otter", "seen")
    with office.desk().batches.open("otter") as batch:
        (batch.translations / "fr" / "more.txt").write_text("more\n")
        batch.record(Act("ask", "fr", "dove", "0" * 16))
    answer = keeper.post("/maintain/batches/otter", seen=seen)
    assert "The batch has grown since you looked at it" in words(answer)
    assert not office.world.ledger("fr").exists()


def test_a_batch_of_somebody_whom_the_policy_does_not_have_waits_for_their_key(office: Office, keeper: Visitor) -> None:
    key = office.waiting("newt")
    office.approve("newt", "language")
    page = keeper.get("/maintain/batches/newt")
    assert "newt is not in the policy yet" in words(page)
    seen = keeper.value("seen")
    answer = keeper.post("/maintain/batches/newt", seen=seen)
    assert (answer.status_code, "“newt” is not in the policy yet. Enter their key first" in words(answer)) == (
        409,
        True,
    )
    policy = _opened(keeper, "/maintain", "policy")
    assert keeper.post("/maintain/keys", key=key.line, policy=policy, compared="on").status_code == 303
    seen = _opened(keeper, "/maintain/batches/newt", "seen")
    answer = keeper.post("/maintain/batches/newt", seen=seen)
    assert answer.status_code == 303, words(answer)
    assert office.world.ledger("fr", "newt").exists()


def test_what_is_not_adopted_is_shown_word_by_word_and_adopted_in_ones_own_name(
    office: Office, keeper: Visitor
) -> None:
    world = office.world
    world.term("dove", definition="is a bird of peace.", abbreviation="DV", group="people")
    world.phrase("fr", "nav.skip", "La suite")
    world.run("sync")
    world.commit("a group, and a phrase")
    page = keeper.get("/maintain/adopt")
    assert "<del>material</del>" in page.text
    assert "<ins>people</ins>" in page.text
    assert "<ins>La suite</ins>" in page.text
    marks = re.findall(r'name="item" value="(sha256:[0-9a-f]{64})"', page.text)
    assert len(marks) == 2
    assert "What you chose has changed" in words(keeper.post("/maintain/adopt"))
    assert "What you chose has changed" in words(keeper.post("/maintain/adopt", item=["sha256:" + "0" * 64]))
    answer = keeper.post("/maintain/adopt", item=marks)
    assert answer.headers["Location"] == "/maintain/adopt?done=adopted"
    assert _last(office) == (KEEPER, "adopt 2", "translations/adoptions/keeper.jsonl")
    new = (world.translations / "adoptions" / "keeper.jsonl").read_text().splitlines()[-2:]
    assert {json.loads(line)["adopted"]["when"] for line in new} == {f"{TODAY}T00:00:00Z"}
    assert "Nothing waits for you" in words(keeper.get("/maintain/adopt"))
    assert world.get("/v1/en/terms/dove.json").json["group"] == "people"  # type: ignore[index]


def test_where_the_policy_asks_for_signatures_each_adoption_is_signed_with_stock_ssh_keygen(
    office: Office, keeper: Visitor, tmp_path_factory: pytest.TempPathFactory
) -> None:
    needs("ssh-keygen")
    world, folder = office.world, tmp_path_factory.mktemp("keys")
    made = keys.make(folder, "keeper", "cuckoo")
    keys.enrol(world, "keeper", keys.quoted(made["keeper"]))
    files = (world.translations / "adoptions").iterdir()
    adopted = [json.loads(line)["digest"] for path in files for line in path.read_text().splitlines()]
    approved = json.loads(world.ledger("en").read_text())["digest"]
    pinned = json.dumps([*adopted, approved])
    _policy(office).write_text(f"signatures_required_from = {pinned}\n" + _policy(office).read_text())
    world.term("dove", definition="is a bird of peace.", abbreviation="DV", group="people")
    world.phrase("fr", "nav.skip", "La suite")
    world.run("sync")
    world.commit("signatures")
    marks = re.findall(r'name="item" value="([^"]+)"', keeper.get("/maintain/adopt").text)
    page = keeper.post("/maintain/adopt", item=marks)
    assert "ssh-keygen -Y sign -n glossary-adoption@v1:glossary -f ~/.ssh/id_ed25519 adopt-*.line" in page.text
    lines = [keeper.client.get(unescape(path)).data for path in re.findall(r'href="([^"]+)" download', page.text)]
    when = re.findall(r'name="when" value="([^"]+)"', page.text)[0]
    assert len(lines) == len(marks) == 2

    def sign(data: bytes, by: str = "keeper") -> str:
        command = ["ssh-keygen", "-Y", "sign", "-f", str(made[by]), "-n", "glossary-adoption@v1:glossary"]
        return subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()

    sent = {"item": marks, "when": when}
    for bad in ("", sign(lines[0]), "".join(sign(line, "cuckoo") for line in lines)):
        answer = keeper.post("/maintain/adopt", **sent, signatures=bad)
        assert (answer.status_code, "No good signature of" in words(answer)) == (409, True), words(answer)
    signatures = "".join(sign(line).replace("\n", "\r\n") for line in reversed(lines))
    late = keeper.post("/maintain/adopt", item=marks, when=when.replace("00:00:00", "00:00:07"), signatures=signatures)
    assert "Something was adopted since" in words(late)
    assert keeper.post("/maintain/adopt", **sent, signatures=signatures).status_code == 303
    assert _last(office) == (KEEPER, "adopt 2", "translations/adoptions/keeper.jsonl")
    assert world.get("/v1/en/terms/dove.json").json["group"] == "people"  # type: ignore[index]
    assert "does not count" not in world.run("check").output


def test_of_whoever_is_revoked_only_what_is_ticked_as_theirs_goes_on_counting(office: Office, keeper: Visitor) -> None:
    world = office.world
    world.approve("fr", "dove")
    first = json.loads(world.ledger("fr").read_text())["digest"]
    world.catalog("fr", {"dove.definition": "est une colombe."})
    world.approve("fr", "dove")
    world.run("sync")
    world.commit("approved twice")
    assert world.get("/v1/fr/terms/dove.json").json["definition"] == "est une colombe."  # type: ignore[index]
    page = keeper.get("/maintain/people/otter")
    assert page.text.count('name="theirs"') == 2
    assert "checked" not in page.text.partition("Records that are theirs")[2]
    assert keeper.get("/maintain/people/otter?all=1").text.partition("Records that")[2].count("checked") == 2
    sent = {"theirs": [first], "key": "", "policy": keeper.value("policy")}
    shown = keeper.post("/maintain/people/otter", **sent)
    assert f"+    &#34;{first}&#34;," in shown.text
    assert "revoked" not in _policy(office).read_text()
    assert keeper.post("/maintain/people/otter", **sent, seen="1").headers["Location"] == "/maintain?done=revoked"
    assert _last(office) == (KEEPER, "revoke otter", "translations/policy.toml")
    assert world.get("/v1/fr/terms/dove.json").json["definition"] == "est un oiseau de paix."  # type: ignore[index]
    assert office.sign_in("otter").get("/queue").status_code == 303, "whoever is revoked is out"
    assert "otter (language), revoked" in words(keeper.get("/maintain"))
    strange = keeper.post("/maintain/people/heron", theirs=["sha256:1"], key="", policy="")
    assert "is not among these records" in words(strange)
    assert keeper.get("/maintain/people/nobody").status_code == 404


def test_one_key_is_revoked_and_the_others_of_its_owner_stay(office: Office, keeper: Visitor) -> None:
    lines = [office.waiting("otter").line for _ in range(2)]
    for line in lines:
        policy = _opened(keeper, "/maintain", "policy")
        assert keeper.post("/maintain/keys", key=line, policy=policy, compared="on").status_code == 303
    policy = _opened(keeper, "/maintain/people/otter", "policy")
    answer = keeper.post("/maintain/people/otter", key=lines[0], policy=policy, seen="1")
    assert answer.status_code == 303
    assert f'{{key = "{lines[0]}", revoked = [], revoked_on = {TODAY}}}' in _policy(office).read_text()
    assert _last(office)[1] == "revoke a key of otter"
    assert office.sign_in("otter").get("/queue").status_code == 200


Sign = Callable[[bytes, str, str], str]
"""Signs data, by a name, for a purpose."""


def _pinned(office: Office, folder: Path) -> Sign:
    """Pin one maintainer, who has signed the policy and the baseline; a stranger has a key, too."""
    world = office.world
    world.environment()
    world.adopting = False
    made = keys.make(folder, "keeper", "cuckoo")
    (folder / "maintainers").write_text(f"keeper {keys.public(made['keeper'])}\n")
    _policy(office).write_text("version = 1\n" + _policy(office).read_text())

    def sign(data: bytes, by: str, purpose: str) -> str:
        command = ["ssh-keygen", "-Y", "sign", "-f", str(folder / by), "-n", f"glossary-{purpose}@v1:glossary"]
        return subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()

    shipped = ROOT / "glossary" / "baseline" / "baseline.toml"
    (folder / "baseline.toml.keeper.sig").write_text(sign(shipped.read_bytes(), "keeper", "baseline"))
    place(world.translations, "keeper").write_text(sign(_policy(office).read_bytes(), "keeper", "policy"))
    world.commit("pinned and signed")
    world.operator = {"maintainers": str(folder / "maintainers"), "maintainers_needed": "1"}
    return sign


def test_a_pinned_maintainer_signs_the_policy_and_only_a_good_signature_is_kept(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    needs("ssh-keygen")
    sign = _pinned(office, tmp_path_factory.mktemp("operator"))
    keeper, key = office.sign_in("keeper"), office.waiting("newt")
    page = keeper.get("/maintain")
    assert "1 of the 1 maintainers that it takes signed it" in words(page)
    assert "ssh-keygen -Y sign -n glossary-policy@v1:glossary -f ~/.ssh/id_ed25519 policy.toml" in page.text
    keeper.post("/maintain/keys", key=key.line, policy=keeper.value("policy"), compared="on")
    page = keeper.get("/maintain")
    assert "0 of the 1 maintainers that it takes signed it; until then the policy before stays" in words(page)
    keeper = replace(office).sign_in("keeper")  # a desk that starts now has no content to show
    page = keeper.get("/maintain")
    assert "0 of the 1 maintainers that it takes signed it" in words(page)
    assert "policy.toml:0: 0 of the 1 maintainers" in words(page)
    policy, data = keeper.value("policy"), keeper.get("/maintain/policy.toml").data
    assert data == _policy(office).read_bytes()
    bad = keeper.post("/maintain/signature", name="keeper", policy=policy, signature=sign(data, "cuckoo", "policy"))
    assert bad.status_code == 409
    bad = keeper.post("/maintain/signature", name="cuckoo", policy=policy, signature=sign(data, "cuckoo", "policy"))
    assert "“cuckoo” is not among the maintainers" in words(bad)
    good = sign(data, "keeper", "policy").replace("\n", "\r\n")
    assert keeper.post("/maintain/signature", name="keeper", policy=policy, signature=good).status_code == 303
    assert _last(office) == (KEEPER, "sign the policy", "translations/policy.toml.keeper.sig")
    assert "1 of the 1 maintainers that it takes signed it" in words(keeper.get("/maintain"))


def test_what_the_log_lacks_is_listed_and_nothing_is_written(office: Office, keeper: Visitor) -> None:
    page = words(keeper.get("/maintain/log"))
    assert "glossary log --key ~/.keys/log" in page
    assert "heron: approve dove" in page
    assert _git(office, "status", "--porcelain") == ""


def test_what_is_wanted_first_stands_in_the_queue(office: Office, keeper: Visitor) -> None:
    sent = {"language": "fr", "concept": "dove", "priority": "1", "due": f"{TODAY}"}
    assert keeper.post("/maintain/wishes", **sent).status_code == 303
    assert f"dove (French): before others, by {TODAY}" in words(keeper.get("/maintain/wishes"))
    queue = words(office.sign_in("otter").get("/queue"))
    assert "wanted first" in queue
    assert f"wanted by {TODAY}" in queue
    for name, value in (("concept", "x"), ("language", "xx"), ("priority", "9"), ("due", "soon")):
        assert keeper.post("/maintain/wishes", **{**sent, name: value}).status_code == 409, name


def test_a_batch_with_which_the_content_could_not_be_served_stays_out_and_its_fault_is_named(
    office: Office, keeper: Visitor
) -> None:
    office.approve("otter", "language")
    with office.desk().batches.open("otter") as batch:
        ledger = ledgers.path(batch.translations, "fr", "otter")
        ledger.write_text(ledger.read_text().replace("Colombe", "Corbeau"))
        batch.record(Act("approve", "fr", "dove", "0" * 16))
    before = _git(office, "rev-parse", "main")
    for answer in (keeper.get("/maintain/batches/otter"), keeper.post("/maintain/batches/otter", seen="2")):
        assert answer.status_code == 409
        assert "otter.jsonl:1: the record is damaged" in words(answer)
    assert _git(office, "rev-parse", "main") == before
    assert "otter : 2 verdicts" in words(keeper.get("/maintain"))


def test_what_two_batches_changed_in_one_catalog_is_joined_by_key(office: Office, keeper: Visitor) -> None:
    catalog = "fr/LC_MESSAGES/glossary.po"
    for who, before, after in (("otter", "Colombe", "La colombe"), ("both", "un oiseau", "l’oiseau")):
        with office.desk().batches.open(who) as batch:
            path = batch.translations / catalog
            path.write_text(path.read_text().replace(before, after))
            batch.record(Act("propose", "fr", "dove", "0" * 16))
    for who in ("otter", "both"):
        keeper.get(f"/maintain/batches/{who}")
        assert keeper.post(f"/maintain/batches/{who}", seen=keeper.value("seen")).status_code == 303
    text = (office.world.translations / catalog).read_text()
    assert 'msgstr "La colombe"' in text
    assert "est l’oiseau de paix." in text


def _uncommitted(monkeypatch: pytest.MonkeyPatch) -> None:
    def commit(*_: object, **__: object) -> str:
        raise Refused("the disk of the desk is full", "tell its operator")

    monkeypatch.setattr(Git, "commit", commit)


@pytest.mark.parametrize("when", ["before", "at the commit"])
def test_a_full_disk_says_so_and_the_policy_is_as_it_was(
    office: Office, keeper: Visitor, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = office.waiting("newt")
    sent = {"key": key.line, "policy": _opened(keeper, "/maintain", "policy"), "compared": "on"}
    before = _policy(office).read_bytes(), _git(office, "rev-parse", "HEAD")
    with full_disk() if when == "before" else nullcontext(), monkeypatch.context() as patched:
        if when == "at the commit":
            _uncommitted(patched)
        answer = keeper.post("/maintain/keys", **sent)
    assert answer.status_code == 409
    assert "full" in words(answer) or "File too large" in words(answer)
    assert (_policy(office).read_bytes(), _git(office, "rev-parse", "HEAD")) == before
    assert _git(office, "status", "--porcelain") == ""
    assert keeper.post("/maintain/keys", **sent).status_code == 303
