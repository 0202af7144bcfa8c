#!/usr/bin/env bash
# Guess:   po2csv and po2xliff leave obsolete entries (#~) out, as msgfmt and po2tmx do,
#          and what needs work comes back from CSV as such.
# Happens: both write obsolete entries like live ones; po2xliff even marks them as
#          translated and approved. csv2po and xliff2po then make live entries of them.
#          On the way through CSV the mark fuzzy is lost too: a draft comes back
#          as finished.
# Version: translate-toolkit 3.20.4. Seen 2026-11-29.
# Matters: a definition that was withdrawn goes out to translators and comes back into
#          the catalog, next to drafts that now count as vetted.
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
"Language: de\n"

msgid "dove"
msgstr "Taube"

#, fuzzy
msgid "helpline"
msgstr "Hotline"

#~ msgid "withdrawn"
#~ msgstr "zurückgezogen"
PO
for tool in "po2csv in.po mid.csv" "csv2po mid.csv csv.po" \
  "po2xliff in.po mid.xlf" "xliff2po mid.xlf xliff.po"; do
  # shellcheck disable=SC2086
  venv/bin/${tool%% *} --progress=none ${tool#* }
done
venv/bin/python - <<'PY'
import importlib.metadata
import re
import sys

import polib


def states(path):
    return {
        entry.msgid: "obsolete" if entry.obsolete else "fuzzy" if entry.fuzzy else "live"
        for entry in polib.pofile(path)
        if entry.msgid
    }


xliff = open("mid.xlf", encoding="utf-8").read()
unit = re.search(r"<trans-unit[^>]*>\s*<source>withdrawn</source>\s*<target[^>]*>", xliff)[0]
got = {
    "sent": states("in.po"),
    "by CSV": states("csv.po"),
    "by XLIFF": states("xliff.po"),
    "approved in XLIFF": 'approved="yes"' in unit and 'state="translated"' in unit,
}
EXPECTED = {
    "sent": {"dove": "live", "helpline": "fuzzy", "withdrawn": "obsolete"},
    "by CSV": {"dove": "live", "helpline": "live", "withdrawn": "live"},
    "by XLIFF": {"dove": "live", "helpline": "fuzzy", "withdrawn": "live"},
    "approved in XLIFF": True,
}
print("translate-toolkit", importlib.metadata.version("translate-toolkit"))
for name, value in got.items():
    print(f"  {name}: {value}")
if got != EXPECTED:
    sys.exit("no longer as documented")
PY
