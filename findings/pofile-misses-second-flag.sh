#!/usr/bin/env bash
# Guess:   pofile reads "#, python-format, fuzzy" as two flags, so that flags.fuzzy is
#          true; and it writes "#|" lines (the text before the last change) back.
# Happens: it splits at the comma and keeps the blank: the flag is named " fuzzy", and
#          flags.fuzzy is undefined. Only the first flag of a line is found by its
#          name. The "#|" lines are dropped on writing. polib reads and keeps both.
# Version: pofile 1.1.4 (npm), polib 1.2.0. Seen 2026-11-29.
# Matters: an entry that waits for review counts as approved, or does not, by the order
#          in which the flags stand, and the reviewer loses the earlier text.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check polib==1.2.0
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts pofile@1.1.4
cat >in.po <<'PO'
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"

#, fuzzy, python-format
msgid "%d helpline"
msgstr "%d Hilfetelefon"

#, python-format, fuzzy
#| msgid "%d birds"
msgid "%d doves"
msgstr "%d Tauben"
PO
cat >run.cjs <<'JS'
const fs = require('node:fs');
const PO = require('pofile');
const catalog = PO.parse(fs.readFileSync('in.po', 'utf8'));
console.log(
  JSON.stringify({
    fuzzy: catalog.items.map((item) => Boolean(item.flags.fuzzy)),
    names: Object.keys(catalog.items[1].flags),
    previous: catalog.toString().includes('#| '),
  }),
);
JS
node run.cjs >js.json
"$work/venv/bin/python" - <<'PY'
import importlib.metadata
import json
import sys

import polib

catalog = polib.pofile("in.po")
got = {
    "pofile": json.load(open("js.json")),
    "polib": {
        "fuzzy": ["fuzzy" in entry.flags for entry in catalog],
        "names": catalog[1].flags,
        "previous": "#| " in str(catalog),
    },
}
EXPECTED = {
    "pofile": {"fuzzy": [True, False], "names": ["python-format", " fuzzy"], "previous": False},
    "polib": {"fuzzy": [True, True], "names": ["python-format", "fuzzy"], "previous": True},
}
print("pofile 1.1.4, polib", importlib.metadata.version("polib"))
for name, values in got.items():
    print(f"  {name}: {values}")
if got != EXPECTED:
    sys.exit("no longer as documented")
PY
