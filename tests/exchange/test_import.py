"""``glossary import``: tables of other tools become drafts, all of a file or nothing, and nothing that is there is lost."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import tomllib
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import Result

from glossary.exchange.incoming import reading
from tests.conftest import ROOT
from tests.world import World

WIDE = """\
id,term_en,definition_en,term[fr],definition (fr),related,broader
dove,Dove,is a bird of peace.,Colombe,est un oiseau de paix.,owl,
owl,Owl,is a bird of the night.,Hibou,est un oiseau de nuit.,dove,dove
"""
LONG = """\
id,language,term,definition,forms
dove,en,Dove,is a bird of peace.,dove;doves
dove,fr,Colombe,est un oiseau de paix.,colombe | colombes
"""


@pytest.fixture
def birds(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """A glossary that is about to begin: a policy, and one source."""
    monkeypatch.chdir(world.root)
    world.source("field-guide", kind="publisher", state=None)
    return world


def file(world: World, text: str | bytes, name: str = "terms.csv") -> Path:
    path = world.root / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def take(world: World, text: str | bytes, *options: str, name: str = "terms.csv") -> Result:
    path = file(world, text, name)
    return world.run("import", path.name, "--group", "birds", "--source", "field-guide", *options)


def state(world: World) -> dict[str, tuple[bytes, int]]:
    """Return every file of the content with its bytes and its time."""
    folders = (world.terms, world.translations, world.sources)
    paths = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in paths}


def refused(world: World, text: str | bytes, *options: str, name: str = "terms.csv") -> str:
    """Return what an import says that is refused: it writes nothing, and fails."""
    world.run("check")  # it adopts
    before = state(world)
    result = take(world, text, *options, name=name)
    assert result.exit_code == 1, result.output
    assert state(world) == before
    return result.output


def texts(world: World, language: str) -> dict[str, str]:
    """Return the finished texts of a catalog by key; one that is unfinished begins with “~”."""
    from glossary.catalogs import drafts

    messages = drafts.read(world.translations, language).messages
    return {each.key: ("~" if each.fuzzy else "") + each.text for each in messages if each.text and not each.obsolete}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (WIDE, "terms.csv"),
        (WIDE.replace(",", ";"), "terms.csv"),
        (WIDE.replace(",", "\t"), "terms.tsv"),
        (WIDE.replace(",", "\t"), "terms.txt"),
        ("\ufeff" + WIDE.replace("\n", "\r\n"), "terms.csv"),  # as a spreadsheet saves “CSV UTF-8”
    ],
)
def test_a_table_becomes_a_glossary_that_passes_its_checks(birds: World, text: str, name: str) -> None:
    result = take(birds, text, name=name)
    assert result.exit_code == 0, result.output
    checked = birds.run("check")
    assert checked.exit_code == 0, checked.output
    assert texts(birds, "fr") == {
        "dove.term": "Colombe",
        "dove.definition": "est un oiseau de paix.",
        "owl.term": "Hibou",
        "owl.definition": "est un oiseau de nuit.",
    }
    assert 'broader = "dove"' in (birds.terms / "owl.toml").read_text()
    birds.approve("en", "dove")
    assert birds.client().get("/v1/en/terms/dove.json").get_json()["related"][0]["id"] == "owl"


def test_the_long_form_has_a_row_for_each_text(birds: World) -> None:
    assert take(birds, LONG).exit_code == 0
    assert texts(birds, "fr")["dove.forms"] == "colombe\ncolombes"
    assert 'forms = """\ndove\ndoves\n"""' in (birds.terms / "dove.toml").read_text()


@pytest.mark.parametrize("text", [WIDE, LONG])
def test_a_second_import_of_the_same_file_changes_no_byte_and_no_time(birds: World, text: str) -> None:
    assert take(birds, text).exit_code == 0
    birds.run("check")
    before = state(birds)
    for options in ((), ("--replace", "--mirror")):
        result = take(birds, text, *options)
        assert result.exit_code == 0
        assert result.output.endswith("0 left, 0 refused. There was nothing to write.\n"), result.output
        assert state(birds) == before


def test_a_dry_run_prints_the_same_table_and_writes_nothing(birds: World) -> None:
    birds.run("check")
    before = state(birds)
    dry = take(birds, WIDE, "--dry-run").output.splitlines()
    assert state(birds) == before
    assert take(birds, WIDE).output.splitlines()[:-1] == dry[:-1]


def test_nothing_of_an_import_is_approved_and_no_ledger_is_touched(birds: World) -> None:
    birds.term("dove", definition="is a bird of peace.")
    birds.approve("en", "dove")
    ledger = birds.ledger("en").read_bytes()
    assert take(birds, WIDE, "--replace").exit_code == 0
    assert birds.ledger("en").read_bytes() == ledger
    assert birds.ledgers("fr") == []
    assert birds.client().get("/v1/fr/terms/dove.json").get_json()["language"] == "en"


def test_what_a_translator_finished_stays_unless_the_file_is_asked_for(birds: World) -> None:
    assert take(birds, WIDE).exit_code == 0
    other = WIDE.replace("Colombe", "Pigeon").replace("is a bird of peace.", "is a white bird.")
    result = take(birds, other)
    assert "terms.csv:2: left: dove.term [fr] “Pigeon”; “Colombe” is there; --replace takes the file's" in result.output
    assert "terms.csv:2: left: dove.definition [en]" in result.output
    assert texts(birds, "fr")["dove.term"] == "Colombe"
    assert take(birds, other, "--replace").exit_code == 0
    assert texts(birds, "fr")["dove.term"] == "Pigeon"
    assert texts(birds, "fr")["dove.definition"] == "~est un oiseau de paix."  # its English has changed
    assert 'definition = "is a white bird."' in (birds.terms / "dove.toml").read_text()


def test_a_text_that_is_empty_or_unfinished_is_filled(birds: World) -> None:
    birds.term("dove", definition="is a bird of peace.")
    birds.catalog("fr", {"dove.term": "Colombe ?"}, fuzzy=("dove.term",))
    table = "id,term[fr],definition[fr]\ndove,Colombe,est un oiseau de paix.\n"
    result = take(birds, table)
    assert "left" in result.output
    assert texts(birds, "fr") == {"dove.term": "Colombe", "dove.definition": "est un oiseau de paix."}


def test_a_translation_of_other_english_is_taken_as_unfinished(birds: World) -> None:
    birds.term("dove", definition="is a bird of peace.")
    table = "id,definition,definition[fr]\ndove,is a white bird.,est un oiseau blanc.\n"
    assert take(birds, table).exit_code == 0
    assert texts(birds, "fr") == {"dove.definition": "~est un oiseau blanc."}
    assert '#| msgid "is a white bird."' in birds.catalog("fr").read_text()


def test_a_text_without_an_english_one_is_left(birds: World) -> None:
    table = "id,term,definition,note[fr]\ndove,Dove,is a bird of peace.,Une note.\n"
    result = take(birds, table)
    assert result.exit_code == 0
    assert "left: dove.note [fr] “Une note.”; the English has no “note”" in result.output


def test_comments_in_a_term_file_stay_where_an_import_changes_it(birds: World) -> None:
    birds.term("owl")
    path = birds.term("dove", definition="is a bird of peace.")
    text = path.read_text().replace("related = []\n", "").replace("[text]", "# Ask the editor first.\n[text]")
    path.write_text("# Of the field guide.\n" + text)
    head = "id,term,plain,autolink,broader,related,source_title,source_url,source_seen"
    row = "dove,Pigeon,A bird.,ask,owl,owl,Owls,https://example.org/owls,2026-01-31"
    assert take(birds, f"{head}\n{row}\n", "--replace", "--mirror").exit_code == 0
    text = path.read_text()
    assert text.startswith("# Of the field guide.\n")
    assert 'autolink = "ask"\nrelated = ["owl"]\nbroader = "owl"\n\n# Ask the editor first.\n[text]\n' in text
    assert 'state = "in_force"\n\n[[sources]]\ntitle = "Owls"\n' in text
    assert 'term = "Pigeon"' in text
    assert 'plain = "A bird."' in text
    assert birds.run("check").exit_code == 0


def test_words_that_an_import_adds_to_a_text_stand_below_those_that_are_there(birds: World) -> None:
    path = birds.term("dove", definition="is a bird of peace.")
    text = path.read_text().replace(
        'peace."', 'peace."\nforms = """\na dove\n"""\n# [notes] # for translators\n# term = "…"'
    )
    path.write_text(text)
    assert take(birds, "id,term,plain,avoid,avoid_reason\ndove,Dove,A bird.,rat,It insults.\n").exit_code == 0
    added = 'plain = "A bird."\navoid = """\nrat\n"""\navoid_reason = "It insults."\n'
    assert path.read_text() == text.replace('dove\n"""\n', f'dove\n"""\n{added}')


def test_a_relation_that_goes_one_way_is_left_or_mirrored(birds: World) -> None:
    table = WIDE.replace("nuit.,dove,dove", "nuit.,,")
    result = take(birds, table)
    assert (
        "left: dove.related “owl”; the other concept does not name this one; --mirror writes it both ways"
        in result.output
    )
    assert "related" not in (birds.terms / "dove.toml").read_text()
    assert take(birds, table, "--mirror").exit_code == 0
    assert 'related = ["dove"]' in (birds.terms / "owl.toml").read_text()
    assert 'related = ["owl"]' in (birds.terms / "dove.toml").read_text()
    assert birds.run("check").exit_code == 0


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Dove,is", "=Dove,is", "terms.csv:2: refused: dove.term [en] “=Dove”; it begins with “=”, and a spreadsheet"),
        ("Dove,is", "@dove,is", "terms.csv:2: refused: dove.term [en] “@dove”; it begins with “@”"),
        ("Dove,is", "+dove,is", "it begins with “+”"),
        ("Dove,is", "-dove,is", "it begins with “-”"),
        ("Colombe", '"\tColombe"', "refused: dove.term [fr] “[U+0009]Colombe”; it begins with a tab"),
        (
            "Colombe",
            "Co\u202elombe",
            "terms.csv:2: refused: dove.term [fr] “Co[U+202E]lombe”; it holds the character U+202E",
        ),
        ("Colombe", "Co\u0007lombe", "it holds the character U+0007"),
        ("Hibou", "Hi < bou", "terms.csv:3: refused: owl.term [fr] “Hi < bou”; it holds “<”"),
        ("\nowl", "\nDOVE", "terms.csv:3: refused: DOVE.id “DOVE”; “dove” on line 2 has the same id, “dove”"),
        ("owl,\nowl", "owl,owl\nowl", "its broader terms lead back to it (dove > owl > dove); take one of them out"),
        ("is a bird of peace.", "", "terms.csv:2: refused: dove.definition [en]; a concept begins with its English"),
        ("dove,Dove", "about,Dove", "“about” is the address of another page"),
        (
            "[fr]",
            "[en-GB]",
            "refused: language [en-GB] “en-GB”; this glossary has English (en); --language en-GB=en takes it",
        ),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_line_and_nothing_is_written(
    birds: World, old: str, new: str, words: str
) -> None:
    assert old in WIDE
    assert words in refused(birds, WIDE.replace(old, new, 1))


@pytest.mark.parametrize(("one", "other"), [("rock-dove", "rock_dove"), ("Rock Dove", "rock-dove"), ("RD", "rd")])
def test_ids_that_fold_together_are_refused(birds: World, one: str, other: str) -> None:
    table = f"id,term,definition\n{one},Dove,is a bird.\n{other},Rock dove,is another.\n"
    assert f"terms.csv:3: refused: {other}.id “{other}”; “{one}” on line 2 has the same id" in refused(birds, table)


def test_two_preferred_terms_of_one_language_are_refused(birds: World) -> None:
    said = refused(birds, LONG + "dove,fr,Pigeon,,\n")
    assert (
        "terms.csv:4: refused: dove.term [fr] “Pigeon”; it has two preferred terms in fr: “Colombe” stands on line 3"
        in said
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Taube\tdove\tcomment\nEule\towl\tcomment\n", "terms.csv:1: its first row names no column of texts"),
        (WIDE.replace("term[fr]", "term_en"), "terms.csv:1: two columns are “term[en]”; keep one of them"),
        (
            WIDE.replace("id,", "language,"),
            "terms.csv:1: it has a column “language”, and languages in names of columns",
        ),
        (LONG.replace("id,", "x,"), "terms.csv:1: it has no column “id”; a table with a text in each row needs one"),
        (WIDE.replace("id,term_en", "term_id,term_en"), "“term_id” may be an id or an Indonesian term"),
        (WIDE.replace("owl,Owl", "Owl"), "terms.csv:3: this row has 6 cells, the first one 7"),
        (WIDE.replace("Hibou", '"Hibou'), "terms.csv:3: the row that begins here cannot be read"),
        (
            WIDE.encode().replace(b"Hibou", b"Hib\xe9"),
            "terms.csv:3: the byte 0xE9 is not UTF-8; save the file as UTF-8",
        ),
        (WIDE.encode("utf-16"), "terms.csv:1: it is UTF-16; save it as UTF-8"),
        (WIDE.replace("Hibou", "Hib\0ou"), "terms.csv:3: it holds a NUL"),
        (WIDE.splitlines()[0], "terms.csv:1: it holds no row below its first one"),
        ("", "terms.csv:1: it holds no row below its first one"),
        (LONG.replace("dove,fr", "dove,"), "terms.csv:3: refused: dove.language; it is empty"),
        (LONG.replace("dove,fr", "dove,french"), "“french” is not a language tag"),
    ],
)
def test_a_file_of_another_form_is_a_finding_with_its_line(birds: World, text: str | bytes, words: str) -> None:
    assert words in refused(birds, text)


def test_a_row_keeps_its_line_below_a_cell_of_several_lines(birds: World) -> None:
    table = WIDE.replace("is a bird of peace.", '"is a bird\nof peace."').replace("Hibou", "=Hibou")
    said = refused(birds, table)
    assert "terms.csv:4: refused: owl.term [fr]" in said
    assert "dove.definition [en] “is a bird of peace.”; its lines were joined" in said


def test_a_file_of_more_than_50_mb_is_refused_before_it_is_read(birds: World) -> None:
    path = file(birds, WIDE)
    with path.open("r+b") as sparse:
        sparse.truncate(reading.MAX_BYTES + 1)
    result = birds.run("import", path.name)
    assert result.exit_code == 1
    assert "terms.csv:0: it is larger than 50 MB" in result.output


def test_html_is_offered_as_plain_text_and_told(birds: World) -> None:
    table = WIDE.replace("is a bird of peace.", "<p>is a <b>bird</b><br>of peace &amp; quiet.</p><script>x()</script>")
    result = take(birds, table)
    assert result.exit_code == 0
    assert "dove.definition [en] “is a bird of peace & quiet.”; its markup was taken out" in result.output
    assert 'definition = "is a bird of peace & quiet."' in (birds.terms / "dove.toml").read_text()


def test_a_column_of_another_name_is_left_or_told(birds: World) -> None:
    table = WIDE.replace("term[fr]", "Begriff")
    result = take(birds, table)
    assert "terms.csv:1: left: Begriff; an import does not know a column of this name" in result.output
    assert "dove.term" not in texts(birds, "fr")
    assert take(birds, table, "--column", "Begriff=term[fr]").exit_code == 0
    assert texts(birds, "fr")["dove.term"] == "Colombe"


def test_a_language_that_may_be_meant_is_asked_for(birds: World) -> None:
    assert take(birds, WIDE).exit_code == 0
    table = WIDE.replace("[fr]", "[fr-FR]").replace("(fr)", "(fr-FR)")
    assert "terms.csv:2: refused: language [fr-fr] “fr-FR”; this glossary has French (fr)" in refused(
        birds, table
    ).replace("[fr-FR]", "[fr-fr]")
    assert take(birds, table, "--language", "fr-FR=fr").exit_code == 0
    assert not (birds.translations / "fr-FR").exists()


def test_english_of_a_country_is_english_where_a_person_says_so(birds: World) -> None:
    table = WIDE.replace("term_en", "term_en-GB").replace("definition_en", "definition_en-GB")
    assert "--language en-GB=en takes it as that" in refused(birds, table)
    assert take(birds, table, "--language", "en-GB=en").exit_code == 0
    assert 'term = "Dove"' in (birds.terms / "dove.toml").read_text()


def test_two_languages_of_a_file_that_are_one_here_must_say_the_same(birds: World) -> None:
    table = "id,term,definition,term[fr],term[fr-CA]\ndove,Dove,is a bird.,Colombe,Tourterelle\n"
    said = refused(birds, table, "--language", "fr-CA=fr")
    assert (
        "refused: dove.term [fr] “Tourterelle”; the file has another text for it in “fr”, on line 2; keep one" in said
    )


def test_a_concept_with_neither_an_id_nor_english_is_refused(birds: World) -> None:
    said = refused(birds, "term[de],definition[de]\nTaube,ist ein Vogel.\n")
    assert "terms.csv:2: refused: id; it has neither an id nor an English term; give the concept an id" in said


def test_words_to_avoid_need_a_reason(birds: World) -> None:
    table = "id,term,definition,avoid\ndove,Dove,is a bird of peace.,rat with wings\n"
    assert "left: dove.avoid [en] “rat with wings”; nothing says why these words harm" in take(birds, table).output
    assert take(birds, table, "--avoid-reason", "It is unkind to doves.").exit_code == 0
    assert birds.run("check").exit_code == 0


def test_a_concept_without_an_id_gets_that_of_its_english_term(birds: World) -> None:
    result = take(birds, "term,definition\nRock dove (wild),is a bird of rocks.\n")
    assert "taken: rock-dove-wild.id “Rock dove (wild)”; the file has no id" in result.output
    assert (birds.terms / "rock-dove-wild.toml").exists()


def test_a_source_of_the_file_is_cited(birds: World) -> None:
    head = "id,term,definition,source,locator,source_title,source_url,source_seen"
    rows = "dove,Dove,is a bird of peace.,field-guide,page 3,,,\nowl,Owl,is a bird.,,,Owls,https://example.org/owls,2026-01-31"
    result = birds.run("import", file(birds, f"{head}\n{rows}\n").name, "--group", "birds")
    assert result.exit_code == 0, result.output
    assert 'id = "field-guide"\nlocator = "page 3"' in (birds.terms / "dove.toml").read_text()
    assert "seen = 2026-01-31" in (birds.terms / "owl.toml").read_text()


def test_a_place_in_a_source_is_what_a_person_says_and_never_made_up(birds: World) -> None:
    head = "id,term,definition,source,locator,source_title,source_url,source_seen"
    rows = "dove,Dove,is a bird,,,,,\nowl,Owl,is a bird,,,Owls,https://example.org/owls,2026-01-31\n"
    assert take(birds, f"{head}\n{rows}").exit_code == 0
    assert 'id = "field-guide"\nlocator = "whole page"' in (birds.terms / "dove.toml").read_text()
    assert 'locator = "whole page"' in (birds.terms / "owl.toml").read_text()
    assert take(birds, f"{head}\nauk,Auk,is a bird,,,,,\n", "--locator", "section 2").exit_code == 0
    assert 'id = "field-guide"\nlocator = "section 2"' in (birds.terms / "auk.toml").read_text()


def test_what_all_concepts_lack_is_told_once_with_the_option_that_gives_it(birds: World) -> None:
    result = birds.run("import", file(birds, WIDE).name)
    assert result.exit_code == 1
    assert "terms.csv:2: refused: dove.group and 1 more; it has no group" in result.output
    assert "dove.source and 1 more; it cites no source; write sources/our-glossary.toml" in result.output
    result = birds.run("import", "terms.csv", "--group", "birds", "--source", "owls")
    assert "dove.source and 1 more; the register has no source of the id that --source gives" in result.output
    assert birds.run("import", "terms.csv", "--group", "My Birds").output.endswith(
        "use small letters, digits and single hyphens\n"
    )


def test_a_group_that_the_glossary_does_not_have_is_told_once(birds: World) -> None:
    (birds.root / "glossary.toml").write_text('id = "birds"\ntitle = "Birds"\n[groups]\nwaders = "Waders"\n')
    rows = ("dove,Dove,is a bird.,Song Birds", "owl,Owl,is a bird.,Song Birds", "auk,Auk,is a bird.,Waders")
    table = "\n".join(["id,term,definition,group", *rows])
    said = refused(birds, table)
    why = "the glossary has no group “song-birds”; name one of waders, or add it to [groups] in glossary.toml"
    assert f"terms.csv:2: refused: dove.group “Song Birds” and 1 more; {why}" in said
    assert "auk.group" not in said


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        ('[groups]\nwaders = "Waders"\n', 'group = "waders"'),
        ('[groups]\nwaders = "Waders"\nowls = "Owls"\n', "dove.group; it has no group"),
        ("", "dove.group; it has no group"),
    ],
)
def test_the_only_group_of_a_glossary_need_not_be_named(birds: World, groups: str, said: str) -> None:
    (birds.root / "glossary.toml").write_text(f'id = "birds"\ntitle = "Birds"\n{groups}')
    path = file(birds, "id,term,definition\ndove,Dove,is a bird.\n")
    result = birds.run("import", path.name, "--source", "field-guide")
    made = birds.terms / "dove.toml"
    assert said in (made.read_text() if made.exists() else result.output)


def test_scripts_get_every_value_as_json_letter_by_letter(birds: World) -> None:
    term = "\u0917\u094d\u200d\u0928"
    data = json.loads(take(birds, WIDE.replace("Colombe", term), "--json").output)
    assert data["counts"]["refused"] == 0
    where = {"file": "terms.csv", "line": 2, "concept": "dove", "language": "fr", "field": "term"}
    assert {**where, "value": term, "outcome": "taken", "why": ""} in data["rows"]


def test_an_import_that_fails_half_way_leaves_everything_as_it_was(
    birds: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    birds.term("dove", definition="is a bird of peace.")
    birds.run("check")
    before, rename = state(birds), Path.replace

    def failing(path: Path, target: Path) -> Path:
        if target.suffix == ".po":  # the term files are renamed before it
            raise OSError(28, "No space left on device")
        return rename(path, target)

    monkeypatch.setattr(Path, "replace", failing)
    result = take(birds, WIDE, "--replace")
    monkeypatch.undo()
    assert result.exit_code == 1
    assert "could not be written (No space left on device)" in result.output
    assert {name: data for name, (data, _) in state(birds).items()} == {
        name: data for name, (data, _) in before.items()
    }
    assert not (birds.translations / "fr").exists()


def test_a_term_file_that_is_there_is_changed_only_where_the_extra_is_installed(
    birds: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    birds.term("dove", definition="is a bird of peace.")
    monkeypatch.setitem(__import__("sys").modules, "tomlkit", None)
    result = take(birds, "id,plain\ndove,A bird.\n")
    assert result.exit_code == 1
    assert "pip install -e '.[exchange]' brings it" in result.output


def test_an_id_that_a_concept_had_leads_to_the_one_that_it_has(birds: World) -> None:
    path = birds.term("dove", definition="is a bird of peace.")
    path.write_text('formerly = ["pigeon"]\n' + path.read_text())
    result = take(birds, "id,term[fr],related\nPigeon,Colombe,\n")
    assert "unchanged: dove.id “Pigeon”; “pigeon” was the id of “dove”" in result.output
    assert texts(birds, "fr") == {"dove.term": "Colombe"}
    assert sorted(each.name for each in birds.terms.iterdir()) == ["dove.toml"]


def test_related_concepts_may_be_named_by_their_terms(birds: World) -> None:
    table = 'term,definition,related\nRock dove,is a bird.,"Owl; Sea gull"\nOwl,is a bird.,Rock dove\nSea gull,is a bird.,\n'
    result = take(birds, table, "--mirror")
    assert result.exit_code == 0, result.output
    assert 'related = ["owl", "sea-gull"]' in (birds.terms / "rock-dove.toml").read_text()
    assert birds.run("check").exit_code == 0


def test_a_concept_that_is_retired_in_the_file_is_retired_here_only_on_request(birds: World) -> None:
    head = "id,term,definition,retired,replaced_by\n"
    assert take(birds, WIDE).exit_code == 0
    table = head + "owl,Owl,is a bird of the night.,2026-01-31,dove\nauk,Auk,is a bird.,2026-01-31,dove\n"
    result = take(birds, table)
    assert result.exit_code == 0, result.output
    assert "left: owl.retired “2026-01-31 dove”; it is not retired here, and readers would lose it" in result.output
    assert '[retired]\non = 2026-01-31\nreplaced_by = "dove"' in (birds.terms / "auk.toml").read_text()
    assert "refused" in take(birds, head + "jay,Jay,is a bird.,soon,\n").output
    assert take(birds, table.replace("owl,Owl", "owl,Owl"), "--replace").exit_code == 1  # the dove still names it


def test_what_a_text_says_is_taken_letter_by_letter(birds: World) -> None:
    said = 'is “a” \\bird\\ of "peace" \'s {and} #hope = 1\u00a0; naïve\u202f! 🕊️ \u0917\u094d\u200d\u0928'
    cell = '"' + said.replace('"', '""') + '"'
    assert take(birds, f"id,term,definition,definition[fr]\ndove,Dove,{cell},{cell}\n").exit_code == 0
    birds.approve("en", "dove")
    assert birds.client().get("/v1/en/terms/dove.json").get_json()["definition"] == said
    assert texts(birds, "fr")["dove.definition"] == said


def test_a_text_of_a_length_that_no_text_has_is_refused(birds: World) -> None:
    said = refused(birds, WIDE.replace("is a bird of peace.", "a " * 20_000))
    assert "refused: dove.definition [en]" in said
    assert "it has more than 20,000 characters; shorten it" in said


def test_a_terminal_shows_a_table(birds: World) -> None:
    file(birds, WIDE)
    said = _at_a_terminal(birds, "import", "terms.csv", "--dry-run")
    assert said.splitlines()[0].split() == ["Where", "Outcome", "What", "Why"]
    assert "terms.csv:2" in said


def test_a_terminal_shows_what_a_table_quotes_letter_by_letter(birds: World) -> None:
    (birds.root / "glossary.toml").write_text('id = "birds"\ntitle = "Birds"\n[groups]\nwaders = "Waders"\n')
    file(birds, "id,term,definition,group,[b]:owl:\ndove,=Dove,is a bird.,Song Birds,\n")
    said = " ".join(_at_a_terminal(birds, "import", "terms.csv", "--dry-run").split())
    assert "[groups] in" in said
    assert "dove.term [en] “=Dove”" in said
    assert "[b]:owl:" in said


def _at_a_terminal(world: World, *arguments: str) -> str:
    """Return what a command prints at a terminal."""
    terminal, inside = pty.openpty()
    command = [sys.executable, "-m", "glossary", *arguments]
    process = subprocess.Popen(command, cwd=world.root, env=_shell(world), stdout=inside, stderr=inside)
    os.close(inside)
    said = b""
    with suppress(OSError):  # a terminal that nobody writes to any more
        while part := os.read(terminal, 4096):
            said += part
    os.close(terminal)
    process.wait()
    return said.decode()


def _shell(world: World) -> dict[str, str]:
    return {**os.environ, **world.environment(), "PYTHONPATH": str(ROOT), "COLUMNS": "120", "TERM": "dumb"}


def test_numbers_of_a_data_base_are_no_ids_but_relations_by_them_are_followed(birds: World) -> None:
    text = "id,term,definition,related\n1,Dove,is a bird of peace.,2\n2,Owl,is a bird of the night.,1\n"
    result = take(birds, text)
    assert (result.exit_code, "dove.id “1”; the file's id is none of ours: it is made of the" in result.output) == (
        0,
        True,
    )
    assert 'related = ["owl"]' in (birds.terms / "dove.toml").read_text()
    birds.run("check")  # it adopts
    before = state(birds)
    assert take(birds, text).output.endswith("There was nothing to write.\n")
    assert state(birds) == before


def test_an_id_never_loses_the_digits_that_it_begins_with(birds: World) -> None:
    take(birds, "id,term,definition\n2-owl,Night owl,is a bird of the night.\n")
    assert [path.stem for path in birds.terms.iterdir()] == ["night-owl"]


def test_a_related_concept_may_be_named_by_a_long_term(birds: World) -> None:
    long = "Dove " + "that flies far " * 6
    take(birds, f"term,definition,related\n{long},is a bird.,Owl\nOwl,is a bird of the night.,{long}\n")
    assert 'related = ["dove-that-' in (birds.terms / "owl.toml").read_text()


@pytest.mark.parametrize(
    ("text", "options", "line", "words"),
    [
        (f"id,term,definition\n{'o' * 300},Owl,is a bird.\n", (), 2, "it has more than 100 characters"),
        (f"id,term,definition\nowl,Owl,{'x' * 1_000_000}\n", (), 2, "it has more than 20,000 characters"),
        ("id,term,definition\nowl,Owl,is a bird.\n", ("--column", "Begriff=term[de]"), 1, "no column “Begriff”"),
        ("id,Begriff\nowl,Owl\n", ("--column", "Begriff=word"), 1, "the column “Begriff” cannot be “word”"),
        (
            'id,term,definition,source_title,source_url,source_seen\nowl,Owl,is a bird.,"A\nB",https://b.org/,2026-01-01\n',
            (),
            2,
            "sources.title: it has more than one line",
        ),
        ("id,language,term\nowl,und,Owl\n", (), 2, "“und” is not a language tag"),
    ],
)
def test_what_cannot_be_meant_is_named_with_its_line(
    birds: World, text: str, options: tuple[str, ...], line: int, words: str
) -> None:
    output = refused(birds, text, *options)
    assert any(f"terms.csv:{line}: " in row and words in row for row in output.splitlines()), output


def test_a_column_of_any_size_that_is_not_taken_is_only_left(birds: World) -> None:
    result = take(birds, f"id,term,definition,picture\nowl,Owl,is a bird.,{'x' * 1_000_000}\n")
    assert (result.exit_code, "left: picture" in result.output) == (0, True)


def test_a_language_is_known_with_an_underscore_too(birds: World) -> None:
    text = "id,language,term,definition\nowl,en,Owl,is a bird.\nowl,pt_BR,Coruja,é uma ave.\n"
    assert take(birds, text).exit_code == 0
    assert texts(birds, "pt-BR")["owl.term"] == "Coruja"


FILLED = """\
id,term,definition,plain,forms,source_title,source_url,source_seen
dove,Dove,is a bird of peace.,A bird.,doves,A page,https://page.example.org/,2026-01-02
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("inline", [False, True])
def test_a_term_file_keeps_its_line_ends_and_its_way_of_writing_sources(birds: World, end: str, inline: bool) -> None:
    path = birds.term("dove", group="birds", definition="is a bird of peace.")
    text = path.read_text()
    if inline:
        head, _, source = text.partition("[[sources]]\n")
        row = ", ".join(source.strip().split("\n"))
        text = head.replace("[text]\n", f"sources = [\n  {{ {row} }},\n]\n\n[text]\n")
    path.write_bytes(text.replace("\n", end).encode())
    assert take(birds, FILLED).exit_code == 0
    made = path.read_bytes().decode()
    assert made.replace("\r\n", "\n" if end == "\r\n" else "?").count("\n") == made.count(end)
    read = tomllib.loads(made)
    assert (read["text"]["plain"], read["text"]["forms"].split()) == ("A bird.", ["doves"])
    assert [source["title"] for source in read["sources"]] == ["A law", "A page"]
    assert ("[[sources]]" in made) is not inline


def test_a_fault_of_a_file_that_the_import_does_not_write_is_named_where_it_lies(birds: World) -> None:
    birds.term("dove", related=("hawk",))
    birds.term("hawk", related=("dove",))
    retired = "id,term,definition,retired\ndove,Dove,is a bird of peace.,2026-01-02\n"
    assert "\nterms/hawk.toml:4: refused: hawk; related names “dove”, which is retired" in refused(
        birds, retired, "--replace"
    )


def test_a_long_circle_is_told_in_short(birds: World) -> None:
    rows = "".join(f"owl-{number},Owl {number},is a bird.,owl-{(number + 1) % 30}\n" for number in range(30))
    output = refused(birds, f"id,term,definition,broader\n{rows}")
    assert "(owl-0 > owl-1 > owl-2 > owl-3 > owl-4 > owl-5 > … > owl-0)" in output
