#!/usr/bin/env bash
# Guess:   the OpenAPI document that apispec makes from a marshmallow schema allows the
#          same values as the schema, for validators that JSON Schema can express.
# Happens: ContainsOnly on a list puts "enum" on the array itself, next to "type": no
#          array is one of the strings, so the document allows no value at all. Range
#          with min_inclusive=False becomes "minimum", which allows the bound that the
#          schema refuses.
# Version: apispec 6.10.1, marshmallow 4.4.0, jsonschema 4.25.1. Seen 2026-11-29.
# Matters: a list of languages to search in is the commonest parameter of a glossary's
#          interface. Clients generated from the document cannot send any, while the
#          server takes them all.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check apispec==6.10.1 marshmallow==4.4.0 jsonschema==4.25.1
"$work/venv/bin/python" - <<'PY'
import importlib.metadata
import sys

import jsonschema
from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema, fields, validate


class Search(Schema):
    languages = fields.List(fields.Str(), validate=validate.ContainsOnly(["ar", "en", "zh-Hant"]))
    weight = fields.Int(validate=validate.Range(min=0, min_inclusive=False))


spec = APISpec("terms", "1", "3.1.0", plugins=[MarshmallowPlugin()])
spec.components.schema("Search", schema=Search)
document = spec.to_dict()["components"]["schemas"]["Search"]
validator = jsonschema.Draft202012Validator(document)
got = {"languages": document["properties"]["languages"], "weight": document["properties"]["weight"]}
for value in ({"languages": ["ar", "en"]}, {"weight": 0}):
    got[str(value)] = {"marshmallow": not Search().validate(value), "document": validator.is_valid(value)}
EXPECTED = {
    "languages": {"type": "array", "enum": ["ar", "en", "zh-Hant"], "items": {"type": "string"}},
    "weight": {"type": "integer", "minimum": 0},
    "{'languages': ['ar', 'en']}": {"marshmallow": True, "document": False},
    "{'weight': 0}": {"marshmallow": False, "document": True},
}
print("apispec", importlib.metadata.version("apispec"), "marshmallow", importlib.metadata.version("marshmallow"))
for name, value in got.items():
    print(f"  {name}: {value}")
if got != EXPECTED:
    sys.exit("no longer as documented")
PY
