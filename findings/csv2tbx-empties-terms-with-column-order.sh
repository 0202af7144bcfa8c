#!/usr/bin/env bash
# Guess:   csv2tbx, told the order of the columns with --columnorder=source,target,comment,
#          takes the first column as the term and the second as its translation; csv2po
#          does so with the same option and the same file.
# Happens: csv2tbx takes the list of names for one string and each of its letters for a
#          name. It leaves two of three lines out, writes the third as an entry whose terms
#          are empty, and says that all went well.
# Version: translate-toolkit 3.20.4. Seen 2026-11-30.
# Matters: the order without the option is comment, source, target, so a list that begins
#          with the term needs the option; and a termbase with the right number of entries
#          looks converted until somebody searches it.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check translate-toolkit==3.20.4
cd "$work"
printf '"Bird","Oiseau","an animal with feathers"\n"Dove","Colombe","a bird of peace"\n"Owl","Hibou","a bird of the night"\n' > terms.csv
for tool in csv2tbx csv2po; do
    venv/bin/$tool --progress=none --columnorder=source,target,comment terms.csv "terms.${tool#csv2}"
done
venv/bin/python - <<'PY'
import importlib.metadata
import re
import sys

tbx, po = open("terms.tbx", encoding="utf-8").read(), open("terms.po", encoding="utf-8").read()
terms = re.findall(r"<term>(.*?)</term>", tbx)
pairs = re.findall(r'msgid "(.+)"\nmsgstr "(.+)"', po)
print("translate-toolkit", importlib.metadata.version("translate-toolkit"))
print(f"  csv2tbx writes the terms {terms}")
print(f"  csv2po writes the pairs  {pairs}")
if set(terms) != {""} or len(terms) < 2 or ("Dove", "Colombe") not in pairs:
    sys.exit("no longer as documented")
PY
