#!/usr/bin/env bash
# Guess:   a stemmer shortens a word and leaves its letters alone: a Serbian word in
#          Cyrillic has a stem in Cyrillic.
# Happens: the Serbian stemmer of Snowball first writes the word in Latin letters.
#          The stem of "голуб" is "golub", the same as that of the Latin spelling;
#          the Russian stemmer stays in Cyrillic.
# Version: snowballstemmer 3.1.1. Seen 2026-11-29.
# Matters: search across both Serbian scripts works by luck, but whatever looks for
#          the stem in the text again (marking a hit, cutting a prefix, a check that
#          the stem begins the word) fails for every Cyrillic entry.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check snowballstemmer==3.1.1
"$work/venv/bin/python" - <<'PY'
import importlib.metadata
import sys

import snowballstemmer

serbian = snowballstemmer.stemmer("serbian")
russian = snowballstemmer.stemmer("russian")
got = {
    "sr-Cyrl голуб": serbian.stemWord("голуб"),
    "sr-Latn golub": serbian.stemWord("golub"),
    "sr-Cyrl џеп": serbian.stemWord("џеп"),
    "ru голубь": russian.stemWord("голубь"),
}
EXPECTED = {
    "sr-Cyrl голуб": "golub",
    "sr-Latn golub": "golub",
    "sr-Cyrl џеп": "džep",
    "ru голубь": "голуб",
}
print("snowballstemmer", importlib.metadata.version("snowballstemmer"))
for word, stem in got.items():
    print(f"  {word} -> {stem}")
if got != EXPECTED:
    sys.exit("no longer as documented")
PY
