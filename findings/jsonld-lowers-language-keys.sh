#!/usr/bin/env bash
# Guess:   expanding a JSON-LD document and compacting it with the same context
#          gives the same document, so that label["zh-Hant"] is still there.
# Happens: PyLD and jsonld.js both write the tag in lower case, in language maps
#          and in @language alike: the key is "zh-hant" afterwards. RDFLib reads
#          and writes the same document and keeps "zh-Hant".
# Version: PyLD 3.3.0, rdflib 7.6.0, jsonld 9.0.0. Seen 2026-11-29.
# Matters: BCP 47 tags are equal whatever their case, but JSON keys are not: a
#          client that looks up labels by "zh-Hant" or "pt-BR" finds nothing after
#          one of these two and everything after the third.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check PyLD==3.3.0 rdflib==7.6.0
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts jsonld@9.0.0
cat >doc.json <<'JSON'
{"@context": {"label": {"@id": "http://www.w3.org/2004/02/skos/core#prefLabel", "@container": "@language"}},
 "@id": "https://glossary.example/dove",
 "label": {"zh-Hant": "鴿", "pt-BR": "pomba"}}
JSON
cat >run.mjs <<'JS'
import fs from 'node:fs';
import jsonld from 'jsonld';
const doc = JSON.parse(fs.readFileSync('doc.json', 'utf8'));
const back = await jsonld.compact(await jsonld.expand(doc), doc['@context']);
console.log(JSON.stringify(Object.keys(back.label).sort()));
JS
node run.mjs >js.json
"$work/venv/bin/python" - <<'PY'
import importlib.metadata
import json
import sys

import rdflib
from pyld import jsonld

doc = json.load(open("doc.json", encoding="utf-8"))
context = doc["@context"]
pyld_back = jsonld.compact(jsonld.expand(doc), context)
graph = rdflib.Graph().parse(data=json.dumps(doc), format="json-ld")
rdflib_back = json.loads(graph.serialize(format="json-ld", context=context, auto_compact=True))
got = {
    "PyLD": sorted(pyld_back["label"]),
    "jsonld.js": json.load(open("js.json", encoding="utf-8")),
    "rdflib": sorted(rdflib_back["label"]),
}
EXPECTED = {
    "PyLD": ["pt-br", "zh-hant"],
    "jsonld.js": ["pt-br", "zh-hant"],
    "rdflib": ["pt-BR", "zh-Hant"],
}
print("PyLD", importlib.metadata.version("PyLD"), "rdflib", rdflib.__version__, "jsonld.js 9.0.0")
print("  keys sent:", sorted(doc["label"]))
for name, keys in got.items():
    print(f"  keys back from {name}: {keys}")
if got != EXPECTED:
    sys.exit("no longer as documented")
PY
