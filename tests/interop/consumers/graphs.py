"""rdflib, pyshacl, skosify, skosprovider_rdf and PyLD read the SKOS files. Usage: graphs.py FOLDER."""

import json
import logging
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import pyshacl
import skosify
from pyld import jsonld
from rdflib import RDF, BNode, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, SKOS
from skosprovider_rdf.providers import RDFProvider

FOLDER = Path(sys.argv[1])
TEXTS = json.loads((FOLDER / "texts.json").read_text())
BASE = "https://birds.example.org/v1/"
XL = Namespace("http://www.w3.org/2008/05/skos-xl#")
STATUS = URIRef("http://purl.org/iso25964/skos-thes#status")
BASIS, PUBLICATION = (URIRef(f"urn:glossary:{name}") for name in ("basis", "publication"))
SHAPES = Path(__file__).with_name("shapes.ttl")


def said(name, what):
    print(f"{name} {version(name)}: {what}")


def read(path):
    return Graph().parse(FOLDER / "v1" / path, format="json-ld" if path.endswith("jsonld") else "turtle")


def words(graph, concept, label):
    """Return the labels of a concept as pairs of a tag in small letters and a word."""
    return {(each.language.lower(), str(each)) for each in graph.objects(URIRef(f"{BASE}terms/{concept}"), label)}


def wanted(concept, *fields):
    texts = TEXTS[concept].items()
    return {
        (tag.lower(), word) for tag, text in texts for name in fields for word in text.get(name, "").split("\n") if word
    }


def check_rdflib():
    turtle, document = read("terms.ttl"), read("terms.jsonld")
    assert isomorphic(turtle, document), "Turtle and JSON-LD say different things"
    for concept, texts in TEXTS.items():
        assert words(turtle, concept, SKOS.prefLabel) == wanted(concept, "term")
        assert words(turtle, concept, SKOS.hiddenLabel) == wanted(concept, "avoid")
        assert words(turtle, concept, SKOS.altLabel) == wanted(concept, "abbreviation", "forms")
        assert words(turtle, concept, SKOS.definition) == wanted(concept, "definition")
        assert words(turtle, concept, SKOS.scopeNote) == wanted(concept, "note")
        reasons = {
            (str(turtle.value(label, XL.literalForm)), str(turtle.value(label, SKOS.note)))
            for label in turtle.objects(URIRef(f"{BASE}terms/{concept}"), XL.hiddenLabel)
            if str(turtle.value(label, STATUS)) == "avoid"
        }
        assert reasons == {
            (word, text["avoid_reason"])
            for text in texts.values()
            for word in text.get("avoid", "").split("\n")
            if word
        }
        for tag in texts:
            for ending in ("ttl", "jsonld"):
                part = read(f"{tag}/terms/{concept}.{ending}")
                assert len(part) and not part - turtle, f"{tag}/terms/{concept}.{ending} says more than the whole"
    assert not any(isinstance(term, BNode) for triple in turtle for term in triple)
    said("rdflib", f"{len(turtle)} triples, the same in Turtle and JSON-LD; every word in its language")
    return turtle


def conforms(graph):
    return pyshacl.validate(graph, shacl_graph=str(SHAPES), advanced=True)[0]


def check_pyshacl(graph):
    dove, owl, bird, scheme = (URIRef(f"{BASE}{name}") for name in ("terms/dove", "terms/owl", "terms/bird", "terms"))
    conform, _, text = pyshacl.validate(graph, shacl_graph=str(SHAPES), advanced=True)
    assert conform, text
    broken = {
        "S9": (scheme, RDF.type, SKOS.Concept),
        "S13": (dove, SKOS.altLabel, Literal("flying rat", lang="en")),
        "S14": (dove, SKOS.prefLabel, Literal("Another", lang="en")),
        "S27": (dove, SKOS.related, bird),
        "S27 from above": (bird, SKOS.related, owl),
        "approvals": (URIRef(f"{dove}#fr/approval/1"), PUBLICATION, URIRef(f"{dove}#el/approval/1/publication")),
    }
    for rule, triple in broken.items():
        worse = Graph()
        worse += graph
        worse.add(triple)
        assert not conforms(worse), f"the shape of {rule} finds nothing"
    said("pyshacl", "S9, S13, S14, S27 and five more shapes hold, and each finds what breaks it")


def skosified(path):
    """Return the graph that skosify makes of a file, and its warnings."""
    warnings, handler = [], logging.Handler(logging.WARNING)
    handler.emit = lambda record: warnings.append(record.getMessage())
    logging.getLogger().addHandler(handler)
    after = skosify.skosify(str(path), label="unused")
    logging.getLogger().removeHandler(handler)
    return after, warnings


def check_skosify(graph):
    path = FOLDER / "v1" / "terms.ttl"
    after, warnings = skosified(path)
    assert not warnings, warnings
    with tempfile.NamedTemporaryFile("w", suffix=".ttl", encoding="utf-8") as worse:
        worse.write(path.read_text(encoding="utf-8") + '<terms/dove> skos:altLabel "flying rat"@en .\n')
        worse.flush()
        assert skosified(worse.name)[1], "skosify does not warn of a word that is two labels"
    for label in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel):
        assert set(graph.subject_objects(label)) <= set(after.subject_objects(label)), f"skosify drops a {label}"
    said("skosify", "no warning, no label lost")


def check_skosprovider(graph):
    provider = RDFProvider({"id": "birds", "uri": f"{BASE}terms"}, graph)
    assert {concept["id"] for concept in provider.get_all()} == set(TEXTS)
    dove = provider.get_by_id("dove")
    for word, tag in (("flying rat", "en"), ("rat volant", "fr"), ("飛鼠", "zh-Hant")):
        assert [found["id"] for found in provider.find({"label": word})] == ["dove"], word
        assert dove.label(tag).label == TEXTS["dove"][tag]["term"]
    shown = {label.label for label in dove.labels if label.type != "hiddenLabel"}
    assert not shown & {word for text in TEXTS["dove"].values() for word in text.get("avoid", "").split("\n")}
    assert [source.citation for source in dove.sources] == ["A law, Article 1"]
    assert "bird" in map(str, dove.broader) or f"{BASE}terms/bird" in map(str, dove.broader)
    said("skosprovider-rdf", "finds a concept by a word to avoid, and never shows the word; ids and sources are ours")


def check_pyld(graph):
    text = (FOLDER / "v1" / "terms.jsonld").read_text()
    quads = jsonld.to_rdf(json.loads(text), {"format": "application/n-quads"})
    again = Graph().parse(data=quads, format="nt")

    def lines(triples):
        return {line.lower() for line in triples.serialize(format="nt").splitlines()}

    assert lines(again) == lines(graph), "PyLD and rdflib read other triples"
    said("PyLD", "the same triples, but for the case of language tags")


def check_basis(graph):
    stated = {str(act).split("#")[1] for act in graph.subjects(BASIS, Literal("statement"))}
    assert stated == {"el/approval/1", "el/approval/2"}, stated
    for publication in graph.objects(None, PUBLICATION):
        assert str(graph.value(publication, DCTERMS.title)) == "Words about birds"
    said("rdflib", "an approval by a statement names its publication, any other says that it is of the text")


def check_retired(graph):
    crow = URIRef(f"{BASE}terms/crow")
    assert graph.value(crow, DCTERMS.isReplacedBy) == URIRef(f"{BASE}terms/dove")
    assert not list(graph.objects(crow, SKOS.prefLabel))


if __name__ == "__main__":
    whole = check_rdflib()
    check_pyshacl(whole)
    check_skosify(whole)
    check_skosprovider(whole)
    check_pyld(whole)
    check_basis(whole)
    check_retired(whole)
