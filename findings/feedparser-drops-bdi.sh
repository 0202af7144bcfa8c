#!/usr/bin/env bash
# Guess:   feedparser's cleaning of entry bodies keeps the harmless inline elements
#          of HTML, bdi and ruby among them, as it keeps abbr, dfn and dir="rtl".
# Happens: bdi, bdo, ruby, rt, rp, mark and wbr are taken out and only their text is
#          left; lang and dir on a paragraph stay, translate="no" goes.
# Version: feedparser 6.0.14. Seen 2026-11-29.
# Matters: a feed of definitions sets a foreign term apart with bdi. Without it, an
#          English term in an Arabic sentence can pull the full stop to its side,
#          and the reading of a Japanese term runs on straight after the term.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check feedparser==6.0.14
"$work/venv/bin/python" - <<'PY'
import html
import importlib.metadata
import sys

import feedparser

body = (
    '<p lang="ar" dir="rtl">حمامة <bdi>dove</bdi>.</p>'
    "<p><ruby>鳩<rt>はと</rt></ruby> <mark>x</mark> "
    '<abbr title="t">a</abbr> <dfn>d</dfn> <span translate="no">n</span></p>'
)
feed = f"""<feed xmlns="http://www.w3.org/2005/Atom">
<id>urn:example:feed</id><title>Terms</title><updated>2026-11-29T00:00:00Z</updated>
<entry><id>urn:example:dove</id><title>dove</title><updated>2026-11-29T00:00:00Z</updated>
<content type="html">{html.escape(body)}</content></entry></feed>"""
got = feedparser.parse(feed).entries[0].content[0].value
EXPECTED = (
    '<p dir="rtl" lang="ar">حمامة dove.</p>'
    '<p>鳩はと x <abbr title="t">a</abbr> <dfn>d</dfn> <span>n</span></p>'
)
print("feedparser", importlib.metadata.version("feedparser"))
print("  sent:", body)
print("  read:", got)
if got != EXPECTED:
    sys.exit("no longer as documented")
PY
