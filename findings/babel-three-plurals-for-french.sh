#!/usr/bin/env bash
# Guess:   a new catalog for French, Spanish, Italian or Portuguese made by Babel has
#          two plural forms, one for "term" and one for "terms".
# Happens: it has three. CLDR gained the category "many" for whole millions in these
#          languages ("un million de mots"), and Babel writes nplurals=3 with it.
#          English, German and Dutch stay at two. Russian, which has four in CLDR,
#          gets three: fractions are left out there.
# Version: Babel 2.19.0. Seen 2026-11-29.
# Matters: a catalog made elsewhere with two forms and one made by Babel do not fit
#          together: in the latter, a third text is wanted for numbers that a
#          glossary never shows, and a check of completeness calls it unfinished.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check babel==2.19.0
"$work/venv/bin/python" - <<'PY'
import sys

import babel
from babel.messages.catalog import Catalog

got = {locale: Catalog(locale=locale).num_plurals for locale in ("en", "de", "nl", "ru", "fr", "es", "it", "pt_BR")}
got["fr, form of 1000000"] = babel.Locale.parse("fr").plural_form(1000000)
EXPECTED = {
    "en": 2, "de": 2, "nl": 2, "ru": 3, "fr": 3, "es": 3, "it": 3, "pt_BR": 3,
    "fr, form of 1000000": "many",
}
print("Babel", babel.__version__)
for locale, forms in got.items():
    print(f"  {locale}: {forms}")
print("  header for fr:", Catalog(locale="fr").plural_forms)
if got != EXPECTED:
    sys.exit("no longer as documented")
PY
