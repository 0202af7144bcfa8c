#!/usr/bin/env bash
# Guess:   reading XLIFF 1.2 with the npm package xliff and writing it again keeps the
#          target's state; and xml:space="preserve" keeps the text's blanks as they are.
# Happens: the state of the target is gone, also in the object in between, while
#          attributes of the unit stay. A source with an inline element is laid out anew
#          over several lines, and the line breaks and blanks are part of the text.
# Version: xliff 6.4.0 (npm). Seen 2026-11-29.
# Matters: "needs-review-translation" is what tells a draft from a vetted text. It is
#          lost without a word, and the source no longer equals the one sent out, so
#          the translation cannot be matched to its text on the way back.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts xliff@6.4.0
cat >in.xlf <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">
  <file original="terms" datatype="plaintext" source-language="en" target-language="de"><body>
    <trans-unit id="dove" resname="dove" xml:space="preserve"><source>A <g id="1">dove</g> is a bird.</source><target state="needs-review-translation">Eine Taube.</target></trans-unit>
  </body></file>
</xliff>
XML
cat >run.mjs <<'JS'
import fs from 'node:fs';
import xliff from 'xliff';
const read = await xliff.xliff12ToJs(fs.readFileSync('in.xlf', 'utf8'));
const written = await xliff.jsToXliff12(read);
const source = /<source>([^]*?)<\/source>/.exec(written)[1];
const got = {
  stateInObject: JSON.stringify(read).includes('needs-review'),
  stateWritten: written.includes('needs-review'),
  resnameWritten: written.includes('resname="dove"'),
  spaceWritten: written.includes('xml:space="preserve"'),
  sourceLines: source.split('\n').length,
  textWritten: source.replace(/<[^>]*>/g, ''),
};
const EXPECTED = {
  stateInObject: false,
  stateWritten: false,
  resnameWritten: true,
  spaceWritten: true,
  sourceLines: 3,
  textWritten: 'A \n          dove is a bird.\n        ',
};
console.log('xliff 6.4.0');
console.log(got);
if (JSON.stringify(got) !== JSON.stringify(EXPECTED)) {
  console.error('no longer as documented');
  process.exit(1);
}
JS
node run.mjs
