"""The archive for partners who serve the element themselves: the script, the bundles, an example, a page that checks
evidence, and no request to us."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from glossary.contract import bundle, forms, parts
from glossary.contract.answers import Document
from glossary.edition.edition import Edition
from glossary.embed import element
from glossary.errors import Refused
from glossary.export import addresses
from glossary.language.tags import SOURCE

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the archive, ZIP's earliest: the same content is then the same bytes."""

_FOLDER = "glossary"

UNMARKED = "a demonstration is not exported: its files would lose what marks them"

_NGINX = """\
# For the http block of nginx. Put this line into the server block:
#   {rule}
{maps}"""

_REDIRECTS = """\
# For the _redirects file of a site that has this folder at its top, as Netlify and Cloudflare Pages read it.
{rows}"""


def pack(edition: Edition, base_url: str) -> bytes:
    """Return the archive as a ZIP file. Its paths are those of the service, so the script finds its bundles unchanged.

    Raises ``Refused`` for a demonstration, as an export does.
    """
    if edition.policy.demonstration:
        raise Refused(UNMARKED, "serve other content")
    memory = BytesIO()
    with ZipFile(memory, "w", ZIP_DEFLATED) as file:
        for name, data in _files(edition, base_url):
            member = ZipInfo(f"{_FOLDER}/{name}", _EPOCH)
            member.compress_type, member.external_attr = ZIP_DEFLATED, 0o644 << 16
            file.writestr(member, data)
    return memory.getvalue()


def _files(edition: Edition, base_url: str) -> Iterator[tuple[str, bytes]]:
    for script in (element.ELEMENT, element.AUTO):
        yield f"embed/{script}", element.current(script).data
    for language in edition.languages:
        whole = bundle.of_language(edition, language, base_url)
        yield f"v1/{language}/bundle.json", _json(whole)
        for name, part in parts.of_bundle(whole).items():
            yield f"v1/{language}/bundle/{name}.json", _json(part)
        yield f"v1/{language}/forms.json", _json(forms.of_language(edition, language, base_url))
    yield from _rules(tuple(edition.languages))
    package = Path(__file__).parent.parent
    yield "verify.html", (package / "proofs" / "verify.html").read_bytes()
    yield (
        "example.html",
        _example((package / "templates" / "example.html").read_text("utf-8"), edition, base_url).encode(),
    )


def _example(page: str, edition: Edition, base_url: str) -> str:
    """Return the page that shows an entry of the glossary in its own site."""
    vetted = edition.vetted(edition.example or "", SOURCE)
    word = vetted.text.abbreviation or vetted.text.term if vetted else "…"
    values = {"BASE": base_url, "ID": edition.example or "", "WORD": escape(word)}
    return re.sub("|".join(values), lambda name: values[name[0]], page)


def _json(document: Document) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _rules(offered: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """The bundle of the nearest language at the address of any language, for the file servers that many have."""
    yield ".htaccess", "".join(f"{line}\n" for line in addresses.apache(offered)).encode()
    yield "nginx.conf", _NGINX.format(rule=addresses.NGINX_RULE, maps=addresses.nginx(offered)).encode()
    yield "_redirects", _REDIRECTS.format(rows=addresses.redirects(offered, f"/{_FOLDER}")).encode()
