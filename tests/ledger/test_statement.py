"""A statement: one signature approves all texts of a publication, where the policy takes that, and everybody is told so."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from glossary.content.model import Approval, Verdict
from glossary.errors import Unwritable
from glossary.ledger import addition, ledgers, statement
from glossary.ledger.record import line, reading
from glossary.proofs import signing
from tests.keys import Keys, enrol, quoted
from tests.world import TODAY, World, processes

ENTRY = "/v1/fr/terms/dove.json"
TITLE, URL, DAY = "Birds in words", "https://birds.example.org/words", "2024-05-01"
PUBLICATION = {"title": TITLE, "url": URL, "day": DAY}
WORDS = {
    "dove": {"term": "Colombe", "definition": "est un oiseau de paix."},
    "owl": {"term": "Chouette", "definition": "est un oiseau de nuit."},
}
NAMESPACE = "glossary-statement@v1:glossary"


@pytest.fixture
def started(french: World, keys: Keys) -> World:
    """Drafts in French that nobody has approved, beside English that is; the policy takes statements."""
    for who in ("heron", "otter"):
        enrol(french, who, quoted(keys[who]))
    policy = french.translations / "policy.toml"
    policy.write_text(f"statements = true\n{policy.read_text()}")
    return french


def state(world: World, keys: Keys, who: str, role: str, *more: str, key: str = "", tag: str = "fr") -> Result:
    words = ("--publication", TITLE, "--url", URL, "--on", DAY, "--by", who, "--role", role)
    return world.run("state", tag, *words, "--key", str(keys[key or who]), "--yes", *more)


def stated(world: World, keys: Keys) -> None:
    """Let two people state it."""
    for who, role in (("otter", "language"), ("heron", "subject")):
        result = state(world, keys, who, role)
        assert result.exit_code == 0, result.output


def approvals(world: World) -> Any:
    answer = world.get(ENTRY).json
    assert answer is not None
    return answer["vetting"]["approvals"] if answer["language"] == "fr" else None


def records(world: World, who: str) -> list[Approval]:
    return list(map(reading("fr"), world.ledger("fr", who).read_bytes().splitlines()))


def write(world: World, who: str, *acts: Approval) -> None:
    ledgers.path(world.translations, "fr", who).write_text("".join(map(line, acts)))


def resigned(file: Path, *acts: Approval) -> list[Approval]:
    """Return records on one list that the owner of a key signed."""
    listed, private = statement.listed([replace(act, record_digest="") for act in acts]), signing.private_key(file, str)
    signature = signing.with_private(private, statement.head(listed[0]), NAMESPACE).base64
    return [replace(act, signature=signature) for act in listed]


def told(world: World, what: str) -> None:
    """Nothing of the statement is served, and ``check`` says why."""
    assert approvals(world) is None
    output = world.run("check").output
    assert what in " ".join(output.split()), output


def test_two_statements_by_two_people_vet_every_text_and_each_answer_says_that_it_was_not_text_by_text(
    started: World, keys: Keys
) -> None:
    assert state(started, keys, "otter", "language").exit_code == 0
    assert approvals(started) is None
    assert state(started, keys, "heron", "subject").exit_code == 0
    said = [(act["by"], act["signed"], act["basis"], act["publication"]) for act in approvals(started)]
    assert said == [("otter", True, "statement", PUBLICATION), ("heron", True, "statement", PUBLICATION)]
    english = started.get("/v1/en/terms/dove.json").json
    assert english is not None
    assert [(act["basis"], act["publication"]) for act in english["vetting"]["approvals"]] == [("text", None)]


def test_a_dry_run_shows_how_many_texts_a_statement_would_approve_and_writes_nothing(
    started: World, keys: Keys
) -> None:
    output = state(started, keys, "otter", "language", "--dry-run").output
    assert ["fr", "1", "0"] in [row.split() for row in output.splitlines()]
    assert not ledgers.paths(started.translations, "fr")


def test_one_person_s_statement_fills_one_role_only(started: World, keys: Keys) -> None:
    enrol(started, "both", quoted(keys["stranger"]))
    assert state(started, keys, "both", "language", key="stranger").exit_code == 0
    assert state(started, keys, "both", "subject", key="stranger").exit_code == 0
    assert approvals(started) is None


def test_a_policy_that_does_not_say_so_takes_no_statement(started: World, keys: Keys) -> None:
    stated(started, keys)
    policy = started.translations / "policy.toml"
    policy.write_text(policy.read_text().replace("statements = true\n", ""))
    told(started, "the policy takes no statements about a whole publication")
    assert "the policy takes no statements" in state(started, keys, "otter", "language").output


def test_the_project_s_own_policy_takes_no_statements() -> None:
    from glossary.ledger import policy
    from glossary.settings import Settings

    assert not policy.load(Settings.translations, TODAY).statements


def test_a_statement_without_a_signature_counts_in_no_glossary(started: World, keys: Keys) -> None:
    stated(started, keys)
    for who in ("otter", "heron"):
        write(started, who, *(replace(act, signature=None, listed=None) for act in records(started, who)))
    told(started, "it is not signed")


def test_a_record_that_is_not_on_the_list_does_not_count(started: World, keys: Keys) -> None:
    stated(started, keys)
    (act,) = records(started, "otter")
    words = {**act.text.fields, "definition": "Une autre définition."}
    write(started, "otter", replace(act, text=type(act.text).of(words)))
    told(started, "the signature is not of these words")


def test_the_list_of_another_statement_does_not_cover_a_record(started: World, keys: Keys) -> None:
    stated(started, keys)
    (act,) = records(started, "otter")
    other = resigned(keys["otter"], replace(act, concept="owl"), replace(act, concept="swan"))[0]
    write(started, "otter", replace(act, signature=other.signature, listed=other.listed))
    told(started, "the signature is not of these words")


def test_a_statement_signed_by_somebody_else_does_not_count(started: World, keys: Keys) -> None:
    stated(started, keys)
    write(started, "otter", *resigned(keys["stranger"], *records(started, "otter")))
    told(started, "the policy has no such key")


def test_a_statement_by_somebody_who_is_not_registered_for_that_is_refused(started: World, keys: Keys) -> None:
    assert "is not registered for the role “subject”" in state(started, keys, "otter", "subject").output
    assert "the policy has no such key" in state(started, keys, "otter", "language", key="stranger").output
    assert not ledgers.paths(started.translations, "fr")


def test_a_withdrawal_takes_back_what_a_statement_approved_and_no_statement_brings_it_back(
    started: World, keys: Keys
) -> None:
    stated(started, keys)
    assert started.vet("fr", "dove", "heron", "subject", "--withdraw").exit_code == 0
    assert approvals(started) is None
    assert "it was withdrawn once" in state(started, keys, "otter", "language").output
    for who in ("otter", "heron"):  # whoever writes the lines by hand
        acts = records(started, who)
        last = max(act.when for act in records(started, "heron"))
        again = replace(acts[0], when=last + timedelta(seconds=1), signature=None, listed=None)
        write(started, who, *acts, *resigned(keys[who], again))
    assert approvals(started) is None
    assert sum(act.verdict is Verdict.APPROVE for act in records(started, "heron")) == 2
    for who, role in (("otter", "language"), ("heron", "subject")):
        assert started.vet("fr", "dove", who, role).exit_code == 0
    assert [act["basis"] for act in approvals(started)] == ["text", "text"]


def test_a_statement_that_is_dated_ahead_does_not_count_yet(started: World, keys: Keys) -> None:
    stated(started, keys)
    (act,) = records(started, "otter")
    write(started, "otter", *resigned(keys["otter"], replace(act, when=act.when.replace(year=TODAY.year + 1))))
    told(started, "lies in the future")


def test_who_is_revoked_leaves_no_statement_that_counts(started: World, keys: Keys) -> None:
    stated(started, keys)
    policy = started.translations / "policy.toml"
    policy.write_text(policy.read_text().replace('id = "otter"\n', 'id = "otter"\nrevoked = []\n'))
    told(started, "“otter” is revoked")


def test_a_statement_is_written_whole_or_not_at_all(started: World, keys: Keys) -> None:
    place = ledgers.path(started.translations, "fr", "otter")
    place.mkdir(parents=True)
    result = state(started, keys, "otter", "language")
    assert result.exit_code != 0
    assert list(place.parent.iterdir()) == [place]


def test_an_answers_file_cannot_bring_a_statement(started: World, keys: Keys, tmp_path: Path) -> None:
    stated(started, keys)
    (act,) = records(started, "otter")
    started.ledger("fr", "otter").unlink()
    (tmp_path / "dove.line").write_text(line(replace(act, signature=None, listed=None)))
    output = started.run("vet", "--from", str(tmp_path), "--yes").output
    assert "a statement is not made here" in output


def test_a_publication_that_a_line_cannot_name_is_refused(started: World, keys: Keys) -> None:
    words = ("--by", "otter", "--role", "language", "--key", str(keys["otter"]), "--yes")
    for title, url, day in ((TITLE, "http://x.example", DAY), ("<b>", URL, DAY), (TITLE, URL, "May"), ('"', URL, DAY)):
        result = started.run("state", "fr", "--publication", title, "--url", url, "--on", day, *words)
        assert "no statement can name this publication" in result.output, result.output
    ahead = started.run("state", "fr", "--publication", TITLE, "--url", URL, "--on", "2999-01-01", *words)
    assert "lies in the future" in ahead.output


def test_a_record_says_in_its_own_line_which_publication_it_rests_on(started: World, keys: Keys) -> None:
    stated(started, keys)
    written = json.loads(started.ledger("fr", "otter").read_text())
    assert (written["publication"], written["listed"]) == (PUBLICATION, "1")


def test_the_page_and_the_card_say_that_it_was_not_text_by_text(started: World, keys: Keys) -> None:
    stated(started, keys)
    started.term("wren", definition="is a small bird.")
    assert state(started, keys, "heron", "subject", tag="en").exit_code == 0
    page = " ".join(started.get("/fr/dove/").text.split())
    assert page.count("by a statement about the whole publication") == 2
    assert (TITLE in page, f'href="{URL}"' in page) == (True, True)
    mark = "as a whole publication, not text by text"
    assert mark in started.get("/embed/en/wren/").text
    assert mark not in started.get("/embed/en/dove/").text
    bundle = started.get("/v1/en/bundle.json").json
    assert bundle is not None
    assert [mark in bundle["entries"][name]["source"] for name in ("dove", "wren")] == [False, True]


def test_a_graph_says_of_each_approval_what_it_rests_on(started: World, keys: Keys) -> None:
    stated(started, keys)
    for path, each in (("fr/terms/dove", ["statement", "statement"]), ("en/terms/dove", ["text"])):
        nodes = json.loads(started.get(f"/v1/{path}.jsonld").text)["@graph"]
        acts = [node for node in nodes if node["type"] == "Approval"]
        assert [act["basis"] for act in acts] == each
        assert [f'g:basis "{basis}"' in started.get(f"/v1/{path}.ttl").text for basis in each] == [True] * len(each)
        about = [node for act in acts for node in nodes if node["id"] == act.get("publication")]
        day = {"@value": DAY, "@type": "xsd:date"}
        said = [(node["sourceTitle"], node["page"], node["published"]) for node in about]
        assert said == [(TITLE, URL, day)] * each.count("statement")


def test_the_evidence_of_a_statement_can_be_checked_without_the_other_texts(
    started: World, keys: Keys, tmp_path: Path
) -> None:
    started.term("owl", definition="is a bird of the night.")
    started.approve("en", "owl")
    started.run("sync")
    started.catalog("fr", {f"{each}.{name}": text for each, words in WORDS.items() for name, text in words.items()})
    stated(started, keys)
    file, trusted = tmp_path / "dove.evidence.json", tmp_path / "signers"
    trusted.write_text(started.run("signers").output)
    evidence = started.get("/v1/fr/terms/dove.evidence.json").json
    assert evidence is not None
    file.write_text(json.dumps(evidence))
    good = started.run("verify", str(file), "--signers", str(trusted))
    assert good.exit_code == 0, good.output
    assert f"by a statement about the whole of “{TITLE}”, not text by text" in good.output
    signed, line = evidence["records"][0]["statement"], evidence["records"][0]["line"]
    assert (json.loads(signed)["publication"], json.loads(signed)["texts"]) == (PUBLICATION, "2")
    (tmp_path / "sig").write_text(evidence["records"][0]["signature"])
    command = [
        "ssh-keygen",
        "-Y",
        "verify",
        "-f",
        str(trusted),
        "-I",
        "otter",
        "-n",
        NAMESPACE,
        "-s",
        str(tmp_path / "sig"),
    ]
    assert subprocess.run(command, input=signed.encode(), capture_output=True, check=False).returncode == 0
    assert subprocess.run(command, input=line.encode(), capture_output=True, check=False).returncode != 0
    for wrong in ("2", f"{evidence['records'][1]['listed']}", "2 x"):
        evidence["records"][0]["listed"] = wrong
        file.write_text(json.dumps(evidence))
        bad = started.run("verify", str(file), "--signers", str(trusted))
        assert bad.exit_code != 0
        assert "words: “otter”" in bad.output


@pytest.fixture
def wide(started: World, keys: Keys) -> World:
    """Drafts in two more languages; the ledger of one has a record already."""
    started.term("owl", definition="is a bird of the night.")
    started.approve("en", "owl")
    started.run("sync")
    for tag in ("de", "fi"):
        started.catalog(tag, {f"{each}.{name}": text for each, words in WORDS.items() for name, text in words.items()})
    assert started.vet("de", "owl", "otter", "language").exit_code == 0
    return started


ALL = ("de", "fi")
"""The languages that are stated beside French, in the order of their files."""


def ledger_files(world: World) -> dict[str, bytes | None]:
    """Return whatever lies in the translations folder but catalogs, folders by name."""
    paths = sorted(path for path in world.translations.rglob("*") if path.suffix != ".po")
    return {str(path): path.read_bytes() if path.is_file() else None for path in paths}


@pytest.mark.parametrize("fails", ["de", "fi", "fr"])
def test_a_ledger_that_cannot_be_written_leaves_those_of_other_languages_as_they_were(
    wide: World, keys: Keys, fails: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for tag in (*ALL, "fr"):
        (wide.translations / tag / ledgers.FOLDER).mkdir(exist_ok=True)
    before, add, tried = ledger_files(wide), ledgers.add, list[str]()

    def full(file: Path, lines: str) -> None:
        tried.append(file.parent.parent.name)
        if tried[-1] == fails:
            raise Unwritable(str(file), OSError(28, "No space left on device"))
        add(file, lines)

    with monkeypatch.context() as patched:
        patched.setattr(ledgers, "add", full)
        result = state(wide, keys, "otter", "language", *ALL)
    assert (result.exit_code != 0, "could not be written" in result.output, tried[-1]) == (True, True, fails)
    assert ledger_files(wide) == before
    assert state(wide, keys, "otter", "language", *ALL).exit_code == 0


KILLED = """
import os, sys
from glossary.cli import main
from glossary.ledger import ledgers
add, left = ledgers.add, [int(sys.argv.pop(1))]
def killed(file, lines):
    if not left[0]:
        os._exit(9)
    left[0] -= 1
    add(file, lines)
ledgers.add = killed
main()
"""


@pytest.mark.parametrize("written", [0, 1, 2])
def test_a_statement_whose_command_was_killed_between_two_languages_is_told_and_finished_and_nothing_is_lost(
    wide: World, keys: Keys, written: int
) -> None:
    words = (
        "state",
        "fr",
        *ALL,
        "--publication",
        TITLE,
        "--url",
        URL,
        "--on",
        DAY,
        "--by",
        "otter",
        "--role",
        "language",
    )
    command = [sys.executable, "-c", KILLED, str(written), *words, "--key", str(keys["otter"]), "--yes"]
    assert subprocess.run(command, env=processes(wide), capture_output=True, check=False).returncode == 9
    checked = wide.run("check").output
    assert "a statement was interrupted while it was written" in " ".join(checked.split()), checked
    assert wide.vet("de", "owl", "heron", "subject").exit_code == 0
    between = {path: path.read_bytes() for path in wide.ledgers("de")}
    finished = wide.run(*words, "--key", str(keys["otter"]), "--yes")
    assert (finished.exit_code, "finished a statement that was interrupted" in finished.output) == (0, True)
    assert not list(wide.translations.glob(addition.FILES))
    assert all(path.read_bytes().startswith(data) for path, data in between.items())
    stated_in = {tag: [act for act in acts_of(wide, tag) if act.publication] for tag in ("de", "fi", "fr")}
    assert {tag: len(acts) for tag, acts in stated_in.items()} == {"de": 1, "fi": 2, "fr": 1}
    assert len({act.signature for acts in stated_in.values() for act in acts}) == 1
    assert "statement" not in wide.run("check").output


def acts_of(world: World, tag: str) -> list[Approval]:
    return list(map(reading(tag), world.ledger(tag, "otter").read_bytes().splitlines()))


def test_what_is_left_of_a_statement_and_damaged_is_refused_by_file_and_line(wide: World, keys: Keys) -> None:
    left = wide.translations / addition.FILES.replace("*", "0")
    for bad in ("{}", '{"language": "../../fr"}', "nothing"):
        left.write_text(f"{bad}\n")
        for output in (wide.run("check").output, state(wide, keys, "otter", "language").output):
            assert "unfinished-0.jsonl:1: the record is damaged" in " ".join(output.split()), output
    assert not ledgers.paths(wide.translations, "fr")
