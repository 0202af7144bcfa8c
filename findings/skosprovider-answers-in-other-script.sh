#!/usr/bin/env bash
# Guess:   skosprovider, asked for the label of a concept in zh-Hans, does not give the
#          one in zh-Hant: it falls back as for a language that it lacks, to English here.
# Happens: it cuts both tags to "zh" and takes the first label that fits, so the label in
#          traditional letters is given for zh-Hans, sr-Cyrl is given for sr-Latn, and
#          nothing but the label's own language tells.
# Version: skosprovider 1.5.1. Seen 2026-11-29.
# Matters: a list that is asked for in one script is filled from the other, entry by
#          entry, wherever a translation is missing; with a good reason between regions
#          (nl-BE and nl), not between scripts that a reader may not read.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check skosprovider==1.5.1
"$work/venv/bin/python" - <<'PY'
import importlib.metadata
import sys

from skosprovider.skos import Concept, Label

concept = Concept(
    1,
    labels=[
        Label("dove", "prefLabel", "en"),
        Label("鴿", "prefLabel", "zh-Hant"),
        Label("голуб", "prefLabel", "sr-Cyrl"),
        Label("duif", "prefLabel", "nl"),
    ],
)
got = {}
for asked in ("zh-Hans", "sr-Latn", "nl-BE", "fr"):
    label = concept.label(asked)
    got[asked] = (label.label, label.language)
EXPECTED = {
    "zh-Hans": ("鴿", "zh-Hant"),
    "sr-Latn": ("голуб", "sr-Cyrl"),
    "nl-BE": ("duif", "nl"),
    "fr": ("dove", "en"),
}
print("skosprovider", importlib.metadata.version("skosprovider"))
for asked, answer in got.items():
    print(f"  asked for {asked}: {answer}")
if got != EXPECTED:
    sys.exit("no longer as documented")
PY
