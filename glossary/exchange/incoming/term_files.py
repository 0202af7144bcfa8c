"""Term files as an import writes them: a new one in the order of ``docs/architecture.md``; in one that is there, only
what is taken changes, and what a person wrote beside it stays (tomlkit, the extra ``exchange``)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import tomli

from glossary.content import files, tables
from glossary.content.tables import Table
from glossary.content.text import FIELDS, LISTS
from glossary.errors import Refused
from glossary.exchange.incoming import citations
from glossary.exchange.incoming.entry import Entry

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DAYS = ("seen", "as_of", "on")


def written(entry: Entry) -> str:
    """Return the term file of a new concept."""
    head = [_line(name, entry.facts[name]) for name in ("group", "usage", "autolink")]
    head += [f"related = {json.dumps(entry.related)}"] if entry.related else []
    head += [_line("broader", entry.facts["broader"])] if "broader" in entry.facts else []
    text = [_line(name, entry.texts[name]) for name in FIELDS if entry.texts.get(name)]
    rows = [_table("[[sources]]", citations.table(source)) for source in entry.sources]
    retired = [_table("[retired]", entry.retired)] if entry.retired else []
    return "\n\n".join(["\n".join(head), "\n".join(["[text]", *text]), *rows, *retired]) + "\n"


def _table(head: str, values: Mapping[str, str]) -> str:
    return "\n".join([head, *(_line(name, value) for name, value in values.items())])


def _line(name: str, value: str) -> str:
    return f"{name} = {_value(name, value)}"


def _value(name: str, value: str) -> str:
    """Return a value as TOML writes it: a list with one word on each line, names of fields as an array, a day without
    quotation marks."""
    if name == "quotes":
        return json.dumps(value.split())
    if name in LISTS:
        return f'"""\n{_quoted(value)}\n"""'
    return (
        value if name in _DAYS and _is_day(value) else json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    )


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


def _is_day(value: str) -> bool:
    try:
        return bool(_DAY.fullmatch(value) and date.fromisoformat(value))
    except ValueError:
        return False


def edited(path: Path, entry: Entry) -> str:
    """Return a term file with what is taken, and all else as it stands. Raises ``Refused`` where it cannot be changed."""
    try:
        import tomlkit
    except ModuleNotFoundError:
        what = "to change a term file that is there takes more than is installed"
        raise Refused(what, "in the folder of this program, pip install -e '.[exchange]' brings it") from None
    from tomlkit.exceptions import TOMLKitError

    try:
        document: Any = tomlkit.parse(_with_room(path, entry))
        for keys, value in _changes(entry):
            _set(document, keys, tomlkit.value(value) if isinstance(value, str) else value)
        text = tomlkit.dumps(document)
        return text.replace("\n", "\r\n") if b"\r\n" in files.read_bytes(path) else text
    except (TOMLKitError, KeyError, AttributeError) as error:
        raise Refused(f"{files.displayed(path)} cannot be changed ({error})", "make the change by hand") from None


def _with_room(path: Path, entry: Entry) -> str:
    """Return the text of a term file with the keys that it lacks, empty, below those that are there. tomlkit would put a new
    key at the end of its table: below the comment of the next one, or below tables that stand in comments."""
    file, lines = tables.read(path), files.read(path).replace("\r\n", "\n").split("\n")
    facts = {"related = []": bool(entry.related), 'broader = ""': "broader" in entry.facts}
    lacking = [room for room, wanted in facts.items() if wanted and room.split(" ")[0] not in file.values]
    texts = [f'{name} = ""' for name in FIELDS if name in entry.texts and f"text.{name}" not in file.lines]
    for at, added in sorted({file.line("autolink"): lacking, _last_text(file, lines): texts}.items(), reverse=True):
        lines[at:at] = added if at else []
    return "\n".join(lines)


def _last_text(file: Table, lines: list[str]) -> int:
    """Return the line on which the last key of “[text]” ends; 0 where texts do not stand below such a head."""
    if not lines[file.line("text") - 1].lstrip().startswith("["):
        return 0
    first = max(line for key, line in file.lines.items() if key.startswith("text."))
    return next(end for end in range(first, len(lines) + 1) if _is_toml("\n".join(lines[first - 1 : end])))


def _is_toml(text: str) -> bool:
    try:
        return bool(tomli.loads(text))
    except tomli.TOMLDecodeError:
        return False


def _changes(entry: Entry) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield each change: the keys that lead to a value, and the value as TOML; of what is added to an array, a list."""
    yield from (((name,), _value(name, value)) for name, value in entry.facts.items())
    yield from ((("text", name), _value(name, value)) for name, value in entry.texts.items())
    yield from ((("retired", name), _value(name, value)) for name, value in entry.retired.items())
    if entry.related:
        yield ("related",), entry.related
    if entry.sources:
        yield ("sources",), [_toml(citations.table(source)) for source in entry.sources]


def _toml(values: Mapping[str, str]) -> Any:
    import tomlkit

    table = tomlkit.table()
    table.trivia.indent = "\n"  # an empty line before its head
    for name, value in values.items():
        table.add(name, tomlkit.value(_value(name, value)))
    return table


def _inline(value: Any) -> Any:
    """Return what an array in square brackets can hold: a table in braces."""
    import tomlkit

    if not isinstance(value, tomlkit.items.Table):
        return value
    made = tomlkit.inline_table()
    made.update(value)
    return made


def _set(document: Any, keys: tuple[str, ...], value: Any) -> None:
    """Set a value in a document, or add to an array that may be there already."""
    import tomlkit

    for key in keys[:-1]:
        document = document.setdefault(key, tomlkit.table())
    if not isinstance(value, list):
        document[keys[-1]] = value
    elif keys[-1] in document:
        there = document[keys[-1]]
        for each in value:
            there.append(_inline(each) if isinstance(there, tomlkit.items.Array) else each)
    else:
        document[keys[-1]] = value
