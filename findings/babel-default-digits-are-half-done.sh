#!/usr/bin/env bash
# Guess:   numbering_system="default" makes Babel write a number in the digits that
#          CLDR names as the locale's own: for Persian ۱٬۲۳۴٫۵, as ICU does.
# Happens: Babel takes the separators of that system and leaves the digits Latin, a
#          mixture that no reader of any language writes. Where the system has no
#          separators of its own in CLDR (Marathi, Bengali), nothing changes at all.
# Version: Babel 2.19.0 beside PyICU (pyicu-wheels) 2.15.2. Seen 2026-11-29.
# Matters: counts on a page made with Babel and counts made by a browser or by ICU
#          for the same language differ, and the option that looks like the cure
#          makes a third form.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check babel==2.19.0 pyicu-wheels==2.15.2
"$work/venv/bin/python" - <<'PY'
import sys

import babel
import icu
from babel.numbers import format_decimal

got = {
    locale: (
        format_decimal(1234.5, locale=locale),
        format_decimal(1234.5, locale=locale, numbering_system="default"),
        icu.NumberFormat.createInstance(icu.Locale(locale)).format(1234.5),
    )
    for locale in ("fa", "ar_EG", "mr", "bn")
}
EXPECTED = {
    "fa": ("1,234.5", "1٬234٫5", "۱٬۲۳۴٫۵"),
    "ar_EG": ("1,234.5", "1٬234٫5", "١٬٢٣٤٫٥"),
    "mr": ("1,234.5", "1,234.5", "१,२३४.५"),
    "bn": ("1,234.5", "1,234.5", "১,২৩৪.৫"),
}
print("Babel", babel.__version__, "ICU", icu.ICU_VERSION)
for locale, (plain, default, by_icu) in got.items():
    print(f"  {locale}: Babel {plain}, Babel with default digits {default}, ICU {by_icu}")
if got != EXPECTED:
    sys.exit("no longer as documented")
PY
