#!/usr/bin/env bash
# Guess:   a block of metadata stands before a document, as in Jekyll and Hugo, or is
#          YAML with keys, as in Pandoc; else “---” is a break or underlines a heading.
# Happens: pulldown-cmark, with the extension for metadata blocks on, takes any
#          “---” … “---” after a blank line for metadata, also in the middle and more
#          than once, and its renderer leaves the text between out of the page. comrak,
#          told that a document may have front matter, shows it.
# Version: pyromark 0.10.3 (pulldown-cmark for Python), comrak 0.0.16.
#          Seen 2026-11-30.
# Matters: a sentence between two breaks is neither shown nor searched, without a word.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check pyromark==0.10.3 comrak==0.0.16
cat >run.py <<'PY'
import sys

import comrak
from pyromark import Options, html

document = "---\nlang: en\n---\nOne.\n\n---\nTwo is a sentence.\n---\n\nThree.\n"
options = comrak.ExtensionOptions()
options.front_matter_delimiter = "---"
got = {
    "pyromark": html(document, options=Options.ENABLE_YAML_STYLE_METADATA_BLOCKS),
    "comrak": comrak.render_markdown(document, extension_options=options),
}
for name, page in got.items():
    print(name, repr(page))
expected = {"pyromark": False, "comrak": True}
if {name: "Two" in page for name, page in got.items()} != expected or "lang" in str(got):
    print("no longer as documented")
    sys.exit(1)
PY
env/bin/python run.py
