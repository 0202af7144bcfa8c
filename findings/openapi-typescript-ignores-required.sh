#!/usr/bin/env bash
# Guess:   a schema that takes another one and makes a field of it required (allOf with a
#          bare "required") has that field without a question mark in the types; and a
#          field with a default may be left out of a request.
# Happens: the bare "required" becomes "& unknown", which adds nothing, so the field stays
#          optional. The field with a default is the one that is not optional, in request
#          bodies as well (option --default-non-nullable=false turns that off).
# Version: openapi-typescript 7.13.0 (npm), typescript 5.9.3. Seen 2026-11-29.
# Matters: "a draft, with its language required" is how an interface tells new terms from
#          stored ones. The compiler passes a request that the server refuses, and
#          refuses one that the server takes.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts openapi-typescript@7.13.0 typescript@5.9.3
cat >api.json <<'JSON'
{"openapi": "3.1.0", "info": {"title": "terms", "version": "1"}, "paths": {},
 "components": {"schemas": {
  "Draft": {"type": "object", "properties": {
    "language": {"type": "string"}, "status": {"type": "string", "default": "draft"}}},
  "New": {"allOf": [{"$ref": "#/components/schemas/Draft"}, {"required": ["language"]}]}}}}
JSON
npx openapi-typescript api.json --output api.d.ts >/dev/null 2>&1
cat >run.cjs <<'JS'
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const compiles = (value) => {
  fs.writeFileSync(
    'use.ts',
    `import type { components } from './api';\nexport const x: components['schemas']['New'] = ${value};\n`,
  );
  try {
    execFileSync('npx', ['tsc', '--noEmit', '--strict', 'use.ts'], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
};
const got = {
  type: /New: (.*);/.exec(fs.readFileSync('api.d.ts', 'utf8'))[1],
  'without language, against the document': compiles('{ status: "draft" }'),
  'without status, as the document allows': compiles('{ language: "ar" }'),
  'with both': compiles('{ language: "ar", status: "draft" }'),
};
const EXPECTED = {
  type: 'components["schemas"]["Draft"] & unknown',
  'without language, against the document': true,
  'without status, as the document allows': false,
  'with both': true,
};
console.log('openapi-typescript 7.13.0: what compiles');
console.log(got);
if (JSON.stringify(got) !== JSON.stringify(EXPECTED)) {
  console.error('no longer as documented');
  process.exit(1);
}
JS
node run.cjs
