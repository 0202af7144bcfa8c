"""XLIFF for agencies: a catalog goes out by key and comes back by key, as drafts; nobody's work is lost on the way."""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path
from typing import Any

import pytest

from tests.exchange.files import finding, refused, state, take, texts
from tests.world import World

VERSIONS = ("1.2", "2.0")


@pytest.fixture
def birds(world: World) -> World:
    """Doves with a list, in French: finished, unfinished and empty texts."""
    world.term("dove", definition="is a bird of peace.", forms="dove\ndoves", plain="A bird.", note="Say it kindly.")
    done = {"dove.term": "Colombe", "dove.definition": "est un oiseau « de paix ».", "dove.forms": "colombe\ncolombes"}
    world.catalog("fr", {**done, "dove.note": "Avec douceur ?"}, fuzzy=("dove.note",))
    world.run("sync")
    return world


def exported(world: World, *options: str, language: str = "fr") -> str:
    """Return what “export-xliff” writes."""
    path = world.root / "out.xlf"
    result = world.run("export-xliff", language, "--output", str(path), *options)
    assert result.exit_code == 0, result.output
    return path.read_text()


def changed_lines(world: World, before: dict[str, bytes]) -> list[str]:
    """Return the lines of all content that are new or gone."""
    now = state(world)
    assert now.keys() == before.keys()
    pairs = ((before[name].decode().splitlines(), now[name].decode().splitlines()) for name in now)
    lines = [line for one, other in pairs for line in difflib.unified_diff(one, other, lineterm="", n=0)]
    return [line for line in lines if line[0] in "+-" and line[:3] not in ("+++", "---")]


def unit(key: str, source: str, target: str, state: str = "", more: str = "") -> str:
    """Return a unit of version 1.2, on one line."""
    of = f' state="{state}"' if state else ""
    return f'<trans-unit id="{key}"{more}><source>{source}</source><target{of}>{target}</target></trans-unit>'


def one(*units: str, language: str = ' target-language="fr"') -> str:
    """Return a file of version 1.2 with a line for each unit, the first of them on line 3."""
    file = f'<file original="x" source-language="en"{language} datatype="plaintext"><body>'
    return "\n".join(
        [
            '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">',
            file,
            *units,
            "</body></file></xliff>\n",
        ]
    )


def two(key: str, segments: str) -> str:
    """Return a file of version 2 with one unit."""
    file = f'<file id="f"><unit id="{key}">{segments}</unit></file>'
    return f'<xliff version="2.1" srcLang="en" trgLang="fr">{file}</xliff>'


@pytest.mark.parametrize("version", VERSIONS)
def test_what_goes_out_and_comes_back_as_it_is_changes_nothing(birds: World, version: str) -> None:
    before = state(birds)
    result = take(birds, "fr.xlf", exported(birds, "--version", version))
    assert result.exit_code == 0, result.output
    assert "There was nothing to write" in result.output
    assert state(birds) == before


@pytest.mark.parametrize("version", VERSIONS)
def test_one_changed_target_is_a_change_of_one_line(birds: World, version: str) -> None:
    before = state(birds)
    result = take(birds, "fr.xlf", exported(birds, "--version", version).replace("Colombe", "Tourterelle"))
    assert result.exit_code == 0, result.output
    assert "taken: dove.term [fr] “Tourterelle”; in place of the text that went out" in result.output
    assert changed_lines(birds, before) == ['-msgstr "Colombe"', '+msgstr "Tourterelle"']


@pytest.mark.parametrize("version", VERSIONS)
def test_what_translate_toolkit_saves_comes_back_as_it_was_translated(birds: World, version: str) -> None:
    from translate.storage import xliff, xliff2

    path = birds.root / "fr.xlf"
    path.write_text(exported(birds, "--version", version))
    kind: Any = xliff.xlifffile if version == "1.2" else xliff2.Xliff2File
    store = kind.parsefile(str(path))
    by_key = {each.getid().rpartition("\x04")[2]: each for each in store.units}
    by_key["dove.plain"].target = "Un oiseau."
    by_key["dove.forms"].target = "colombe\ncolombes\ncolombelle"
    store.save()
    before = texts(birds, "fr")
    assert take(birds, "fr.xlf", path.read_bytes()).exit_code == 0
    assert texts(birds, "fr") == {
        **before,
        "dove.plain": "Un oiseau.",
        "dove.forms": "colombe\ncolombes\ncolombelle",
    }


@pytest.mark.parametrize("version", VERSIONS)
def test_a_text_that_somebody_changed_meanwhile_stays(birds: World, version: str) -> None:
    sent = exported(birds, "--version", version)
    birds.catalog("fr", {"dove.term": "Pigeon", "dove.plain": "Oiseau ?"}, fuzzy=("dove.plain",))
    back = sent.replace("Colombe", "Tourterelle").replace(
        "<source>A bird.</source>", "<source>A bird.</source><target>Un oiseau.</target>"
    )
    result = take(birds, "fr.xlf", back)
    assert result.exit_code == 0, result.output
    assert "left: dove.term [fr] “Tourterelle”; “Pigeon” is there; --replace takes the file's" in result.output
    assert (texts(birds, "fr")["dove.term"], texts(birds, "fr")["dove.plain"]) == ("Pigeon", "~Oiseau ?")
    assert take(birds, "fr.xlf", back, "--replace").exit_code == 0
    assert (texts(birds, "fr")["dove.term"], texts(birds, "fr")["dove.plain"]) == ("Tourterelle", "Un oiseau.")


def test_a_translation_of_english_that_has_changed_since_is_left(birds: World) -> None:
    sent = exported(birds).replace("Colombe", "Tourterelle")
    birds.term(
        "dove",
        term="White dove",
        definition="is a bird of peace.",
        forms="dove\ndoves",
        plain="A bird.",
        note="Say it kindly.",
    )
    result = take(birds, "fr.xlf", sent)
    assert "left: dove.term [fr] “Tourterelle”; it translates other English (“Dove”); export it anew" in result.output
    assert texts(birds, "fr")["dove.term"] == "Colombe"


@pytest.mark.parametrize(
    ("state", "more", "draft"),
    [
        ("", "", "Un oiseau."),
        ("translated", "", "Un oiseau."),
        ("final", ' approved="yes"', "Un oiseau."),
        ("signed-off", ' approved="yes"', "Un oiseau."),
        ("needs-translation", "", "~Un oiseau."),
        ("needs-review-translation", ' approved="yes"', "~Un oiseau."),
        ("new", "", "~Un oiseau."),
    ],
)
def test_only_what_the_file_calls_so_is_unfinished_and_nothing_is_approved(
    birds: World, state: str, more: str, draft: str
) -> None:
    birds.approve("en", "dove")
    result = take(birds, "fr.xlf", one(unit("dove.plain", "A bird.", "Un oiseau.", state, more)))
    assert result.exit_code == 0, result.output
    assert texts(birds, "fr")["dove.plain"] == draft
    assert birds.ledgers("fr") == []
    assert birds.client().get("/v1/fr/terms/dove.json").get_json()["language"] == "en"


def test_a_segment_of_version_2_is_unfinished_while_it_is_initial(birds: World) -> None:
    for said, draft in (("initial", "~Un oiseau."), ("translated", "Un oiseau."), ("final", "Un oiseau.")):
        segment = f'<segment state="{said}"><source>A bird.</source><target>Un oiseau.</target></segment>'
        assert take(birds, "fr.xlf", two("dove.plain", segment)).exit_code == 0
        assert texts(birds, "fr")["dove.plain"] == draft


@pytest.mark.parametrize("version", VERSIONS)
def test_an_unfinished_text_that_comes_back_as_finished_is_finished(birds: World, version: str) -> None:
    assert texts(birds, "fr")["dove.note"] == "~Avec douceur ?"
    sent = exported(birds, "--version", version)
    for word in ("needs-review-translation", "initial"):
        sent = sent.replace(f'state="{word}"', 'state="translated"')
    assert take(birds, "fr.xlf", sent).exit_code == 0
    assert texts(birds, "fr")["dove.note"] == "Avec douceur ?"


def test_an_unfinished_text_stays_so_where_a_tool_drops_its_state(birds: World) -> None:
    for version in VERSIONS:
        sent = re.sub(' state="[^"]*"', "", exported(birds, "--version", version))
        assert "There was nothing to write" in take(birds, "fr.xlf", sent).output
    assert texts(birds, "fr")["dove.note"] == "~Avec douceur ?"


def test_half_a_text_is_none(birds: World) -> None:
    birds.term("owl", definition="sees well. It flies.")
    birds.run("sync")
    first = "<segment><source>sees well. </source><target>voit bien. </target></segment>"
    marks = '<mrk mtype="seg" mid="0">voit bien.</mrk> <mrk mtype="seg" mid="1"></mrk>'
    for file in (
        two("owl.definition", f"{first}<segment><source>It flies.</source></segment>"),
        one(unit("owl.definition", "sees well. It flies.", marks)),
    ):
        result = take(birds, "fr.xlf", file)
        assert "left: units without a translation (fr) “1 time”" in result.output
        assert "owl.definition" not in texts(birds, "fr")


def test_a_target_that_is_only_a_copy_of_its_source_is_left(birds: World) -> None:
    result = take(birds, "fr.xlf", one(unit("dove.plain", "A bird.", "A bird.", "needs-translation")))
    assert "left: units without a translation (fr) “1 time”" in finding(result.output, "fr.xlf", 3)
    assert "dove.plain" not in texts(birds, "fr")


@pytest.mark.parametrize(
    "inline", ['<g id="1">paix</g>', '<x id="1"/>', '<ph id="1">b</ph>', '<mrk mtype="term">a<x id="1"/></mrk>']
)
def test_an_inline_element_is_refused_with_its_line(birds: World, inline: str) -> None:
    units = unit("dove.term", "Dove", "Tourterelle"), unit("dove.plain", "A bird.", f"Un oiseau de {inline}.")
    output = refused(birds, "fr.xlf", one(*units))
    assert "it holds the inline element" in finding(output, "fr.xlf", 4)


def test_segments_are_one_text_and_marks_of_segments_and_terms_are_not_part_of_it(birds: World) -> None:
    birds.term("owl", definition="sees well. It flies.")
    birds.run("sync")
    marked = '<mrk mtype="seg" mid="0">voit bien.</mrk> <mrk mtype="seg" mid="1">Il <mrk mtype="term">vole</mrk>.</mrk>'
    assert take(birds, "fr.xlf", one(unit("owl.definition", "sees well. It flies.", marked))).exit_code == 0
    assert texts(birds, "fr")["owl.definition"] == "voit bien. Il vole."
    segments = (
        "<segment><source>sees well.</source><target>a de bons yeux.</target></segment>"
        "<ignorable><source> </source></ignorable>"
        "<segment><source>It flies.</source><target>Il vole.</target></segment>"
    )
    assert take(birds, "fr.xlf", two("owl.definition", segments), "--replace").exit_code == 0
    assert texts(birds, "fr")["owl.definition"] == "a de bons yeux. Il vole."
    turned = segments.replace("<target>a", '<target order="3">a').replace("<target>Il", '<target order="1">Il')
    assert take(birds, "fr.xlf", two("owl.definition", turned), "--replace").exit_code == 0
    assert texts(birds, "fr")["owl.definition"] == "Il vole. a de bons yeux."


def test_a_unit_is_found_by_resname_or_id_and_never_by_its_text(birds: World) -> None:
    named = unit("17", "A bird.", "Un oiseau.", more=' resname="dove.plain"')
    also = unit("dove.note", "Say it kindly.", "Avec douceur.", more=' resname="A note"')
    other = "<alt-trans><target>Une machine.</target></alt-trans></trans-unit>"
    strange = unit("42", "Dove", "Tourterelle")
    result = take(
        birds,
        "fr.xlf",
        one(named.replace("</trans-unit>", other) + also, strange, unit("wren.term", "Wren", "Roitelet")),
    )
    assert result.exit_code == 0, result.output
    assert texts(birds, "fr")["dove.plain"] == "Un oiseau."
    assert texts(birds, "fr")["dove.note"] == "Avec douceur."
    assert texts(birds, "fr")["dove.term"] == "Colombe"
    assert "left: 42 [fr] “Tourterelle”; its id is no key of a glossary" in finding(result.output, "fr.xlf", 4)
    assert "left: wren.term [fr] “Roitelet”; the glossary has no such concept" in finding(result.output, "fr.xlf", 5)


def test_a_file_may_hold_several_languages(birds: World) -> None:
    birds.catalog("de")
    french = one(unit("dove.plain", "A bird.", "Un oiseau.")).replace("</xliff>\n", "")
    german = french[french.index("<file") :].replace('"fr"', '"de"').replace("Un oiseau", "Ein Vogel")
    assert take(birds, "all.xlf", f"{french}{german}</xliff>").exit_code == 0
    assert (texts(birds, "fr")["dove.plain"], texts(birds, "de")) == ("Un oiseau.", {"dove.plain": "Ein Vogel."})


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        (one(unit("17", "Dove", "Colombe")), 1, "no unit of it has a key of a glossary"),
        (
            one(unit("dove.term", "Dove", "Colombe"), language=""),
            2,
            "it does not say which language its targets are in",
        ),
        (
            one(unit("dove.term", "Dove", "Pigeon"), unit("dove.term", "Dove", "Ramier")),
            4,
            "the unit in line 3 has another text for this key",
        ),
        (one(unit("dove.term", "Dove", "=Colombe")), 3, "“=”"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_line(birds: World, text: str, line: int, what: str) -> None:
    assert what in finding(refused(birds, "fr.xlf", text), "fr.xlf", line)


def test_only_open_or_only_changed_texts_go_out_on_request(birds: World) -> None:
    birds.term("dove", definition="is a white bird.", forms="dove\ndoves", plain="A bird.", note="Say it kindly.")
    every = exported(birds)
    assert _keys(every) == ["term", "definition", "plain", "note", "forms"]
    assert _keys(exported(birds, "--open")) == ["definition", "plain", "note"]
    assert _keys(exported(birds, "--changed", "--version", "2.0")) == ["definition"]
    assert "The English has changed. It was: is a bird of peace." in every
    (birds.root / "out.xlf").unlink()
    birds.run("new-language", "de")
    result = birds.run("export-xliff", "de", "--changed", "--output", str(birds.root / "out.xlf"))
    assert (result.exit_code, result.output) == (0, "no text of de is to be translated anew; nothing is written\n")
    assert not (birds.root / "out.xlf").exists()


def _keys(file: str) -> list[str]:
    return re.findall(r'unit id="dove\.(\w+)"', file)


@pytest.mark.parametrize("version", VERSIONS)
def test_each_unit_has_the_notes_of_its_catalog_and_nothing_is_called_approved(birds: World, version: str) -> None:
    path = birds.catalog("fr")
    path.write_text(path.read_text().replace("#. The preferred term", "# Which dove?\n#. The preferred term", 1))
    sent = exported(birds, "--version", version)
    assert "The preferred term, as a headword." in sent
    assert "Which dove?" in sent
    assert "approved" not in sent
    assert "final" not in sent


@pytest.mark.parametrize("place", ["pipe", "link"])
def test_a_device_or_a_pipe_is_never_replaced_by_a_file(birds: World, tmp_path: Path, place: str) -> None:
    os.mkfifo(tmp_path / "pipe")  # not one of the machine's devices: a service that runs as root could replace it
    (tmp_path / "link").symlink_to("pipe")
    path = tmp_path / place
    before = path.lstat()
    written = birds.run("export-xliff", "fr", "--output", str(path))
    assert (written.exit_code, "it is a pipe or a device, not a file" in written.output) == (1, True)
    assert path.lstat() == before


def test_a_language_without_a_catalog_is_refused(birds: World) -> None:
    result = birds.run("export-xliff", "de")
    assert (result.exit_code, "make one with “glossary new-language TAG”" in result.output) == (1, True)
    assert "English is what is translated" in birds.run("export-xliff", "en").output
    result = birds.run("export-xliff", "fr-CA")
    assert (result.exit_code, "write fr" in result.output) == (1, True)
    assert not Path("build/de.xlf").exists()
