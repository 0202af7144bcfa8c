"""``check --since``: whoever reviews a change is told everything in it that readers may come to see."""

from __future__ import annotations

import json

import pytest

from tests.world import World


@pytest.fixture
def committed(french: World) -> World:
    """One concept, vetted in English and French, contacts, and all of it in git."""
    french.approve("fr", "dove")
    french.record("FI")
    french.run("sync")
    french.commit()
    return french


def _since(world: World) -> tuple[int, str]:
    result = world.run("check", "--since", "HEAD")
    return result.exit_code, result.output


def test_nothing_is_named_where_nothing_has_changed(committed: World) -> None:
    assert "since HEAD" not in _since(committed)[1]


def test_a_new_record_is_named_with_its_line_for_somebody_to_judge(committed: World) -> None:
    committed.catalog("fr", {"dove.definition": "est un autre oiseau."})
    committed.approve("fr", "dove")
    code, output = _since(committed)
    assert code == 0
    for who, role in (("otter", "language"), ("heron", "subject")):
        assert f"fr/approvals/{who}.jsonl:2: warning: since HEAD: “{who}” (approve dove in fr as {role}, " in output
    assert output.count("the record is new") == 2


def test_a_record_that_is_gone_or_changed_is_an_error_that_says_which(committed: World) -> None:
    committed.ledger("fr").unlink()
    code, output = _since(committed)
    assert code == 1
    assert "fr/approvals/otter.jsonl:0: since HEAD: the record of “otter” (approve dove in fr as language, " in output
    assert "is gone (sha256:" in output
    committed.git("checkout", "-q", ".")
    text = {"term": "Colombe", "definition": "est tout autre chose."}
    committed.ledger("fr").write_text(committed.forged("fr", text=text))
    code, output = _since(committed)
    assert code == 1
    assert "fr/approvals/otter.jsonl:1: since HEAD: the record of “otter” (approve dove in fr as language, " in output
    assert "was changed; its digest was sha256:" in output


def test_a_whole_ledger_that_is_gone_is_named_record_by_record(committed: World) -> None:
    for path in committed.ledgers("fr"):
        path.unlink()
    code, output = _since(committed)
    assert (code, output.count("is gone (sha256:")) == (1, 2)


def test_attributes_in_the_content_hide_nothing(committed: World) -> None:
    (committed.root / ".gitattributes").write_text("*.jsonl export-ignore text eol=crlf\n")
    committed.commit()
    committed.ledger("fr").unlink()
    assert _since(committed)[0] == 1


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('id = "both"', 'id = "badger"', "the reviewer “badger” is new"),
        ('id = "both"', 'id = "badger"', "the reviewer “both” is gone"),
        ('id = "both"', 'id = "both"\nuntil = 2999-01-01', "the reviewer “both” was changed (until)"),
        ('"language", "subject"]\n[[', '"language"]\n[[', "“required” was changed (translation)"),
        ("months = 24", "months = 36", "“review_due_months” was changed (from 24 to 36)"),
    ],
)
def test_a_change_of_the_policy_or_of_a_reviewer_is_named(committed: World, old: str, new: str, words: str) -> None:
    path = committed.translations / "policy.toml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    code, output = _since(committed)
    assert code == 0
    assert "policy.toml:" in output
    assert f"warning: since HEAD: {words}; let somebody who did not make this change look at it\n" in output


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("555", "666", "the contact “talk FI” was changed (dial, display, sources)"),
        ('["FI"]', '["SE"]', "the contact “talk SE” is new"),
        ('["FI"]', '["SE"]', "the contact “talk FI” is gone"),
    ],
)
def test_a_contact_that_is_new_changed_or_gone_is_named(committed: World, old: str, new: str, words: str) -> None:
    path = committed.support / "records.toml"
    path.write_text(path.read_text().replace(old, new))
    code, output = _since(committed)
    assert code == 0
    assert f"since HEAD: {words}" in output


def test_a_directory_with_another_address_is_named(committed: World) -> None:
    path = committed.support / "directories.toml"
    path.write_text(path.read_text().replace("www.inhope.org", "www.example.org"))
    assert "the contact “report_content INHOPE” was changed (home, url)" in _since(committed)[1]


def test_a_text_that_became_empty_or_lost_its_fuzzy_mark_is_named(committed: World) -> None:
    committed.catalog("fr", {"dove.abbreviation": "CLB"}, fuzzy=("dove.abbreviation",))
    committed.commit()
    committed.catalog("fr", {"dove.abbreviation": "CLB", "dove.definition": ""})
    path = committed.catalog("fr")
    path.write_text(path.read_text().replace("#, fuzzy\n", ""))
    code, output = _since(committed)
    assert "since HEAD: dove.definition became empty; restore the text" in output
    assert "since HEAD: dove.abbreviation lost its fuzzy mark; see that somebody has looked at the text" in output
    committed.catalog("fr").unlink()
    assert "since HEAD: the catalog is gone" in _since(committed)[1]
    assert code == 0


@pytest.mark.parametrize("how", ["left out", "obsolete"])
def test_an_entry_that_a_catalog_has_no_more_is_named_unless_nobody_asks_for_it(committed: World, how: str) -> None:
    path = committed.catalog("fr")
    entries = path.read_text().split("\n\n")
    gone = [entry for entry in entries if '"dove.definition"' in entry]
    left = [entry for entry in entries if entry not in gone]
    if how == "obsolete":
        left += ["".join(f"#~ {line}\n" for line in gone[0].splitlines() if not line.startswith("#"))]
    path.write_text("\n\n".join(left))
    named = (
        "glossary.po:0: warning: since HEAD: dove.definition is gone; restore the text, if nobody meant to remove it"
    )
    assert named in _since(committed)[1]
    committed.git("checkout", "-q", ".")
    path = committed.terms / "dove.toml"
    path.write_text(path.read_text().replace('abbreviation = "DV"\n', ""))
    committed.run("sync")
    assert "is gone" not in _since(committed)[1]


def test_an_exception_from_a_check_is_named(committed: World) -> None:
    row = {"language": "fr", "key": "dove.term", "check": "numbers", "text": "Colombe", "reason": "none", "by": "otter"}
    lines = "".join(f"{name} = {json.dumps(value)}\n" for name, value in row.items())
    (committed.translations / "allow.toml").write_text(f"[[allow]]\n{lines}on = 2026-11-24\n")
    assert "allow.toml:1: warning: since HEAD: the exception “fr dove.term numbers” is new" in _since(committed)[1]


def test_a_loss_that_is_confirmed_is_named_also_where_nothing_is_lost_yet(committed: World) -> None:
    digest = json.loads(committed.ledger("fr").read_text())["digest"]
    (committed.translations / "confirmed.txt").write_text(f"{digest} an approval\n")
    code, output = _since(committed)
    assert code == 0
    assert (
        f"confirmed.txt:1: warning: since HEAD: the loss of {digest} is confirmed; let somebody who did not" in output
    )
    assert f"confirmed.txt:1: warning: it confirms that {digest} is gone, which is there: nothing would hold" in output


def test_a_revision_that_does_not_exist_is_refused(committed: World) -> None:
    assert "git rev-parse" in committed.run("check", "--since", "no-such-revision").output


def test_contacts_that_lie_in_no_repository_are_said_to_be_unseen(
    committed: World, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    for path in committed.support.iterdir():
        (elsewhere / path.name).write_bytes(path.read_bytes())
    result = committed.run("check", "--since", "HEAD", GLOSSARY_SUPPORT=str(elsewhere))
    assert result.exit_code == 0
    assert "what has changed since HEAD cannot be seen (git rev-parse: " in result.output
