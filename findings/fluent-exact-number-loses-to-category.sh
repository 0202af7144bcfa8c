#!/usr/bin/env bash
# Guess:   in a Fluent message the variant for the exact number, [0], goes before the
#          plural category of the number, as "=0" does in ICU MessageFormat.
# Happens: Fluent takes the first variant that fits. In Persian, Hindi and Brazilian
#          Portuguese 0 is in the category "one", so with [one] written above [0] the
#          sentence for nothing is never shown; in English the same message shows it.
# Version: fluent.runtime 0.4.0 and @fluent/bundle 0.19.1. Seen 2026-11-29.
# Matters: the order of variants is copied from the English source. "No terms found"
#          works in the languages of the developers and is wrong in others, without
#          any error.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check fluent.runtime==0.4.0 babel==2.19.0
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @fluent/bundle@0.19.1
cat >found.ftl <<'FTL'
found = { $n ->
    [one] one term
    [0] no term
   *[other] several terms
}
FTL
cat >run.mjs <<'JS'
import fs from 'node:fs';
import { FluentBundle, FluentResource } from '@fluent/bundle';
const got = {};
for (const locale of ['en', 'fa', 'hi', 'pt-BR']) {
  const bundle = new FluentBundle(locale);
  bundle.addResource(new FluentResource(fs.readFileSync('found.ftl', 'utf8')));
  got[locale] = bundle.formatPattern(bundle.getMessage('found').value, { n: 0 });
}
console.log(JSON.stringify(got));
JS
node run.mjs >js.json
"$work/venv/bin/python" - <<'PY'
import importlib.metadata
import json
import sys

from fluent.runtime import FluentBundle, FluentResource

got = {"@fluent/bundle": json.load(open("js.json")), "fluent.runtime": {}}
for locale in ("en", "fa", "hi", "pt-BR"):
    bundle = FluentBundle([locale])
    bundle.add_resource(FluentResource(open("found.ftl").read()))
    text, errors = bundle.format_pattern(bundle.get_message("found").value, {"n": 0})
    got["fluent.runtime"][locale] = text
answers = {"en": "no term", "fa": "one term", "hi": "one term", "pt-BR": "one term"}
EXPECTED = {"@fluent/bundle": answers, "fluent.runtime": answers}
print("fluent.runtime", importlib.metadata.version("fluent.runtime"), "@fluent/bundle 0.19.1, n = 0")
for library, texts in got.items():
    print(f"  {library}: {texts}")
if got != EXPECTED:
    sys.exit("no longer as documented")
PY
