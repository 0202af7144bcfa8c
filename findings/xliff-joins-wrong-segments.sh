#!/usr/bin/env bash
# Guess:   the npm package xliff reads a unit of two segments (plain XLIFF 2.0: one a
#          sentence) as two, or joins both sources and both targets.
# Happens: only one pair comes out, put together from two: the source of the last
#          segment, and the target of the last segment that has one. With the second
#          sentence not translated yet, "Call the hotline." is paired with the
#          translation of "A dove is a bird." Writing it back gives a valid
#          file of one segment with that pair, and the first source is gone.
# Version: xliff 6.4.0 (npm). Seen 2026-11-29.
# Matters: a tool that cuts texts into sentences hands back files of this kind. A pair
#          of two different sentences looks translated, passes every check of form,
#          and is wrong in a way that only a reader of both languages sees.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts xliff@6.4.0
cat >in.xlf <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="de">
  <file id="f"><unit id="u">
    <segment state="final"><source>A dove is a bird.</source><target>Eine Taube ist ein Vogel.</target></segment>
    <segment state="initial"><source>Call the hotline.</source></segment>
  </unit></file>
</xliff>
XML
cat >run.mjs <<'JS'
import fs from 'node:fs';
import xliff from 'xliff';
const read = await xliff.xliff2js(fs.readFileSync('in.xlf', 'utf8'));
const written = await xliff.js2xliff(read);
const { source, target } = read.resources.f.u;
const got = {
  source,
  target,
  segmentsWritten: written.split('<segment').length - 1,
  firstSourceWritten: written.includes('A dove is a bird.'),
};
const EXPECTED = {
  source: 'Call the hotline.',
  target: 'Eine Taube ist ein Vogel.',
  segmentsWritten: 1,
  firstSourceWritten: false,
};
console.log('xliff 6.4.0');
console.log(got);
if (JSON.stringify(got, null, 1) !== JSON.stringify(EXPECTED, null, 1)) {
  console.error('no longer as documented');
  process.exit(1);
}
JS
node run.mjs
