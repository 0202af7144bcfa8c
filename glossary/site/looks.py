"""How pages and frames look: the style sheets with the colours that a glossary chooses, and the picture of its previews."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from flask import Blueprint, Response, abort, current_app

from glossary.content.colours import Colour
from glossary.http.headers import Cache
from glossary.http.requests import service

blueprint = Blueprint("looks", __name__)

_STATIC = Path(__file__).resolve().parent.parent / "static"

_PAGE = """
/* The colours of this glossary. */
:root {{
{light}}}

@media (prefers-color-scheme: dark) {{
  :root {{
{dark}  }}
}}
"""
_FRAME = """
/* The colours of this glossary. */
:root {{
{light}}}

@supports (color: light-dark(red, red)) {{
  :root {{
{both}  }}
}}
"""


@blueprint.get("/static/site.css")
def page() -> Response:
    """The style sheet of pages."""
    return _sheet("site.css", _PAGE)


@blueprint.get("/static/frame.css")
def frame() -> Response:
    """The style sheet of frames."""
    return _sheet("frame.css", _FRAME)


def _sheet(name: str, addition: str) -> Response:
    chosen = service().edition.identity.colours
    if not chosen:
        return current_app.send_static_file(name)
    text = (_STATIC / name).read_text("utf-8") + addition.format(**_rows(chosen))
    return Response(text, content_type="text/css; charset=utf-8", headers={"Cache-Control": Cache.FILE.value})


def _rows(chosen: Mapping[str, Colour]) -> dict[str, str]:
    rows = {
        "light": [f"  --{name}: {each.light};\n" for name, each in chosen.items()],
        "dark": [f"    --{name}: {each.dark};\n" for name, each in chosen.items()],
        "both": [f"    --{name}: light-dark({each.light}, {each.dark});\n" for name, each in chosen.items()],
    }
    return {name: "".join(lines) for name, lines in rows.items()}


@blueprint.get("/static/wordmark.png")
def picture() -> Response:
    """The picture that previews of links show, where the glossary has one."""
    data = service().edition.identity.picture
    return Response(data, content_type="image/png", headers={"Cache-Control": Cache.FILE.value}) if data else abort(404)
