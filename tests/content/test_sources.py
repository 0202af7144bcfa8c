"""The register of sources: what is refused, where, and what readers and maintainers see of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from glossary.content import facts
from glossary.edition.loading import load
from tests.world import TODAY, World

LATER = TODAY + timedelta(days=1)


def _complaints(world: World) -> str:
    result = world.run("check")
    assert result.exit_code == 1, result.output
    return result.output


def _sources(world: World, concept: str = "dove") -> list[dict[str, object]]:
    answer = world.get(f"/v1/en/terms/{concept}.json").json
    assert answer is not None
    return list(answer["sources"])


def test_a_source_is_written_once_and_cited_by_its_id(world: World) -> None:
    seen = TODAY - timedelta(days=3)
    world.source("bird-law", seen=seen, as_of=TODAY)
    world.source(
        "guide", title="A guide", url="https://guide.example.org/a", kind="publisher", state=None, published=None
    )
    world.cite("dove", ("bird-law", "Article 1"), ("guide", "Doves"))
    world.cite("owl", ("bird-law", "Article 2"))
    world.approve("en", "dove", "owl")
    law, guide = _sources(world)
    assert law == {
        "title": "A law of birds",
        "url": "https://law.example.org/birds",
        "locator": "Article 1",
        "kind": "law",
        "as_of": TODAY.isoformat(),
        "state": "in_force",
        "published": "2011-12-13",
        "seen": seen.isoformat(),
    }
    assert list(law) == ["title", "url", "locator", "kind", "as_of", "state", "published", "seen"]
    assert (guide["as_of"], guide["seen"]) == (TODAY.isoformat(), TODAY.isoformat())  # as_of is left out: as seen
    assert (guide["published"], guide["state"]) == (None, None)
    assert _sources(world, "owl")[0]["locator"] == "Article 2"
    world.run("sync")
    assert world.run("check").output == "0 errors, 0 warnings\n"


def test_a_source_may_still_stand_in_its_term_file(world: World) -> None:
    world.term("dove")
    world.approve("en", "dove")
    (source,) = _sources(world)
    assert (source["title"], source["published"], source["seen"]) == ("A law", None, None)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('title = "A law of birds"\n', "", 1, "title: Missing data"),
        (f"seen = {TODAY}", "", 1, "seen: Missing data"),
        ("https://law", "http://law", 2, "url: Not a valid URL"),
        ('kind = "law"', 'kind = "blog"', 3, "kind: Must be one of"),
        ('state = "in_force"\n', "", 1, "state: it is missing; say how far the law has come"),
        ('kind = "law"', 'kind = "publisher"', 4, "state: only a law has one"),
        ('"2011-12-13"', '"2011-13"', 5, "published: it is no year, month or day; write it in quotes"),
        ('"2011-12-13"', "2011-12-13", 5, "published: it is no year, month or day; write it in quotes"),
        ('"2011-12-13"', f'"{LATER}"', 5, f"published: it is after “seen” ({TODAY}); mend one of them"),
        (f"seen = {TODAY}", f"seen = {LATER}", 6, f"seen: {LATER} lies in the future"),
        (f"seen = {TODAY}", 'seen = "2026"', 6, "seen: it is not a date"),
        (f"seen = {TODAY}", f'seen = {TODAY}\nlocator = "Article 1"', 7, "locator: Unknown field"),
    ],
)
def test_a_broken_source_is_named_once_with_line_problem_and_remedy(
    world: World, old: str, new: str, line: int, words: str
) -> None:
    path = world.source("bird-law")
    world.cite("dove", ("bird-law", "Article 1"))
    world.cite("owl", ("bird-law", "Article 1"))
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    output = _complaints(world)
    assert output.count(words) == 1
    assert f"sources/bird-law.toml:{line}: " in output
    assert "names “bird-law”, which is no source" not in output


@pytest.mark.parametrize(
    ("cited", "line", "words"),
    [
        ([("bird-law", "Article 1"), ("fish-law", "Article 1")], 14, "sources.id names “fish-law”, which is no source"),
        (
            [("bird-law", "Article 1"), ("bird-law", "Article 1")],
            14,
            "sources.id names “bird-law” twice with the locator “Article 1”",
        ),
        ([("Bird Law", "Article 1")], 11, "sources.id: it is not an id"),
    ],
)
def test_a_citation_that_leads_nowhere_or_stands_twice_is_named(
    world: World, cited: list[tuple[str, str]], line: int, words: str
) -> None:
    world.source("bird-law")
    world.cite("dove", *cited)
    output = _complaints(world)
    assert f"dove.toml:{line}: {words}" in output


def test_two_places_of_one_source_are_two_citations(world: World) -> None:
    world.source("bird-law")
    world.cite("dove", ("bird-law", "Article 1"), ("bird-law", "Article 2"))
    world.run("sync")
    assert world.run("check").output == "0 errors, 0 warnings\n"


def test_a_file_whose_name_is_no_id_is_refused_and_an_unused_source_is_pointed_out(world: World) -> None:
    world.term("dove")
    world.source("spare")
    assert "sources/spare.toml:1: warning: no concept names this source" in world.run("check").output
    world.source("Bird Law")
    assert "“Bird Law” is not an id; rename it" in _complaints(world)


def test_a_changed_source_is_adopted_with_each_concept_that_cites_it_and_the_finding_names_its_file(
    world: World,
) -> None:
    path = world.source("bird-law")
    world.cite("dove", ("bird-law", "Article 1"))
    world.cite("owl", ("bird-law", "Article 2"))
    world.approve("en", "dove", "owl")
    before = world.get("/v1/index.json").json
    world.adopting = False
    path.write_text(path.read_text().replace('"in_force"', '"lapsed"'))
    finding = "sources/bird-law.toml:4: warning: a concept’s facts not adopted as it stands here (dove, owl)"
    assert finding in world.run("check").output
    assert _sources(world)[0]["state"] == "in_force"
    world.adopting = True
    assert _sources(world)[0]["state"] == "lapsed"
    after = world.get("/v1/index.json").json
    assert before is not None
    assert after is not None
    assert before["edition"] != after["edition"]


def test_since_names_what_has_changed_in_the_register(world: World) -> None:
    path = world.source("bird-law")
    world.cite("dove", ("bird-law", "Article 1"))
    world.adopt()
    world.commit()
    path.write_text(path.read_text().replace('"in_force"', '"lapsed"'))
    world.source("fish-law")
    output = world.run("check", "--since", "HEAD").output
    assert "sources/bird-law.toml:4: warning: since HEAD: “state” was changed (from in_force to lapsed)" in output
    assert "sources/fish-law.toml:0: warning: since HEAD: the source is new" in output


def test_a_law_of_the_register_that_was_looked_up_long_ago_is_named_once(world: World) -> None:
    path = world.source("bird-law", state="agreed", as_of=TODAY - timedelta(days=40))
    world.cite("dove", ("bird-law", "Article 1"))
    world.cite("owl", ("bird-law", "Article 2"))
    output = world.run("check").output
    assert output.count("[old-law]") == 1
    line = path.read_text().splitlines().index(f"as_of = {TODAY - timedelta(days=40)}") + 1
    assert f"sources/bird-law.toml:{line}: warning: sources.bird-law.as_of: “A law of birds” (agreed)" in output


def test_facts_that_were_adopted_before_sources_had_these_days_are_still_read(world: World) -> None:
    world.source("bird-law")
    world.cite("dove", ("bird-law", "Article 1"))
    concept = load(world.terms, world.translations, world.support).written["dove"]
    now = facts.of(concept)
    (source,) = now["sources"]
    del source["published"], source["seen"]
    (read,) = facts.read(now)["sources"]
    assert (read.title, read.published, read.seen) == ("A law of birds", None, None)


@pytest.mark.parametrize(
    "address",
    [
        "HTTPS://law.example.org/a",
        "https://law.example.org/<b>",
        "https://law.example.org/e\u0301",
        "https://a.org/\u202e",
    ],
)
def test_an_address_that_could_not_be_adopted_is_no_address(world: World, address: str) -> None:
    world.source("bird-law", url=address)
    world.cite("dove", ("bird-law", "Article 1"))
    assert "sources/bird-law.toml:2: url: it is no web address as it stands; begin it with https://" in _complaints(
        world
    )
