#!/usr/bin/env bash
# Guess:   a language that Babel has a locale for has names of months, and a newer
#          release of the CLDR has no fewer of them than an older one.
# Happens: Babel 2.18.0 writes a date in Haitian Creole with a name; 2.19.0, with CLDR
#          49, writes "M11". So do 42 more languages that have a locale, Lule Sami and
#          Walloon among them. Nothing warns, and Latvian gains a full
#          stop behind "gada" in the month of a year, where a long date has none.
# Version: Babel 2.18.0 and 2.19.0. Seen 2026-11-30.
# Matters: a page says "2026 M11 30" to its readers. Whoever checks only that
#          Locale.parse knows a language takes that for a language with dates.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat > "$work/dates.py" <<'PY'
import sys
from datetime import date

import babel
import babel.localedata
from babel.dates import format_date, format_skeleton

day = date(2026, 11, 30)
got = {locale: format_date(day, "long", locale=locale) for locale in ("ht", "smj", "wa", "lv")}
got["lv, month"] = format_skeleton("yMMMM", day, locale="lv")
tags = [tag for tag in babel.localedata.locale_identifiers() if tag != "root"]
without = {tag.split("_")[0] for tag in tags if "M11" in format_date(day, "long", locale=tag)}
print("Babel", babel.__version__)
for locale, text in got.items():
    print(f"  {locale}: {text}")
print(f"  languages, of some variety of which a date in November has M11: {len(without)}")
named = {"2.18.0": True, "2.19.0": False}[babel.__version__]
month = {"2.18.0": "2026. g. novembris", "2.19.0": "2026. gada. novembris"}[babel.__version__]
as_said = (
    ("M11" not in got["ht"]) is named
    and "M11" in got["smj"]
    and "M11" in got["wa"]
    and "gada " in got["lv"]
    and got["lv, month"] == month
    and (named or len(without) == 43)
)
sys.exit(None if as_said else "no longer as documented")
PY
for version in 2.18.0 2.19.0; do
  python3 -m venv "$work/$version"
  "$work/$version/bin/pip" install -qq --disable-pip-version-check "babel==$version"
  "$work/$version/bin/python" "$work/dates.py"
done
