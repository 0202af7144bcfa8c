"""The files of a ledger: one for each reviewer, and the older one that all shared."""

from __future__ import annotations

import pytest

from tests.world import World


def _shared(world: World, language: str) -> list[str]:
    """Put every record of a language into the one file that all reviewers shared once; return its lines."""
    files = world.ledgers(language)
    lines = [line for path in files for line in path.read_text().splitlines(keepends=True)]
    for path in files:
        path.unlink()
    (world.translations / language / "approvals.jsonl").write_text("".join(lines))
    return lines


def _entry(world: World) -> object:
    return world.get("/v1/fr/terms/dove.json").json


def test_each_reviewer_has_a_file_of_their_own(french: World) -> None:
    french.approve("fr", "dove")
    assert [path.relative_to(french.translations).as_posix() for path in french.ledgers("fr")] == [
        "fr/approvals/heron.jsonl",
        "fr/approvals/otter.jsonl",
    ]
    assert all(path.read_text().count("\n") == 1 for path in french.ledgers("fr"))


def test_the_older_shared_file_is_read_as_one_more_and_split_byte_for_byte(french: World) -> None:
    french.approve("fr", "dove")
    before = _entry(french)
    files = {path: path.read_bytes() for path in french.ledgers("fr")}
    lines = _shared(french, "fr")
    assert _entry(french) == before
    french.vet("fr", "dove", "both", "language")  # it goes to the new place, beside the older file
    assert french.ledger("fr", "both").exists()
    result = french.run("sync", "--ledgers")
    assert result.exit_code == 0
    assert "fr/approvals/otter.jsonl: 1 record\n" in result.output
    assert {path: path.read_bytes() for path in files} == files
    assert not (french.translations / "fr" / "approvals.jsonl").exists()
    assert "".join(path.read_text() for path in files) == "".join(lines)
    assert "nothing to do" in french.run("sync", "--ledgers").output


def test_a_split_that_was_interrupted_goes_on_and_loses_and_doubles_nothing(french: World) -> None:
    french.approve("fr", "dove")
    before, good = _entry(french), french.ledger("fr", "heron").read_bytes()
    _shared(french, "fr")
    french.ledger("fr", "heron").write_bytes(good)  # as far as it came
    assert _entry(french) == before
    assert french.run("sync", "--ledgers", "fr").exit_code == 0
    assert french.ledger("fr", "heron").read_bytes() == good
    assert _entry(french) == before


def test_a_damaged_ledger_is_not_split(french: World) -> None:
    french.approve("fr", "dove")
    _shared(french, "fr")
    shared = french.translations / "fr" / "approvals.jsonl"
    shared.write_text(shared.read_text()[:-20])
    before = shared.read_bytes()
    assert "fr/approvals.jsonl:2: the last record is cut off" in french.run("sync", "--ledgers").output
    assert (shared.read_bytes(), french.ledgers("fr")) == (before, [shared])


def test_a_record_in_the_file_of_another_reviewer_is_a_finding_with_its_line(french: World) -> None:
    french.approve("fr", "dove")
    with french.ledger("fr", "heron").open("a") as ledger:
        ledger.write(french.ledger("fr", "otter").read_text())
    output = french.run("check").output
    assert (
        "fr/approvals/heron.jsonl:2: the record is damaged (it is by “otter”, and this is the file of “heron”)"
        in output
    )


@pytest.mark.parametrize("damage", ["a file", "a link to nowhere"])
def test_a_folder_of_ledgers_that_cannot_be_listed_is_not_an_empty_one(french: World, damage: str) -> None:
    french.approve("fr", "dove")
    folder = french.translations / "fr" / "approvals"
    folder.rename(french.root / "elsewhere")
    if damage == "a file":
        folder.write_text("")
    else:
        folder.symlink_to("nowhere")
    result = french.run("serve")
    assert result.exit_code == 1
    assert "translations/fr/approvals:0: it " in result.output


def test_two_reviewers_on_two_branches_never_conflict_and_since_sees_both(french: World) -> None:
    def commit(who: str, role: str) -> None:
        assert french.vet("fr", "dove", who, role).exit_code == 0
        french.commit(who)

    french.run("sync")
    french.commit("one")
    git = french.git
    git("checkout", "-qb", "language")
    commit("otter", "language")
    git("checkout", "-q", "main")
    commit("heron", "subject")
    git("merge", "-q", "language")
    assert french.get("/v1/fr/terms/dove.json").json["vetting"]["status"] == "vetted"  # type: ignore[index]
    _shared(french, "fr")
    assert french.run("check", "--since", "HEAD").exit_code == 0, "the same records in other files are the same records"
    french.run("sync", "--ledgers")
    assert french.run("check", "--since", "HEAD").exit_code == 0
