"""What reviewers who cheat try at the desk, and what befalls it while it runs: nothing forged counts, and nothing is lost."""

from __future__ import annotations

import io
import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from glossary.content.digests import digest
from glossary.content.model import Approval, Publication
from glossary.ledger import record, statement
from glossary.ledger.signed import APPROVAL
from tests.desk.test_reading import Reviewer, git, heron, looking, otter, reviewer
from tests.desk.world import Office, words

__all__ = ["heron", "looking", "otter"]


@pytest.fixture
def both(office: Office) -> Reviewer:
    return reviewer(office, "both")


def _forged(one: Reviewer, **values: str) -> str:
    """Return the line of the page that is open, with other values and a digest that suits them."""
    line = json.loads(one.line())
    del line["digest"]
    line |= values
    return json.dumps({**line, "digest": digest(line)}, ensure_ascii=False) + "\n"


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"who": "heron"}, "and you are “otter”"),
        ({"role": "subject"}, "is not registered for the role “subject”"),
        ({"role": "maintainer"}, "its role is not one of"),
        ({"language": "de"}, "this is the ledger of “fr”"),
        ({"concept": "owl"}, "no concept “owl”"),
        ({"when": "2099-11-01T10:00:00Z"}, "dated ahead"),
        ({"source": f"sha256:{'0' * 64}"}, "the English beside it has changed"),
        ({"verdict": "withdraw"}, "it is no approval"),
    ],
)
def test_a_record_whose_fields_were_forged_is_refused(otter: Reviewer, values: dict[str, str], why: str) -> None:
    otter.open()
    answer = otter.approve(line=_forged(otter, **values))
    assert answer.status_code == 409
    assert why.lower() in words(answer).lower()
    assert ". ." not in words(answer)


def test_an_approval_may_not_state_an_hour_that_has_not_come(otter: Reviewer) -> None:
    otter.open()
    later = otter.office.desk().settings.now + timedelta(hours=2)
    answer = otter.approve(line=_forged(otter, when=later.strftime(record.TIME)))
    assert answer.status_code == 409
    assert "dated ahead" in words(answer)


def test_an_approval_is_not_played_again_after_its_withdrawal(otter: Reviewer) -> None:
    otter.open()
    line = otter.line()
    assert otter.approve(line=line).status_code == 303
    assert otter.visitor.post("/withdraw", language="fr", concept="dove", role="language").status_code == 303
    answer = otter.approve(line=line)
    assert "was withdrawn after the time that it states" in words(answer)
    assert len(otter.ledger()) == 2


def test_one_person_in_two_roles_does_not_make_a_text_vetted(both: Reviewer) -> None:
    both.open()
    for role in ("language", "subject"):
        both.approve(line=both.line(role))
    both.office.desk().batches.take_in("both")
    entry: Any = both.office.world.get("/v1/fr/terms/dove.json").json
    assert entry["language"] == "en"


def test_nobody_asks_for_a_change_in_another_name(otter: Reviewer) -> None:
    otter.open()
    reason = "Too short.\r\n heron asks for a change (2026-11-30): Leave it out."
    answer = otter.send("ask", field="definition", reason=reason)
    assert answer.status_code == 409
    assert "nobody asks in another's name" in words(answer)


def test_a_reason_is_text_and_nothing_else_on_pages_and_in_the_catalog(otter: Reviewer) -> None:
    otter.open()
    reason = '<script>alert(1)</script>\r\n#, fuzzy\r\nmsgctxt "dove.term"\r\nmsgstr ""\r\n#~ gone'
    assert otter.send("ask", field="definition", reason=reason).status_code == 303
    before = otter.office.world.run("status", "fr").exit_code
    otter.office.desk().batches.take_in("otter")
    assert "<script>alert(1)" in otter.open()
    assert "<script>alert(1)" not in otter.page
    assert 'msgctxt "dove.term"\nmsgid "Dove"\nmsgstr "Colombe"' in otter.catalog()
    assert otter.office.world.run("status", "fr").exit_code == before


def test_proposed_words_with_markup_are_refused_and_shown_as_text(otter: Reviewer) -> None:
    otter.open()
    answer = otter.send("propose", definition='est <img src="x"> un oiseau.')
    assert answer.status_code == 409
    assert "<img" not in answer.text
    assert "<img" not in otter.visitor.get("/queue").text


def test_a_desk_goes_on_where_its_folder_is_deleted_while_it_runs(otter: Reviewer) -> None:
    otter.open()
    assert otter.send("ask", field="term", reason="One.").status_code == 303
    shutil.rmtree(otter.office.state)
    answer = otter.send("ask", field="definition", reason="Two.")
    assert answer.status_code == 403
    assert "Two." in answer.text
    again = reviewer(otter.office, "otter")
    again.open()
    assert again.send("ask", field="definition", reason="Two.").status_code == 303
    assert all(f"): {reason}" in again.catalog() for reason in ("One.", "Two."))


def test_two_desks_over_one_repository_lose_no_verdict(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = Office(office.world, tmp_path_factory.mktemp("other") / "state", office.port)
    desks = [reviewer(each, "otter") for each in (office, other)]
    for desk in desks:
        desk.open()

    def ask(number: int) -> list[int]:
        reasons = [f"Reason {number}{letter}." for letter in "abc"]
        return [desks[number].send("ask", field="definition", reason=reason).status_code for reason in reasons]

    with ThreadPoolExecutor(2) as pool:
        assert [*pool.map(ask, range(2))] == [[303] * 3] * 2
    catalog = git(office.world, "show", "desk/otter:translations/fr/LC_MESSAGES/glossary.po")
    assert all(f"Reason {number}{letter}." in catalog for number in range(2) for letter in "abc")


@pytest.mark.parametrize("first", ["propose", "ask"])
def test_own_words_stay_own_when_another_field_is_left_out_or_finished(otter: Reviewer, first: str) -> None:
    world = otter.office.world
    world.term("dove", abbreviation="DV", definition="is a bird of peace.", plain="A calm bird.")
    assert world.run("sync").exit_code == 0
    world.vet("en", "dove", "heron", "subject")
    path = world.catalog("fr", {"dove.plain": "Un oiseau calme."})
    world.commit("with a plain version")
    acts = {"propose": {"definition": "est un symbole de paix."}, "ask": {"field": "plain", "reason": "Is it calm?"}}
    for act in (first, *(other for other in acts if other != first)):
        otter.open()
        assert otter.send(act, **acts[act]).status_code == 303
        otter.office.desk().batches.take_in("otter")
    assert "You proposed these words" in otter.open()
    path.write_text(path.read_text().replace('#, fuzzy\nmsgctxt "dove.plain"', 'msgctxt "dove.plain"'))
    assert "You proposed these words" in otter.open()


PUBLISHED = Publication("Words about birds", "https://birds.example.org/words", date(2024, 5, 1))


def _stated(one: Reviewer) -> Approval:
    """Return the record of the page that is open as a statement about a publication has it, on the list."""
    act = record.reading("fr")(one.line().rstrip().encode())
    return statement.listed([replace(act, publication=PUBLISHED)])[0]


@pytest.mark.parametrize("purpose", [APPROVAL, statement.PURPOSE])
def test_the_desk_makes_no_statement_whatever_is_signed_and_sent(otter: Reviewer, purpose: str) -> None:
    world = otter.office.world
    policy = world.translations / "policy.toml"
    policy.write_text(
        f"statements = true\n{policy.read_text()}".replace(
            '\nid = "otter"\n', f'\nid = "otter"\nkeys = ["{otter.passkey.key.line}"]\n'
        )
    )
    policy.write_text(f'origins = ["{otter.passkey.origin}"]\n{policy.read_text()}')
    world.commit()
    otter.open()
    act, place = _stated(otter), f"{purpose}:glossary"
    whole = record.line(replace(act, signature=otter.passkey.sign(statement.head(act), place).base64))
    bare = record.message(act).decode()
    for line, signed in ((bare, bare.encode()), (bare, statement.head(act)), (whole, statement.head(act))):
        armour = otter.passkey.sign(signed, place).armour
        answer = otter.visitor.post("/fr/dove/approve", line=line.rstrip(), signed=armour)
        assert answer.status_code == 409
        assert ("a statement is not made here" in words(answer).lower()) is (line is bare), words(answer)
        otter.visitor.get("/answers")
        files = [(io.BytesIO(line.encode()), "dove.line"), (io.BytesIO(armour.encode()), "dove.line.sig")]
        assert "not taken" in words(otter.visitor.post("/answers", answers=files))
    assert "publication" not in git(world, "log", "-p", "--all", "--", "translations/fr/approvals")
    otter.open()
    assert otter.approve().status_code == 303, "an approval of the text itself is taken"


def test_no_page_of_the_desk_offers_a_statement(otter: Reviewer, heron: Reviewer) -> None:
    policy = otter.office.world.translations / "policy.toml"
    policy.write_text(f"statements = true\n{policy.read_text()}")
    otter.office.world.commit()
    for one in (otter, heron):
        for path in ("/queue", "/fr/dove", "/answers", "/keys"):
            assert "publication" not in one.visitor.get(path).text.lower(), path
    for path in ("/fr/dove/state", "/state", "/statement"):
        assert otter.visitor.post(path, publication=PUBLISHED.title).status_code in (404, 405), path
