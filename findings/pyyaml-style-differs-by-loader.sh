#!/usr/bin/env bash
# Guess:   PyYAML's two loaders, in Python and over libyaml, give the same events:
#          the documentation calls the second one a faster version of the first.
# Happens: a scalar without quotation marks has the style None in the one and "" in
#          the other. A test “style is None” is true for all or for none of them.
# Version: PyYAML 6.0.3. Seen 2026-11-30.
# Matters: a reader of terms has to tell ~ and null without quotation marks from the
#          same in them. By the style, “nothing” becomes a text where libyaml is there,
#          and a definition says “~”. The flag “implicit” is the same in both.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check pyyaml==6.0.3
"$work/venv/bin/python" - <<'PY'
import importlib.metadata
import sys

import yaml


def scalars(loader):
    events = yaml.parse("definition: ~\n", Loader=loader)
    return [(each.style, each.implicit) for each in events if isinstance(each, yaml.ScalarEvent)]


plain, libyaml = scalars(yaml.SafeLoader), scalars(yaml.CSafeLoader)
print("PyYAML", importlib.metadata.version("pyyaml"))
print("SafeLoader: ", plain)
print("CSafeLoader:", libyaml)
if plain != [(None, (True, False))] * 2 or libyaml != [("", (True, False))] * 2:
    sys.exit("no longer as documented")
PY
