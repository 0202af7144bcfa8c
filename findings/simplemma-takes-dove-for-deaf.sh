#!/usr/bin/env bash
# Guess:   simplemma brings singular and plural of a noun to one lemma, and a word that is
#          a lemma itself stays: "Taube" and "Tauben" (dove, doves) give "Taube".
# Happens: "Taube" gives "taub" (deaf) and "Tauben" gives "Tauber" (a male dove, or a
#          deaf man): two lemmas, neither of them the noun. text_lemmatizer lowers the first
#          word of a sentence, so "Tauben" there is "taub". In Romanian "copii" (children)
#          gives "copie" (a copy), while "copiii" (the children) gives "copil" (child).
# Version: simplemma 2.0.0. Seen 2026-11-29.
# Matters: the lemma, not the word, is what an index holds. A search for the term finds
#          its plural only by luck, and finds texts about something else; whether
#          it does hangs on whether the word begins the sentence.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check simplemma==2.0.0
"$work/venv/bin/python" - <<'PY'
import importlib.metadata
import sys

from simplemma import lemmatize, text_lemmatizer

got = {f"de {word}": lemmatize(word, lang="de") for word in ("Taube", "Tauben")}
got["de Tauben fliegen"] = text_lemmatizer("Tauben fliegen", lang="de")[0]
got["de Die Tauben fliegen"] = text_lemmatizer("Die Tauben fliegen", lang="de")[1]
got |= {f"ro {word}": lemmatize(word, lang="ro") for word in ("copil", "copii", "copiii")}
EXPECTED = {
    "de Taube": "taub",
    "de Tauben": "Tauber",
    "de Tauben fliegen": "taub",
    "de Die Tauben fliegen": "Tauber",
    "ro copil": "copil",
    "ro copii": "copie",
    "ro copiii": "copil",
}
print("simplemma", importlib.metadata.version("simplemma"))
for word, lemma in got.items():
    print(f"  {word}: {lemma}")
if got != EXPECTED:
    sys.exit("no longer as documented")
PY
