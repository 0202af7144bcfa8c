"""JSON and YAML of any shape, read as a mapping file says: the worked examples of the guide, other shapes, and bad files."""

from __future__ import annotations

import json
import re
import sys

import pytest

from tests.conftest import ROOT
from tests.exchange.test_import import birds, file, refused, state, take, texts
from tests.world import World

__all__ = ["birds"]

GUIDE = (ROOT / "docs" / "own-glossary.md").read_text().split("## Bring what you have")[1]
FLAT = 'concepts = "c"\nid = "id"\nlanguage = "l"\n[fields]\nterm = "t"\ndefinition = "d"\n'


def _blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)


def _map(world: World, text: str) -> tuple[str, str]:
    file(world, text, "map.toml")
    return "--map", "map.toml"


def _flat(*rows: dict[str, object]) -> str:
    return json.dumps(
        {"c": [{"id": "dove", "l": "en", "t": "Dove", "d": "is a bird of peace.", **row} for row in rows]}
    )


@pytest.mark.parametrize(("kind", "number", "name"), [("yaml", 0, "terms.yaml"), ("json", 1, "terms.json")])
def test_the_worked_mapping_files_of_the_guide_do_what_it_says(birds: World, kind: str, number: int, name: str) -> None:
    options = _map(birds, _blocks("toml")[number])
    result = take(birds, _blocks(kind)[0], *options, name=name)
    assert result.exit_code == 0, result.output
    assert texts(birds, "fr") == {"dove.term": "Colombe", "dove.definition": "est un oiseau de paix."}
    assert (birds.terms / "owl.toml").exists() == (kind == "yaml")
    assert birds.run("check").exit_code == 0
    before = state(birds)
    assert take(birds, _blocks(kind)[0], *options, name=name).output.endswith("There was nothing to write.\n")
    assert state(birds) == before


@pytest.mark.parametrize("number", [0, 1])
def test_the_worked_tables_of_the_guide_do_what_it_says(birds: World, number: int) -> None:
    table = [block for block in _blocks("text") if block.startswith("id,")][number]
    result = take(birds, table)
    assert result.exit_code == 0
    assert number == 1 or result.output in _blocks("text")
    assert texts(birds, "fr")["dove.term"] == "Colombe"
    assert birds.run("check").exit_code == 0


@pytest.mark.parametrize(
    ("data", "mapping"),
    [
        (
            {"dove": {"texts": {"en": {"t": "Dove", "d": "is a bird."}, "fr": {"t": "Colombe"}}}},
            'id = "{key}"\ntexts = "texts"\nlanguage = "{key}"\n[fields]\nterm = "t"\ndefinition = "d"\n',
        ),
        (
            [
                {
                    "n": {"id": "dove"},
                    "words": [{"l": "en", "t": "Dove", "d": "is a bird."}, {"l": "fr", "t": "Colombe"}],
                }
            ],
            'id = "n.id"\ntexts = "words"\nlanguage = "l"\n[fields]\nterm = "t"\ndefinition = "d"\n',
        ),
        (
            {"a.b": [{"id": "dove", "names": {"en": "Dove", "fr": "Colombe"}, "about": {"en": "is a bird."}}]},
            'concepts = ["a.b"]\nid = "id"\n[fields]\nterm = "names.{language}"\ndefinition = "about.{language}"\n',
        ),
    ],
)
def test_texts_are_found_where_the_mapping_file_says(birds: World, data: object, mapping: str) -> None:
    result = take(birds, json.dumps(data), *_map(birds, mapping), name="terms.json")
    assert result.exit_code == 0, result.output
    assert texts(birds, "fr") == {"dove.term": "Colombe"}


def test_what_no_path_names_is_left_and_told_once(birds: World) -> None:
    text = _flat({"colour": "grey"}, {"id": "owl", "t": "Owl", "colour": "brown"})
    result = take(birds, text, *_map(birds, FLAT), name="terms.json")
    assert result.exit_code == 0
    assert result.output.count("left: colour; the mapping file does not say what it is") == 1


def test_every_value_of_yaml_is_the_text_that_stands_there(birds: World) -> None:
    text = "- {id: dove, en: {t: 007, d: is a bird.}, no: {t: yes, d: ~}}\n"
    mapping = 'id = "id"\n[fields]\nterm = "{language}.t"\ndefinition = "{language}.d"\n'
    assert take(birds, text, *_map(birds, mapping), "--language", "no=nb", name="terms.yaml").exit_code == 0
    assert 'term = "007"' in (birds.terms / "dove.toml").read_text()
    assert texts(birds, "nb") == {"dove.term": "yes"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"c": [\n{"id": "dove" "l": 1}]}', "terms.json:2: it is not JSON"),
        ('{"c": [\n{"id": "a",\n"id": "b"}]}', "terms.json:3: “id” stands here and on line 2; keep one of them"),
        ("[" * 100_000, "terms.json:1: its lists and tables nest for too long"),
        ("[" * 200 + "]" * 200, "terms.json:1: it has more than 100 lists and tables in each other here"),
        ('{"d": []}', "terms.json:1: no concept lies at “c”; mend “concepts” in the mapping file"),
        (_flat({"t": {"a": "b"}}), "refused: dove.term; it is a list or a table, and this field is one text"),
        (_flat({}, {"t": "Pigeon"}), "refused: dove.term [en] “Pigeon”; it has two preferred terms in en"),
        (_flat({"d": "=1+1"}), "refused: dove.definition [en] “=1+1”; it begins with “=”"),
        ("", "terms.json:1: it is not JSON"),
        (b'{"c": "\xe9"}', "terms.json:1: the byte 0xE9 is not UTF-8"),
    ],
)
def test_json_of_another_form_is_a_finding_with_its_line(birds: World, text: str | bytes, words: str) -> None:
    assert words in refused(birds, text, *_map(birds, FLAT), name="terms.json")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("c:\n- &a {id: dove}\n- *a\n", "terms.yaml:3: an alias stands here (*a); write the value out"),
        ("c:\n- {id: dove, id: owl}\n", "terms.yaml:2: “id” stands here and on line 2"),
        ("c:\n- !!python/name:os.system x\n", "terms.yaml:2: a tag stands here"),
        ("c: []\n---\nc: []\n", "terms.yaml:2: a second document begins here"),
        ("c:\n- {id: dove\n", "it is not YAML"),
        ("c: " + "[" * 200 + "]" * 200, "terms.yaml:1: it has more than 100 lists and tables in each other here"),
        ("? [a]\n: b\n", "terms.yaml:1: a key is a list or a table"),
        ("# nothing\n", "terms.yaml:1: it is empty"),
    ],
)
def test_yaml_of_another_form_is_a_finding_with_its_line(birds: World, text: str, words: str) -> None:
    assert words in refused(birds, text, *_map(birds, FLAT), name="terms.yaml")


def test_many_anchors_are_refused_at_the_first_alias_before_anything_is_expanded(birds: World) -> None:
    lines = ["c:", "- &n0 [dove]", *(f"- &n{n} [{', '.join([f'*n{n - 1}'] * 3)}]" for n in range(1, 4))]
    assert "terms.yaml:3: an alias stands here (*n0)" in refused(
        birds, "\n".join(lines), *_map(birds, FLAT), name="terms.yaml"
    )


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ('[fields]\nterm = ""\n', "map.toml:2: fields.term: it is no path"),
        ('[fields]\nterms = "t"\n', "map.toml:2: fields.terms: Unknown field"),
        ('language = "l"\n[fields]\nterm = "{language}.t"\n', "map.toml:1: language: languages stand in the paths"),
        ('colour = "c"\n', "map.toml:1: colour: Unknown field"),
        ("", "terms.json:0: nothing says where its terms lie; give --map a mapping file"),
    ],
)
def test_a_mapping_file_of_another_form_is_a_finding_with_its_line(birds: World, mapping: str, words: str) -> None:
    assert words in refused(birds, _flat({}), *_map(birds, mapping), name="terms.json")


def test_columns_of_a_table_can_stand_in_a_mapping_file(birds: World) -> None:
    mapping = _map(birds, '[columns]\nBegriff = "term"\n"Erklärung" = "definition"\n')
    assert take(birds, "Begriff,Erklärung\nDove,is a bird.\n", *mapping).exit_code == 0
    assert (birds.terms / "dove.toml").exists()


def test_yaml_is_read_only_where_the_extra_is_installed(birds: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "yaml", None)
    assert "pip install -e '.[exchange]' brings it" in refused(birds, "c: []\n", *_map(birds, FLAT), name="terms.yaml")


def test_a_file_of_another_ending_is_refused(birds: World) -> None:
    assert "terms.docx:0: its name does not end as one of .csv, .tsv" in refused(birds, "x", name="terms.docx")


def test_a_text_that_does_not_say_its_language_is_refused_in_words(birds: World) -> None:
    output = refused(birds, _flat({"l": None}), *_map(birds, FLAT), name="terms.json")
    assert "nothing says in which language it is" in output


def test_what_lies_where_concepts_should_is_named(birds: World) -> None:
    output = refused(birds, '{"c": ["dove"]}', *_map(birds, FLAT), name="terms.json")
    assert "left: a text without a key; the mapping file does not say what it is" in output
