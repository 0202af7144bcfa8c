#!/usr/bin/env bash
# Guess:   a unit of XLIFF 1.2 that gets a target has the state “translated”, and is approved when
#          somebody says so (the standard: approved says that a translation is final or has passed its
#          final review); one with a translated target that is not approved is translated, not fuzzy.
# Happens: xliff.xlifffile writes approved="yes" as soon as a target is set, and calls every target
#          fuzzy that is not approved, whatever its state says. Marked as needing review again, the
#          unit loses the approval.
# Version: translate-toolkit 3.20.4. Seen 2026-11-30.
# Matters: who reads “approved” as reviewed takes each first draft for it; who writes drafts without
#          it sees all of them counted as fuzzy.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check translate-toolkit==3.20.4
cd "$work"
cat >in.xlf <<'XLF'
<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
 <file original="birds" source-language="en" target-language="fr" datatype="plaintext"><body>
  <trans-unit id="dove"><source>Dove</source></trans-unit>
  <trans-unit id="owl"><source>Owl</source><target state="translated">Hibou</target></trans-unit>
 </body></file>
</xliff>
XLF
venv/bin/python - <<'PY'
import importlib.metadata
import sys

from translate.storage.xliff import xlifffile

store = xlifffile.parsefile("in.xlf")
dove, owl = store.units
got = {"translated and not approved: fuzzy, translated": (owl.isfuzzy(), owl.istranslated())}
dove.target = "Colombe"
got["approved when a target is set"] = dove.xmlelement.get("approved")
dove.markreviewneeded()
got["approved when it needs review"] = dove.xmlelement.get("approved")
EXPECTED = {
    "translated and not approved: fuzzy, translated": (True, False),
    "approved when a target is set": "yes",
    "approved when it needs review": "no",
}
print("translate-toolkit", importlib.metadata.version("translate-toolkit"))
for name, value in got.items():
    print(f"  {name}: {value}")
if got != EXPECTED:
    sys.exit("no longer as documented")
PY
