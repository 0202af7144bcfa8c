#!/usr/bin/env bash
# Guess:   normalising a well-formed tag sets its case and replaces deprecated parts;
#          zh-Hant, pt-BR and und are in their canonical form already and stay.
# Happens: bcp-47-normalize also shortens by likely subtags, and the short form may
#          name a region in the place of the script: zh-Hant becomes zh-TW. pt-BR
#          becomes pt, and und (language not known) becomes en. Node's
#          Intl.getCanonicalLocales leaves all of them.
# Version: bcp-47-normalize 2.3.0. Seen 2026-11-29.
# Matters: a glossary that keys its entries by script has no zh-TW. A text whose
#          language nobody knows is declared English, and a screen reader reads it so.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts bcp-47-normalize@2.3.0
cat >run.mjs <<'JS'
import { bcp47Normalize } from 'bcp-47-normalize';
const tags = ['zh-Hant', 'zh-Hant-HK', 'pt-BR', 'pt-PT', 'sr-Latn', 'und'];
const got = Object.fromEntries(
  tags.map((tag) => [tag, [bcp47Normalize(tag), Intl.getCanonicalLocales(tag)[0]]]),
);
const EXPECTED = {
  'zh-Hant': ['zh-TW', 'zh-Hant'],
  'zh-Hant-HK': ['zh-HK', 'zh-Hant-HK'],
  'pt-BR': ['pt', 'pt-BR'],
  'pt-PT': ['pt-PT', 'pt-PT'],
  'sr-Latn': ['sr-Latn', 'sr-Latn'],
  und: ['en', 'und'],
};
console.log('bcp-47-normalize 2.3.0: tag -> [normalised, Intl.getCanonicalLocales]');
console.log(got);
if (JSON.stringify(got) !== JSON.stringify(EXPECTED)) {
  console.error('no longer as documented');
  process.exit(1);
}
JS
node run.mjs
