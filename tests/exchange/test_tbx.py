"""``glossary import`` of TBX, version 2 and both styles of version 3: what each datum becomes, and what is told of others."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from tests.exchange.files import BIRDS, begin, concept, finding, refused, take, texts
from tests.world import World

V2 = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="en"><martifHeader><fileDesc/></martifHeader><text><body>
<termEntry id="dove">
 <descrip type="subjectField">Birds</descrip>
 <ref type="crossReference" target="owl">Owl</ref>
 <langSet xml:lang="EN">
  <descripGrp><descrip type="definition">is a bird
   of peace.</descrip><admin type="source">A guide</admin></descripGrp>
  <note>Say it kindly.</note>
  <ntig><termGrp><term>Dove</term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termGrp></ntig>
  <tig><term>dove bird</term><termNote type="administrativeStatus">admitted</termNote></tig>
  <tig><term>DV</term><termNote type="termType">acronym</termNote></tig>
  <tig><term>sky rat</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote>
   <note>It is unkind to doves.</note></tig>
  <tig><term>flying rat</term><termNote type="normativeAuthorization">supersededTerm</termNote></tig>
 </langSet>
 <langSet xml:lang="pt_br">
  <tig><descrip type="definition">é uma ave da paz.</descrip><term>Pomba</term></tig>
  <tig><term>rato voador</term><termNote type="administrativeStatus">forbidden</termNote></tig>
 </langSet>
</termEntry>
<termEntry id="owl">
 <descrip type="definition">is a bird of the night.</descrip>
 <ref type="crossReference" target="#dove">Dove</ref>
 <langSet xml:lang="en"><tig><term>Owl</term><termNote type="partOfSpeech">noun</termNote></tig></langSet>
</termEntry>
</body></text></martif>
"""

V3 = """\
<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><tbxHeader/><text><body>
<conceptEntry id="dove">
 <descrip type="subjectField">Birds</descrip>
 <ref type="crossReference" target="owl">Owl</ref>
 <langSec xml:lang="en">
  <descripGrp><descrip type="definition">is a bird of peace.</descrip><admin type="source">A guide</admin></descripGrp>
  <note>Say it kindly.</note>
  <termSec><term>Dove</term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termSec>
  <termSec><term>dove bird</term><termNote type="administrativeStatus">admittedTerm-admn-sts</termNote></termSec>
  <termSec><term>DV</term><termNoteGrp><termNote type="termType">abbreviation</termNote></termNoteGrp></termSec>
  <termSec><term>sky rat</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote>
   <note>It is unkind to doves.</note></termSec>
  <termSec><term>flying rat</term><termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></termSec>
 </langSec>
 <langSec xml:lang="pt-BR">
  <descrip type="definition">é uma ave da paz.</descrip>
  <termSec><term>Pomba</term></termSec>
  <termSec><term>rato voador</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termSec>
 </langSec>
</conceptEntry>
<conceptEntry id="owl">
 <descrip type="definition">is a bird of the night.</descrip>
 <ref type="crossReference" target="dove">Dove</ref>
 <langSec xml:lang="en"><termSec><term>Owl</term><termNote type="partOfSpeech">noun</termNote></termSec></langSec>
</conceptEntry>
</body></text></tbx>
"""

DCT = """\
<tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
 xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic"><tbxHeader/><text><body>
<conceptEntry id="dove">
 <min:subjectField>Birds</min:subjectField>
 <basic:crossReference target="owl">Owl</basic:crossReference>
 <langSec xml:lang="en">
  <descripGrp><basic:definition>is a bird of peace.</basic:definition><basic:source>A guide</basic:source></descripGrp>
  <note>Say it kindly.</note>
  <termSec><term>Dove</term><min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus></termSec>
  <termSec><term>dove bird</term><min:administrativeStatus>admittedTerm-admn-sts</min:administrativeStatus></termSec>
  <termSec><term>DV</term><basic:termType>acronym</basic:termType></termSec>
  <termSec><term>sky rat</term><min:administrativeStatus>deprecatedTerm-admn-sts</min:administrativeStatus>
   <note>It is unkind to doves.</note></termSec>
  <termSec><term>flying rat</term><min:administrativeStatus>supersededTerm-admn-sts</min:administrativeStatus></termSec>
 </langSec>
 <langSec xml:lang="pt-BR">
  <basic:definition>é uma ave da paz.</basic:definition>
  <termSec><term>Pomba</term></termSec>
  <termSec><term>rato voador</term><min:administrativeStatus>deprecatedTerm-admn-sts</min:administrativeStatus></termSec>
 </langSec>
</conceptEntry>
<conceptEntry id="owl">
 <basic:definition>is a bird of the night.</basic:definition>
 <basic:crossReference target="dove">Dove</basic:crossReference>
 <langSec xml:lang="en"><termSec><term>Owl</term><min:partOfSpeech>noun</min:partOfSpeech></termSec></langSec>
</conceptEntry>
</body></text></tbx>
"""


@pytest.fixture(autouse=True)
def birds(world: World) -> World:
    begin(world)
    return world


def entries(*entries: str, language: str = "en") -> str:
    """Return version 2 with these entries."""
    body = "\n".join(entries)
    return f'<martif type="TBX-Basic" xml:lang="{language}">\n<text><body>\n{body}\n</body></text></martif>\n'


def entry(name: str, *terms: str, language: str = "en", definition: str = "is a bird.") -> str:
    """Return an entry in one language, on one line."""
    tigs = "".join(f"<tig><term>{term}</term></tig>" if "<" not in term else f"<tig>{term}</tig>" for term in terms)
    described = f'<descrip type="definition">{definition}</descrip>'
    return f'<termEntry id="{name}"><langSet xml:lang="{language}">{described}{tigs}</langSet></termEntry>'


def status(term: str, value: str) -> str:
    return f'<term>{term}</term><termNote type="administrativeStatus">{value}</termNote>'


@pytest.mark.parametrize("text", [V2, V3, DCT], ids=["version 2", "version 3, DCA", "version 3, DCT"])
def test_every_version_and_style_becomes_the_same_drafts(world: World, text: str) -> None:
    result = take(world, "terms.tbx", text, *BIRDS)
    assert result.exit_code == 0, result.output
    dove = concept(world, "dove")
    assert {
        **dove["text"],
        "forms": dove["text"]["forms"].strip(),
        "avoid": dove["text"]["avoid"].strip().split("\n"),
    } == {
        "term": "Dove",
        "abbreviation": "DV",
        "definition": "is a bird of peace.",
        "note": "Say it kindly.",
        "forms": "dove bird",
        "avoid": ["sky rat", "flying rat"],
        "avoid_reason": "It is unkind to doves.",
    }
    assert (dove["group"], dove["related"]) == ("birds", ["owl"])
    assert concept(world, "owl")["text"] == {"term": "Owl", "definition": "is a bird of the night."}
    assert texts(world, "pt-BR") == {
        "dove.term": "Pomba",
        "dove.definition": "é uma ave da paz.",
        "dove.avoid": "rato voador",
    }
    assert "left: partOfSpeech “1 time”; a text of ours has no place for it" in result.output
    assert world.run("check").exit_code == 0
    before = take(world, "terms.tbx", text, *BIRDS)
    assert before.exit_code == 0
    assert "There was nothing to write" in before.output


def test_a_termbase_needs_nothing_that_is_installed_extra(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("rdflib", "lxml", "yaml", "tomlkit"):
        monkeypatch.setitem(sys.modules, name, None)
    assert take(world, "terms.tbx", V3, *BIRDS).exit_code == 0


def test_a_second_preferred_term_of_a_language_is_refused_with_its_line(world: World) -> None:
    both = entry("dove", status("Dove", "preferredTerm-admn-sts"), status("Pigeon", "preferred"))
    output = refused(world, "terms.tbx", entries(both), *BIRDS)
    assert "“Dove” is one already; admit one of them" in finding(output, "terms.tbx", 3)


def test_a_term_to_use_and_to_avoid_at_once_is_refused(world: World) -> None:
    output = refused(world, "terms.tbx", entries(entry("dove", "Dove", status("Dove", "deprecated"))), *BIRDS)
    assert "it is a word to use and a word to avoid at once" in finding(output, "terms.tbx", 3)


def test_a_term_whose_status_is_not_known_is_left_because_it_may_be_one_to_avoid(world: World) -> None:
    result = take(world, "terms.tbx", entries(entry("dove", "Dove", status("sky rat", "doNotUse"))), *BIRDS)
    assert result.exit_code == 0, result.output
    assert "sky rat (doNotUse)" in finding(result.output, "terms.tbx", 3)
    assert "may be one to avoid" in result.output
    assert "forms" not in concept(world, "dove")["text"]


def test_an_abbreviation_is_never_the_term_where_there_is_another_word(world: World) -> None:
    short = '<term>DV</term><termNote type="termType">acronym</termNote>'
    assert take(world, "terms.tbx", entries(entry("dove", short, "Dove"), entry("bto", short)), *BIRDS).exit_code == 0
    assert concept(world, "dove")["text"] == {"term": "Dove", "abbreviation": "DV", "definition": "is a bird."}
    assert concept(world, "bto")["text"]["term"] == "DV"


def test_of_markup_only_the_words_are_taken_and_that_is_told(world: World) -> None:
    text = entries(
        entry("dove", "<term>White <hi>dove</hi></term>", definition="is &lt;b&gt;a&lt;/b&gt; <hi>bird</hi>.")
    )
    result = take(world, "terms.tbx", text, *BIRDS)
    assert result.exit_code == 0, result.output
    assert concept(world, "dove")["text"] == {"term": "White dove", "definition": "is a bird."}
    assert "left: markup (hi) “2 times”; only its words are taken" in finding(result.output, "terms.tbx", 3)
    assert "dove.definition [en] “is a bird.”; its markup was taken out" in finding(result.output, "terms.tbx", 3)


def test_an_id_that_is_none_of_ours_is_made_of_the_english_term_and_references_follow_it(world: World) -> None:
    reference = '<ref type="crossReference" target="eid.7">x</ref>'
    first = entry("eid.7", "Barn Owl")
    second = entry("42", "Dove").replace("<langSet", f"{reference}<langSet", 1)
    result = take(world, "terms.tbx", entries(first, second), *BIRDS, "--mirror")
    assert result.exit_code == 0, result.output
    assert "barn-owl.id “eid.7”; the file's id is none of ours: it is made of the English term" in result.output
    assert concept(world, "dove")["related"] == ["barn-owl"]


def test_an_id_is_made_of_whichever_english_a_termbase_has(world: World) -> None:
    text = entries(entry("42", "Barn Owl", language="en-GB"))
    assert take(world, "terms.tbx", text, *BIRDS, "--language", "en-GB=en").exit_code == 0
    assert concept(world, "barn-owl")["text"]["term"] == "Barn Owl"


def test_two_entries_that_would_get_one_id_are_refused(world: World) -> None:
    output = refused(world, "terms.tbx", entries(entry("1", "Dove"), entry("2", "dove")), *BIRDS)
    assert "has the same id, “dove”" in finding(output, "terms.tbx", 4)


def test_a_language_that_nobody_knows_is_refused_with_its_line(world: World) -> None:
    other = '<langSet xml:lang="birdish"><tig><term>Tweet</term></tig></langSet></termEntry>'
    output = refused(world, "terms.tbx", entries(entry("dove", "Dove").replace("</termEntry>", f"\n{other}")), *BIRDS)
    assert "birdish" in finding(output, "terms.tbx", 4)


def test_a_file_without_an_entry_is_refused(world: World) -> None:
    assert "it is TBX without an entry" in refused(world, "terms.tbx", entries(), *BIRDS)


def test_what_translate_toolkit_writes_is_read(world: World) -> None:
    from translate.storage import tbx

    store: Any = tbx.tbxfile(sourcelanguage="en", targetlanguage="fr")
    for english, french in (("Dove", "Colombe"), ("Owl", "Hibou")):
        world.term(english.lower())
        unit = store.addsourceunit(english)
        unit.target = french
        unit.setid(english.lower())
    result = take(world, "terms.tbx", bytes(store))
    assert result.exit_code == 0, result.output
    assert texts(world, "fr") == {"dove.term": "Colombe", "owl.term": "Hibou"}
