#!/usr/bin/env bash
# Guess:   gettext-parser gives a catalog back in the order in which it read it; sorting
#          is an option of its own (compile with sort), off by default.
# Happens: texts that look like whole numbers come first, in rising order, whatever their
#          place was, since the texts are keys of a JavaScript object. polib keeps
#          the order.
# Version: gettext-parser 10.0.0 (npm), polib 1.2.0. Seen 2026-11-29.
# Matters: a catalog with texts such as "1098" or "116" (numbers of helplines) is laid
#          out anew by a tool that changed one word, and the review of that change
#          shows moves that nobody made.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check polib==1.2.0
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts gettext-parser@10.0.0
cat >in.po <<'PO'
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Language: de\n"

msgid "dove"
msgstr "Taube"

msgid "1098"
msgstr "1098"

msgid "helpline"
msgstr "Hilfetelefon"

msgid "116"
msgstr "116"
PO
cat >run.mjs <<'JS'
import fs from 'node:fs';
import { po } from 'gettext-parser';
fs.writeFileSync('out.po', po.compile(po.parse(fs.readFileSync('in.po'))));
JS
node run.mjs
"$work/venv/bin/python" - <<'PY'
import importlib.metadata
import sys

import polib


def order(path):
    return [entry.msgid for entry in polib.pofile(path)]


polib.pofile("in.po").save("polib.po")
got = {"read": order("in.po"), "gettext-parser": order("out.po"), "polib": order("polib.po")}
EXPECTED = {
    "read": ["dove", "1098", "helpline", "116"],
    "gettext-parser": ["116", "1098", "dove", "helpline"],
    "polib": ["dove", "1098", "helpline", "116"],
}
print("gettext-parser 10.0.0, polib", importlib.metadata.version("polib"))
for name, texts in got.items():
    print(f"  {name}: {texts}")
if got != EXPECTED:
    sys.exit("no longer as documented")
PY
