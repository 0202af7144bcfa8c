"""Answers from a file, brought to the desk: signed ones go into the batch, others are approved here."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from glossary.content.model import Approval, Verdict
from glossary.ledger import record
from glossary.ledger.signed import APPROVAL
from glossary.review import receiving
from tests.desk.test_reading import Reviewer, reviewer
from tests.desk.world import Office, words
from tests.world import TODAY


@pytest.fixture
def otter(office: Office) -> Reviewer:
    return reviewer(office, "otter")


def _line(office: Office, who: str = "otter") -> bytes:
    """Return what an answers file saves for the French dove."""
    proposal = office.desk().content.now().edition.proposal("dove", "fr")
    assert proposal
    parts = who, "language", Verdict.APPROVE, "fr", "dove", proposal.text, proposal.key[1]
    return record.line(Approval(receiving.stated((), TODAY), *parts)).encode()


def _comment(**changes: Any) -> bytes:
    row = {
        "concept": "dove",
        "field": "definition",
        "reason": "Is it a bird?",
        "words": "",
        "read": "est un oiseau de paix.",
    }
    return json.dumps({"language": "fr", "who": "otter", "day": str(TODAY), "comments": [row], **changes}).encode()


def _bring(someone: Reviewer, **files: bytes) -> str:
    """Send files as the form of the page does; return what the page says."""
    someone.visitor.get("/answers")
    sent = [(io.BytesIO(data), name.replace("_", ".")) for name, data in files.items()]
    answer = someone.visitor.post("/answers", answers=sent)
    assert answer.status_code == 200, answer.text
    someone.page = answer.text
    return words(answer)


def test_an_approval_that_is_signed_goes_into_the_batch_as_it_is(office: Office, otter: Reviewer) -> None:
    line = _line(office)
    signature = otter.passkey.sign(line, f"{APPROVAL}:glossary").armour.encode()
    assert "Your approval of “dove” (fr) is in your batch." in _bring(otter, dove_line=line, dove_line_sig=signature)
    (written,) = otter.ledger()
    assert written.startswith(line.decode().removesuffix("}\n"))


def test_one_that_is_not_signed_leads_to_its_text_and_is_approved_there(office: Office, otter: Reviewer) -> None:
    said = _bring(otter, dove_line=_line(office))
    assert "“dove” (fr): the words are those that you read; approve them here" in said
    assert '<a href="/fr/dove">' in otter.page
    otter.open()
    assert otter.approve().status_code == 303
    assert len(otter.ledger()) == 1


def test_a_change_that_was_asked_for_is_in_the_batch(otter: Reviewer) -> None:
    assert "Your wish for a change of dove.definition (fr) is in your batch." in _bring(
        otter, x_comments_json=_comment()
    )
    assert f"# otter asks for a change ({TODAY}): Is it a bird?" in otter.catalog()


def test_each_file_that_cannot_be_taken_says_why_and_the_others_are_taken(office: Office, otter: Reviewer) -> None:
    line = _line(office)
    other = otter.passkey.sign(line + b" ", f"{APPROVAL}:glossary").armour.encode()
    said = _bring(
        otter,
        a_line=line,
        a_line_sig=other,
        b_line=_line(office, "heron"),
        c_line=b"\xff",
        d_comments_json=b"{}",
        e_comments_json=_comment(who="heron"),
        f_comments_json=_comment(),
    )
    assert "a.line : not taken." in said
    assert "b.line : not taken. It is by “heron”, and you are “otter”. Sign in as the one who signed it." in said
    assert "c.line : not taken. The record is damaged" in said
    assert "d.comments.json : not taken. It cannot be read" in said
    assert "e.comments.json : not taken. It is by “heron”" in said
    assert "f.comments.json : Your wish for a change" in said
    office.world.git("cat-file", "-e", "desk/otter:translations/fr/LC_MESSAGES/glossary.po")


def test_words_that_changed_since_they_were_read_are_read_anew(office: Office, otter: Reviewer) -> None:
    line = _line(office)
    office.world.catalog("fr", {"dove.definition": "est un oiseau de ville."})
    office.world.commit()
    office.desk().content.now(fresh=True)
    assert "“dove” (fr) has changed since it was read. Read it anew, here" in _bring(otter, dove_line=line)


def test_only_who_is_signed_in_brings_answers_and_only_from_the_desks_own_form(office: Office, otter: Reviewer) -> None:
    assert office.visitor().get("/answers").status_code == 303
    answer = otter.visitor.client.post("/answers", data={"answers": (io.BytesIO(_line(office)), "dove.line")})
    assert answer.status_code == 403
