#!/usr/bin/env bash
# Guess:   htmldiff marks whole words as changed, in every script that sets words apart
#          with blanks, since it does so in English.
# Happens: a word is a run of ASCII letters. A Russian word is compared letter by letter
#          ("наставни" stays, its ending is marked), a German word falls apart at its
#          umlaut, and in Hindi a mark is set between a consonant and its vowel
#          sign. node-htmldiff and htmldiff-js do the same.
# Version: node-htmldiff 0.9.4, htmldiff-js 1.0.5 (npm). Seen 2026-11-29.
# Matters: reviewers of two versions of a definition see clean words in English and
#          fragments elsewhere; a vowel sign alone in <ins> has no letter to sit on.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts node-htmldiff@0.9.4 htmldiff-js@1.0.5
cat >run.cjs <<'JS'
const nodeDiff = require('node-htmldiff');
const jsDiff = require('htmldiff-js').default;
const plain = (html) => html.replace(/ (class|data-operation-index)="[^"]*"/g, '');
const pairs = [
  ['helpline', 'hotline'],
  ['наставник', 'наставница'],
  ['gewährt', 'gewährte'],
  ['प्रशिक्षक', 'प्रशिक्षिका'],
];
const got = pairs.map(([a, b]) => [
  plain(nodeDiff(`<p>${a}</p>`, `<p>${b}</p>`)),
  plain(jsDiff.execute(`<p>${a}</p>`, `<p>${b}</p>`)),
]);
const both = (html) => [html, html];
const EXPECTED = [
  both('<p><del>helpline</del><ins>hotline</ins></p>'),
  both('<p>наставни<del>к</del><ins>ца</ins></p>'),
  both('<p>gewä<del>hrt</del><ins>hrte</ins></p>'),
  both('<p>प्रशिक्ष<ins>ि</ins>क<ins>ा</ins></p>'),
];
console.log('node-htmldiff 0.9.4, htmldiff-js 1.0.5');
console.log(got);
if (JSON.stringify(got) !== JSON.stringify(EXPECTED)) {
  console.error('no longer as documented');
  process.exit(1);
}
JS
node run.cjs
