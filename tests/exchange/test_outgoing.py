"""Vetted texts in others' formats: what each says, what none says, and that each is a file like any other."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import polib
import pytest

from tests.conftest import ROOT
from tests.world import World

FILES = ("terms.ttl", "terms.jsonld", "terms.tbx", "fr/terms.v2.tbx", "fr/glossary.po", "fr/terms.csv", "fr/terms.utf8")
ENTRY = ("fr/terms/dove.ttl", "fr/terms/dove.jsonld")
REASON, RAISON = "These words insult the bird.", "Ce mot insulte l’oiseau."
XML = "{http://www.w3.org/XML/1998/namespace}"
TBX = "{urn:iso:std:iso:30042:ed-2}"


@pytest.fixture
def birds(world: World) -> World:
    """A glossary as ``flock``, for a test that changes it."""
    return _written(world)


@pytest.fixture(scope="module")
def flock(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A glossary that no test changes."""
    world = _written(World(tmp_path_factory.mktemp("flock")))
    world.client = cache(world.client)  # type: ignore[method-assign]
    return world


def _written(world: World) -> World:
    """Write three concepts in English, one of them in French too, with words to avoid in both; and drafts of others."""
    dove = world.term(
        "dove",
        definition='is a bird of "peace", so to speak.',
        abbreviation="DV",
        related=("owl",),
        forms="doves\nDV",
        avoid="flying rat\nsky pest",
        avoid_reason=REASON,
        plain="A white bird.",
        note="Say dove.",
    )
    world.term("owl", related=("dove", "bird"))
    world.term("bird", related=("owl",))
    for path in (dove, world.terms / "owl.toml"):
        path.write_text(f'broader = "bird"\n{path.read_text()}')
    world.term("secret", definition="is a draft that nobody approved.")
    world.approve("en", "dove", "owl", "bird")
    french = {
        "term": "Colombe",
        "definition": "est un oiseau de paix.",
        "abbreviation": "CB",
        "forms": "colombes",
        "avoid": "pigeon sale",
        "avoid_reason": RAISON,
    }
    world.catalog("fr", {f"dove.{name}": text for name, text in french.items()})
    world.approve("fr", "dove")
    world.catalog("fr", {"owl.term": "Hibou brouillon", "owl.definition": "est un brouillon."})
    return world


def _graph(world: World, path: str = "terms.jsonld") -> dict[str, dict[str, Any]]:
    document = json.loads(world.get(f"/v1/{path}").text)
    return {node["id"]: node for node in document["@graph"]}


def _below(nodes: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the nodes with addresses relative to the service's, which are easier to read."""
    short = json.dumps(list(nodes.values())).replace("http://127.0.0.1:8000/v1/terms", "terms")
    return {node["id"]: node for node in json.loads(short)}


def test_a_word_to_avoid_is_a_hidden_label_and_a_label_with_status_and_reason(flock: World) -> None:
    nodes = _below(_graph(flock))
    dove = nodes["terms/dove"]
    assert dove["hiddenLabel"] == {"en": ["flying rat", "sky pest"], "fr": ["pigeon sale"]}
    labels = [nodes[name] for name in dove["hiddenXLabel"]]
    assert {label["status"] for label in labels} == {"avoid"}
    assert [(label["literalForm"], label["note"]) for label in labels] == [
        ({"en": "flying rat"}, {"en": REASON}),
        ({"en": "sky pest"}, {"en": REASON}),
        ({"fr": "pigeon sale"}, {"fr": RAISON}),
    ]


def test_a_concept_has_its_labels_texts_and_relations_by_language(flock: World) -> None:
    nodes = _below(_graph(flock))
    dove, scheme = nodes["terms/dove"], nodes["terms"]
    assert dove["prefLabel"] == {"en": "Dove", "fr": "Colombe"}
    assert dove["altLabel"] == {"en": ["DV", "doves"], "fr": ["CB", "colombes"]}
    assert dove["definition"]["fr"] == "est un oiseau de paix."
    assert (dove["scopeNote"], dove["plain"]) == ({"en": "Say dove."}, {"en": "A white bird."})
    assert (dove["identifier"], dove["broader"], dove["related"]) == ("dove", "terms/bird", ["terms/owl"])
    assert nodes["terms/bird"]["narrower"] == ["terms/dove", "terms/owl"]
    assert scheme["hasTopConcept"] == ["terms/bird"]
    assert nodes["terms/bird"]["topConceptOf"] == "terms"
    assert nodes["terms/owl"]["related"] == ["terms/dove"]  # S27: no relation beside one that is broader


def test_a_text_says_by_whom_and_when_it_was_approved_and_a_concept_its_sources(flock: World) -> None:
    nodes = _below(_graph(flock))
    text = nodes["terms/dove#fr"]
    assert (text["language"], text["reviewed"], text["sourceCurrent"]) == ("fr", "vetted", True)
    acts = [nodes[name] for name in text["approval"]]
    entry = flock.get("/v1/fr/terms/dove.json").json
    assert entry is not None
    assert [(nodes[act["agent"]]["identifier"], act["role"], act["on"]) for act in acts] == [
        (act["by"], act["role"], act["on"]) for act in entry["vetting"]["approvals"]
    ]
    assert text["approvedOn"] == entry["vetting"]["approved_on"]
    source = nodes[nodes["terms/dove"]["source"][0]]
    assert (source["sourceTitle"], source["page"]) == (entry["sources"][0]["title"], entry["sources"][0]["url"])


@pytest.mark.parametrize(("published", "kind"), [("2011", "gYear"), ("2011-12", "gYearMonth"), ("2011-12-13", "date")])
def test_a_year_a_month_and_a_day_have_their_types(birds: World, published: str, kind: str) -> None:
    birds.source("law", published=published)
    birds.cite("heron", ("law", "Article 2"))
    birds.approve("en", "heron")
    source = _below(_graph(birds))["terms/heron#source/1"]
    assert source["published"] == {"@value": published, "@type": f"xsd:{kind}"}
    assert f'dct:issued "{published}"^^xsd:{kind}' in birds.get("/v1/en/terms/heron.ttl").text


@pytest.mark.parametrize("path", FILES)
def test_no_draft_goes_out_and_nothing_of_a_preview_that_is_not_vetted(flock: World, path: str) -> None:
    for answer in (flock.get(f"/v1/{path}"), flock.preview(f"/v1/{path}")):
        assert answer.status_code == 200
        assert not any(word in answer.text for word in ("nobody approved", "brouillon", "secret"))
        assert "Colombe" in answer.text


def test_what_is_withdrawn_is_gone_from_every_file(birds: World) -> None:
    birds.vet("fr", "dove", "heron", "subject", "--withdraw")
    client = birds.client()
    assert not any("Colombe" in client.get(f"/v1/{path}").text for path in FILES)
    assert [client.get(f"/v1/{path}").status_code for path in ENTRY] == [404, 404]


@pytest.mark.parametrize("path", [*FILES, "fr/terms/dove.ttl"])
def test_nothing_of_a_demonstration_goes_out(birds: World, path: str) -> None:
    policy = birds.translations / "policy.toml"
    policy.write_text(f"demonstration = true\n{policy.read_text()}")
    answer = birds.get(f"/v1/{path}")
    assert answer.status_code == (404 if path.endswith("dove.ttl") else 200)
    assert answer.headers["Glossary-Demonstration"] == "true"
    assert not any(word in answer.text for word in ("Dove", "Colombe", "flying rat"))


def test_a_retired_concept_is_deprecated_names_its_successor_and_has_no_words(birds: World) -> None:
    owl = birds.terms / "owl.toml"
    owl.write_text(owl.read_text().replace('"dove", "bird"', "") + '[retired]\non = 2026-01-31\nreplaced_by = "dove"\n')
    for other in ("dove", "bird"):
        path = birds.terms / f"{other}.toml"
        path.write_text(path.read_text().replace('"owl"', ""))
    nodes = _below(_graph(birds))
    gone = {"identifier": "owl", "deprecated": True, "modified": "2026-01-31", "replacedBy": "terms/dove"}
    assert nodes["terms/owl"] == {"id": "terms/owl", **gone}
    assert birds.get("/v1/en/terms/owl.ttl").status_code == 410


def test_each_file_says_the_licence_and_none_lays_it_on_a_quoted_text(birds: World) -> None:
    url = "https://creativecommons.org/licenses/by/4.0/"
    (birds.root / "glossary.toml").write_text(
        f'id = "b"\ntitle = "Birds"\n[licence]\nid = "CC-BY-4.0"\nurl = "{url}"\n'
    )
    nodes = _below(_graph(birds))
    assert nodes["terms"]["licence"] == nodes["terms/dove#en"]["licence"] == url
    for path in ("terms.tbx", "fr/terms.v2.tbx", "fr/glossary.po"):
        assert f"not quoted from somebody else: CC-BY-4.0, {url}" in birds.get(f"/v1/{path}").text
    dove = birds.terms / "dove.toml"
    quotes = "quotes = [" + ", ".join(f'"{name}"' for name in ("term", "definition")) + "]"
    dove.write_text(f"{dove.read_text().rstrip()}\n{quotes}\n")
    nodes = _below(_graph(birds))
    assert "licence" not in nodes["terms"]
    assert nodes["terms/dove#en"]["quotedFrom"] == "https://law.example.org/1"
    assert nodes["terms/dove#fr"]["licence"] == url  # a translation is this glossary's own words


def _texts(element: Element, path: str) -> list[str | None]:
    return [found.text for found in element.findall(path)]


def test_tbx_3_has_each_word_with_its_status_and_the_reason_why_one_is_deprecated(flock: World) -> None:
    root = fromstring(flock.get("/v1/terms.tbx").text)
    assert root.attrib == {"type": "TBX-Basic", "style": "dca", f"{XML}lang": "en"}
    entry = next(found for found in root.iter(f"{TBX}conceptEntry") if found.get("id") == "dove")
    french = next(found for found in entry.findall(f"{TBX}langSec") if found.get(f"{XML}lang") == "fr")
    terms = [
        (section.findtext(f"{TBX}term"), section.findtext(f"{TBX}termNote"), section.findtext(f"{TBX}note"))
        for section in french.findall(f"{TBX}termSec")
    ]
    assert terms == [
        ("Colombe", "preferredTerm-admn-sts", None),
        ("CB", "admittedTerm-admn-sts", None),
        ("colombes", "admittedTerm-admn-sts", None),
        ("pigeon sale", "deprecatedTerm-admn-sts", RAISON),
    ]
    assert french.findtext(f"{TBX}descripGrp/{TBX}descrip") == "est un oiseau de paix."
    assert _texts(french, f"{TBX}transacGrp/{TBX}transacNote") == ["otter (language)", "heron (subject)"]


def test_tbx_2_has_two_languages_the_preferred_term_first_and_no_word_to_avoid(flock: World) -> None:
    answer = flock.get("/v1/fr/terms.v2.tbx").text
    entries = fromstring(answer).findall("text/body/termEntry")
    assert [entry.get("id") for entry in entries] == ["dove"]
    sides = {side.get(f"{XML}lang"): _texts(side, "tig/term") for side in entries[0]}
    assert sides == {"en": ["Dove", "DV"], "fr": ["Colombe", "CB"]}
    assert not any(word in answer for word in ("flying rat", "pigeon sale", "deprecated"))


def test_a_weblate_glossary_forbids_each_word_to_avoid_for_the_preferred_english(flock: World) -> None:
    catalog = polib.pofile(flock.get("/v1/fr/glossary.po").text)
    assert [(entry.msgctxt, entry.msgid, entry.msgstr, entry.flags, entry.comment) for entry in catalog] == [
        ("dove.term", "Dove", "Colombe", [], "est un oiseau de paix."),
        ("dove.abbreviation", "DV", "CB", [], "est un oiseau de paix."),
        ("dove.avoid.1", "Dove", "pigeon sale", ["forbidden"], RAISON),
    ]
    assert catalog.metadata["Language"] == "fr"


def test_three_columns_lead_each_english_name_to_the_term_and_never_to_a_word_to_avoid(flock: World) -> None:
    definition, reason = "est un oiseau de paix.", f"Words to avoid: {REASON}"
    expected = [
        ["Dove", "Colombe", definition],
        ["DV", "CB", definition],
        ["doves", "Colombe", definition],
        ["flying rat", "Colombe", reason],
        ["sky pest", "Colombe", reason],
    ]
    text = flock.get("/v1/fr/terms.csv").text
    assert list(csv.reader(io.StringIO(text))) == expected
    assert text.startswith('"Dove","Colombe",')  # a spreadsheet can be told to take quoted fields as text
    assert [line.split("\t") for line in flock.get("/v1/fr/terms.utf8").text.splitlines()] == expected


def test_a_source_that_omegat_would_take_for_a_comment_is_in_csv_only(birds: World) -> None:
    birds.term("hashtag", term="#birds")
    birds.approve("en", "hashtag")
    client = birds.client()
    assert '"#birds","#birds",' in client.get("/v1/en/terms.csv").text
    assert "#birds" not in client.get("/v1/en/terms.utf8").text


def test_a_term_that_another_concept_says_to_avoid_is_offered_by_no_list(birds: World) -> None:
    birds.catalog("fr", {"owl.term": "Rat volant", "owl.definition": "est un autre oiseau."})
    birds.approve("fr", "owl")
    birds.catalog("fr", {"dove.avoid": "rat volant"})
    birds.approve("fr", "dove")
    client = birds.client()
    assert "Rat volant" in client.get("/v1/fr/terms.json").text
    for path in ("fr/terms.csv", "fr/terms.utf8", "fr/terms.v2.tbx"):
        assert "Colombe" in client.get(f"/v1/{path}").text
        assert "Rat volant" not in client.get(f"/v1/{path}").text


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/json"),
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("text/turtle;q=0.4, application/json;q=0.5", "application/json"),
        ("text/turtle;q=0.5, application/ld+json;q=0.4, */*;q=0.1", "text/turtle; charset=utf-8"),
        ("application/ld+json, application/json", "application/ld+json"),
        ("text/turtle;q=0, */*", "application/json"),
        ("application/rdf+xml", "application/json"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', "application/ld+json"),
        ("text/turtle;q=x", "application/json"),
    ],
)
def test_a_concept_is_a_graph_for_a_client_that_prefers_one(flock: World, accept: str, kind: str) -> None:
    answer = flock.get("/v1/terms/dove", headers={"Accept": accept})
    assert (answer.status_code, answer.content_type) == (200, kind)
    assert "Accept" in {name.strip() for name in answer.headers["Vary"].split(",")}
    if kind != "application/json":
        assert "Colombe" in answer.text  # in every language, as the address names the concept
        assert answer.headers["Content-Language"] == "en, fr"


def test_a_client_that_prefers_a_graph_of_what_is_not_vetted_is_told_so(flock: World) -> None:
    answer = flock.get("/v1/terms/secret", headers={"Accept": "text/turtle"})
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


def test_the_address_of_the_scheme_answers(flock: World) -> None:
    turtle = flock.get("/v1/terms", headers={"Accept": "text/turtle"})
    assert turtle.data == flock.get("/v1/terms.ttl").data
    assert flock.get("/v1/terms").data == flock.get("/v1/terms.jsonld").data


def test_the_front_page_and_the_languages_lead_to_every_file_that_there_is(flock: World) -> None:
    index, languages = flock.get("/v1/index.json").json, flock.get("/v1/languages.json").json
    assert index is not None
    assert languages is not None
    french = next(row for row in languages["languages"] if row["language"] == "fr")
    linked = {*index["links"].values(), *french["links"].values()}
    assert {f"http://127.0.0.1:8000/v1/{path}" for path in FILES} <= linked


def test_a_file_has_the_language_as_others_do(flock: World) -> None:
    client = flock.client()
    for path in (*FILES[3:], *ENTRY):
        rest = path.removeprefix("fr/")
        assert client.get(f"/v1/FR/{rest}").headers["Location"] == f"/v1/{path}"
        assert client.get(f"/v1/xx/{rest}").status_code == 404
    assert client.get("/v1/fr/terms/owl.ttl").status_code == 404  # a draft in French
    assert client.get("/v1/fr/terms/nothing.jsonld").status_code == 404


def test_an_entry_with_another_id_is_found_by_the_old_one(birds: World) -> None:
    old = (birds.terms / "dove.toml").rename(birds.terms / "pigeon.toml")
    old.write_text(f'formerly = ["dove"]\n{old.read_text()}')
    for other in ("owl", "bird"):
        path = birds.terms / f"{other}.toml"
        path.write_text(path.read_text().replace('"dove"', '"pigeon"'))
    client = birds.client()
    assert client.get("/v1/fr/terms/dove.ttl").headers["Location"] == "/v1/fr/terms/pigeon.ttl"
    asked = {"Accept": "text/turtle"}
    assert client.get("/v1/terms/dove", headers=asked).headers["Location"] == "/v1/terms/pigeon"
    assert "Colombe" in client.get("/v1/terms/pigeon", headers=asked).text


def test_the_bytes_are_the_same_in_two_processes_of_which_one_lacks_libraries_of_graphs_and_xml(flock: World) -> None:
    program = (
        "import sys; from hashlib import sha256; sys.modules.update(dict.fromkeys(sys.argv[1:]));"
        "from api import create_app; client = create_app().test_client();"
        f"answers = [client.get('/v1/' + path) for path in {(*FILES, *ENTRY)!r}];"
        "print([(answer.status_code, sha256(answer.data).hexdigest()) for answer in answers])"
    )
    said = {
        _run(flock, program, PYTHONHASHSEED="1"),
        _run(flock, program, "rdflib", "lxml", "yaml", "pyld", PYTHONHASHSEED="2"),
    }
    assert len(said) == 1
    assert said.pop().count("(200, ") == 9


def _run(world: World, program: str, *arguments: str, **environment: str) -> str:
    variables = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), **world.environment(), **environment}
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=ROOT, env=variables, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
