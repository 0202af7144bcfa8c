"""The guide to embedding, ``docs/embedding.md``, as a page of the site, with this service's own addresses in its code."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt

from glossary.embed import element
from glossary.embed.element import Script

EXAMPLE = "https://glossary.example.org"
"""The address that stands for the service's own in the guide."""

_NAME = Path("docs", "embedding.md")
_PACKAGE = Path(__file__).resolve().parent.parent
_INSTALLED = _PACKAGE / _NAME
FILE = _INSTALLED if _INSTALLED.is_file() else _PACKAGE.parent / _NAME
"""Beside the package in a checkout, inside it once it is installed (``hatch_build.py``)."""


class Part(NamedTuple):
    """A piece of the guide: HTML, or code to copy."""

    html: str = ""
    code: str = ""


def parts(base_url: str) -> tuple[Part, ...]:
    """Return the guide in its order, for a service at a base address."""
    return _parts(FILE.read_text("utf-8"), base_url, element.current())


@lru_cache(maxsize=4)
def _parts(text: str, base_url: str, script: Script) -> tuple[Part, ...]:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    ours = text.replace(EXAMPLE, base_url).replace("INTEGRITY", script.integrity)
    made: list[Part] = []
    run: list = []
    for token in [*markdown.parse(ours), None]:
        if token is not None and not (token.type == "fence" and token.level == 0):
            run.append(token)
            continue
        if run:
            made.append(Part(html=markdown.renderer.render(run, markdown.options, {})))
            run = []
        if token is not None:
            made.append(Part(code=token.content.rstrip("\n")))
    return tuple(made)
