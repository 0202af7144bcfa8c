#!/usr/bin/env bash
# Guess:   an apostrophe in an ICU message is a plain letter unless it is doubled or stands
#          around braces on purpose, as in "it's {term}"; so "l'{term}" is filled in.
# Happens: an apostrophe straight before a brace begins a quotation that runs to the next
#          one or to the end: the reader sees "l{term}", or "d{term} et laide" with a
#          second apostrophe. It is valid, so nothing warns. ICU itself and the parser
#          of FormatJS agree. U+2019, or two apostrophes, avoid it.
# Version: icu4py 1.2.0, @formatjs/icu-messageformat-parser 3.5.23. Seen 2026-11-29.
# Matters: French, Italian, Catalan and Irish set an article with an apostrophe straight
#          before the noun, and the noun is the placeholder. English, from which the
#          messages are tested, has no such place.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check icu4py==1.2.0
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @formatjs/icu-messageformat-parser@3.5.23
cat >messages.json <<'JSON'
["it's {term}", "l'{term}", "l''{term}", "l\u2019{term}", "d'{term} et l'aide"]
JSON
cat >run.mjs <<'JS'
import fs from 'node:fs';
import { parse } from '@formatjs/icu-messageformat-parser';
const messages = JSON.parse(fs.readFileSync('messages.json', 'utf8'));
const show = (part) => (part.type === 0 ? part.value : 'abri');
console.log(JSON.stringify(messages.map((message) => parse(message).map(show).join(''))));
JS
node run.mjs >js.json
venv/bin/python - <<'PY'
import importlib.metadata
import json
import sys

from icu4py.messageformat import MessageFormat

messages = json.load(open("messages.json", encoding="utf-8"))
got = {
    "messages": messages,
    "ICU": [MessageFormat(message, "fr").format({"term": "abri"}) for message in messages],
    "FormatJS": json.load(open("js.json", encoding="utf-8")),
}
filled = ["it's abri", "l{term}", "l'abri", "l\u2019abri", "d{term} et laide"]
EXPECTED = {"messages": messages, "ICU": filled, "FormatJS": filled}
print("icu4py", importlib.metadata.version("icu4py"), "@formatjs/icu-messageformat-parser 3.5.23")
for name, texts in got.items():
    print(f"  {name}: {texts}")
if got != EXPECTED:
    sys.exit("no longer as documented")
PY
