"""Vetting on the command line: who may approve what, what is recorded, what becomes of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from glossary.content import files
from tests.world import World, processes


def _definition(world: World, language: str) -> tuple[str, str]:
    entry = world.get(f"/v1/{language}/terms/dove.json").json
    assert entry is not None
    return entry["language"], entry["definition"]


def test_two_approvals_by_two_people_publish_a_translation(french: World) -> None:
    assert _definition(french, "fr")[0] == "en"
    assert "is now reviewed" in french.vet("fr", "dove", "otter", "language").output
    assert _definition(french, "fr")[0] == "en"
    assert "is now vetted" in french.vet("fr", "dove", "heron", "subject").output
    assert _definition(french, "fr") == ("fr", "est un oiseau de paix.")


def test_one_person_in_two_roles_is_one_person(french: World) -> None:
    french.vet("fr", "dove", "both", "language")
    output = french.vet("fr", "dove", "both", "subject").output
    assert "is now reviewed; still missing: an approval as “subject” by somebody else\n" in output
    assert "is now vetted\n" in french.vet("fr", "dove", "heron", "subject").output


def test_an_approval_says_what_the_text_still_lacks(world: World) -> None:
    world.term("dove", definition="is a bird of peace.")
    world.catalog("fr", {"dove.term": "Colombe", "dove.definition": "est un oiseau de paix."})
    output = world.vet("fr", "dove", "otter", "language").output
    assert (
        "an approval as “subject” by somebody else and approval of the English text that it was checked against"
        in output
    )
    output = world.vet("fr", "dove", "heron", "subject").output
    assert "is now reviewed; still missing: approval of the English text" in output
    assert "is now vetted\n" in world.vet("en", "dove", "heron", "subject").output
    assert _definition(world, "fr")[0] == "fr"


def test_approvals_of_two_different_texts_do_not_add_up(french: World) -> None:
    french.vet("fr", "dove", "otter", "language")
    french.catalog("fr", {"dove.definition": "est un oiseau."})
    assert "is now reviewed" in french.vet("fr", "dove", "heron", "subject").output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("fr", "dove", "nobody", "subject"), "“nobody” is not a registered reviewer"),
        (("fr", "dove", "heron", "language"), "“heron” is not registered for the role “language”"),
        (("en", "dove", "otter", "language"), "“otter” is not registered for the language “en”"),
        (("fr", "duve", "otter", "language"), "no concept “duve”"),
        (("xx", "dove", "otter", "language"), "does not offer the language “xx”"),
    ],
)
def test_what_the_register_does_not_allow_is_refused_with_a_reason(
    french: World, arguments: tuple[str, str, str, str], words: str
) -> None:
    result = french.vet(*arguments)
    assert result.exit_code == 1
    assert words in result.output
    assert not french.ledger("fr").exists()


def test_a_reviewer_who_left_vets_no_more_but_their_approvals_stay(french: World) -> None:
    french.approve("fr", "dove")
    policy = french.translations / "policy.toml"
    policy.write_text(policy.read_text().replace('id = "otter"', 'id = "otter"\nuntil = 2999-01-01'))
    assert _definition(french, "fr")[0] == "fr"
    policy.write_text(policy.read_text().replace("2999", "2001"))
    assert "otter” was registered until 2001-01-01 only" in french.vet("fr", "dove", "otter", "language").output


def test_an_empty_an_unfinished_and_a_failing_draft_are_refused(french: World) -> None:
    french.catalog("fr", {"dove.definition": ""})
    assert "the draft is empty" in french.vet("fr", "dove", "otter", "language").output
    french.catalog("fr", {"dove.definition": "est un oiseau de paix."}, fuzzy=("dove.definition",))
    assert "the draft is not finished (definition)" in french.vet("fr", "dove", "otter", "language").output


def test_a_draft_that_fails_its_checks_is_refused_and_the_failure_named(french: World) -> None:
    french.catalog("fr", {"dove.definition": "est un oiseau"})
    output = french.vet("fr", "dove", "otter", "language").output
    assert "the draft fails its checks" in output
    assert "it ends with no final mark" in output


def test_an_unfinished_optional_field_waits_for_the_next_approval(french: World) -> None:
    french.catalog("fr", {"dove.abbreviation": "CLB"}, fuzzy=("dove.abbreviation",))
    assert "abbreviation" in french.vet("fr", "dove", "otter", "language").output.split("Not included")[1]
    french.vet("fr", "dove", "heron", "subject")
    entry = french.get("/v1/fr/terms/dove.json").json
    assert entry is not None
    assert entry["abbreviation"] is None


def test_a_second_identical_approval_is_refused(french: World) -> None:
    french.vet("fr", "dove", "otter", "language")
    before = french.ledger("fr").read_bytes()
    result = french.vet("fr", "dove", "otter", "language")
    assert result.exit_code == 1
    assert "approved exactly this text" in result.output
    assert french.ledger("fr").read_bytes() == before


def test_nothing_is_recorded_unless_the_reviewer_says_yes(french: World) -> None:
    for answer in ("n\n", ""):
        result = french.run("vet", "fr", "dove", "--by", "otter", "--role", "language", text=answer)
        assert result.exit_code == 1
        assert not french.ledger("fr").exists()
    result = french.run("vet", "fr", "dove", "--by", "otter", "--role", "language", text="y\n")
    assert result.exit_code == 0


def test_the_reviewer_sees_the_source_the_translation_and_what_changed(french: World) -> None:
    french.approve("fr", "dove")
    french.catalog("fr", {"dove.definition": "est un bel oiseau de paix."})
    output = french.run("vet", "fr", "dove", "--by", "otter", "--role", "language", text="n\n").output
    assert "is a bird of peace." in output
    assert "est un{+ bel+} oiseau de paix." in output


def test_a_withdrawal_takes_a_text_back_and_only_new_approvals_bring_one(french: World) -> None:
    french.approve("fr", "dove")
    assert french.vet("fr", "dove", "heron", "subject", "--withdraw").exit_code == 0
    entry = french.get("/v1/fr/terms/dove.json").json
    assert entry is not None
    assert (entry["language"], entry["fallback"]) == ("en", {"reason": "withdrawn"})
    french.vet("fr", "dove", "otter", "language")
    assert _definition(french, "fr")[0] == "en"
    french.vet("fr", "dove", "heron", "subject")
    assert _definition(french, "fr")[0] == "fr"


def test_one_person_cannot_bring_a_replaced_text_back_on_a_colleagues_old_vote(french: World) -> None:
    french.approve("fr", "dove")
    french.catalog("fr", {"dove.definition": "est un autre oiseau."})
    french.approve("fr", "dove")
    french.catalog("fr", {"dove.definition": "est un oiseau de paix."})
    output = french.vet("fr", "dove", "heron", "subject").output
    assert "is now reviewed; still missing: an approval as “language” by somebody else\n" in output
    assert "Readers see the text that was approved before it.\n" in output
    assert _definition(french, "fr") == ("fr", "est un autre oiseau.")
    assert "is now vetted\n" in french.vet("fr", "dove", "otter", "language").output
    assert _definition(french, "fr") == ("fr", "est un oiseau de paix.")


def test_vet_calls_vetted_only_the_text_that_was_just_approved(french: World) -> None:
    french.approve("fr", "dove")
    french.catalog("fr", {"dove.definition": "est un autre oiseau."})
    output = french.vet("fr", "dove", "otter", "language").output
    assert "vetted" not in output.split("recorded")[1]
    assert "is now reviewed; still missing: an approval as “subject” by somebody else\n" in output


def test_there_must_be_something_to_withdraw(french: World) -> None:
    output = french.vet("fr", "dove", "heron", "subject", "--withdraw").output
    assert "there is no approval to withdraw" in output


def test_a_translation_of_english_that_is_not_vetted_counts_once_it_is(world: World) -> None:
    world.term("dove")
    world.catalog("fr", {"dove.term": "Colombe", "dove.definition": "est un oiseau."})
    world.approve("fr", "dove")
    assert world.get("/v1/fr/terms/dove.json").status_code == 404
    world.approve("en", "dove")
    assert _definition(world, "fr") == ("fr", "est un oiseau.")


def test_english_approved_anew_leaves_the_translation_published_and_says_so(french: World) -> None:
    french.approve("fr", "dove")
    french.term("dove", definition="is a white bird of peace.", abbreviation="DV")
    french.run("sync")
    french.approve("en", "dove")
    entry = french.get("/v1/fr/terms/dove.json").json
    assert entry is not None
    assert (entry["language"], entry["vetting"]["source_current"]) == ("fr", False)
    table = json.loads(french.run("status", "--json").output)["languages"]
    assert next(row for row in table if row["language"] == "fr")["source_moved_on"] == 1


def test_a_field_added_to_the_english_later_waits_for_its_own_approval(french: World) -> None:
    french.term("dove", definition="is a bird of peace.", abbreviation="DV", plain="A bird.")
    french.run("sync")
    french.catalog("fr", {"dove.plain": "Un oiseau."})
    french.approve("fr", "dove")
    for language in ("en", "fr"):
        entry = french.get(f"/v1/{language}/terms/dove.json").json
        assert entry is not None
        assert entry["plain"] is None
        assert entry["language"] == language


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("est un oiseau", "est un aigle"),
        ("otter", "heron"),
        ('"language"', '"subject"'),
        ('"approve"', '"withdraw"'),
        ("Colombe", "Colombe "),
        ("2026", "2027"),
        ('"when"', '"When"'),
    ],
)
def test_a_ledger_line_that_was_edited_is_refused_at_its_line(french: World, old: str, new: str) -> None:
    french.approve("fr", "dove")
    ledger = french.ledger("fr")
    assert old in ledger.read_text()
    ledger.write_text(ledger.read_text().replace(old, new, 1))
    result = french.run("serve")
    assert result.exit_code == 1
    assert "fr/approvals/otter.jsonl:1: the record is damaged" in result.output


def test_a_record_by_somebody_who_is_not_registered_stops_the_service_from_starting(french: World) -> None:
    french.approve("fr", "dove")
    policy = french.translations / "policy.toml"
    policy.write_text(policy.read_text().replace('"otter"', '"badger"'))
    result = french.run("serve")
    assert result.exit_code == 1
    assert "approvals/otter.jsonl:1: “otter” is not a registered reviewer; register them in" in result.output


def test_a_ledger_that_was_cut_off_is_refused(french: World) -> None:
    french.approve("fr", "dove")
    ledger = french.ledger("fr")
    ledger.write_text(ledger.read_text()[:-20])
    output = french.run("check").output
    assert "fr/approvals/otter.jsonl:1: the last record is cut off; restore" in output


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"who": "heron", "role": "subject"}, "it is by “heron”, and this is the file of “otter”"),
        ({"who": []}, "the record is damaged"),
        ({"source": []}, "the record is damaged"),
        ({"source": None}, "the record is damaged"),
        ({"source": "sha256:0"}, "its source is not the digest of an English text"),
        ({"language": "fi"}, "it approves a text in the language “fi”, and this is the ledger of “fr”"),
        ({"language": ["fr"]}, "the record is damaged"),
        ({"concept": None}, "the record is damaged"),
        ({"text": {"term": 1, "definition": 2}}, "the record is damaged"),
        ({"when": "0001-01-01T00:00:00Z"}, "the record is damaged"),
    ],
)
def test_a_record_that_vet_would_not_write_is_refused_even_with_its_right_digest(
    french: World, changes: dict[str, object], words: str
) -> None:
    french.approve("fr", "dove")
    with french.ledger("fr").open("a") as ledger:
        ledger.write(french.forged("fr", **changes))
    output = french.run("check").output
    assert words in output
    assert "fr/approvals/otter.jsonl:2: " in output


def test_records_are_worth_nothing_in_the_ledger_of_another_language(french: World) -> None:
    french.approve("fr", "dove")
    french.catalog("fi")
    for language, of, other in [("fi", "fr", "fi"), ("en", "fr", "en"), ("fr", "en", "fr")]:
        path, good = french.ledger(language, "heron"), french.ledger("en").read_bytes()
        before = path.read_bytes() if path.exists() else None
        path.write_bytes(french.ledger("fr", "heron").read_bytes() if of == "fr" else good)
        message = f"it approves a text in the language “{of}”, and this is the ledger of “{other}”"
        assert f"{language}/approvals/heron.jsonl:1: the record is damaged ({message})" in french.run("check").output
        path.unlink() if before is None else path.write_bytes(before)
    assert french.get("/v1/fr/terms/dove.json").json["fallback"] is None  # type: ignore[index]


def test_what_was_withdrawn_does_not_come_back_because_its_approvals_are_copied(
    french: World,
) -> None:
    french.approve("fr", "dove")
    french.vet("fr", "dove", "heron", "subject", "--withdraw")
    shared = french.translations / "fr" / "approvals.jsonl"
    lines = [line for path in french.ledgers("fr") for line in path.read_text().splitlines(keepends=True)]
    assert len(lines) == 3
    for copied in ([*lines, *lines[:2]], lines[::-1]):
        shared.write_text("".join(copied))
        assert french.get("/v1/fr/terms/dove.json").json["fallback"] == {"reason": "withdrawn"}  # type: ignore[index]


def test_a_record_of_a_time_yet_to_come_keeps_its_concept_from_approvals_and_no_other(french: World) -> None:
    french.term("owl")
    french.vet("fr", "dove", "otter", "language")
    french.ledger("fr").write_text(french.forged("fr", when="9999-12-31T00:00:00Z"))
    result = french.vet("fr", "dove", "heron", "subject")
    assert result.exit_code == 1
    assert (
        "fr/approvals/otter.jsonl holds a record of dove that lies in the future, of 9999-12-31 00:00:00 UTC; correct"
        in result.output
    )
    french.approve("en", "owl")
    assert french.run("status").exit_code == 0


@pytest.mark.parametrize("damage", ["", "\n", "[" * 100_000, "{}\n" * 1000, "link", "pipe", "folder"])
def test_a_ledger_that_is_no_ledger_is_refused_with_at_most_a_hundred_problems(french: World, damage: str) -> None:
    path = french.ledger("fr")
    if damage == "link":
        path.symlink_to("/dev/zero")
    elif damage == "pipe":
        os.mkfifo(path)
    elif damage == "folder":
        path.mkdir()
    else:
        path.write_text(damage)
    problems = french.run("serve").output.splitlines()
    assert 1 <= len(problems) <= 101
    assert all("fr/approvals/otter.jsonl:" in problem and "; " in problem for problem in problems)


def test_two_reviewers_at_once_lose_no_record(world: World) -> None:
    concepts = [f"bird-{number}" for number in range(6)]
    for concept in concepts:
        world.term(concept)
    command = [sys.executable, "-m", "glossary", "vet", "en"]
    options = ["--by", "heron", "--role", "subject", "--yes"]
    running = [
        subprocess.Popen([*command, concept, *options], env=processes(world), stdout=subprocess.DEVNULL, cwd=Path.cwd())
        for concept in concepts
    ]
    assert [process.wait(60) for process in running] == [0] * len(concepts)
    records = [json.loads(line) for line in world.ledger("en").read_text().splitlines()]
    assert sorted(record["concept"] for record in records) == concepts


def test_vetting_waits_while_another_process_changes_the_ledger(french: World) -> None:
    command = [sys.executable, "-m", "glossary", "vet", "fr", "dove", "--by", "otter", "--role", "language", "--yes"]
    with files.locked(french.ledger("fr").parent):
        process = subprocess.Popen(command, env=processes(french), stdout=subprocess.DEVNULL, cwd=Path.cwd())
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(3)
        assert not french.ledger("fr").exists()
    assert process.wait(30) == 0
    assert french.ledger("fr").exists()
