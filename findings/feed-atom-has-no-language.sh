#!/usr/bin/env bash
# Guess:   the language given to the npm package feed is written in RSS as <language>
#          and in Atom as xml:lang, and one entry has one address in every format.
# Happens: only RSS has the language; the Atom document carries no xml:lang anywhere.
#          Atom writes the entry's address with percent signs, JSON Feed in letters.
# Version: feed 6.0.0. Seen 2026-11-29.
# Matters: one feed a language is what a multilingual glossary offers. Readers take
#          the direction of the text and the voice from xml:lang, so the Arabic feed
#          is read as if its language were unknown.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts feed@6.0.0
cat >run.mjs <<'JS'
import { Feed } from 'feed';
const feed = new Feed({
  title: 'مسرد', id: 'urn:example:feed', link: 'https://glossary.example/ar/',
  language: 'ar', updated: new Date(0), copyright: 'none',
});
feed.addItem({
  title: 'حمامة', id: 'urn:example:dove', link: 'https://glossary.example/ar/حمامة',
  content: '<p>طائر</p>', date: new Date(0),
});
const json = JSON.parse(feed.json1());
const got = {
  rss: feed.rss2().includes('<language>ar</language>'),
  atom: feed.atom1().includes('xml:lang'),
  atomAddress: /<link href="([^"]*)"\/>/.exec(feed.atom1())[1],
  jsonAddress: json.items[0].url,
};
const EXPECTED = {
  rss: true,
  atom: false,
  atomAddress: 'https://glossary.example/ar/%D8%AD%D9%85%D8%A7%D9%85%D8%A9',
  jsonAddress: 'https://glossary.example/ar/حمامة',
};
console.log('feed 6.0.0: is the language in it?');
console.log(got);
if (JSON.stringify(got) !== JSON.stringify(EXPECTED)) {
  console.error('no longer as documented');
  process.exit(1);
}
JS
node run.mjs
