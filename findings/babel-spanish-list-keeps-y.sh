#!/usr/bin/env bash
# Guess:   a list joined for Spanish follows the rule that every Spanish child learns:
#          "y" becomes "e" before a word that begins with the sound i, and "o" becomes
#          "u" before o. Babel and ICU both work from CLDR, so they agree.
# Happens: ICU does it ("Ana e Irene"), Babel joins with "y" and "o" whatever follows.
#          CLDR's data has only one pattern; the change of sound lives in ICU's code.
#          The same goes for Hebrew: ICU puts a hyphen before a word in Latin letters.
# Version: Babel 2.19.0 beside PyICU (pyicu-wheels) 2.15.2. Seen 2026-11-29.
# Matters: "see also" lists of terms made on the server read as faulty Spanish, and
#          differ from those that a browser makes with Intl.ListFormat.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check babel==2.19.0 pyicu-wheels==2.15.2
"$work/venv/bin/python" - <<'PY'
import sys

import babel
import icu
from babel.lists import format_list


def by_icu(locale, terms, kind):
    form = icu.ListFormatter.createInstance(icu.Locale(locale), kind, icu.UListFormatterWidth.WIDE)
    return form.format(terms)


both, either = icu.UListFormatterType.AND, icu.UListFormatterType.OR
got = {
    "es, and": (format_list(["ayuda", "informe"], locale="es"), by_icu("es", ["ayuda", "informe"], both)),
    "es, or": (format_list(["ayuda", "orden"], "or", locale="es"), by_icu("es", ["ayuda", "orden"], either)),
    "he, and": (format_list(["PO", "TBX"], locale="he"), by_icu("he", ["PO", "TBX"], both)),
}
EXPECTED = {
    "es, and": ("ayuda y informe", "ayuda e informe"),
    "es, or": ("ayuda o orden", "ayuda u orden"),
    "he, and": ("PO וTBX", "PO ו-TBX"),
}
print("Babel", babel.__version__, "ICU", icu.ICU_VERSION)
for case, (babel_says, icu_says) in got.items():
    print(f"  {case}: Babel {babel_says!r}, ICU {icu_says!r}")
if got != EXPECTED:
    sys.exit("no longer as documented")
PY
