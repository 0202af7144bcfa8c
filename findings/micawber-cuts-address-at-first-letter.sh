#!/usr/bin/env bash
# Guess:   micawber, which turns addresses in a text into oEmbed cards, takes an
#          address up to the next blank, as long as its provider's pattern matches.
# Happens: an address ends at its first letter outside ASCII. Of
#          https://glossary.example/t/鴿 only https://glossary.example/t/ is asked
#          for and replaced, and the rest is left behind the card as loose text.
# Version: micawber 0.8.0. Seen 2026-11-29.
# Matters: addresses of terms carry the term in its own script when they are copied
#          from an address bar. The card shown is that of the index page, not of the
#          term, and no error says so. Percent signs in the address avoid it.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check micawber==0.8.0
"$work/venv/bin/python" - <<'PY'
import importlib.metadata
import sys

from micawber import parsers
from micawber.providers import Provider, ProviderRegistry


class Local(Provider):
    """Answers from memory, so that nothing is asked over the network."""

    def request(self, url, **extra):
        return {"type": "link", "url": url, "title": "card"}


registry = ProviderRegistry()
registry.register(r"https://glossary\.example/\S+", Local("unused"))
got = {}
for text in (
    "https://glossary.example/t/dove is a bird",
    "https://glossary.example/t/鴿 is a bird",
    "https://glossary.example/t/%E9%B4%BF is a bird",
):
    found, _ = parsers.extract(text, registry)
    got[text] = found
EXPECTED = {
    "https://glossary.example/t/dove is a bird": ["https://glossary.example/t/dove"],
    "https://glossary.example/t/鴿 is a bird": ["https://glossary.example/t/"],
    "https://glossary.example/t/%E9%B4%BF is a bird": ["https://glossary.example/t/%E9%B4%BF"],
}
print("micawber", importlib.metadata.version("micawber"))
for text, found in got.items():
    print(f"  {text} -> {found}")
if got != EXPECTED:
    sys.exit("no longer as documented")
PY
