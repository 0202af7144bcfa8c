#!/usr/bin/env bash
# Guess:   "und", which says that a language is not determined, is no known locale, as
#          "mul" (several), "mis" and "zxx" (none) are not.
# Happens: Locale.parse gives English of the United States, with names and plural forms.
#          "und-Arab" is Arabic of Egypt, and "und-Latn" English.
# Version: Babel 2.19.0. Seen 2026-11-30.
# Matters: RDF and TBX have "und" on labels whose language nobody noted. A program that
#          asks Babel whether a tag is a language takes them for one, by an English name.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check babel==2.19.0
"$work/venv/bin/python" - <<'PY'
import sys

import babel
from babel import Locale, UnknownLocaleError


def name(tag: str) -> str | None:
    try:
        return Locale.parse(tag).english_name
    except UnknownLocaleError:
        return None


got = {tag: name(tag) for tag in ("und", "und_Latn", "und_Arab", "mul", "mis", "zxx")}
EXPECTED = {
    "und": "English (United States)", "und_Latn": "English", "und_Arab": "Arabic (Egypt)",
    "mul": None, "mis": None, "zxx": None,
}
print("Babel", babel.__version__)
for tag, said in got.items():
    print(f"  {tag}: {said or 'unknown'}")
if got != EXPECTED:
    sys.exit("no longer as documented")
PY
