#!/usr/bin/env bash
# Guess:   an entry with plural, translated in full into a language with one form
#          (nplurals=1: Chinese, Japanese, Thai), is as many XLIFF units as there are forms.
# Happens: po2xliff always writes one unit for the singular and one for the plural of the
#          source. The second has an empty target that is marked translated and approved;
#          xliff2po makes msgstr[1] "" of it, which the header does not allow.
# Version: translate-toolkit 3.20.4. Seen 2026-11-29.
# Matters: an editor that trusts the state skips the unit, one that looks at the text
#          asks for a translation that cannot be used, and msgfmt --check refuses what comes back.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check translate-toolkit==3.20.4 polib==1.2.0
cd "$work"
cat >in.po <<'PO'
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Language: ja\n"
"Plural-Forms: nplurals=1; plural=0;\n"

msgid "%d dove"
msgid_plural "%d doves"
msgstr[0] "鳩 %d 羽"
PO
venv/bin/po2xliff --progress=none in.po mid.xlf
venv/bin/xliff2po --progress=none mid.xlf out.po
venv/bin/python - <<'PY'
import importlib.metadata
import re
import sys

import polib

xliff = open("mid.xlf", encoding="utf-8").read()
group = re.search(r"<group.*</group>", xliff, re.S)[0]
units = re.findall(r'approved="(\w+)">\s*<source>([^<]*)</source>\s*<target state="([\w-]+)">([^<]*)</target>', group)
back = polib.pofile("out.po")
got = {
    "units": units,
    "header": back.metadata["Plural-Forms"],
    "forms back": back[0].msgstr_plural,
}
EXPECTED = {
    "units": [("yes", "%d dove", "translated", "鳩 %d 羽"), ("yes", "%d doves", "translated", "")],
    "header": "nplurals=1; plural=0;",
    "forms back": {0: "鳩 %d 羽", 1: ""},
}
print("translate-toolkit", importlib.metadata.version("translate-toolkit"))
for name, value in got.items():
    print(f"  {name}: {value}")
if got != EXPECTED:
    sys.exit("no longer as documented")
PY
