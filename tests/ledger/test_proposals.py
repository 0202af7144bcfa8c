"""Nobody approves their own words: whoever proposed a text is noted, and their approval of it does not count."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from api import create_app
from glossary.content.text import Text
from glossary.edition.loading import load
from glossary.errors import Refused
from glossary.ledger import proposals
from glossary.ledger.proposals import Proposed
from glossary.review import receiving
from glossary.review.allow import allowed
from glossary.serving.front import Front
from glossary.serving.watch import Watch
from tests.conftest import ROOT
from tests.world import TODAY, World

ENTRY = "/v1/fr/terms/dove.json"
WORDS = "est l’oiseau de la paix."
BOTH = [("otter", "language"), ("heron", "subject")]


@pytest.fixture
def proposed(french: World) -> World:
    """The French dove is vetted; otter has proposed other words since."""
    french.approve("fr", "dove")
    french.catalog("fr", {"dove.definition": WORDS})
    french.environment()
    _propose(french)
    return french


def _propose(world: World, who: str = "otter") -> None:
    proposal = load(world.terms, world.translations, world.support).proposal("dove", "fr")
    assert proposal
    proposals.append(world.translations, "fr", Proposed(TODAY, who, "dove", proposal.text.digest))


def _watched(world: World) -> tuple[FlaskClient, Watch]:
    front = create_app(world.settings())
    assert isinstance(front.wsgi_app, Front)
    return front.test_client(), Watch(front.wsgi_app)


def _definition(client: FlaskClient) -> object:
    entry = client.get(ENTRY).json
    assert entry
    return entry["definition"]


def _served(world: World) -> object:
    return _definition(world.client())


def _approved_all_the_same(world: World) -> None:
    """Approve the proposed words as if nobody had proposed them: a line from a hand, or from an older version."""
    file = proposals.path(world.translations, "fr")
    noted = file.read_bytes()
    file.unlink()
    for who, role in BOTH:
        assert world.vet("fr", "dove", who, role).exit_code == 0
    file.write_bytes(noted)


def test_whoever_proposed_words_cannot_approve_them_and_is_told_where_that_is_noted(proposed: World) -> None:
    result = proposed.vet("fr", "dove", "otter", "language")
    assert result.exit_code == 1
    assert f"“otter” proposed exactly these words on {TODAY}" in result.output
    assert "fr/proposals.jsonl:1" in result.output
    assert len(proposed.ledger("fr").read_text().splitlines()) == 1
    assert proposed.vet("fr", "dove", "heron", "subject").exit_code == 0


def test_somebody_else_approves_them_and_they_are_served(proposed: World) -> None:
    for who, role in (("both", "language"), ("heron", "subject")):
        assert proposed.vet("fr", "dove", who, role).exit_code == 0
    assert _served(proposed) == WORDS


def test_an_approval_of_own_words_counts_for_nothing_wherever_it_was_made(proposed: World) -> None:
    _approved_all_the_same(proposed)
    assert _served(proposed) == "est un oiseau de paix."
    output = proposed.run("check").output
    assert "fr/approvals/otter.jsonl:2: warning: it does not count: “otter” proposed these words (" in output
    assert "fr/proposals.jsonl:1)" in output
    assert proposed.vet("fr", "dove", "both", "language").exit_code == 0
    assert _served(proposed) == WORDS


def test_a_record_from_elsewhere_is_refused_too(proposed: World) -> None:
    policy = proposed.translations / "policy.toml"
    _approved_all_the_same(proposed)
    line = proposed.ledger("fr").read_bytes().splitlines(keepends=True)[1]
    policy.write_text("paper = true\n" + policy.read_text())
    proposed.environment()
    edition = load(proposed.terms, proposed.translations, proposed.support)
    record = receiving.read(line, "fr", None)
    with pytest.raises(Refused, match="“otter” proposed exactly these words"):
        receiving.check(edition, allowed(proposed.translations, TODAY), record, datetime.now(UTC))
    noted = proposals.path(proposed.translations, "fr")
    lines = noted.read_bytes()
    noted.unlink()
    edition = load(proposed.terms, proposed.translations, proposed.support)
    noted.write_bytes(lines)  # between reading and writing
    with pytest.raises(Refused, match="“otter” proposed exactly these words"):
        receiving.commit(proposed.translations, edition, record, datetime.now(UTC))


def test_words_that_are_noted_already_are_noted_once_and_those_of_others_beside_them(proposed: World) -> None:
    _propose(proposed)
    _propose(proposed, "heron")
    rows = [json.loads(line) for line in proposals.path(proposed.translations, "fr").read_text().splitlines()]
    assert [row["id"] for row in rows] == ["otter", "heron"]
    assert rows[0].keys() == {"day", "id", "concept", "digest"}


def test_nobody_proposes_words_that_they_have_approved_so_that_readers_keep_them(french: World) -> None:
    french.approve("fr", "dove")
    with pytest.raises(Refused, match="“otter” has approved exactly these words of dove"):
        _propose(french)
    _propose(french, "both")
    assert _served(french) == "est un oiseau de paix."


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda line: line.replace('"id"', '"who"'), "fr/proposals.jsonl:1: the proposal is damaged"),
        (lambda line: line.replace("otter", "Otter!"), "is not an id"),
        (lambda line: line.replace("sha256:", "sha512:"), "its digest is not that of a text"),
        (lambda line: line.replace(": ", ":"), "it is not written as the desk writes it"),
        (lambda line: line[:-2], "the last line is cut off"),
        (lambda line: f"{line}[]\n", "fr/proposals.jsonl:2: the proposal is damaged"),
        (lambda _: "", "fr/proposals.jsonl:1: it is empty"),
        (lambda line: f"<<<<<<< HEAD\n{line}", "a merge-conflict marker stands here"),
    ],
)  # fmt: skip
def test_a_damaged_line_is_a_finding_and_own_words_do_not_come_to_count_by_it(
    proposed: World, change: Callable[[str], str], what: str
) -> None:
    client, watch = _watched(proposed)
    file = proposals.path(proposed.translations, "fr")
    line = file.read_text()
    _approved_all_the_same(proposed)
    file.write_text(change(line))
    result = proposed.run("check")
    assert result.exit_code == 1
    assert what in result.output
    watch.look()
    assert _definition(client) == "est un oiseau de paix."
    assert "proposals.jsonl" in client.get("/readyz").text


def test_a_line_that_is_gone_is_told_by_since_and_holds_the_content_back_until_it_is_confirmed(proposed: World) -> None:
    client, watch = _watched(proposed)
    _approved_all_the_same(proposed)
    proposed.run("sync")
    proposed.commit()
    assert "the proposal of words" not in proposed.run("check", "--since", "HEAD").output
    proposals.path(proposed.translations, "fr").unlink()
    result = proposed.run("check", "--since", "HEAD")
    assert result.exit_code == 1
    assert "fr/proposals.jsonl:0: since HEAD: the proposal of words for dove in fr by “otter” is gone" in result.output
    watch.look()
    assert _definition(client) == "est un oiseau de paix."
    assert "a record is gone: proposal of words for dove" in client.get("/readyz").text
    assert "proposal of words for dove in fr by “otter”" in proposed.run("confirm", "--yes").output
    watch.look()
    assert _definition(client) == WORDS


def test_a_line_that_is_gone_is_noticed_across_a_restart(
    proposed: World, tmp_path_factory: pytest.TempPathFactory
) -> None:
    state = str(tmp_path_factory.mktemp("state"))
    proposed.client(state=state)
    proposals.path(proposed.translations, "fr").unlink()
    result = proposed.run("serve", GLOSSARY_STATE=state)
    assert result.exit_code == 1
    assert "fr/proposals.jsonl:0: a record is gone: proposal of words for dove in fr by “otter”" in result.output


def test_nobody_takes_a_text_offline_by_a_line_that_its_reviewer_proposed_it(
    french: World, tmp_path_factory: pytest.TempPathFactory
) -> None:
    state = str(tmp_path_factory.mktemp("state"))
    french.approve("fr", "dove")
    client = french.client(state=state)
    front = client.application.wsgi_app
    assert isinstance(front, Front)
    words = json.loads(french.ledger("fr").read_text())["text"]
    line = proposals.line(Proposed(TODAY, "otter", "dove", Text.of(words).digest))
    proposals.path(french.translations, "fr").write_text(line)
    Watch(front).look()
    assert _definition(client) == "est un oiseau de paix."
    assert (
        "it is late: proposal of words for dove in fr by “otter”, who had approved them" in client.get("/readyz").text
    )
    assert french.run("serve", GLOSSARY_STATE=state).exit_code == 1


def test_since_names_new_proposals_for_whoever_takes_them_in(french: World) -> None:
    french.run("sync")
    french.commit()
    french.environment()
    _propose(french)
    result = french.run("check", "--since", "HEAD")
    words = "the proposal of words for dove in fr by “otter” is new"
    assert f"fr/proposals.jsonl:1: warning: since HEAD: {words}" in result.output


def test_git_keeps_the_lines_of_both_sides() -> None:
    command = ["git", "check-attr", "merge", "eol", "--", "translations/fr/proposals.jsonl"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "merge: union" in done.stdout
    assert "eol: lf" in done.stdout
