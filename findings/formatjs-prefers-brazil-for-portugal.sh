#!/usr/bin/env bash
# Guess:   a reader who asks for pt-PT, from a site with pt and pt-BR, gets pt: it is
#          the parent that RFC 4647 lookup comes to, and es-MX gets es-419 in the same way.
# Happens: the default "best fit" of @formatjs/intl-localematcher takes pt-BR when it is
#          listed first: pt stands for pt-BR by likely subtags, both are as far from
#          Portugal, and the first of equals wins. Its "lookup" takes pt.
# Version: @formatjs/intl-localematcher 0.10.1. Seen 2026-11-29.
# Matters: a list of languages in alphabetical order by name ("Brazilian Portuguese",
#          "Portuguese") sends every reader in Portugal to the Brazilian text.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @formatjs/intl-localematcher@0.10.1
cat >run.mjs <<'JS'
import { match } from '@formatjs/intl-localematcher';
const got = {
  'best fit, pt-BR first': match(['pt-PT'], ['pt-BR', 'pt'], 'en'),
  'best fit, pt first': match(['pt-PT'], ['pt', 'pt-BR'], 'en'),
  'lookup, pt-BR first': match(['pt-PT'], ['pt-BR', 'pt'], 'en', { algorithm: 'lookup' }),
  'best fit, es-MX': match(['es-MX'], ['es', 'es-419'], 'en'),
};
const EXPECTED = {
  'best fit, pt-BR first': 'pt-BR',
  'best fit, pt first': 'pt',
  'lookup, pt-BR first': 'pt',
  'best fit, es-MX': 'es-419',
};
console.log('@formatjs/intl-localematcher 0.10.1');
console.log(got);
if (JSON.stringify(got) !== JSON.stringify(EXPECTED)) {
  console.error('no longer as documented');
  process.exit(1);
}
JS
node run.mjs
