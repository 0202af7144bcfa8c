"""OmegaT's own readers of glossaries, run in Java: what it would offer a translator. Usage: omegat.py FOLDER JARS."""

import json
import sys
import tempfile
from pathlib import Path

import jpype

FOLDER, JARS = Path(sys.argv[1]), Path(sys.argv[2])
TEXTS = json.loads((FOLDER / "texts.json").read_text())
TAGS = sorted({tag for texts in TEXTS.values() for tag in texts} - {"en"})


def start():
    """Start Java as on a Western Windows, where a file that says nothing of its encoding is not read as UTF-8."""
    home = tempfile.mkdtemp()
    options = ("-Dfile.encoding=windows-1252", "-Djava.awt.headless=true", f"-Duser.home={home}")
    jpype.startJVM(*options, classpath=[str(jar) for jar in sorted(JARS.rglob("*.jar"))], convertStrings=True)
    return home


def open_project(home, tag):
    """Give OmegaT a project of English and a language; its reader of TBX asks for that."""
    language = jpype.JClass("org.omegat.util.Language")
    properties = jpype.JClass("org.omegat.core.data.ProjectProperties")(jpype.java.io.File(home))
    properties.setSourceLanguage(language("en"))
    properties.setTargetLanguage(language(tag))

    class Project:
        def getProjectProperties(self):
            return properties

    jpype.JClass("org.omegat.core.Core").setProject(jpype.JProxy("org.omegat.core.data.IProject", inst=Project()))


def offered(reader, tag, name):
    """Return what is offered: pairs of a source and a target, and the comment."""
    path = FOLDER / "v1" / tag / name
    entries = jpype.JClass(f"org.omegat.gui.glossary.{reader}").read(jpype.java.io.File(str(path)), False)
    return [
        (entry.getSrcText(), target, entry.getCommentText()) for entry in entries for target in entry.getLocTerms(False)
    ]


def words(text, name):
    return [word for word in text.get(name, "").split("\n") if word]


def check(tag, pairs):
    avoided = {word.casefold() for _, text in pairs for word in words(text, "avoid")}
    english = {word for text, _ in pairs for word in words(text, "avoid")}
    for reader, name in (
        ("GlossaryReaderTSV", "terms.utf8"),
        ("GlossaryReaderCSV", "terms.csv"),
        ("GlossaryReaderTBX", "terms.v2.tbx"),
    ):
        found = offered(reader, tag, name)
        targets = {target for _, target, _ in found}
        assert targets == {
            word for _, text in pairs for field in ("term", "abbreviation") for word in words(text, field)
        }
        assert not {target.casefold() for target in targets} & avoided, f"{tag}/{name} offers a word to avoid"
        for text, other in pairs:
            assert (text["term"], other["term"]) in {(source, target) for source, target, _ in found}
        if reader == "GlossaryReaderTBX":
            assert not english & {source for source, _, _ in found}
            continue
        for text, other in pairs:
            for word in words(text, "avoid"):
                comments = [comment for source, target, comment in found if (source, target) == (word, other["term"])]
                assert comments == [f"Words to avoid: {text['avoid_reason']}"]


def refuses_version_3():
    try:
        offered("GlossaryReaderTBX", ".", "terms.tbx")
    except jpype.JException as error:
        return "unexpected element" in str(error.stacktrace())
    return False


if __name__ == "__main__":
    folder = start()
    for each in TAGS:
        open_project(folder, each)
        check(each, [(texts["en"], texts[each]) for texts in TEXTS.values() if each in texts])
    assert refuses_version_3(), "it reads TBX 3 now: docs/exchange.md says that it does not"
    product = jpype.JClass("org.omegat.util.OStrings").getVersion()
    print(f"OmegaT {product}: three readers, {len(TAGS)} languages; no word to avoid is ever offered")
