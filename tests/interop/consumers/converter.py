"""tbxtools reads TBX 2 and makes version 3 of it, without the net: its schemas are what it would fetch. Usage: FOLDER."""

import json
import socket
import sys
from importlib.metadata import version
from pathlib import Path

from lxml import etree
from tbxtools import TBX

FOLDER = Path(sys.argv[1])
TEXTS = json.loads((FOLDER / "texts.json").read_text())
TAGS = sorted({tag for texts in TEXTS.values() for tag in texts} - {"en"})
NS = {"t": "urn:iso:std:iso:30042:ed-2"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NO_SCHEMAS = {}


def check(tag):
    read = TBX.from_file(str(FOLDER / "v1" / tag / "terms.v2.tbx"))
    assert read.check_tbx_version(".tbx") == "File appears to be a 2008 TBX (v2) file."
    root = etree.fromstring(read.convert2to3(schemas_js=NO_SCHEMAS))
    assert (root.tag, root.get("type"), root.get("style")) == (f"{{{NS['t']}}}tbx", "TBX-Basic", "dca")
    entries = {entry.get("id"): entry for entry in root.iterfind(".//t:conceptEntry", NS)}
    assert set(entries) == {name for name, texts in TEXTS.items() if tag in texts}
    for name, entry in entries.items():
        sections = {section.get(LANG): section for section in entry.iterfind("t:langSec", NS)}
        assert list(sections) == ["en", tag]
        for language, section in sections.items():
            check_section(section, TEXTS[name][language])


def check_section(section, text):
    assert section.findtext("t:descrip", namespaces=NS) == text["definition"]
    found = [
        (term.findtext("t:term", namespaces=NS), term.findtext("t:termNote", namespaces=NS).partition("Term")[0])
        for term in section.iterfind("t:termSec", NS)
    ]
    abbreviation = [(text["abbreviation"], "admitted")] if "abbreviation" in text else []
    assert found == [(text["term"], "preferred"), *abbreviation]


def no_net(*_):
    raise OSError("there is no net")


def needs_the_net_for_its_schemas():
    """Without schemas that are handed over it asks for them, and gives nothing where it gets none."""
    try:
        TBX.from_file(str(FOLDER / "v1" / TAGS[0] / "terms.v2.tbx")).convert2to3()
    except OSError:
        return True
    return False


if __name__ == "__main__":
    socket.socket.connect = socket.getaddrinfo = no_net
    for each in TAGS:
        check(each)
    assert needs_the_net_for_its_schemas(), "it converts without the net now: docs/exchange.md says that it does not"
    print(f"tbxtools {version('tbxtools')}: TBX 2 of {len(TAGS)} languages, as version 3, without the net")
