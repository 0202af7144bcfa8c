#!/usr/bin/env bash
# Guess:   i18next-conv leaves fuzzy entries out, as msgfmt does, and names plural forms
#          as i18next has since version 21: dove_one, dove_few, dove_other.
# Happens: fuzzy entries are written like any other, and plural forms are numbered:
#          dove_0, dove_1, dove_2, which i18next of today does not look for. Each has an
#          option (skipUntranslated, compatibilityJSON "v4"); neither is the default.
#          skipUntranslated is named for empty texts, and drops fuzzy ones as well.
# Version: i18next-conv 16.0.0 (npm). Seen 2026-11-29.
# Matters: drafts that no one has vetted go out to readers, and sentences with a number
#          show the bare key, for a catalog that msgfmt turns out right.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts i18next-conv@16.0.0
cat >in.po <<'PO'
msgid ""
msgstr ""
"Language: pl\n"
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"

#, fuzzy
msgid "helpline"
msgstr "linia"

msgid "dove"
msgid_plural "doves"
msgstr[0] "gołąb"
msgstr[1] "gołębie"
msgstr[2] "gołębi"
PO
cat >run.mjs <<'JS'
import fs from 'node:fs';
import { gettextToI18next } from 'i18next-conv';
const source = fs.readFileSync('in.po', 'utf8');
const keys = async (options) => Object.keys(JSON.parse(await gettextToI18next('pl', source, options)));
const got = {
  default: await keys({}),
  both: await keys({ skipUntranslated: true, compatibilityJSON: 'v4' }),
};
const EXPECTED = {
  default: ['helpline', 'dove_0', 'dove_1', 'dove_2'],
  both: ['dove_one', 'dove_few', 'dove_many'],
};
console.log('i18next-conv 16.0.0: keys written');
console.log(got);
if (JSON.stringify(got) !== JSON.stringify(EXPECTED)) {
  console.error('no longer as documented');
  process.exit(1);
}
JS
node --no-deprecation run.mjs
