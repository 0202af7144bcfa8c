"""The text on each page of a PDF that Chromium made: enough of the format (ISO 32000) for what Skia writes."""

from __future__ import annotations

import re
import zlib

_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\n?(.*?)\nendobj", re.DOTALL)
_FONT = re.compile(rb"/(F\d+) (\d+) 0 R")
_SHOWN = re.compile(rb"/(F\d+) [\d.]+ Tf|(<[0-9A-Fa-f]*>|\[.*?\]) ?T[jJ]", re.DOTALL)
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)>")
_SINGLE = re.compile(rb"^<([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)>$", re.MULTILINE)


def pages(data: bytes) -> list[str]:
    """Return the text of each page, without its spaces: what a page shows stands in the order in which it was painted."""
    objects = {int(number): body for number, body in _OBJECT.findall(data)}
    found = [body for body in objects.values() if re.search(rb"/Type /Page\b", body)]
    return [_text(objects, page) for page in found]


def _text(objects: dict[int, bytes], page: bytes) -> str:
    fonts = {name: _letters(objects, int(number)) for name, number in _FONT.findall(page)}
    text, letters = "", dict[int, str]()
    for font, shown in _SHOWN.findall(_stream(objects[_reference(page, b"Contents")])):
        if font:
            letters = fonts[font]
            continue
        for piece in re.findall(rb"<([0-9A-Fa-f]*)>", shown):
            codes = (int(piece[at : at + 4], 16) for at in range(0, len(piece), 4))
            text += "".join(letters.get(code, "") for code in codes)
    return re.sub(r"\s", "", text)


def _letters(objects: dict[int, bytes], font: int) -> dict[int, str]:
    if b"/ToUnicode" not in objects[font]:
        return {}
    table, letters = _stream(objects[_reference(objects[font], b"ToUnicode")]), dict[int, str]()
    for first, last, to in _RANGE.findall(table):
        for step in range(int(last, 16) - int(first, 16) + 1):
            letters[int(first, 16) + step] = chr(int(to, 16) + step)
    for code, to in _SINGLE.findall(table):
        letters[int(code, 16)] = bytes.fromhex(to.decode()).decode("utf-16-be")
    return letters


def _reference(body: bytes, name: bytes) -> int:
    match = re.search(rb"/%b (\d+) 0 R" % name, body)
    assert match, name
    return int(match[1])


def _stream(body: bytes) -> bytes:
    head, _, rest = body.partition(b"stream\n")
    raw = rest.rpartition(b"\nendstream")[0]
    return zlib.decompress(raw) if b"/FlateDecode" in head else raw
