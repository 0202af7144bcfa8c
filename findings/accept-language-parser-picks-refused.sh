#!/usr/bin/env bash
# Guess:   a language with q=0 in Accept-Language is one that the reader will not take
#          (RFC 9110, section 12.4.2), so a picker leaves it out and, with nothing else
#          in common, picks nothing.
# Happens: accept-language-parser and accept-language sort q=0 last but still pick it.
#          negotiator leaves it out.
# Version: accept-language-parser 1.5.0, accept-language 3.0.20, negotiator 1.1.0.
#          Seen 2026-11-29.
# Matters: "ar, fr;q=0" is how a reader says: rather the site's own choice than French.
#          A glossary without Arabic then answers in the one language refused.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts accept-language-parser@1.5.0 \
  accept-language@3.0.20 negotiator@1.1.0
cat >run.cjs <<'JS'
const acceptLanguage = require('accept-language');
const parser = require('accept-language-parser');
const Negotiator = require('negotiator');
const header = 'ar, fr;q=0';
const offered = ['en', 'fr'];
acceptLanguage.languages(offered);
const got = {
  'accept-language-parser': parser.pick(offered, header),
  'accept-language': acceptLanguage.get(header),
  negotiator: new Negotiator({ headers: { 'accept-language': header } }).languages(offered),
};
const EXPECTED = {
  'accept-language-parser': 'fr',
  'accept-language': 'fr',
  negotiator: [],
};
console.log(`Accept-Language: ${header}; offered: ${offered.join(', ')}`);
console.log(got);
if (JSON.stringify(got) !== JSON.stringify(EXPECTED)) {
  console.error('no longer as documented');
  process.exit(1);
}
JS
node run.cjs
