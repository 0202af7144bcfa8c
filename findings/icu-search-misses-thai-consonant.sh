#!/usr/bin/env bash
# Guess:   ICU's StringSearch finds at least what a plain search finds: it only adds
#          matches that differ by accent or case.
# Happens: in Thai a vowel written before its consonant is sorted after it, so the two
#          are one element of the collation. The consonant alone is not found at
#          such a place, although the text holds it: ท is not found in ไทย, ด not in เด็ก.
#          The same holds with the root collation.
# Version: PyICU (pyicu-wheels) 2.15.2 with ICU 77.1. Seen 2026-11-29.
# Matters: marking hits, or search while the reader types, misses words in Thai that
#          a search without any knowledge of languages finds.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check pyicu-wheels==2.15.2
"$work/venv/bin/python" - <<'PY'
import sys

import icu


def places(locale, pattern, text):
    collator = icu.Collator.createInstance(icu.Locale(locale))
    collator.setStrength(icu.Collator.PRIMARY)
    return list(icu.StringSearch(pattern, text, collator))


cases = [("ท", "ไทย"), ("ด", "เด็ก"), ("เด", "เด็ก"), ("พ", "นกพิราบ")]
got = [
    (pattern, text, text.find(pattern), places("th", pattern, text), places("root", pattern, text))
    for pattern, text in cases
]
EXPECTED = [
    ("ท", "ไทย", 1, [], []),
    ("ด", "เด็ก", 1, [], []),
    ("เด", "เด็ก", 0, [0], [0]),
    ("พ", "นกพิราบ", 2, [2], [2]),
]
print("ICU", icu.ICU_VERSION)
for pattern, text, plain, thai, root in got:
    print(f"  {pattern} in {text}: plain search {plain}, StringSearch th {thai}, root {root}")
if got != EXPECTED:
    sys.exit("no longer as documented")
PY
