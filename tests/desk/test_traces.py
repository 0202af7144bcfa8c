"""``glossary traces`` finds what could tell who a reviewer is, and nothing in what the desk wrote."""

from __future__ import annotations

import json
import os
import subprocess
from base64 import urlsafe_b64encode
from collections.abc import Callable

import pytest

from glossary.desk import people
from glossary.desk.batches import Act
from glossary.ledger import proposals
from glossary.ledger.proposals import Proposed
from glossary.proofs.keys import PASSKEY, Key
from tests.desk.test_reading import reviewer
from tests.desk.world import Office
from tests.passkey import Passkey
from tests.running import serving
from tests.world import TODAY, World

MIDNIGHT = f"{TODAY}T00:00:00Z"
POINT = Passkey().key.point
AAGUID = "d548826e-79b4-db40-a3d8-11116f7e8349"
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"


@pytest.fixture
def clean(office: Office) -> Office:
    """A repository in which no record states an hour."""
    office.world.ledger("en").write_text(office.world.forged("en", when=MIDNIGHT))
    office.world.commit("midnight")
    return office


def _traces(office: Office, *arguments: str) -> tuple[int, str]:
    result = office.run("traces", "--since", "main", *arguments)
    return result.exit_code, result.output


def _wrote(office: Office) -> None:
    """Do at the desk what can be done there, and take it in."""
    office.approve("otter", "language")
    office.desk().batches.take_in("otter")
    office.approve("heron", "subject")
    with office.desk().batches.open("both") as batch:
        proposals.append(batch.translations, "fr", Proposed(TODAY, "both", "dove", "sha256:" + "0" * 64))
        batch.record(Act("propose", "fr", "dove", "0" * 16))


def test_nothing_is_found_in_what_the_desk_wrote(clean: Office) -> None:
    clean.world.git("tag", "before")
    clean.expect("fox")
    _wrote(clean)
    result = clean.run("traces", "--since", "before")
    assert (result.exit_code, result.output) == (0, "0 traces\n")
    clean.world.git("commit", "-q", "--allow-empty", "-m", "a change of somebody else")
    assert clean.run("traces", "--since", "before").exit_code == 0, "a commit without a record is not looked at"


def test_nothing_is_found_in_what_reviewers_and_maintainers_did_at_the_desk(clean: Office) -> None:
    clean.world.adopting = False
    clean.world.git("tag", "before")
    people = {who: reviewer(clean, who) for who in ("otter", "heron", "both")}
    keeper = clean.sign_in("keeper")
    for person in people.values():
        keeper.get("/maintain")
        sent = {"key": person.passkey.key.line, "policy": keeper.value("policy"), "compared": "on"}
        assert keeper.post("/maintain/keys", **sent).status_code == 303
    for person in people.values():
        person.open()
    assert people["otter"].approve().status_code == 303
    assert people["heron"].send("ask", field="definition", reason="Say which bird.").status_code == 303
    assert people["both"].send("propose", definition="est un bel oiseau.").status_code == 303
    assert people["otter"].visitor.post("/withdraw", language="fr", concept="dove", role="language").status_code == 303
    for who in people:
        keeper.get(f"/maintain/batches/{who}")
        assert keeper.post(f"/maintain/batches/{who}", seen=keeper.value("seen")).status_code == 303
    assert proposals.path(clean.world.translations, "fr").exists()
    result = clean.run("traces", "--since", "before")
    assert (result.exit_code, result.output) == (0, "0 traces\n"), result.output


def _catalog(text: str) -> Callable[[Office], None]:
    def plant(office: Office) -> None:
        path = office.world.translations / "fr" / "LC_MESSAGES" / "glossary.po"
        path.write_text(path.read_text().replace('\nmsgctxt "dove.term"', f'\n# {text}\nmsgctxt "dove.term"'))

    return plant


def _policy(text: Callable[[Office], str]) -> Callable[[Office], None]:
    def plant(office: Office) -> None:
        path = office.world.translations / "policy.toml"
        path.write_text(path.read_text() + "\n# " + text(office) + "\n")

    return plant


def _handle(office: Office) -> str:
    return urlsafe_b64encode(people.handle(office.desk(), "otter")).decode().rstrip("=")


def _key(site: str) -> str:
    return Key(PASSKEY, POINT, site).line


def _hour(office: Office) -> None:
    world = office.world
    line = world.forged("en", when=f"{TODAY}T14:03:22Z")
    world.ledger("en").write_text(world.ledger("en").read_text() + line)


PLANTED: dict[str, tuple[Callable[[Office], None], str]] = {
    "mail address": (_catalog("see jane.doe@lawyers.example.org"), "a mail address stands here (jane.doe@lawyers.exam"),
    "host name": (_catalog("from heron-laptop.lan"), "the name of a machine stands here (heron-laptop.lan)"),
    "host": (_catalog("https://intra.ministry.example/x"), "the name of a host stands here (intra.ministry.example)"),
    "zone": (_catalog("read 2026-11-29 00:00+0200"), "a time zone stands here (+0200)"),
    "named zone": (_policy(lambda _: "Europe/Helsinki"), "a time zone stands here (Europe/Helsinki)"),
    "hour": (_catalog("read 2026-11-29 14:03"), "an hour stands here (2026-11-29 14:03)"),
    "hour of a record": (_hour, "a record states the hour at which somebody worked (14:03 UTC)"),
    "AAGUID": (_policy(lambda _: AAGUID), f"what tells an authenticator (AAGUID) stands here ({AAGUID})"),
    "user agent": (_catalog(AGENT), "a user agent stands here (Mozilla/5"),
    "user handle": (_policy(_handle), "a user handle stands here"),
    "user handle by name": (_catalog('{"userHandle": "x"}'), "a user handle stands here (userHandle)"),
    "folder": (_catalog("/home/jane/glossary.po"), "a folder of somebody’s machine stands here (/home/jane)"),
    "network address": (_catalog("from 203.0.113.7"), "a network address stands here (203.0.113.7)"),
    "comment of a key": (
        _policy(lambda _: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEr0 jane@laptop"),
        "a key has a comment (jane@laptop)",
    ),
    "site of a key": (_policy(lambda _: _key("ministry.example")), "a passkey is of another site (ministry.example)"),
}


@pytest.mark.parametrize("kind", PLANTED)
def test_what_is_planted_in_a_file_is_found_with_its_line(clean: Office, kind: str) -> None:
    plant, what = PLANTED[kind]
    plant(clean)
    code, output = _traces(clean)
    assert code == 1
    assert what in output
    assert output.count("\n") == 2, "one trace, and how many there are"
    assert output.split(": ")[0].rpartition(":")[2].isdigit(), output


def test_a_key_of_the_desk_s_own_site_is_no_trace(clean: Office) -> None:
    path = clean.world.translations / "policy.toml"
    path.write_text('origins = ["https://desk.example.org"]\n' + path.read_text() + f"\n# {_key('example.org')}\n")
    assert _traces(clean) == (0, "0 traces\n")


def _committed(world: World, message: str = "approve", **more: str) -> None:
    who = {"AUTHOR": ("otter", "otter@desk.invalid"), "COMMITTER": ("otter", "otter@desk.invalid")}
    values = {
        f"GIT_{role}_{part}": value
        for role, person in who.items()
        for part, value in zip(("NAME", "EMAIL", "DATE"), (*person, f"{TODAY}T00:00:00+0000"), strict=True)
    }
    quiet = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
    environment = {**os.environ, **quiet, **values, **more}
    subprocess.run(["git", "add", "-A"], cwd=world.root, check=True, env=environment)
    subprocess.run(["git", "commit", "-qm", message], cwd=world.root, check=True, env=environment)


@pytest.mark.parametrize(
    ("message", "changed", "what"),
    [
        (
            "approve",
            {"GIT_AUTHOR_EMAIL": "jane@lawyers.example.org"},
            "(author): a mail address stands here (otter <jane@",
        ),
        (
            "approve",
            {"GIT_COMMITTER_EMAIL": "jane@laptop"},
            "(committer): the name of a machine stands here (otter <jane@",
        ),
        (
            "approve",
            {"GIT_AUTHOR_NAME": "Jane Doe"},
            "(author): a mail address stands here (Jane Doe <otter@desk.invalid>)",
        ),
        ("approve", {"GIT_AUTHOR_DATE": f"{TODAY}T14:03:00+0000"}, "(author): an hour stands here (14:03:00)"),
        ("approve", {"GIT_COMMITTER_DATE": f"{TODAY}T00:00:00+0200"}, "(committer): a time zone stands here (+0200)"),
        ("approve\n\nBy jane@lawyers.example.org", {}, "a mail address stands here (jane@lawyers.example.org)"),
        (f"approve\n\n{AGENT}", {}, "a user agent stands here"),
        (f"approve {AAGUID}", {}, "AAGUID"),
        ("approve\n\nat 2026-11-29 14:03 in Europe/Helsinki", {}, "a time zone stands here (Europe/Helsinki)"),
    ],
)
def test_what_is_planted_in_a_commit_is_found_with_its_name(
    clean: Office, message: str, changed: dict[str, str], what: str
) -> None:
    clean.world.git("tag", "before")
    world, ledger = clean.world, clean.world.ledger("en")
    ledger.write_text(ledger.read_text() + world.forged("en", when=f"{TODAY}T00:00:01Z"))
    _committed(world, message, **changed)
    result = clean.run("traces", "--since", "before")
    assert result.exit_code == 1
    assert what in result.output
    assert all(line.startswith("commit ") for line in result.output.splitlines()[:-1])


def test_a_revision_that_is_not_there_is_named(clean: Office) -> None:
    for revision in ("nowhere", "--all"):
        result = clean.run("traces", f"--since={revision}")
        assert (result.exit_code, f"there is no commit “{revision}”" in result.output) == (1, True), result.output


def test_what_was_taken_out_of_a_file_is_found_in_the_history(clean: Office) -> None:
    clean.world.git("tag", "before")
    ledger = clean.world.ledger("en", "both")
    ledger.write_text('{"by": "jane@lawyers.example.org"}\n')
    _committed(clean.world)
    ledger.unlink()
    _committed(clean.world)
    result = clean.run("traces", "--since", "before")
    assert "(what it added): a mail address stands here (jane@lawyers.example.org)" in result.output


def test_a_passkey_s_signature_with_another_origin_than_the_policy_lists_is_found(clean: Office) -> None:
    world = clean.world
    signature = Passkey("ministry.example", "https://ministry.example").sign(b"x", "y").base64
    line = json.loads(world.ledger("en").read_text()) | {"signature": signature}
    world.ledger("en").write_text(json.dumps(line) + "\n")
    code, output = _traces(clean)
    assert code == 1
    assert "en/approvals/heron.jsonl:1: a passkey’s signature states an origin that the policy does not list" in output


def test_answers_of_the_service_and_pages_of_an_export_are_looked_through(
    clean: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    exported = tmp_path_factory.mktemp("export") / "site"
    done = clean.run("export", str(exported), GLOSSARY_BASE_URL="https://glossary.example.org")
    assert done.exit_code == 0, done.output
    with serving(exported.parent, clean.world.environment()) as service:
        urls = [f"http://127.0.0.1:{service.port}{path}" for path in ("/en/", "/v1/en/terms/dove.json", "/nowhere")]
        chosen = [part for url in urls for part in ("--url", url)]
        code, output = _traces(clean, *chosen, "--pages", str(exported))
        assert (code, output) == (0, "0 traces\n"), output
        page = exported / "en" / "index.html"
        page.write_text(page.read_text() + "\n<!-- jane@lawyers.example.org -->\n")
        code, output = _traces(clean, "--pages", str(exported))
        assert (code, output.count("a mail address stands here")) == (1, 1)
        assert "en/index.html:" in output
    with clean.running():
        urls = [f"{clean.settings.desk_url}{path}" for path in ("/", "/sign-in", "/queue")]
        assert _traces(clean, *(part for url in urls for part in ("--url", url))) == (0, "0 traces\n")
    assert "does not answer" in _traces(clean, "--url", urls[0])[1]
    assert "is no address of a page" in _traces(clean, "--url", "file:///etc/hostname")[1]
