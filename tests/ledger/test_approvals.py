"""Folding a ledger: properties that hold for any sequence of acts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from glossary.content.model import Approval, Text, Verdict
from glossary.ledger.approvals import Standing, standings
from glossary.ledger.policy import Policy, Reviewer

POLICY = Policy(
    reviewers={name: Reviewer(name, frozenset({"language", "subject"}), frozenset({"fr"})) for name in "abc"},
    source_roles=("subject",),
    translation_roles=("language", "subject"),
    review_due_months=24,
)
TEXTS = [Text(term=name, definition=f"{name}.") for name in ("un", "deux", "trois")]
START = datetime(2026, 1, 1, tzinfo=UTC)

_ACT = st.tuples(
    st.sampled_from("abc"),
    st.sampled_from(["language", "subject"]),
    st.sampled_from([Verdict.APPROVE] * 5 + [Verdict.WITHDRAW]),
    st.sampled_from(TEXTS),
    st.sampled_from(["sha256:vetted", "sha256:other"]),
)
_ACTS = st.lists(_ACT, max_size=12).map(
    lambda acts: [
        Approval(START + timedelta(days=number), who, role, verdict, "fr", "dove", text, source)
        for number, (who, role, verdict, text, source) in enumerate(acts)
    ]
)
SOURCES = {"dove": frozenset({"sha256:vetted"})}


def _standing(acts: list[Approval]) -> Standing:
    return standings(acts, POLICY, "fr", SOURCES).get("dove", Standing())


@given(_ACTS)
def test_what_is_vetted_was_approved_in_every_role_by_different_people(acts: list[Approval]) -> None:
    vetted = _standing(acts).vetted
    if vetted:
        assert {act.role for act in vetted.approvals} == {"language", "subject"}
        assert len({act.who for act in vetted.approvals}) == 2
        assert {(act.text, act.source) for act in vetted.approvals} == {(vetted.text, "sha256:vetted")}
        assert all(act in acts and act.verdict is Verdict.APPROVE for act in vetted.approvals)


@given(_ACTS)
def test_no_approval_from_before_a_withdrawal_counts_after_it(acts: list[Approval]) -> None:
    last = max((number for number, act in enumerate(acts) if act.verdict is Verdict.WITHDRAW), default=-1)
    after, whole = _standing(acts[last + 1 :]), _standing(acts)
    assert (whole.vetted, whole.votes) == (after.vetted, after.votes)
    assert whole.withdrawn is (last >= 0 and whole.vetted is None)


@given(_ACTS, st.integers(0, 12))
def test_a_ledger_that_grows_forgets_nothing_that_was_once_vetted(acts: list[Approval], cut: int) -> None:
    assert _standing(acts[:cut]).once <= _standing(acts).once


@given(_ACTS, st.randoms(use_true_random=False))
def test_moved_and_copied_records_change_nothing(acts: list[Approval], dice: Random) -> None:
    moved = acts + dice.sample(acts, len(acts) // 2)
    dice.shuffle(moved)
    before, after = _standing(acts), _standing(moved)
    assert (after.vetted, after.withdrawn, after.once) == (before.vetted, before.withdrawn, before.once)


@given(_ACTS)
def test_folding_is_a_function_of_the_records(acts: list[Approval]) -> None:
    assert _standing(acts) == _standing(list(acts))


@given(st.dates(), st.integers(1, 600))
def test_a_review_falls_due_that_many_months_later(day: datetime, months: int) -> None:
    policy = Policy({}, (), (), months)
    due = policy.review_due(day)
    if day.year + months // 12 < 9998:
        assert (due.year - day.year) * 12 + due.month - day.month == months
        assert due.day <= day.day
    assert due > day or due == date.max
