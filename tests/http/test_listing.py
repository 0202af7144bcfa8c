"""Parts of a list: some ids, so many entries, how many there are, and what is not among them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.world import World


@pytest.fixture
def birds(world: World) -> World:
    """Five concepts: three vetted, one of them in another group, one that is not vetted, one that is retired."""
    world.term("dove", term="Dove")
    world.term("crow", term="Crow")
    world.term("owl", term="Owl", group="night")
    world.term("new")
    retired = world.term("gone")
    retired.write_text(retired.read_text() + '[retired]\non = 2026-01-31\nreplaced_by = "owl"\n')
    world.approve("en", "dove", "crow", "owl")
    return world


def _ids(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [entry["id"] for entry in answer.json["entries"]]


def test_some_ids_come_in_the_order_of_the_alphabet_and_those_that_are_not_there_are_named_with_the_reason(
    birds: World,
) -> None:
    answer = birds.get("/v1/en/terms?ids=owl,crow,dovr,gone,new,crow")
    assert _ids(answer) == ["crow", "owl"]
    assert answer.json is not None
    assert answer.json["total"] == 2
    assert answer.json["not_found"] == [
        {"id": "dovr", "reason": "unknown_concept", "suggestions": ["dove"], "replaced_by": None},
        {"id": "gone", "reason": "retired", "suggestions": [], "replaced_by": "owl"},
        {"id": "new", "reason": "not_vetted", "suggestions": [], "replaced_by": None},
    ]
    other = birds.get("/v1/en/terms?ids=owl,dove&group=night")
    assert _ids(other) == ["owl"]
    assert [absent["reason"] for absent in other.json["not_found"]] == ["other_group"]  # type: ignore[index]


def test_a_concept_is_found_by_an_id_that_it_had_before(birds: World) -> None:
    owl = birds.terms / "owl.toml"
    owl.write_text('formerly = ["bird-of-night"]\n' + owl.read_text())
    answer = birds.get("/v1/en/terms?ids=bird-of-night,dove")
    assert _ids(answer) == ["dove", "owl"]
    assert answer.json["not_found"] == []  # type: ignore[index]


def test_a_list_in_parts_has_every_entry_once_and_says_how_many_there_are(birds: World) -> None:
    client = birds.client()
    parts = [client.get(f"/v1/en/terms?limit=2&offset={offset}") for offset in (0, 2, 4)]
    assert [_ids(part) for part in parts] == [["crow", "dove"], ["owl"], []]
    assert {part.json["total"] for part in parts} == {3}  # type: ignore[index]
    whole = client.get("/v1/en/terms")
    assert (_ids(whole), whole.json["total"]) == (["crow", "dove", "owl"], 3)  # type: ignore[index]
    file = client.get("/v1/en/terms.json?limit=1")
    assert (_ids(file), file.json["total"], file.json["not_found"]) == (["crow", "dove", "owl"], 3, [])  # type: ignore[index]


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("limit=0", "limit: it must be a whole number from 1 to 100"),
        ("limit=101", "limit: it must be a whole number from 1 to 100"),
        ("limit=many", "limit: it must be a whole number from 1 to 100"),
        ("offset=-1", "offset: it must be a whole number from 0"),
        ("offset=1.5", "offset: it must be a whole number from 0"),
        ("ids=", "ids: write 1 to 100 ids with commas between, or leave it out"),
        ("ids=" + ",".join(["a"] * 101), "ids: write 1 to 100 ids with commas between, or leave it out"),
        (
            "ids=dove,Crow",
            "ids, value 2: it is no id; write ids as /v1/index.json has them, with commas between",
        ),
        ("ids=dove&ids=crow", "ids: it is given more than once; give it once"),
    ],
)
def test_a_part_that_cannot_be_meant_is_refused_with_what_is_wrong_where_and_how_to_write_it(
    birds: World, query: str, detail: str
) -> None:
    answer = birds.get(f"/v1/en/terms?{query}")
    assert (answer.status_code, answer.get_json(force=True)["detail"]) == (400, detail)


def test_search_and_list_mean_the_same_by_limit_and_total(birds: World) -> None:
    client = birds.client()
    for path in ("/v1/en/terms?limit=1", "/v1/en/search?q=word&limit=1"):
        answer = client.get(path).json
        assert answer is not None
        assert (len(answer.get("entries", answer.get("hits"))), answer["total"]) == (1, 3)
