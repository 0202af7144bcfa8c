"""Files of forms (``forms.json``), as a partner has them from a glossary: one for each language."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from glossary.annotate.words import BadForms, Words
from glossary.content import files
from glossary.errors import BadContent, Finding

NAME = "forms.json"
_REMEDY = "take it as the glossary serves it, from /v1/{lang}/forms.json"


def read(paths: Iterable[Path]) -> tuple[Words, ...]:
    """Return the words of files of forms, and of those in folders. Raises ``BadContent``: for a file that is none, a folder
    without one, and two files of one language."""
    found: dict[str, tuple[Path, Words]] = {}
    for path in [each for given in paths for each in _files(given)]:
        words = _read(path)
        first, _ = found.setdefault(words.language, (path, words))
        if first != path:
            what = f"it is in “{words.language}”, as {files.displayed(first)} is"
            raise _bad(path, what, "name one of them")
    return tuple(words for _, words in found.values())


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    found = sorted(path.rglob(NAME))
    if not found:
        raise _bad(path, f"there is no {NAME} in it", _REMEDY)
    yield from found


def _read(path: Path) -> Words:
    text = files.read(path)
    try:
        return Words.read(json.loads(text))
    except json.JSONDecodeError as error:
        raise _bad(path, f"it is no JSON ({error.msg})", _REMEDY, error.lineno) from None
    except RecursionError:
        raise _bad(path, "it is nested too deep", _REMEDY) from None
    except BadForms as error:
        raise _bad(path, f"{error.place}: {error.what}", _REMEDY) from None


def _bad(path: Path, what: str, remedy: str, line: int = 0) -> BadContent:
    return BadContent([Finding(files.displayed(path), line, what, remedy)])
