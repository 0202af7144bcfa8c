#!/usr/bin/env bash
# Guess:   notes of an XLIFF 2.0 file are read where the standard has them, in the unit
#          (OASIS XLIFF 2.0, section 4.2.2: notes stand in file, group or unit, never in a segment),
#          and a unit without a text that gets one is translated.
# Happens: xliff2.Xliff2File looks for notes inside the segment, finds none of the unit's, and
#          writes new ones into the segment, where the standard allows no such element. A text that is
#          given to a segment with state="initial" (what the standard says where no state is
#          written) leaves the state, so it counts as fuzzy; without the attribute it is translated.
# Version: translate-toolkit 3.20.4. Seen 2026-11-30.
# Matters: translators do not see the remarks that belong to a text, a strict reader refuses the
#          file that comes back, and finished work arrives as unfinished.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check translate-toolkit==3.20.4
cd "$work"
cat >in.xlf <<'XLF'
<?xml version="1.0" encoding="UTF-8"?>
<xliff version="2.0" srcLang="en" trgLang="fr" xmlns="urn:oasis:names:tc:xliff:document:2.0">
 <file id="f1">
  <unit id="dove">
   <notes><note category="developer">A bird.</note></notes>
   <segment state="initial"><source>Dove</source></segment>
  </unit>
  <unit id="owl">
   <notes><note category="developer">A bird of the night.</note></notes>
   <segment><source>Owl</source></segment>
  </unit>
 </file>
</xliff>
XLF
venv/bin/python - <<'PY'
import importlib.metadata
import sys

from translate.storage.xliff2 import Xliff2File

store = Xliff2File.parsefile("in.xlf")
dove, owl = store.units
got = {"notes read": [unit.getnotes() for unit in store.units]}
dove.target, owl.target = "Colombe", "Hibou"
got["fuzzy after a text was given"] = [unit.isfuzzy() for unit in store.units]
dove.addnote("Which dove?", origin="translator")
parents = [note.getparent().getparent().tag.rpartition("}")[2] for note in dove.xmlelement.iter("{*}note")]
got["where a new note stands"] = parents
EXPECTED = {
    "notes read": ["", ""],
    "fuzzy after a text was given": [True, False],
    "where a new note stands": ["segment"],
}
print("translate-toolkit", importlib.metadata.version("translate-toolkit"))
for name, value in got.items():
    print(f"  {name}: {value}")
if got != EXPECTED:
    sys.exit("no longer as documented")
PY
