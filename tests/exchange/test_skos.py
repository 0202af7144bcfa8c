"""``glossary import`` of SKOS as Turtle, RDF/XML and JSON-LD: what each property becomes, and what is never fetched."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest

from tests.exchange.files import BIRDS, begin, concept, finding, refused, take, texts
from tests.exchange.listening import Listener
from tests.world import TODAY, World

HEAD = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix isothes: <http://purl.org/iso25964/skos-thes#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix ex: <https://birds.example.org/> .
"""
TURTLE = f"""{HEAD}
ex:birds a skos:ConceptScheme ; dct:title "Birds"@en ; skos:hasTopConcept ex:bird .
ex:flyers a skos:Collection ; skos:prefLabel "Flyers"@en ; skos:member ex:dove, ex:owl .

ex:bird a skos:Concept ; skos:topConceptOf ex:birds ;
  skos:prefLabel "Bird"@en ; skos:definition "is an animal."@en ; skos:narrower ex:dove .

ex:dove a skos:Concept ; skos:inScheme ex:birds ; dct:identifier "dove" ;
  skos:prefLabel "Dove"@en, "Colombe"@FR ; skos:altLabel "dove bird"@en ; skos:hiddenLabel "sky rat"@en, "duv"@en ;
  skosxl:hiddenLabel ex:label-1, [ skosxl:literalForm "duv"@en ] ; skos:scopeNote "Say it kindly."@en ;
  skos:definition "is a bird of peace."@en, "est un oiseau de paix."@fr ;
  skos:related ex:owl ; skos:example "A dove sat there."@en .

ex:label-1 a skosxl:Label ; skosxl:literalForm "sky rat"@en ; isothes:status "deprecated" ;
  skos:note "It is unkind to doves."@en .

ex:owl a skos:Concept ; skos:inScheme ex:birds ;
  skosxl:prefLabel [ skosxl:literalForm "Owl"@en ] ; skos:definition "is a bird of the night."@en ; skos:related ex:dove .
"""


@pytest.fixture(autouse=True)
def birds(world: World) -> World:
    begin(world)
    return world


def written(syntax: str) -> str:
    """Return the same graph in another syntax."""
    from rdflib import Graph

    return Graph().parse(data=TURTLE, format="turtle").serialize(format=syntax)


def one(properties: str) -> str:
    """Return a graph of one concept, with more properties; they begin in line 8."""
    return (
        f'{HEAD}ex:dove a skos:Concept ; skos:prefLabel "Dove"@en ; skos:definition "is a bird."@en ;\n{properties} .\n'
    )


@pytest.mark.parametrize(
    ("name", "syntax"),
    [
        ("a.ttl", ""),
        ("a.rdf", "pretty-xml"),
        ("a.xml", "xml"),
        ("a.jsonld", "json-ld"),
        ("a.json", "json-ld"),
        ("a.nt", "nt"),
    ],
)
def test_every_syntax_becomes_the_same_drafts(world: World, name: str, syntax: str) -> None:
    result = take(world, name, written(syntax) if syntax else TURTLE, *BIRDS)
    assert result.exit_code == 0, result.output
    dove = concept(world, "dove")
    assert {field: value.strip() for field, value in dove["text"].items()} == {
        "term": "Dove",
        "definition": "is a bird of peace.",
        "note": "Say it kindly.",
        "forms": "dove bird",
        "avoid": "sky rat",
        "avoid_reason": "It is unkind to doves.",
    }
    assert (dove["group"], dove["related"], dove["broader"]) == ("flyers", ["owl"], "bird")
    assert concept(world, "owl")["text"] == {"term": "Owl", "definition": "is a bird of the night."}
    assert texts(world, "fr") == {"dove.term": "Colombe", "dove.definition": "est un oiseau de paix."}
    assert "left: hiddenLabel “2 times”; a hidden label may be a misspelling or a word to avoid" in result.output
    assert "left: example “1 time”; a text of ours has no place for it" in result.output
    assert world.run("check").exit_code == 0


def test_rows_have_the_line_on_which_the_concept_stands(world: World) -> None:
    result = take(world, "a.ttl", TURTLE, *BIRDS, "--dry-run")
    assert "taken: dove" in finding(result.output, "a.ttl", 14)


def test_two_preferred_labels_of_a_language_are_refused(world: World) -> None:
    output = refused(world, "a.ttl", one('skos:prefLabel "Pigeon"@en'), *BIRDS)
    assert "a language has one preferred term" in finding(output, "a.ttl", 7)


def test_a_label_to_use_and_to_avoid_at_once_is_refused(world: World) -> None:
    avoid = 'skosxl:hiddenLabel [ skosxl:literalForm "rat"@en ; isothes:status "deprecated" ] ; skos:altLabel "rat"@en'
    output = refused(world, "a.ttl", one(avoid), *BIRDS)
    assert "it is a word to use and a word to avoid at once" in finding(output, "a.ttl", 7)


def test_a_label_whose_status_is_not_known_is_left(world: World) -> None:
    strange = 'skosxl:altLabel [ skosxl:literalForm "sky rat"@en ; isothes:status "not-in-the-house" ]'
    result = take(world, "a.ttl", one(strange), *BIRDS)
    assert "left: label (not-in-the-house) “1 time”; this status is not known" in finding(result.output, "a.ttl", 7)
    assert concept(world, "dove")["text"] == {"term": "Dove", "definition": "is a bird."}


def test_what_has_no_language_is_left(world: World) -> None:
    result = take(
        world,
        "a.ttl",
        one(
            'skos:altLabel "pigeon" ; skos:scopeNote [ <http://www.w3.org/1999/02/22-rdf-syntax-ns#value> "Kind."@en ]'
        ),
        *BIRDS,
    )
    assert result.exit_code == 0, result.output
    assert "left: altLabel “1 time”; it has no language tag" in result.output
    assert concept(world, "dove")["text"] == {"term": "Dove", "definition": "is a bird.", "note": "Kind."}


def test_an_id_is_the_identifier_else_the_notation_else_the_address_else_made_of_the_term(world: World) -> None:
    text = f"""{HEAD}
ex:c1 a skos:Concept ; dct:identifier "dove" ; skos:notation "d-1" ; skos:prefLabel "Dove"@en ; skos:definition "is a."@en .
ex:c2 a skos:Concept ; skos:notation "OWL" ; skos:prefLabel "Owl"@en ; skos:definition "is b."@en ; skos:related ex:9, ex:c1 .
ex:wren a skos:Concept ; skos:notation "3.1" ; skos:prefLabel "Bird"@en ; skos:definition "is c."@en .
ex:9 a skos:Concept ; skos:prefLabel "Barn owl"@en ; skos:definition "is d."@en .
"""
    result = take(world, "a.ttl", text, *BIRDS, "--mirror")
    assert result.exit_code == 0, result.output
    assert sorted(path.stem for path in world.terms.iterdir()) == ["barn-owl", "dove", "owl", "wren"]
    assert sorted(concept(world, "owl")["related"]) == ["barn-owl", "dove"]
    assert "barn-owl.id “9”; the file's id is none of ours" in result.output


def test_concepts_of_several_schemes_are_all_taken(world: World) -> None:
    fish = 'ex:fish a skos:ConceptScheme ; skos:prefLabel "Fish"@en .\n'
    cod = (
        'ex:cod a skos:Concept ; skos:inScheme ex:fish ; skos:prefLabel "Cod"@en ; skos:definition "is a fish."@en .\n'
    )
    assert take(world, "a.ttl", TURTLE + fish + cod, *BIRDS).exit_code == 0
    assert sorted(path.stem for path in world.terms.iterdir()) == ["bird", "cod", "dove", "owl"]


def test_a_second_broader_concept_is_left(world: World) -> None:
    others = "".join(
        f'ex:{name} a skos:Concept ; skos:prefLabel "{name}"@en ; skos:definition "is."@en .\n' for name in ("a", "b")
    )
    result = take(world, "a.ttl", one("skos:broader ex:a, ex:b") + others, *BIRDS)
    assert result.exit_code == 0, result.output
    assert concept(world, "dove")["broader"] == "a"
    assert "left: dove.broader “b”; a concept of ours has one broader concept" in result.output


def test_a_deprecated_concept_is_retired_on_the_day_that_the_file_says(world: World) -> None:
    owl = (
        f'ex:owl a skos:Concept ; skos:prefLabel "Owl"@en ; skos:definition "is."@en ; owl:deprecated true ;\n'
        f'dct:modified "{TODAY}" ; dct:isReplacedBy ex:dove .'
    )
    result = take(world, "a.ttl", one("owl:deprecated false") + owl, *BIRDS)
    assert result.exit_code == 0, result.output
    assert concept(world, "owl")["retired"] == {"on": TODAY, "replaced_by": "dove"}
    assert "retired" not in concept(world, "dove")
    result = take(world, "b.ttl", one("owl:deprecated true"), *BIRDS)
    assert "the file does not say on which day it was" in result.output


def remote(address: str) -> dict[str, Any]:
    """Return documents that would have their context fetched, by where it stands."""
    label = {"@id": "http://www.w3.org/2004/02/skos/core#prefLabel"}
    return {
        "alone": {"@context": address},
        "in a list": {"@context": [{"prefLabel": label}, address]},
        "in a term": {"@context": {"prefLabel": {**label, "@context": address}}, "prefLabel": {"@value": "x"}},
        "in a node": {"@graph": [{"@id": "urn:x", "http://example.org/y": {"@context": address}}]},
        "imported": {"@context": {"@version": 1.1, "@import": address}},
        "relative": {"@context": "context.jsonld"},
    }


@pytest.mark.parametrize("where", remote(""))
def test_a_context_that_is_an_address_is_refused_and_never_fetched(world: World, where: str) -> None:
    with Listener() as listener:
        document = json.dumps(remote(f"{listener.address}/context.jsonld")[where], indent=1)
        output = refused(world, "a.jsonld", document, *BIRDS)
    assert listener.asked == []
    line = next(number for number, each in enumerate(document.split("\n"), 1) if "context.jsonld" in each)
    assert "its context is an address" in finding(output, "a.jsonld", line)
    assert "nothing is fetched" in output


@pytest.mark.parametrize(
    ("name", "text", "line", "what"),
    [
        ("a.ttl", HEAD + 'ex:dove skos:prefLabel "Dove"@en', 7, "it cannot be read as Turtle"),
        ("a.ttl", HEAD + "\nno:dove a skos:Concept .", 8, "it cannot be read as Turtle"),
        ("a.ttl", (HEAD + 'ex:dove skos:prefLabel "pâté"@fr .').encode("latin-1"), 7, "the byte 0xE2 is not UTF-8"),
        (
            "a.rdf",
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n<rdf:li/></rdf:RDF>',
            2,
            "RDF/XML",
        ),
        ("a.jsonld", '{\n"@context": {},}', 2, "it is not JSON"),
        ("a.jsonld", '{"@id": "urn:x", "@id": "urn:y"}', 0, "has the name “@id” twice"),
        ("a.jsonld", "[" * 100000, 0, "it is nested too deeply"),
        ("a.ttl", HEAD, 0, "it holds no concept of SKOS"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(
    world: World, name: str, text: str | bytes, line: int, what: str
) -> None:
    assert what in finding(refused(world, name, text, *BIRDS), name, line)


def test_json_of_any_depth_is_refused_in_words(world: World) -> None:
    for depth in range(700, 1000, 20):
        refused(world, "a.jsonld", '{"a":' * depth + "1" + "}" * depth, *BIRDS)


def test_without_the_extra_the_command_says_what_to_install(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rdflib", None)
    output = refused(world, "a.ttl", TURTLE, *BIRDS)
    assert (
        "SKOS needs more than is installed; in the folder of this program, pip install -e '.[exchange]' brings it"
        in output
    )


@pytest.mark.parametrize("kind", ["Collection", "OrderedCollection"])
def test_a_collection_is_no_concept_whatever_it_holds(world: World, kind: str) -> None:
    more = f'\nex:all a skos:{kind} ; skos:prefLabel "All"@en ; skos:memberList ( ex:dove ) .\n'
    result = take(world, "a.ttl", one('  skos:scopeNote "Say it."@en') + more, *BIRDS)
    assert result.exit_code == 0, result.output
    assert [path.stem for path in world.terms.iterdir()] == ["dove"]


def test_a_collection_without_a_name_or_an_address_is_no_group(world: World) -> None:
    more = "\n[] a skos:Collection ; skos:member ex:dove .\n"
    result = take(world, "a.ttl", one('  skos:scopeNote "Say it."@en') + more, *BIRDS)
    assert (result.exit_code, concept(world, "dove")["group"]) == (0, "birds"), result.output


def test_a_text_in_a_language_that_is_not_said_is_refused(world: World) -> None:
    output = refused(world, "a.ttl", one('  skos:altLabel "duv"@und'), *BIRDS)
    assert "“und” is not a language tag" in output


def test_json_that_is_no_graph_is_refused_in_words(world: World) -> None:
    assert "it is JSON without an object" in refused(world, "a.jsonld", '"dove"', *BIRDS)
