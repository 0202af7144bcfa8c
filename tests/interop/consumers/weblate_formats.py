"""Weblate's own classes of formats, and its glossary check: PO, TBX 2 and XLIFF. Usage: weblate_formats.py FOLDER.

5.14.3 is the newest release for Python 3.11. Of its packages only those are installed that its formats need; what is left out
(the database of checks, the drawing of text) has a stand-in below. docs/exchange.md says what 2026.10 does otherwise.
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path
from types import ModuleType, SimpleNamespace
from unittest.mock import MagicMock

import django
from django.conf import settings

FOLDER = Path(sys.argv[1])
TEXTS = json.loads((FOLDER / "texts.json").read_text())
TAGS = sorted({tag for texts in TEXTS.values() for tag in texts} - {"en"})


def stand_in(name, **members):
    module = ModuleType(name)
    vars(module).update(members)
    sys.modules[name] = module
    return module


stand_in("weblate.checks.models", CHECKS={})
GLOSSARY = stand_in("weblate.glossary.models", get_glossary_terms=None)
for drawing in ("cairo", "gi", "gi.repository"):
    sys.modules[drawing] = MagicMock()
settings.configure(
    USE_I18N=False,
    INSTALLED_APPS=["django.contrib.contenttypes", "weblate.lang"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    CHECK_LIST=[],
    AUTOFIX_LIST=[],
    MACHINERY_LIST=[],
)
django.setup()

from weblate.checks.glossary import GlossaryCheck  # noqa: E402
from weblate.formats.ttkit import PoFormat, TBXFormat, XliffFormat  # noqa: E402
from weblate.trans import file_format_params  # noqa: E402
from weblate.utils.state import STATE_TRANSLATED  # noqa: E402

file_format_params.FILE_FORMATS_PARAMS.clear()  # to look at them, it imports every format that there is


def words(text, name):
    return [word for word in text.get(name, "").split("\n") if word]


def pairs(tag):
    return {name: (texts["en"], texts[tag]) for name, texts in TEXTS.items() if tag in texts}


def check_po(tag):
    units = list(PoFormat(str(FOLDER / "v1" / tag / "glossary.po")).content_units)
    assert len({(unit.context, unit.source) for unit in units}) == len(units), "two units are one to Weblate"
    forbidden = [(unit.source, unit.target, unit.notes) for unit in units if "forbidden" in unit.flags]
    assert forbidden == [
        (english["term"], word, text["avoid_reason"])
        for english, text in pairs(tag).values()
        for word in words(text, "avoid")
    ]
    allowed = {unit.target for unit in units if "forbidden" not in unit.flags}
    for _, text in pairs(tag).values():
        assert text["term"] in allowed
        assert not allowed & set(words(text, "avoid"))
    return units


def check_that_a_slip_is_found(tag, units):
    def of_source(unit, **_options):
        return [term(each) for each in units if each.source in unit.source]

    def term(unit):
        return SimpleNamespace(source=unit.source, target=unit.target, all_flags=unit.flags)

    GLOSSARY.get_glossary_terms = of_source
    language = SimpleNamespace(uses_whitespace=lambda: tag != "zh-Hant")
    english, text = pairs(tag)["dove"]
    unit = SimpleNamespace(source=f"The {english['term']} came.", translation=SimpleNamespace(language=language))
    check = GlossaryCheck()
    assert not check.check_single(unit.source, f"… {text['term']} …", unit)
    for word in words(text, "avoid"):
        assert check.check_single(unit.source, f"… {word} …", unit) == {english["term"]}, word
        assert check.check_single(unit.source, f"… {text['term']}, {word} …", unit) == {english["term"]}, word


def check_tbx(tag):
    store = TBXFormat(str(FOLDER / "v1" / tag / "terms.v2.tbx"), language_code=tag, source_language="en")
    units = {unit.context: unit for unit in store.content_units}
    assert set(units) == set(pairs(tag))
    for name, (english, text) in pairs(tag).items():
        assert (units[name].source, units[name].target) == (english["term"], text["term"])
        assert english["definition"] in units[name].source_explanation


def refuses_version_3():
    try:
        TBXFormat(str(FOLDER / "v1" / "terms.tbx"), language_code="fr", source_language="en")
    except Exception:
        return True
    return False


def translate_xliff(tag):
    store = XliffFormat(str(FOLDER / "xliff" / f"{tag}.1.2.xlf"))
    for unit in store.content_units:
        name, _, field = unit.context.rpartition(".")
        if word := TEXTS[name].get(tag, {}).get(field):
            unit.set_target(word)
            unit.set_state(STATE_TRANSLATED)
    store.save()


if __name__ == "__main__":
    for each in TAGS:
        check_that_a_slip_is_found(each, check_po(each))
        check_tbx(each)
        translate_xliff(each)
    assert refuses_version_3(), "it reads TBX 3 now: docs/exchange.md says that it does not"
    print(f"weblate {version('weblate')}: {len(TAGS)} glossaries; its check finds each word to avoid; TBX 2, XLIFF 1.2")
