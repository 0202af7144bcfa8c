#!/usr/bin/env bash
# Guess:   a reader who asks for zh-TW, from a site with zh-Hans and zh-Hant, gets
#          zh-Hant: Taiwan writes in traditional letters, as CLDR's likely subtags say.
# Happens: accept-language-parser in its loose mode takes zh-Hans, the first that
#          shares "zh". accept-language falls back to English, its first; the strict
#          mode of accept-language-parser and negotiator find nothing.
#          @fluent/langneg and @formatjs/intl-localematcher take zh-Hant.
# Version: accept-language 3.0.20, accept-language-parser 1.5.0, negotiator 1.1.0,
#          @fluent/langneg 0.7.0, @formatjs/intl-localematcher 0.10.1.
#          Seen 2026-11-29.
# Matters: five packages, four answers. One shows a vetted definition in the script
#          that the reader does not use, three show none, though the right one is there.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts accept-language@3.0.20 \
  accept-language-parser@1.5.0 negotiator@1.1.0 @fluent/langneg@0.7.0 \
  @formatjs/intl-localematcher@0.10.1
cat >run.mjs <<'JS'
import { createRequire } from 'node:module';
import { acceptedLanguages, negotiateLanguages } from '@fluent/langneg';
import { match } from '@formatjs/intl-localematcher';
const require = createRequire(import.meta.url);
const acceptLanguage = require('accept-language');
const parser = require('accept-language-parser');
const Negotiator = require('negotiator');
const header = 'zh-TW';
const offered = ['en', 'zh-Hans', 'zh-Hant'];
acceptLanguage.languages(offered);
const got = {
  'accept-language': acceptLanguage.get(header),
  'accept-language-parser, loose': parser.pick(offered, header, { loose: true }),
  'accept-language-parser': parser.pick(offered, header),
  negotiator: new Negotiator({ headers: { 'accept-language': header } }).languages(offered),
  '@fluent/langneg': negotiateLanguages(acceptedLanguages(header), offered),
  '@formatjs/intl-localematcher': match([header], offered, 'en'),
};
const EXPECTED = {
  'accept-language': 'en',
  'accept-language-parser, loose': 'zh-Hans',
  'accept-language-parser': null,
  negotiator: [],
  '@fluent/langneg': ['zh-Hant'],
  '@formatjs/intl-localematcher': 'zh-Hant',
};
console.log(`Accept-Language: ${header}; offered: ${offered.join(', ')}`);
console.log(got);
if (JSON.stringify(got) !== JSON.stringify(EXPECTED)) {
  console.error('no longer as documented');
  process.exit(1);
}
JS
node run.mjs
