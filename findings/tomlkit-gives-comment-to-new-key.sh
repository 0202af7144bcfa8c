#!/usr/bin/env bash
# Guess:   tomlkit, which keeps comments, puts a new key behind the last key of the
#          document's own, above the comment that introduces the first table.
# Happens: the new key stands between that comment and its table. Whoever reads the
#          file takes the comment for one about the new key, and the table has none.
# Version: tomlkit 0.15.2. Seen 2026-11-30.
# Matters: a term file is edited by people and programs. A note such as “quoted word
#          for word” above the texts must not come to stand above a relation.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check tomlkit==0.15.2
"$work/venv/bin/python" - <<'PY'
import importlib.metadata
import sys

import tomlkit

before = 'group = "birds"\n\n# Quoted word for word.\n[text]\nterm = "Dove"\n'
document = tomlkit.parse(before)
document["broader"] = "bird"
got = tomlkit.dumps(document)
EXPECTED = 'group = "birds"\n\n# Quoted word for word.\nbroader = "bird"\n\n[text]\nterm = "Dove"\n'
print("tomlkit", importlib.metadata.version("tomlkit"))
print("before:", before, "after:", got, sep="\n")
if got != EXPECTED:
    sys.exit("no longer as documented")
PY
