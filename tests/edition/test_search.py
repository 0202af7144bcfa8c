"""Search over HTTP: what is found, in which order, and what is shown of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from glossary.content.model import Status
from tests.world import World


@pytest.fixture
def birds(world: World) -> World:
    """Five birds, three of them vetted in French, one with approved words to avoid, one with drafted ones."""
    world.term(
        "dove", definition="is a bird of peace.", avoid="pigeon\nflying rat", avoid_reason="It insults the bird."
    )
    world.term("owl", term="Owl", definition="is a bird that hunts at night.", forms="owls\nbarn owl")
    world.term("owlet", term="Owlet", definition="is a young owl.")
    world.term("crow", term="Crow", abbreviation="CRW", definition="is black.")
    world.term("eagle", term="Eagle owl", definition="is large.")
    world.approve("en", "dove", "owl", "owlet", "crow", "eagle")
    world.catalog(
        "fr",
        {
            "dove.term": "Colombe", "dove.definition": "est un oiseau de paix.",
            "owl.term": "Hibou", "owl.definition": "est un oiseau qui chasse la nuit, été comme hiver.",
            "crow.term": "Corneille", "crow.definition": "est noire.",
        },
    )  # fmt: skip
    world.approve("fr", "dove", "owl", "crow")
    world.catalog("fr", {"dove.avoid": "pigeon des villes", "dove.avoid_reason": "C’est une insulte."})
    return world


def _hits(world: World, query: str, language: str = "en", **more: int) -> list[dict[str, Any]]:
    extra = "".join(f"&{name}={value}" for name, value in more.items())
    answer = world.get(f"/v1/{language}/search?q={query}{extra}")
    assert answer.status_code == 200, answer.text
    assert answer.json is not None
    hits: list[dict[str, Any]] = answer.json["hits"]
    return hits


def _ids(world: World, query: str, language: str = "en", **more: int) -> list[str]:
    return [hit["entry"]["id"] for hit in _hits(world, query, language, **more)]


def test_ranking_rule_2_exact_comes_before_prefix_before_inside(birds: World) -> None:
    assert _ids(birds, "owl") == ["owl", "eagle", "owlet"]
    assert [hit["match"]["rank"] for hit in _hits(birds, "owl")] == ["exact", "prefix", "prefix"]
    assert [hit["match"]["rank"] for hit in _hits(birds, "wle")] == ["inside"]


def test_ranking_rules_1_3_and_4_an_entry_is_one_hit_by_its_earliest_field_then_by_the_alphabet(birds: World) -> None:
    birds.term("aviary", definition="is a barn, barn after barn.", note="A barn.")
    birds.term("barn", definition="is a building.", forms="barns")
    birds.approve("en", "aviary", "barn")
    hits = [(hit["entry"]["id"], hit["match"]["field"]) for hit in _hits(birds, "barn")]
    assert hits == [("barn", "term"), ("owl", "forms"), ("aviary", "definition")]
    assert _ids(birds, "owl")[1:] == ["eagle", "owlet"]


def test_ranking_rule_5_scattered_words_match_as_if_in_the_definition(birds: World) -> None:
    birds.term("gull", definition="eats chips.", note="It cries all day.")
    birds.approve("en", "gull")
    hits_of = {query: _hits(birds, query) for query in ("ries%20all", "chips%20cries")}
    assert {query: [hit["match"]["field"] for hit in hits] for query, hits in hits_of.items()} == {
        "ries%20all": ["note"],
        "chips%20cries": ["definition"],
    }


def test_ranking_rule_5_words_side_by_side_in_a_note_rank_no_lower_than_scattered_ones(birds: World) -> None:
    birds.term("gannet", term="Gannet", definition="dives.", note="It hates dry chips, all day.")
    birds.term("tern", term="Tern", definition="has dry feathers, and likes chips.")
    birds.approve("en", "gannet", "tern")
    assert _ids(birds, "dry%20chips") == ["gannet", "tern"]


@pytest.mark.parametrize(
    ("query", "language", "expected"),
    [
        ("BIRD", "en", ["dove", "owl"]),
        ("crw", "en", ["crow"]),
        ("barn%20owl", "en", ["owl"]),
        ("night%20bird", "en", ["owl"]),
        ("ete", "fr", ["owl"]),
        ("ÉTÉ", "fr", ["owl"]),
        ("hibou", "fr", ["owl"]),
        ("owlet", "fr", ["owlet"]),
        ("hibou", "en", []),
        ("xyz", "en", []),
        ("%2B%2B", "en", []),
    ],
)
def test_an_entry_is_found_by_any_word_in_it_whatever_its_case_and_accents(
    birds: World, query: str, language: str, expected: list[str]
) -> None:
    assert _ids(birds, query, language) == expected


def test_an_avoided_word_leads_to_the_term_that_replaces_it_with_the_approved_reason(birds: World) -> None:
    (hit,) = _hits(birds, "Flying%20Rat")
    assert hit["match"] == {"field": "avoid", "rank": "exact", "avoid": True, "reason": "It insults the bird."}
    assert (hit["entry"]["term"], hit["entry"]["avoid"]["words"]) == ("Dove", ["pigeon", "flying rat"])


def test_a_drafted_avoided_word_finds_the_entry_and_is_not_shown(birds: World) -> None:
    answer = birds.get("/v1/fr/search?q=pigeon%20des%20villes")
    assert answer.json is not None
    (hit,) = answer.json["hits"]
    assert hit["match"] == {"field": "avoid", "rank": "exact", "avoid": True, "reason": None}
    assert hit["entry"]["avoid"] == {"words": [], "reason": None}
    assert "insulte" not in answer.text


def test_hits_carry_definitions_and_their_language(birds: World) -> None:
    (hit,) = _hits(birds, "owlet", "fr")
    entry = hit["entry"]
    assert (entry["definition"], entry["language"], entry["requested_language"]) == ("is a young owl.", "en", "fr")
    assert entry["fallback"] == {"reason": "not_translated"}


LARKS = 250

SINGS: dict[str, Callable[[int], bool]] = {
    "lark12": lambda number: number // 10 == 12,
    "ark12": lambda number: number // 10 == 12,
    "k1": lambda number: 100 <= number < 200,
    "grove%20g3": lambda number: number % 7 == 3,
    "rove%20g3%20by%20ston": lambda number: number % 7 == 3,
    "s4%20g3": lambda number: number % 7 == 3 and number % 11 == 4,
    "wn%20s4%20in%20g3": lambda number: False,
    "by%20stone%20s1": lambda number: number % 11 in (1, 10),
    "g3%20lark0": lambda number: number % 7 == 3 and number < 100,
    "dawn%20by": lambda number: number < 100,
    "dawn%20dusk": lambda number: False,
}
"""Which of the larks a query finds, of those in so many places that it pays to look up words first."""


def test_in_a_large_glossary_the_same_is_found(world: World) -> None:
    for number in range(LARKS):
        where = f"sings in grove g{number % 7} by stone s{number % 11} at dawn."
        world.term(f"lark-{number:03}", term=f"Lark{number:03}", definition=where)
    client = world.client(minimum=Status.DRAFT)
    found = {query: client.get(f"/v1/en/search?q={query}&limit=100").get_json()["hits"] for query in SINGS}
    assert {
        query: sorted(hit["entry"]["id"] for hit in hits if hit["match"]["rank"] != "similar")
        for query, hits in found.items()
    } == {query: [f"lark-{number:03}" for number in range(LARKS) if sings(number)] for query, sings in SINGS.items()}
    assert {hit["match"]["rank"] for hit in found["grove%20g3"]} == {"prefix"}


def test_in_a_large_glossary_where_nearly_all_entries_have_the_words_all_are_counted(world: World) -> None:
    for number in range(LARKS):
        definition = ["is a bird of the sea.", "is not a seabird of the sea.", "is so of the sea."][
            max(0, number - LARKS + 3)
        ]
        world.term(f"lark-{number:03}", term=f"Lark{number:03}", definition=definition)
    client = world.client(minimum=Status.DRAFT)
    answers = {
        query: client.get(f"/v1/en/search?q={query}&limit=5").get_json() for query in ("rd%20of", "bird%20of", "a%20of")
    }
    assert {query: answer["total"] for query, answer in answers.items()} == {
        "rd%20of": LARKS - 1,  # of a bird and of a seabird
        "bird%20of": LARKS - 1,
        "a%20of": LARKS - 1,
    }
    assert {len(answer["hits"]) for answer in answers.values()} == {5}


def test_limit_limits(birds: World) -> None:
    assert _ids(birds, "bird", limit=1) == ["dove"]


def test_suggestions_complete_words_and_carry_language_and_direction(birds: World) -> None:
    answer = birds.get("/v1/en/suggest?q=ow").json
    assert answer is not None
    assert [suggestion["id"] for suggestion in answer["suggestions"]] == ["eagle", "owl", "owlet"]
    assert answer["suggestions"][1] == {
        "id": "owl", "term": "Owl", "abbreviation": None, "language": "en", "direction": "ltr", "fallback": None,
        "avoid": False,
    }  # fmt: skip
    assert birds.get("/v1/en/suggest?q=night").json["suggestions"] == []  # type: ignore[index]


def test_a_suggestion_in_another_language_says_why(birds: World) -> None:
    (eagle,) = birds.get("/v1/fr/suggest?q=eagle").json["suggestions"]  # type: ignore[index]
    assert (eagle["term"], eagle["language"]) == ("Eagle owl", "en")
    assert eagle["fallback"] == {"reason": "not_translated"}


def test_an_english_name_leads_to_its_entry_also_where_others_begin_so_and_only_it_is_translated(birds: World) -> None:
    hits = _hits(birds, "owl", "fr")
    assert [hit["entry"]["id"] for hit in hits] == ["owl", "eagle", "owlet"]
    assert (hits[0]["entry"]["term"], hits[0]["match"]["rank"]) == ("Hibou", "exact")
    birds.term("crowned", term="Crowned crane")
    birds.approve("en", "crowned")
    assert _ids(birds, "crow", "fr") == ["crow", "crowned"]
    assert _ids(birds, "cro", "fr") == ["crowned", "crow"]
    for typed, ids in (("owl", ["owl", "eagle", "owlet"]), ("cro", ["crowned", "crow"])):
        suggestions = birds.get(f"/v1/fr/suggest?q={typed}").json["suggestions"]  # type: ignore[index]
        assert [one["id"] for one in suggestions] == ids


def test_an_unknown_language_searches_english_and_says_so(birds: World) -> None:
    (hit,) = _hits(birds, "crow", "sr-Cyrl")
    assert hit["entry"]["requested_language"] == "sr-Cyrl"
    assert hit["entry"]["fallback"] == {"reason": "unknown_language"}


def test_an_entry_that_was_found_before_answers_to_the_language_of_the_next_reader(birds: World) -> None:
    client = birds.client()
    for tag in ("fr", "fr-CA", "de", "fr"):
        hits = client.get(f"/v1/{tag}/search?q=owl").get_json()["hits"]
        assert {hit["entry"]["requested_language"] for hit in hits} == {tag}, tag


def test_letters_are_the_languages_own(world: World) -> None:
    world.term("step")
    world.approve("en", "step")
    world.catalog("sv", {"step.term": "Åtgärd", "step.definition": "är något."})
    world.approve("sv", "step")
    assert _ids(world, "åtg", "sv") == ["step"]
    assert [hit["match"]["rank"] for hit in _hits(world, "atg", "sv")] == ["similar"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "q: it is missing"),
        ("?q=", "q: it must have 1 to 200 characters"),
        ("?q=" + "a" * 201, "q: it must have 1 to 200 characters"),
        ("?q=a&q=b", "q: it is given more than once"),
        ("?q=%00", "q: it holds a control character"),
        ("?q=%ff", "not percent-encoded UTF-8"),
        ("?q=a&limit=0", "limit: it must be a whole number from 1 to 100"),
        ("?q=a&limit=x", "limit: "),
        ("?q=a&x=" + "y" * 5000, "longer than 4000 bytes"),
    ],
)
def test_a_query_that_can_not_be_used_is_a_400_that_says_why(birds: World, query: str, words: str) -> None:
    for path in ("search", "suggest"):
        answer = birds.get(f"/v1/en/{path}{query}")
        assert answer.status_code == 400
        assert answer.json is not None
        assert words in answer.json["detail"]


def test_a_search_finds_the_same_after_many_searches_as_at_first(birds: World) -> None:
    client = birds.client()
    queries = ("owl", "wl", "a", "bird of peace", "bird hunts", "is a young", "flying rat", "ow", "peace bird", "xyz")
    first, *_, last = [[client.get(f"/v1/en/search?q={query}").get_json() for query in queries] for _ in range(5)]
    assert first == last
    assert first[0]["total"] == 3
