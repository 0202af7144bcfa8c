#!/usr/bin/env bash
# Guess:   text_direction of a locale is "ltr" or "rtl", as its description ("in CSS
#          short-hand form") and the attribute "dir" of HTML have it.
# Happens: for Mongolian in its own script it is "ttb", made of the first letters of
#          the CLDR's "top-to-bottom". No browser knows that value; Intl of JavaScript,
#          over the same data, says "ltr".
# Version: Babel 2.19.0, beside Intl.Locale of Node 20. Seen 2026-11-30.
# Matters: a page or an API that passes it on as "dir" has no direction at all, and a
#          client that was promised one of two values gets a third.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check babel==2.19.0
got=$("$work/venv/bin/python" - <<'PY'
from babel import Locale

print(*(Locale.parse(tag).text_direction for tag in ("ar", "mn", "mn_Mong")))
PY
)
intl=$(node -e 'const l = new Intl.Locale("mn-Mong"); console.log((l.getTextInfo?.() ?? l.textInfo).direction)')
echo "Babel 2.19.0: ar, mn and mn-Mong are $got"
echo "Intl.Locale of Node $(node --version): mn-Mong is $intl"
[ "$got" = "rtl ltr ttb" ] && [ "$intl" = ltr ] || { echo "no longer as documented"; exit 1; }
