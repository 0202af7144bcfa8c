"""A search that forgives, over HTTP: words typed wrongly, asked as a question, in English, retired, or only drafted."""

from __future__ import annotations

import time
from statistics import median
from typing import Any

import pytest
from flask.testing import FlaskClient

from glossary.language.letters import fold, words
from tests.conftest import ROOT
from tests.test_shipped import LANGUAGES
from tests.world import World


def _found(client: FlaskClient, query: str, language: str = "en") -> dict[str, Any]:
    answer = client.get(f"/v1/{language}/search", query_string={"q": query})
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json  # type: ignore[assignment]
    return document


FORGIVEN = [
    ("en", "gromming", "grooming"),
    ("en", "sextorsion", "sexual-extortion"),
    ("en", "groomed", "grooming"),
    ("en", "I was groomed", "grooming"),
    ("en", "selfgenerated", "self-generated-sexual-images"),
    ("en", "hot line", "hotline"),
    ("en", "my child is a victim of sextorsion, what can I do?", "sexual-extortion"),
    ("pl", "pornografia dziecieca", "csam"),
    ("mt", "abbuz", "child-sexual-abuse"),
    ("es", "ninos", "child"),
    ("de", "Taeter", "perpetrator"),
]


@pytest.mark.parametrize(("language", "query", "concept"), FORGIVEN)
def test_a_word_that_is_only_similar_finds_its_entry_and_is_marked_so(
    drafts: FlaskClient, language: str, query: str, concept: str
) -> None:
    first = _found(drafts, query, language)["hits"][0]
    assert (first["entry"]["id"], first["match"]["rank"]) == (concept, "similar")
    assert (first["match"]["avoid"], first["match"]["reason"]) == (False, None)


@pytest.mark.parametrize(
    ("query", "concept", "avoid"),
    [
        ("what is grooming", "grooming", False),
        ("CSAM definition", "csam", False),
        ("what is child porn?", "csam", True),
    ],
)
def test_small_words_and_question_words_are_left_out(
    drafts: FlaskClient, query: str, concept: str, avoid: bool
) -> None:
    first = _found(drafts, query)["hits"][0]
    assert (first["entry"]["id"], first["match"]["rank"], first["match"]["avoid"]) == (concept, "exact", avoid)


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_an_abbreviation_with_marks_or_spaces_between_its_letters_finds_what_it_finds_without(
    drafts: FlaskClient, language: str
) -> None:
    entries = drafts.get(f"/v1/{language}/terms?status=draft").get_json()["entries"]
    short = [entry["abbreviation"] for entry in entries if entry["abbreviation"] and entry["abbreviation"].isalpha()]
    assert short
    for abbreviation in short:
        found = {
            way: [(hit["entry"]["id"], hit["match"]) for hit in _found(drafts, way, language)["hits"]]
            for way in (abbreviation, ".".join(abbreviation) + ".", "-".join(abbreviation), " ".join(abbreviation))
        }
        assert set(map(str, found.values())) == {str(found[abbreviation])}, abbreviation


def test_single_letters_are_no_hit_inside_words(world: World) -> None:
    world.term("dove", abbreviation="DVE", definition="is a vivid bird that eats.")
    world.term("owl", definition="is a very deep emblem. See annex D to volume V and E.")
    world.approve("en", "dove", "owl")
    client = world.client()
    asked = {
        query: _found(client, query)["hits"] for query in ("D.V.E.", "the d. v. e. of peace", "d", "X.Y", "V and D")
    }
    assert {query: [hit["entry"]["id"] for hit in hits] for query, hits in asked.items()} == {
        "D.V.E.": ["dove"],
        "the d. v. e. of peace": ["dove"],
        "d": ["dove", "owl"],
        "X.Y": [],
        "V and D": ["owl"],
    }
    assert {hit["match"]["rank"] for hit in asked["d"]} == {"prefix"}


def test_what_waits_under_an_abbreviation_with_dots_is_all_that_is_told(service: FlaskClient) -> None:
    document = _found(service, "c.s.e.m.")
    assert (document["hits"], document["pending"]) == ([], ["csem"])


def test_a_word_to_avoid_of_single_letters_is_told_in_both_ways(world: World) -> None:
    world.term("dove", avoid="FR\nF.L.R.", avoid_reason="It insults.")
    world.approve("en", "dove")
    client = world.client()
    for query in ("FR", "F.R.", "F R", "F.L.R.", "f l r"):
        assert _found(client, query)["hits"][0]["match"]["avoid"] is True, query


def test_letters_inside_other_words_are_no_hit_for_several_words(drafts: FlaskClient) -> None:
    assert "csam" not in [hit["entry"]["id"] for hit in _found(drafts, "hot line")["hits"]]


@pytest.mark.parametrize(
    "query", ["Kinder\u00adpornografie", "Kinder\u2060pornografie", "\u200bKinderpornografie\u200e"]
)
def test_format_characters_in_a_word_do_not_hide_that_it_is_to_be_avoided(drafts: FlaskClient, query: str) -> None:
    match = _found(drafts, query, "de")["hits"][0]["match"]
    assert (match["rank"], match["avoid"]) == ("exact", True)


AVOIDED = [
    ("en", "child pornography", True),
    ("en", "is child pornography illegal", True),
    ("en", "not child pornography", True),
    ("en", "CHILD-PORNOGRAPHY!", True),
    ("en", "my teacher showed me child pornography, what can I do", True),
    ("en", "anti child pornography law", True),
    ("fr", "à l’école on montre de la pornographie enfantine", True),
    ("fi", "opettaja näytti lapsipornoa minulle", True),
    ("de", "ist Kinderpornografie verboten", True),
    ("en", "relationship", False),
    ("en", "pornography", False),
    ("en", "child pornographers", False),
    ("en", "pornography of a child", False),
    ("de", "Jugend", False),
    ("de", "Beziehung", False),
    ("de", "Kinderporn", False),
]


TOLD = {"en": "ones to avoid", "de": "besser vermieden", "fr": "recommandé d’éviter", "fi": "suositeltavaa välttää"}

NAMED = [
    ("en", "what can I do after child sexual abuse in my family", "child-sexual-abuse"),
    ("en", "I saw csam on my phone, what now", "csam"),
    ("en", "police found CSEM in the house next door", "csem"),
    ("es", "es así como funciona el abuso sexual infantil", "child-sexual-abuse"),
]


WITHIN = [
    ("en", "how do I report grooming", ["grooming"]),
    ("en", "report grooming", ["grooming"]),
    ("en", "is grooming a crime", ["grooming"]),
    ("en", "report csam", ["safe-reporting", "csam"]),
    ("en", "csam reporting", ["safe-reporting", "csam"]),
    ("en", "hotline csam", ["hotline", "csam"]),
    ("en", "live stream abuse", ["live-streamed-abuse"]),
    ("en", "live streamed abuse", ["live-streamed-abuse"]),
    ("en", "child abuse", ["child-sexual-abuse"]),
    ("en", "sexual abuse", ["child-sexual-abuse"]),
    ("en", "sexual exploitation", ["child-sexual-exploitation"]),
    ("en", "child trafficking", ["trafficking-for-sexual-exploitation"]),
    ("en", "instruction manual", ["csam"]),
    ("en", "sextortion", ["sexual-extortion"]),
    ("en", "sexual extortion on my phone", ["sexual-extortion"]),
    ("en", "sextorsion victim", ["sexual-extortion", "victim-and-survivor"]),
    ("en", "age of consent in schools", ["age-of-sexual-consent"]),
    ("en", "child sexual abuse matrial", ["csam"]),
    ("es", "grooming en internet", ["grooming"]),
    ("es", "qué es child", ["child"]),
    ("de", "wie melde ich Kinderpornografie", ["csam"]),
    ("de", "Kindesmissbrauch", ["child-sexual-abuse"]),
]


@pytest.mark.parametrize(("language", "query", "concepts"), WITHIN)
def test_a_name_within_a_question_or_phrase_is_found_first_whatever_else_has_its_words(
    drafts: FlaskClient, language: str, query: str, concepts: list[str]
) -> None:
    hits = _found(drafts, query, language)["hits"]
    assert [hit["entry"]["id"] for hit in hits[: len(concepts)]] == concepts


def test_a_name_that_is_the_query_comes_before_names_within_it(world: World) -> None:
    world.term("dove", definition="is a bird.")
    world.term("cote", term="Dove cote", definition="is a house.", avoid="dove house", avoid_reason="It is none.")
    world.approve("en", "dove", "cote")
    hits = {query: _found(world.client(), query)["hits"] for query in ("dove cote", "dove house", "see the dove house")}
    assert [[hit["entry"]["id"] for hit in some] for some in hits.values()] == [["cote", "dove"]] * len(hits)
    assert [hit["match"]["rank"] for hit in hits["dove cote"]] == ["exact", "similar"]
    assert [hit["match"]["avoid"] for hit in hits["see the dove house"]] == [True, False]


@pytest.mark.parametrize(("language", "query", "concept"), NAMED)
def test_a_name_that_stands_whole_in_a_sentence_is_found_first(
    drafts: FlaskClient, language: str, query: str, concept: str
) -> None:
    assert _found(drafts, query, language)["hits"][0]["entry"]["id"] == concept


@pytest.mark.parametrize(("language", "query", "avoid"), AVOIDED)
def test_only_a_whole_word_to_avoid_is_told_to_be_one(
    drafts: FlaskClient, language: str, query: str, avoid: bool
) -> None:
    path, sentence = f"/{language}/search", TOLD[language]
    for answer in (_found(drafts, query, language), drafts.post(f"/v1{path}", data={"q": query}).get_json()):
        assert answer["hits"]
        assert any(hit["match"]["avoid"] for hit in answer["hits"]) is avoid
    for page in (drafts.get(path, query_string={"q": query}), drafts.post(path, data={"q": query})):
        assert (sentence in page.text) is avoid
    suggestions = drafts.get(f"/v1/{language}/suggest", query_string={"q": query}).get_json()["suggestions"]
    assert not any(one["avoid"] for one in suggestions) or avoid


@pytest.mark.parametrize("language", sorted(path.name for path in (ROOT / "translations").iterdir() if path.is_dir()))
def test_each_shipped_phrase_to_avoid_is_told_and_none_of_its_words(drafts: FlaskClient, language: str) -> None:
    listed = {tag: drafts.get(f"/v1/{tag}/terms?status=draft").get_json()["entries"] for tag in (language, "en")}
    every = {fold(word, tag) for tag, some in listed.items() for entry in some for word in entry["avoid"]["words"]}
    single = {word for entry in listed[language] for phrase in entry["avoid"]["words"] for word in words(phrase)}
    for word in single:
        answer = drafts.get(f"/v1/{language}/suggest", query_string={"q": word, "limit": 50}).get_json()
        avoided = any(one["avoid"] for one in answer["suggestions"])
        assert not avoided or {fold(word, language), fold(word, "en")} & every, word
    for entry in listed[language]:
        for phrase in entry["avoid"]["words"]:
            hits = _found(drafts, phrase, language)["hits"]
            assert entry["id"] in [hit["entry"]["id"] for hit in hits if hit["match"]["avoid"]], phrase


def test_of_names_with_all_words_those_come_first_of_which_they_are_the_most(world: World) -> None:
    world.term("dove", term="White rock dove")
    world.term("aviary", term="Aviary with a white dove in it", forms="dove house\nhouse for a dove")
    world.term("cote", term="Cote", forms="house dove")
    world.approve("en", "dove", "aviary", "cote")
    client = world.client()
    hits = {query: _found(client, query)["hits"] for query in ("white dove", "rock dove", "dove hous")}
    assert {query: [(hit["entry"]["id"], hit["match"]["rank"]) for hit in some] for query, some in hits.items()} == {
        "white dove": [("dove", "similar"), ("aviary", "prefix")],
        "rock dove": [("dove", "prefix")],
        "dove hous": [("aviary", "prefix"), ("cote", "inside")],
    }


def test_a_name_in_bare_letters_comes_before_an_english_one_that_only_begins_so(world: World) -> None:
    world.term("dove", term="Dove")
    world.term("cote", term="Cote", forms="Tater cote")
    world.catalog("de", {"dove.term": "Täter", "dove.definition": "ist ein Vogel."})
    world.approve("en", "dove", "cote")
    world.approve("de", "dove")
    hits = _found(world.client(), "Taeter", "de")["hits"]
    assert [(hit["entry"]["id"], hit["match"]["rank"]) for hit in hits] == [("dove", "similar"), ("cote", "prefix")]


def test_a_similar_hit_never_comes_before_an_exact_one(world: World) -> None:
    world.term("content", definition="is what there is.")
    world.term("consent", definition="is a yes.", avoid="contend", avoid_reason="It is no fight.")
    world.approve("en", "content", "consent")
    client = world.client()
    assert [hit["entry"]["id"] for hit in _found(client, "content")["hits"]] == ["content"]
    ranks = {hit["entry"]["id"]: hit["match"] for hit in _found(client, "contenf")["hits"]}
    assert {match["rank"] for match in ranks.values()} == {"similar"}
    assert not any(match["avoid"] for match in ranks.values())


def test_english_names_find_in_a_language_whatever_is_vetted(world: World) -> None:
    world.term("dove", forms="doves", avoid="flying rat", avoid_reason="It insults.")
    world.catalog("fr", {"dove.term": "Colombe", "dove.definition": "est un oiseau."})
    world.approve("en", "dove")
    world.approve("fr", "dove")
    client = world.client()
    for query, avoid in (("Dove", False), ("doves", False), ("flying rat", True)):
        (hit,) = _found(client, query, "fr")["hits"]
        assert (hit["entry"]["term"], hit["match"]["rank"], hit["match"]["avoid"]) == ("Colombe", "exact", avoid)


def test_a_retired_name_leads_to_its_successor(world: World) -> None:
    world.term("dove")
    path = world.term("culver")
    path.write_text(path.read_text() + '[retired]\non = 2026-01-31\nreplaced_by = "dove"\n')
    world.approve("en", "dove")
    (hit,) = _found(world.client(), "culver")["hits"]
    assert (hit["entry"]["id"], hit["match"]["rank"]) == ("dove", "exact")


def test_what_only_a_draft_has_is_pending_and_nothing_of_the_draft_is_shown(service: FlaskClient) -> None:
    document = _found(service, "sextortion")
    assert (document["hits"], document["total"], document["pending"][0]) == ([], 0, "sexual-extortion")
    assert _found(service, "sextorsion")["pending"][0] == "sexual-extortion"
    assert _found(service, "grooming")["pending"] == []
    page = service.get("/en/search?q=sextortion").text
    assert "There is a draft on this; it waits for reviewers and is not published." in page
    assert 'href="http://127.0.0.1:8000/en/support/"' in page
    assert "Sexual extortion" not in page


def test_where_nothing_is_found_the_page_names_what_is_near_the_list_and_help(world: World) -> None:
    world.term("dove")
    world.approve("en", "dove")
    page = world.get("/en/search?q=dqxxxve").text
    assert "Nothing was found." in page
    for path in ("/en/dove/", "/en/", "/en/support/"):
        assert f'href="http://127.0.0.1:8000{path}"' in page, path


def test_total_counts_what_the_limit_leaves_out(world: World) -> None:
    for number in range(5):
        world.term(f"gull-{number}", term=f"Gull {number}")
    world.approve("en", *(f"gull-{number}" for number in range(5)))
    document = world.get("/v1/en/search?q=gull&limit=2").json
    assert document is not None
    assert (len(document["hits"]), document["total"]) == (2, 5)


@pytest.mark.parametrize(
    ("asked", "suggested"), [("doves", "dove"), ("DVE", "dove"), ("flying-rat", "dove"), ("dvoe", "dove")]
)
def test_an_unknown_id_is_told_what_was_meant_by_any_name_and_only_what_is_served(
    world: World, asked: str, suggested: str
) -> None:
    world.term("dove", abbreviation="DVE", forms="doves", avoid="flying rat", avoid_reason="It insults.")
    world.term("doves-nest")
    world.approve("en", "dove")
    problem = world.get(f"/v1/en/terms/{asked}.json").get_json(force=True)
    assert (problem["status"], problem["suggestions"]) == (404, [suggested])


PATHS = {"/v1/en/search": "application/json", "/en/search": "text/html; charset=utf-8"}


@pytest.mark.parametrize("path", PATHS)
def test_a_search_may_be_posted_and_no_cache_may_keep_it(world: World, path: str) -> None:
    world.term("dove")
    world.approve("en", "dove")
    client = world.client()
    posted, got = client.post(path, data={"q": "dove"}), client.get(path, query_string={"q": "dove"})
    assert (posted.status_code, posted.content_type) == (200, PATHS[path])
    assert posted.data == got.data
    assert {posted.headers["Cache-Control"], got.headers["Cache-Control"]} == {"no-store"}
    assert client.post(path, data={"q": "d" * 5000}).status_code == 413
    assert set(client.options(path).headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
    wrong = client.put(path)
    assert (wrong.status_code, set(wrong.headers["Allow"].split(", "))) == (405, {"GET", "HEAD", "OPTIONS", "POST"})
    assert "POST" in wrong.text


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "q: it is missing"),
        (b"q=", "q: it must have 1 to 200 characters"),
        (b"q=a&q=b", "q: it is given more than once"),
        (b"q=%ff", "the form is not percent-encoded UTF-8"),
        (b"q=a&limit=0", "limit: it must be a whole number from 1 to 100"),
    ],
)
def test_a_form_that_cannot_be_used_is_a_400_that_says_why(world: World, body: bytes, words: str) -> None:
    world.term("dove")
    answer = world.client().post("/v1/en/search", data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert words in answer.get_json(force=True)["detail"]


@pytest.mark.parametrize("kind", ["application/json", "text/plain", None])
def test_a_body_that_is_no_form_is_refused_and_told_what_to_send(world: World, kind: str | None) -> None:
    world.term("dove")
    answer = world.client().post("/v1/en/search", data=b'{"q": "dove"}', content_type=kind)
    assert (answer.status_code, answer.content_type) == (415, "application/problem+json")
    assert "Send a form (application/x-www-form-urlencoded), for example q=word" in answer.text


def test_other_sites_may_post_a_search_and_nothing_else(world: World) -> None:
    world.term("dove")
    client = world.client()
    asked = {"Origin": "https://partner.example.org", "Access-Control-Request-Method": "POST"}
    allowed = {
        path: client.options(path, headers=asked).headers.get("Access-Control-Allow-Methods", "")
        for path in ("/v1/en/search", "/v1/en/terms.json")
    }
    assert {path: "POST" in methods for path, methods in allowed.items()} == {
        "/v1/en/search": True,
        "/v1/en/terms.json": False,
    }


def test_the_search_box_posts_so_that_its_word_stands_in_no_address(world: World) -> None:
    world.term("dove")
    assert '/en/search" method="post" role="search">' in world.get("/en/").text


def test_words_that_stand_in_prose_side_by_side_are_no_slip(world: World) -> None:
    world.term("dove", definition="is a bird of peace.", forms="birds of peas")
    world.term("owl", definition="hunts the birds of pear trees.")
    world.approve("en", "dove", "owl")
    assert [hit["entry"]["id"] for hit in _found(world.client(), "birds of pear")["hits"]] == ["owl"]


def test_an_english_word_to_avoid_is_told_in_every_language_and_one_like_it_is_not(world: World) -> None:
    world.term("dove", avoid="flying rät", avoid_reason="It insults.")
    world.catalog("fr", {"dove.term": "Colombe", "dove.definition": "est un oiseau."})
    world.approve("en", "dove")
    world.approve("fr", "dove")
    client = world.client()
    avoided = {
        query: _found(client, query, "fr")["hits"][0]["match"]["avoid"] for query in ("flying rät", "flying raet")
    }
    assert avoided == {"flying rät": True, "flying raet": False}


COSTLY = {
    "one letter": "a" * 200,
    "single letters": "a b c " * 33,
    "initials": "a.b." * 50,
    "ligatures of eighteen letters": "\ufdfa" * 200,
    "such ligatures as words": "\ufdfa " * 100,
    "accents": "e\u0301" * 100,
    "marks": "-" * 199 + "a",
    "format characters": "\u200b" * 199 + "a",
    "another script": "中" * 200,
}


def _misspelt(word: str) -> str:
    return word[:2] + word[3:2:-1] + word[4:]


@pytest.mark.parametrize("language", ["ar", "bg", "de", "el", "en", "fi", "mt"])
def test_no_query_of_200_characters_costs_more_than_ten_ordinary_ones(drafts: FlaskClient, language: str) -> None:
    def seconds(query: str) -> float:
        begun = time.process_time()
        _found(drafts, query[:200], language)
        return time.process_time() - begun

    terms = [entry["term"] for entry in drafts.get(f"/v1/{language}/terms?status=draft").get_json()["entries"]]
    spoken = [word for term in terms for word in term.split() if len(word) > 3]
    ordinary = [terms[0], terms[20], " ".join(spoken[3:5]), f"{spoken[0]} {spoken[30]}", _misspelt(spoken[7])]
    costly = COSTLY | {
        "common words": " ".join(sorted(spoken, key=spoken.count)[-3:] * 20),
        "words of names": " ".join(spoken),
        "misspelt words": " ".join(map(_misspelt, spoken)),
        "names": " ".join(terms),
    }
    bound = 10 * median(min(seconds(query) for _ in range(5)) for query in ordinary)
    costs = {kind: min(seconds(query) for _ in range(5)) for kind, query in costly.items()}
    assert {kind: cost / bound for kind, cost in costs.items() if cost >= bound} == {}
