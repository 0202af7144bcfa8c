#!/usr/bin/env bash
# Guess:   autonym() of langcodes gives a language's name in that language, for zh-TW as
#          it does for zh-CN and zh-Hant.
# Happens: for zh-TW and zh-HK the name is English, in Chinese brackets:
#          "Chinese（Taiwan）". For zh-CN, zh-Hant and zh-Hant-TW it is Chinese. The
#          script is not filled in before the name is looked up, though maximize()
#          knows it.
# Version: langcodes 3.5.1, language_data 1.4.0. Seen 2026-11-29.
# Matters: a menu of languages names each in itself. It names the two commonest tags for
#          traditional Chinese in English, and Language.get(tag).maximize() before
#          autonym() is the way round it.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check langcodes==3.5.1 language_data==1.4.0
"$work/venv/bin/python" - <<'PY'
import importlib.metadata
import sys

from langcodes import Language

got = {tag: Language.get(tag).autonym() for tag in ("zh-CN", "zh-Hant", "zh-Hant-TW", "zh-TW", "zh-HK")}
got["zh-TW, maximized"] = Language.get("zh-TW").maximize().autonym()
EXPECTED = {
    "zh-CN": "中文（中国）",
    "zh-Hant": "中文（繁體）",
    "zh-Hant-TW": "中文（繁體, 台灣）",
    "zh-TW": "Chinese（Taiwan）",
    "zh-HK": "Chinese（Hong Kong SAR China）",
    "zh-TW, maximized": "中文（繁體, 台灣）",
}
print("langcodes", importlib.metadata.version("langcodes"))
for tag, name in got.items():
    print(f"  {tag}: {name}")
if got != EXPECTED:
    sys.exit("no longer as documented")
PY
