"""Translate Toolkit reads TBX 2, the PO glossary and the columns, and translates XLIFF 2.0. Usage: toolkit.py FOLDER."""

import csv
import json
import sys
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

from translate.convert import tbx2po
from translate.storage.pypo import pofile
from translate.storage.tbx import tbxfile
from translate.storage.xliff2 import Xliff2File

FOLDER = Path(sys.argv[1])
TEXTS = json.loads((FOLDER / "texts.json").read_text())
TAGS = sorted({tag for texts in TEXTS.values() for tag in texts} - {"en"})


def pairs(tag):
    return {name: (texts["en"], texts[tag]) for name, texts in TEXTS.items() if tag in texts}


def check_tbx(tag):
    store = tbxfile()
    store.setsourcelanguage("en")
    store.settargetlanguage(tag)
    store.parse((FOLDER / "v1" / tag / "terms.v2.tbx").read_bytes())
    units = {unit.getid(): unit for unit in store.units}
    assert set(units) == set(pairs(tag))
    for name, (english, text) in pairs(tag).items():
        unit = units[name]
        assert (str(unit.source), str(unit.target)) == (english["term"], text["term"]), name
        assert not unit.isobsolete()
        terms = [term.text for term in unit.get_target_terms()]
        assert not any(term.deprecated for term in unit.get_target_terms())
        assert terms == [text["term"], *filter(None, [text.get("abbreviation")])]
        assert text["definition"] in unit.getnotes("definition")
        assert not set(terms) & set(text.get("avoid", "").split("\n"))


def check_po(tag):
    store = pofile.parsefile(str(FOLDER / "v1" / tag / "glossary.po"))
    units = [unit for unit in store.units if not unit.isheader()]
    contexts = [unit.getcontext() for unit in units]
    assert len(contexts) == len(set(contexts))
    forbidden = {(str(unit.source), str(unit.target)) for unit in units if unit.hastypecomment("forbidden")}
    assert forbidden == {
        (english["term"], word)
        for english, text in pairs(tag).values()
        for word in text.get("avoid", "").split("\n")
        if word
    }
    preferred = {unit.getcontext(): str(unit.target) for unit in units if unit.getcontext().endswith(".term")}
    assert preferred == {f"{name}.term": text["term"] for name, (_, text) in pairs(tag).items()}


def check_columns(tag):
    with (FOLDER / "v1" / tag / "terms.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert {len(row) for row in rows} == {3}
    lines = (FOLDER / "v1" / tag / "terms.utf8").read_text(encoding="utf-8").splitlines()
    assert [line.split("\t") for line in lines] == rows


def translate_xliff(tag):
    path = FOLDER / "xliff" / f"{tag}.2.0.xlf"
    store = Xliff2File.parsefile(str(path))
    for unit in store.units:
        name, _, field = unit.getid().rpartition(".")
        if word := TEXTS[name].get(tag, {}).get(field):
            unit.target = word
    store.save()


def check_converted(tag):
    """tbx2po takes the first term of each language: the preferred one."""
    with (FOLDER / "v1" / tag / "terms.v2.tbx").open("rb") as file, BytesIO() as result:
        tbx2po.converttbx(file, result, None, sourcelanguage="en", targetlanguage=tag)
        units = [unit for unit in pofile(BytesIO(result.getvalue())).units if not unit.isheader()]
    found = {(str(unit.source), str(unit.target)) for unit in units}
    assert found == {(english["term"], text["term"]) for english, text in pairs(tag).values()}


def refuses_version_3():
    try:
        tbxfile.parsestring((FOLDER / "v1" / "terms.tbx").read_bytes())
    except AssertionError:
        return True
    return False


if __name__ == "__main__":
    for tag in TAGS:
        check_tbx(tag)
        check_po(tag)
        check_columns(tag)
        check_converted(tag)
        translate_xliff(tag)
    assert refuses_version_3(), "it reads version 3 now: docs/exchange.md says that it does not"
    print(f"translate-toolkit {version('translate-toolkit')}: TBX 2, PO, CSV and XLIFF 2.0 of {len(TAGS)} languages")
