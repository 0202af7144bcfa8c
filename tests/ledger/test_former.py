"""The rules of ids, numbered as in ``former.py``: renaming concepts at random never changes which words are served."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from glossary.content.model import Approval, Verdict
from glossary.content.text import Text
from glossary.ledger import former
from glossary.ledger.adoption import Act, Adoption, Item, Kind
from glossary.ledger.former import Former
from glossary.ledger.vetted import standings
from tests.ledger.test_vetted import POLICY, SOURCES, START, TEXTS

FAMILIES = ("dove", "owl")
EVERY = dict.fromkeys(FAMILIES, SOURCES["dove"])


@dataclass
class History:
    """Two concepts that get other ids, while people approve and withdraw. ``acts`` are as they were recorded; ``plain`` are
    the same if nobody had ever renamed anything."""

    dice: Random
    had: dict[str, list[str]] = field(default_factory=lambda: {family: [family] for family in FAMILIES})
    acts: list[Approval] = field(default_factory=list)
    plain: list[Approval] = field(default_factory=list)
    adoptions: list[Adoption] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        return START + timedelta(days=len(self.acts) + len(self.adoptions))

    def go_on(self) -> None:
        family = self.dice.choice(FAMILIES)
        self.dice.choice((self.rename, self.act, self.approve, self.withdraw))(family)

    def rename(self, family: str) -> None:
        """Give a concept a fresh id, or one that it had; its file names all others, or only the one before."""
        had = self.had[family]
        new = self.dice.choice([f"{family}-{len(self.adoptions)}", *had[:-1]])
        others = [each for each in had if each != new]
        ids = self.dice.choice((others, others[-1:], others[::-1]))
        self.had[family] = [*others, new]
        self.adoptions.append(adopted(new, ids, self.now))

    def act(self, family: str) -> None:
        """Let one person approve a text."""
        role = self.dice.choice(("language", "subject"))
        source = self.dice.choice(("sha256:vetted", "sha256:once", "sha256:never"))
        self._add(family, self.dice.choice("abc"), role, Verdict.APPROVE, source)

    def approve(self, family: str) -> None:
        """Let two people approve a text, as it takes."""
        text = self.dice.choice(TEXTS)
        for who, role in (("a", "language"), ("b", "subject")):
            self._add(family, who, role, Verdict.APPROVE, text=text)

    def withdraw(self, family: str) -> None:
        self._add(family, "a", "subject", Verdict.WITHDRAW)

    def _add(
        self,
        family: str,
        who: str,
        role: str,
        verdict: Verdict,
        source: str = "sha256:vetted",
        text: Text | None = None,
    ) -> None:
        """Record an act under the present id, or one that the concept had."""
        words = text or self.dice.choice(TEXTS)
        done = Approval(self.now, who, role, verdict, "fr", self.dice.choice(self.had[family]), words, source)
        self.acts.append(done)
        self.plain.append(replace(done, concept=family))


def adopted(concept: str, ids: Iterable[str], when: datetime = START) -> Adoption:
    """Return the adoption of a concept's facts, of which only this matters here."""
    return Adoption(Item(Kind.FACTS, "", concept), {"formerly": list(ids)}, Act(when, "keeper", "maintainer"))


def _read(counting: Iterable[Adoption], every: Iterable[Adoption] = (), **rows: object) -> Former:
    lines = list(counting)
    return former.read({}, lines, [*lines, *every], rows)


_HISTORIES = st.tuples(st.randoms(use_true_random=False), st.integers(0, 30))


def _history(given: tuple[Random, int]) -> History:
    history = History(given[0])
    for _ in range(given[1]):
        history.go_on()
    return history


@given(_HISTORIES)
def test_new_ids_never_change_which_words_are_served(given: tuple[Random, int]) -> None:
    history = _history(given)
    ids = _read(history.adoptions)
    plain = standings(history.plain, POLICY, "fr", EVERY)
    sources = {ids.now(family): EVERY[family] for family in FAMILIES}
    renamed = standings(history.acts, POLICY, "fr", sources, ids)
    assert renamed.keys() == {history.had[family][-1] for family in plain}
    for family in plain:
        before, after = plain[family], renamed[history.had[family][-1]]
        assert ids.now(family) == history.had[family][-1]
        assert (before.vetted and before.vetted.text, before.withdrawn) == (
            after.vetted and after.vetted.text,
            after.withdrawn,
        )
        assert (before.votes.keys(), before.once) == (after.votes.keys(), after.once)


@given(_HISTORIES)
def test_rule_5_nothing_that_was_withdrawn_comes_back_where_claims_no_longer_count(given: tuple[Random, int]) -> None:
    history = _history(given)
    left = [each for each in history.adoptions if history.dice.random() < 0.5]
    ids = _read(left, history.adoptions)
    sources = dict.fromkeys({ids.now(each.concept) for each in history.acts}, SOURCES["dove"])
    found = standings(history.acts, POLICY, "fr", sources, ids)
    for family in FAMILIES:
        days = [act.when for act in history.plain if act.concept == family and act.verdict is Verdict.WITHDRAW]
        last = max(days, default=datetime.min.replace(tzinfo=UTC))
        for concept in {ids.now(each) for each in history.had[family]} & found.keys():
            vetted = found[concept].vetted
            assert vetted is None or all(act.when > last for act in vetted.approvals), concept


def test_rule_1_a_claim_stays_where_later_facts_leave_it_out() -> None:
    ids = _read([adopted("pigeon", ["dove"]), adopted("pigeon", [], START + timedelta(days=1))])
    assert (ids.now("dove"), ids.of("pigeon")) == ("pigeon", ("dove",))


def test_rule_2_an_id_belongs_to_the_first_that_claimed_it() -> None:
    late, first = adopted("raven", ["dove"], START + timedelta(days=1)), adopted("pigeon", ["dove"])
    ids = _read([late, first])
    assert ids.now("dove") == "pigeon"
    assert ids.objection("raven", ("dove",)) == ("formerly names “dove”, which is “pigeon” now", "take it out")


def test_rule_2_an_id_that_was_given_up_claims_nothing() -> None:
    ids = _read([adopted("pigeon", ["dove"]), adopted("dove", ["owl"], START + timedelta(days=1))])
    assert (ids.now("dove"), ids.now("owl")) == ("pigeon", "owl")


def test_rule_3_ids_are_followed_and_a_concept_may_go_back() -> None:
    first = [adopted("b", ["a"]), adopted("c", ["b"], START + timedelta(days=1))]
    assert _read(first).of("c") == ("a", "b")
    back = _read([*first, adopted("a", ["c", "b"], START + timedelta(days=2))])
    assert [back.now(each) for each in "abc"] == ["a", "a", "a"]


def test_rule_4_a_retired_concept_keeps_its_id() -> None:
    ids = _read([adopted("pigeon", ["dove"])], dove={"retired": {"on": "2026-01-01", "replaced_by": None}})
    assert ids.now("dove") == "dove"


def test_no_page_of_the_site_can_be_claimed() -> None:
    assert _read([adopted("pigeon", ["about", "dove"])]).of("pigeon") == ("dove",)
