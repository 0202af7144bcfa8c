"""XML of others is read safely: nothing in it is expanded, fetched or guessed, and what is wrong has its line."""

from __future__ import annotations

import pytest

from glossary.exchange.incoming import elements, reading
from tests.exchange.files import BIRDS, begin, concept, finding, refused, take
from tests.exchange.listening import Listener
from tests.world import World

BODY = """\
<text><body><termEntry id="dove"><langSet xml:lang="en">
<descrip type="definition">is a bird.</descrip><tig><term>Dove</term></tig>
</langSet></termEntry></body></text></martif>
"""
TBX = f'<martif type="TBX-Basic" xml:lang="en">{BODY}'
RDF = """\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#">
<skos:Concept rdf:about="https://birds.example.org/dove">
<skos:prefLabel xml:lang="en">Dove</skos:prefLabel><skos:definition xml:lang="en">is a bird.</skos:definition>
</skos:Concept></rdf:RDF>
"""
XLIFF = """\
<xliff version="1.2"><file original="x" source-language="en" target-language="fr" datatype="plaintext"><body>
<trans-unit id="dove.term"><source>Dove</source><target>Colombe</target></trans-unit>
</body></file></xliff>
"""
FILES = {"terms.tbx": TBX, "terms.rdf": RDF, "fr.xlf": XLIFF}


@pytest.fixture(autouse=True)
def birds(world: World) -> World:
    begin(world)
    return world


@pytest.mark.parametrize("name", FILES)
def test_a_document_type_of_its_own_is_refused_before_anything_of_it_is_expanded(world: World, name: str) -> None:
    own = '<?xml version="1.0"?>\n<!DOCTYPE root [\n<!ENTITY kind "bird">\n]>\n'
    output = refused(world, name, own + FILES[name].replace("Dove", "&kind;"), *BIRDS)
    assert "a document type of its own, in which entities can be defined" in finding(output, name, 2)


@pytest.mark.parametrize("name", FILES)
def test_a_document_type_that_names_a_file_is_passed_over_and_nothing_is_fetched(world: World, name: str) -> None:
    world.term("dove", definition="is a bird.")
    with Listener() as listener:
        head = f'<!DOCTYPE root SYSTEM "{listener.address}/root.dtd">\n'
        result = take(world, name, head + FILES[name], "--group", "birds", "--source", "field-guide")
    assert result.exit_code == 0, result.output
    assert listener.asked == []


@pytest.mark.parametrize("name", FILES)
def test_an_entity_that_only_such_a_file_would_define_is_refused_rather_than_left_out(world: World, name: str) -> None:
    head = '<!DOCTYPE root SYSTEM "root.dtd">\n'
    output = refused(world, name, head + FILES[name].replace("Dove", "&kind;"), *BIRDS)
    assert "it uses the entity “kind”, which it does not define" in finding(
        output, name, 4 if name == "terms.rdf" else 3
    )


@pytest.mark.parametrize("name", FILES)
def test_broken_xml_is_refused_with_its_line(world: World, name: str) -> None:
    output = refused(world, name, FILES[name].replace("</", "<", 1), *BIRDS)
    assert "it is not well-formed XML" in output
    assert f"{name}:" in output


def test_bytes_of_another_encoding_than_the_file_says_are_refused_with_their_line(world: World) -> None:
    output = refused(world, "terms.tbx", TBX.replace("a bird", "a pâté").encode("latin-1"), *BIRDS)
    assert "the byte 0xE2 is not UTF-8, which the file says it is in; save it as UTF-8" in finding(
        output, "terms.tbx", 2
    )
    for name in ("x-birds", "idna", "base64", "undefined"):
        output = refused(world, "terms.tbx", f'<?xml version="1.0" encoding="{name}"?>{TBX}', *BIRDS)
        assert "encoding" in finding(output, "terms.tbx", 1)


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1", "utf-8-sig"])
@pytest.mark.parametrize("name", ["terms.tbx", "terms.rdf"])
def test_an_encoding_that_the_file_names_is_read(world: World, name: str, encoding: str) -> None:
    named = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{named}"?>' + FILES[name].replace("a bird", "a pâté")
    assert take(world, name, text.encode(encoding), *BIRDS).exit_code == 0
    assert concept(world, "dove")["text"]["definition"] == "is a pâté."


def test_elements_that_are_nested_without_end_are_refused(world: World) -> None:
    deep = "<a>" * 200 + "</a>" * 200
    output = refused(world, "terms.tbx", TBX.replace("<text>", f"\n{deep}<text>"), *BIRDS)
    assert "its elements are nested more than 100 deep" in finding(output, "terms.tbx", 2)


def test_a_file_of_tags_without_end_is_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elements, "MAX_ELEMENTS", 20)
    output = refused(world, "terms.tbx", TBX.replace("<text>", "\n" + "<a/>" * 30 + "<text>"), *BIRDS)
    assert "it has more than 20 elements" in finding(output, "terms.tbx", 2)


def test_a_file_above_the_limit_is_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 1000)
    assert "it is larger than" in refused(world, "terms.tbx", TBX + " " * 1000, *BIRDS)


def test_xml_of_another_kind_says_what_is_read(world: World) -> None:
    output = refused(world, "terms.xml", "<html/>", *BIRDS)
    assert "its root is “html”" in finding(output, "terms.xml", 1)
