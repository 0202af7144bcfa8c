"""libxml2 checks TBX 3 by rules of RELAX NG, and that it holds every word. Usage: tbx.py FOLDER."""

import json
import sys
from importlib.metadata import version
from pathlib import Path

from lxml import etree

FOLDER = Path(sys.argv[1])
TEXTS = json.loads((FOLDER / "texts.json").read_text())
NS = {"t": "urn:iso:std:iso:30042:ed-2"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
RULES = etree.RelaxNG(etree.parse(Path(__file__).with_name("tbx.rng")))
TEXT = (FOLDER / "v1" / "terms.tbx").read_text(encoding="utf-8")


def words(text, name):
    return [word for word in text.get(name, "").split("\n") if word]


def check_rules():
    assert RULES.validate(etree.fromstring(TEXT.encode())), RULES.error_log
    for good, bad in (
        ("deprecatedTerm-admn-sts", "deprecated"),
        ('target="owl"', 'target="nobody"'),
        ('id="owl"', 'id="dove"'),
        ('type="definition"', 'type="Definition"'),
        ("2026-11-01", "1 November"),
    ):
        assert not RULES.validate(etree.fromstring(TEXT.replace(good, bad, 1).encode())), f"the rules allow {bad}"


def check_words():
    root = etree.fromstring(TEXT.encode())
    entries = {entry.get("id"): entry for entry in root.iterfind(".//t:conceptEntry", NS)}
    assert set(entries) == set(TEXTS)
    for name, texts in TEXTS.items():
        sections = {section.get(LANG): section for section in entries[name].iterfind("t:langSec", NS)}
        assert list(sections) == sorted(texts)
        for tag, text in texts.items():
            check_section(sections[tag], text)


def check_section(section, text):
    assert section.findtext("t:descripGrp/t:descrip", namespaces=NS) == text["definition"]
    assert section.findtext("t:note", namespaces=NS) == text.get("note")
    found = [
        (term.findtext("t:term", namespaces=NS), term.findtext("t:termNote", namespaces=NS).partition("Term")[0])
        for term in section.iterfind("t:termSec", NS)
    ]
    admitted = dict.fromkeys(words(text, "abbreviation") + words(text, "forms"))
    assert found == [
        (text["term"], "preferred"),
        *((word, "admitted") for word in admitted),
        *((word, "deprecated") for word in words(text, "avoid")),
    ]
    reasons = {term.findtext("t:note", namespaces=NS) for term in section.iterfind("t:termSec", NS)} - {None}
    assert reasons == set(words(text, "avoid_reason"))


if __name__ == "__main__":
    check_rules()
    check_words()
    print(f"lxml {version('lxml')}: TBX 3 keeps to the rules and has every word with its status and reason")
