"""``vet --from FOLDER``: approvals that were made elsewhere, signed by stock ``ssh-keygen``, taken as they are."""

from __future__ import annotations

import json
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from glossary.content.identity import NAMELESS
from glossary.content.model import Approval, Verdict
from glossary.edition.loading import load
from glossary.ledger import record as records
from glossary.ledger import signed
from glossary.review import receiving
from tests.conftest import needs
from tests.world import TODAY, World

NAMESPACE = signed.namespace(signed.APPROVAL, NAMELESS.id)


@pytest.fixture
def birds(world: World) -> World:
    """Two birds, vetted in English and drafted in French."""
    texts: dict[str, str] = {}
    for concept, term in (("dove", "Colombe"), ("owl", "Hibou")):
        world.term(concept)
        texts |= {f"{concept}.term": term, f"{concept}.definition": "est un oiseau."}
    world.approve("en", "dove", "owl")
    world.catalog("fr", texts)
    (world.root / "answers").mkdir()
    return world


def _answer(world: World, concept: str, who: str = "otter", role: str = "language", days_ago: int = 0) -> Path:
    """Save an approval as an answers file does; return its file."""
    world.environment()
    proposal = load(world.terms, world.translations, world.support).proposal(concept, "fr")
    assert proposal
    when = receiving.stated((), TODAY - timedelta(days=days_ago))
    words = who, role, Verdict.APPROVE, "fr", concept, proposal.text, proposal.key[1]
    file = world.root / "answers" / f"fr-{concept}-{who}.line"
    file.write_text(records.line(Approval(when, *words)))
    return file


def _key(world: World, who: str) -> Path:
    """Make a key as the guide says, and put it into the policy."""
    needs("ssh-keygen")
    file, policy = world.root / who, world.translations / "policy.toml"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(file)], check=True)
    line = " ".join(file.with_suffix(".pub").read_text().split()[:2])
    policy.write_text(policy.read_text().replace(f'id = "{who}"', f'id = "{who}"\nkeys = ["{line}"]'))
    return file


def _sign(key: Path, *files: Path) -> None:
    command = ["ssh-keygen", "-q", "-Y", "sign", "-n", NAMESPACE, "-f", str(key), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True)


def _take(world: World, text: str | None = None) -> tuple[int, str]:
    yes = () if text else ("--yes",)
    result = world.run("vet", "--from", str(world.root / "answers"), *yes, text=text)
    return result.exit_code, result.output


def test_what_stock_ssh_keygen_signed_is_taken_shown_and_counts(birds: World) -> None:
    files = [_answer(birds, "dove"), _answer(birds, "owl")]
    _sign(_key(birds, "otter"), *files)
    code, output = _take(birds)
    assert code == 0
    assert output.count("recorded; ") == 2
    assert "  this text Colombe\n" in output
    assert "recorded; dove in fr is now reviewed; still missing: an approval as “subject” by somebody else" in output
    lines = birds.ledger("fr").read_text().splitlines()
    assert [line.split(', "signature"')[0] + "}\n" for line in lines] == [file.read_text() for file in files]
    assert "is now vetted" in birds.vet("fr", "dove", "heron", "subject").output


def test_one_that_is_refused_does_not_stop_the_others_and_each_says_why(birds: World) -> None:
    dove, owl = _answer(birds, "dove"), _answer(birds, "owl")
    _sign(_key(birds, "otter"), dove, owl)
    birds.catalog("fr", {"dove.definition": "est un oiseau blanc."})
    (birds.root / "answers" / "x.line").write_bytes(b"\xff\n")
    (birds.root / "answers" / "y.line").mkdir()
    code, output = _take(birds)
    assert code == 1
    assert "refused: the text has changed since it was read:\ndefinition: est un oiseau{+ blanc+}." in output
    assert "x.line\nrefused: the record is damaged" in output
    assert "y.line\nrefused: " in output
    assert "recorded; owl in fr is now reviewed" in output
    assert "3 of 4 answers refused; each reason stands above" in output
    assert len(birds.ledger("fr").read_text().splitlines()) == 1


def test_taking_the_same_folder_again_records_nothing_twice(birds: World) -> None:
    _sign(_key(birds, "otter"), _answer(birds, "dove"))
    assert _take(birds)[0] == 0
    before = birds.ledger("fr").read_bytes()
    code, output = _take(birds)
    assert (code, "it is recorded already" in output) == (0, True)
    assert birds.ledger("fr").read_bytes() == before


def test_a_line_that_somebody_changed_after_it_was_signed_is_refused(birds: World) -> None:
    file = _answer(birds, "dove")
    _sign(_key(birds, "otter"), file)
    written = file.read_text()
    other = _answer(birds, "dove", "heron", "subject")
    file.write_text(other.read_text())
    other.unlink()
    assert "the signature is not of these words" in _take(birds)[1]
    file.write_text(written.replace("oiseau", "aigle"))
    assert "it does not match its digest" in _take(birds)[1]
    assert not birds.ledger("fr").exists()


def test_unsigned_lines_are_taken_only_where_the_policy_allows_paper(birds: World) -> None:
    _answer(birds, "dove")
    assert "refused: it is not signed; sign it" in _take(birds)[1]
    policy = birds.translations / "policy.toml"
    policy.write_text("paper = true\n" + policy.read_text())
    assert f"Record this approval by “otter” (language, {TODAY}, not signed)? [y/N]" in _take(birds, "n\n")[1]
    assert not birds.ledger("fr").exists(), "whoever takes it in is asked"
    assert _take(birds, "y\n")[0] == 0


def test_one_that_its_time_puts_before_a_withdrawal_is_refused(birds: World) -> None:
    _sign(_key(birds, "otter"), _answer(birds, "dove", days_ago=1))
    birds.vet("fr", "dove", "both", "language")
    birds.vet("fr", "dove", "both", "language", "--withdraw")
    assert "refused: this text was withdrawn after the time that it states" in _take(birds)[1]


def test_a_folder_without_answers_is_said_to_be_one(birds: World) -> None:
    code, output = _take(birds)
    assert code == 1
    assert "there is no file *.line in " in output
    assert "there is no file *.line in " in birds.run("vet", "--from", str(birds.root / "nowhere")).output


def _comment(world: World, **changes: Any) -> Path:
    """Save a comment as an answers file does."""
    row = {"concept": "dove", "field": "definition", "reason": "Is it a bird?", "words": "", "read": "est un oiseau."}
    values = {
        "language": "fr",
        "who": "otter",
        "day": str(TODAY),
        "comments": [row | changes.pop("row", {})],
        **changes,
    }
    file = world.root / "answers" / "fr-otter.comments.json"
    file.write_text(json.dumps(values, ensure_ascii=False))
    return file


def _catalog(world: World) -> str:
    return (world.translations / "fr" / "LC_MESSAGES" / "glossary.po").read_text()


def test_what_was_asked_for_in_an_answers_file_reaches_the_translator(birds: World) -> None:
    _comment(birds)
    before = _catalog(birds)
    code, output = _take(birds, "n\n")
    assert (code, _catalog(birds)) == (1, before)
    assert "Ask for this change of dove.definition in fr as “otter”? [y/N]" in output
    assert _take(birds)[0] == 0
    assert f"# otter asks for a change ({TODAY}): Is it a bird?\n" in _catalog(birds)
    assert "the draft is not finished (definition)" in birds.vet("fr", "dove", "heron", "subject").output


def test_words_that_are_proposed_change_nothing_and_their_author_cannot_approve_them(birds: World) -> None:
    _comment(birds, row={"words": "est un oiseau blanc."})
    assert _take(birds)[0] == 0
    assert "# Proposed words:\n# est un oiseau blanc.\n" in _catalog(birds)
    assert 'msgstr "est un oiseau."' in _catalog(birds), "the translator decides"
    birds.catalog("fr", {"dove.definition": "est un oiseau blanc."})
    catalog = birds.catalog("fr")
    catalog.write_text(catalog.read_text().replace("#, fuzzy\n", ""))
    assert birds.vet("fr", "dove", "otter", "language").exit_code == 1
    assert birds.vet("fr", "dove", "both", "language").exit_code == 0


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"row": {"read": "est un aigle."}}, "the text has changed since it was read:\nest un [-aigle-]{+oiseau+}."),
        ({"who": "nobody"}, "“nobody” is not a registered reviewer"),
        ({"language": "en"}, "“otter” is not registered for the language “en”"),
        ({"row": {"concept": "duve"}}, "no concept “duve”"),
        ({"row": {"field": "title"}}, "a text has no field “title”"),
        ({"row": {"reason": " "}}, "there is no reason"),
        ({"row": {"words": "<b>"}}, "definition: it holds “<”"),
        ({"row": {"more": 1}}, "it cannot be read"),
        ({"day": "today"}, "it cannot be read"),
        ({"day": str(TODAY + timedelta(days=1))}, "it is dated ahead"),
        ({"comments": 3}, "it cannot be read"),
    ],
)
def test_a_comment_that_cannot_be_taken_says_why_and_changes_nothing(
    birds: World, changes: dict[str, Any], reason: str
) -> None:
    _comment(birds, **changes)
    before = _catalog(birds)
    code, output = _take(birds)
    assert code == 1
    assert reason in output
    assert "1 of 1 answer refused" in output
    assert _catalog(birds) == before
