#!/usr/bin/env bash
# Guess:   A termbase of TBX version 2 that is converted to version 3 says of each term what it said
#          before. Version 2 has two forms of a term, "tig" and "ntig" (with a "termGrp" inside), and
#          version 3 has one, with the same notes.
# Happens: Of an "ntig" only the words of the term are left. Its "termNote"s go with the "termGrp",
#          its status among them: a deprecated term comes out like any other. A "tig" keeps them.
# Version: tbxtools 0.1.0. Seen 2026-11-30.
# Matters: "administrativeStatus" is how a termbase says that a word must not be used, and tools
#          that write TBX for exchange often write "ntig". Write "tig" for this converter, and
#          count the statuses before and after.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check tbxtools==0.1.0
"$work/venv/bin/python" - <<'PY'
import importlib.metadata
import re
import sys

from tbxtools import TBX

NOTE = '<termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote>'
FORMS = {
    "tig": f"<tig><term>flying rat</term>{NOTE}</tig>",
    "ntig": f"<ntig><termGrp><term>flying rat</term>{NOTE}</termGrp></ntig>",
}
DOCUMENT = (
    '<?xml version="1.0"?>\n<martif type="TBX" xml:lang="en"><martifHeader><fileDesc><sourceDesc><p>Birds</p>'
    '</sourceDesc></fileDesc></martifHeader><text><body><termEntry id="dove"><langSet xml:lang="en">%s</langSet>'
    "</termEntry></body></text></martif>"
)
print("tbxtools", importlib.metadata.version("tbxtools"))
kept = {}
for name, form in FORMS.items():
    made = TBX(DOCUMENT % form).convert2to3(schemas_js={})
    kept[name] = re.findall(r"<termSec>.*</termSec>", made, re.DOTALL)[0]
    print(f"  {name}: " + " ".join(kept[name].split()))
if "deprecated" not in kept["tig"] or "deprecated" in kept["ntig"] or "flying rat" not in kept["ntig"]:
    sys.exit("no longer as documented")
PY
