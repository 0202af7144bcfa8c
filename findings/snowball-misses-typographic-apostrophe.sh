#!/usr/bin/env bash
# Guess:   the French and English stemmers take off l' and 's whichever apostrophe is
#          written: U+0027 of the keyboard or U+2019, which typography asks for.
# Happens: only U+0027 is known. "l'enfant" has the stem "enfant", but "l’enfant" is
#          kept with its article and loses its end instead: "l’enf". In English,
#          "child’s" keeps a loose apostrophe.
# Version: snowballstemmer 3.1.1. Seen 2026-11-29.
# Matters: carefully edited definitions hold U+2019 throughout, while readers type
#          U+0027: the very texts that were vetted are those that search misses.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check snowballstemmer==3.1.1
"$work/venv/bin/python" - <<'PY'
import importlib.metadata
import sys

import snowballstemmer

french = snowballstemmer.stemmer("french")
english = snowballstemmer.stemmer("english")
got = {
    "l'enfant": french.stemWord("l'enfant"),
    "l\u2019enfant": french.stemWord("l\u2019enfant"),
    "child's": english.stemWord("child's"),
    "child\u2019s": english.stemWord("child\u2019s"),
}
EXPECTED = {
    "l'enfant": "enfant",
    "l\u2019enfant": "l\u2019enf",
    "child's": "child",
    "child\u2019s": "child\u2019",
}
print("snowballstemmer", importlib.metadata.version("snowballstemmer"))
for word, stem in got.items():
    print(f"  {word} -> {stem}")
if got != EXPECTED:
    sys.exit("no longer as documented")
PY
