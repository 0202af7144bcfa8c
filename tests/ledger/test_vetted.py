"""The rules of standings, numbered as in ``vetted.py``: properties of any sequence of acts, and examples."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.content.model import Approval, Verdict
from glossary.content.text import Text
from glossary.ledger.policy import Policy
from glossary.ledger.record import line, reading
from glossary.ledger.reviewer import Reviewer
from glossary.ledger.vetted import Standing, standings

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
    st.sampled_from(["sha256:vetted", "sha256:once", "sha256:never"]),
)
_ACTS = st.lists(_ACT, max_size=12).map(
    lambda acts: [
        Approval(START + timedelta(days=number), who, role, verdict, "fr", "dove", text, source)
        for number, (who, role, verdict, text, source) in enumerate(acts)
    ]
)
BOTH = (("a", "language"), ("b", "subject"))
SOURCES = {"dove": frozenset({"sha256:vetted", "sha256:once"})}


def _standing(acts: list[Approval]) -> Standing:
    return standings(acts, POLICY, "fr", SOURCES).get("dove", Standing())


def _act(
    day: int, who: str, role: str, text: int = 0, source: str = "sha256:vetted", *, withdraw: bool = False
) -> Approval:
    verdict = Verdict.WITHDRAW if withdraw else Verdict.APPROVE
    return Approval(START + timedelta(days=day), who, role, verdict, "fr", "dove", TEXTS[text], source)


@given(_ACTS, st.randoms(use_true_random=False))
def test_rule_1_a_record_counts_where_its_time_puts_it_wherever_its_line_stands(
    acts: list[Approval], dice: Random
) -> None:
    moved = acts + dice.sample(acts, len(acts) // 2)
    dice.shuffle(moved)
    before, after = _standing(acts), _standing(moved)
    assert (after.vetted, after.withdrawn, after.once) == (before.vetted, before.withdrawn, before.once)


def test_rule_1_of_one_second_a_withdrawal_counts_last_wherever_its_line_stands() -> None:
    approvals = [_act(0, "a", "language"), _act(0, "b", "subject")]
    withdrawal = _act(0, "c", "subject", withdraw=True)
    for records in permutations([*approvals, withdrawal]):
        assert _standing([*records]).withdrawn


def test_rule_1_of_one_second_approvals_count_by_their_digests_wherever_their_lines_stand() -> None:
    acts = [_act(0, who, role, text) for text in (0, 1) for who, role in (("a", "language"), ("b", "subject"))]
    read = [reading("fr")(line(replace(act, source=f"sha256:{'0' * 64}")).strip().encode()) for act in acts]
    texts = {standings(records, POLICY, "fr")["dove"].vetted for records in permutations(read)}
    assert len(texts) == 1
    assert None not in texts


@pytest.mark.parametrize(
    ("text", "source", "vetted"), [(0, "sha256:vetted", True), (1, "sha256:vetted", False), (0, "sha256:once", False)]
)
def test_rule_2_approvals_add_up_only_for_exactly_the_same_text_and_the_same_english(
    text: int, source: str, vetted: bool
) -> None:
    acts = [_act(0, "a", "language"), _act(1, "b", "subject", text, source)]
    assert bool(_standing(acts).vetted) is vetted


@given(_ACTS)
def test_rules_2_and_3_what_is_vetted_was_approved_in_every_role_by_different_people(acts: list[Approval]) -> None:
    vetted = _standing(acts).vetted
    if vetted:
        assert {act.role for act in vetted.approvals} == {"language", "subject"}
        assert len({act.who for act in vetted.approvals}) == 2
        assert {(act.text, act.source) for act in vetted.approvals} == {(vetted.text, vetted.source)}
        assert all(act in acts and act.verdict is Verdict.APPROVE for act in vetted.approvals)


@pytest.mark.parametrize(
    ("who", "role", "vetted"), [("b", "subject", True), ("a", "subject", False), ("b", "language", False)]
)
def test_rule_3_every_role_is_filled_by_a_different_person(who: str, role: str, vetted: bool) -> None:
    assert bool(_standing([_act(0, "a", "language"), _act(1, who, role)]).vetted) is vetted


@pytest.mark.parametrize(
    ("source", "vetted"), [("sha256:vetted", True), ("sha256:once", True), ("sha256:never", False)]
)
def test_rule_4_a_translation_counts_only_against_english_that_is_or_once_was_vetted(source: str, vetted: bool) -> None:
    acts = [_act(0, "a", "language", source=source), _act(1, "b", "subject", source=source)]
    assert bool(_standing(acts).vetted) is vetted


def test_rule_4_a_translation_is_vetted_as_soon_as_its_english_is() -> None:
    acts = [_act(0, "a", "language"), _act(1, "b", "subject")]
    assert standings(acts, POLICY, "fr", {})["dove"].vetted is None
    assert standings(acts, POLICY, "fr", SOURCES)["dove"].vetted


@given(_ACTS)
def test_rule_5_a_withdrawal_takes_back_what_is_served_and_what_was_under_way(acts: list[Approval]) -> None:
    last = max((number for number, act in enumerate(acts) if act.verdict is Verdict.WITHDRAW), default=-1)
    after, whole = _standing(acts[last + 1 :]), _standing(acts)
    assert (whole.vetted, whole.votes) == (after.vetted, after.votes)
    assert whole.withdrawn is (last >= 0 and whole.vetted is None)


def test_rule_6_of_several_approved_texts_the_one_that_was_approved_last_is_served() -> None:
    acts = [_act(0, "a", "language", 0), _act(1, "b", "subject", 0)]
    later = [
        _act(2, "a", "language", 1),
        _act(3, "b", "subject", 1),
        _act(4, "a", "language", 0),
        _act(5, "c", "subject"),
    ]
    for number, text in enumerate([0, 0, 1, 1, 0]):
        vetted = _standing(acts + later[:number]).vetted
        assert vetted
        assert vetted.text == TEXTS[text]


@given(_ACTS, st.integers(0, 12))
def test_rule_7_a_text_that_was_once_vetted_stays_known_as_such(acts: list[Approval], cut: int) -> None:
    before = _standing(acts[:cut])
    assert before.once <= _standing(acts).once
    assert not before.vetted or before.vetted.text.digest in before.once


def test_rule_7_a_withdrawn_text_stays_known_as_once_vetted() -> None:
    acts = [_act(0, "a", "language"), _act(1, "b", "subject"), _act(2, "b", "subject", withdraw=True)]
    assert _standing(acts).once == {TEXTS[0].digest}


def test_rule_8_nobody_brings_a_replaced_text_back_on_a_colleagues_old_vote() -> None:
    acts = [_act(day, *who, text) for day, (who, text) in enumerate((who, text) for text in (0, 1) for who in BOTH)]
    for who in ("b", "c"):
        vetted = _standing([*acts, _act(9, who, "subject", 0)]).vetted
        assert vetted
        assert vetted.text == TEXTS[1]


@pytest.mark.parametrize("source", ["sha256:vetted", "sha256:never"])
def test_rule_8_what_two_agree_on_ends_older_votes_whether_or_not_its_english_is_vetted(source: str) -> None:
    agreed = [_act(1, "a", "language", 1, source), _act(2, "b", "subject", 1, source)]
    acts = [_act(0, "a", "language", 0), *agreed, _act(3, "b", "subject", 0)]
    vetted = _standing(acts).vetted
    assert (vetted and vetted.text) == (TEXTS[1] if source == "sha256:vetted" else None)


@given(st.dates(), st.integers(1, 600))
def test_a_review_falls_due_that_many_months_later(day: datetime, months: int) -> None:
    policy = Policy({}, (), (), months)
    due = policy.review_due(day)
    if day.year + months // 12 < 9998:
        assert (due.year - day.year) * 12 + due.month - day.month == months
        assert due.day <= day.day
    assert due > day or due == date.max
