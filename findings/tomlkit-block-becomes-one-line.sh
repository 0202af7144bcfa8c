#!/usr/bin/env bash
# Guess:   tomlkit, which keeps a document's style, writes a new text in the form
#          of the text that it replaces: a block in triple quotes stays a block.
# Happens: the new text is written as one line with \n escapes. The comments and
#          the order stay; the block's form does not.
# Version: tomlkit 0.15.2. Seen 2026-11-29.
# Matters: definitions live in TOML blocks of a line each. One word changed through
#          tomlkit turns the whole definition into one long line, and the diff
#          that a reviewer reads marks all of it as changed.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check tomlkit==0.15.2
"$work/venv/bin/python" - <<'PY'
import importlib.metadata
import sys

import tomlkit

before = 'term = "dove" # a bird\ndefinition = """\nA small bird.\nOften white.\n"""\n'
document = tomlkit.parse(before)
document["definition"] = document["definition"].replace("small", "mid-sized")
got = tomlkit.dumps(document)
EXPECTED = 'term = "dove" # a bird\ndefinition = "A mid-sized bird.\\nOften white.\\n"\n'
print("tomlkit", importlib.metadata.version("tomlkit"))
print("before:", before, "after:", got, sep="\n")
if got != EXPECTED:
    sys.exit("no longer as documented")
PY
