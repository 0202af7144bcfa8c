"""The baseline: what a release ships beside the texts, adopted by nobody, in ``glossary/baseline/``.

It lies in the package, beside the code, and never in a folder of content. ``glossary adopt --baseline`` makes it from
the content of a checkout of this project.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
from marshmallow import Schema, fields

from glossary.content import files, tables
from glossary.content.digests import digest
from glossary.errors import BadContent, Finding
from glossary.ledger.adoption import Adoption, Item, Kind, line

FOLDER = Path(__file__).resolve().parent.parent / "baseline"
FILE = "baseline.toml"
COMMAND = "glossary adopt --baseline"
"""The command that brings it up to date."""

Group = tuple[Kind, str]
"""What one file of it holds: a kind, and for interface strings a language."""

Values = Mapping[Group, Mapping[str, Any]]
"""Adopted copies by group and key."""


@dataclass(frozen=True)
class Baseline:
    """What a release ships: the day on which it was made, the digest of its files, the copies, and the bytes of the file that
    has that digest: they are what is signed."""

    made_on: date
    digest: str
    values: Values
    about: bytes


class _FileSchema(Schema):
    made_on = fields.Raw(required=True, validate=tables.a_date)
    digest = fields.String(required=True)


@cache
def load(folder: Path = FOLDER) -> Baseline:
    """Return the baseline of this package, which is read once. Raises ``BadContent`` where it is not what its digest says."""
    table = tables.read(folder / FILE)
    about = table.load(_FileSchema(), f"run “{COMMAND}”", date.max)
    # The digest tells whether they are good.
    data = {path.name: path.read_bytes() for path in sorted(folder.glob("*.jsonl"))}
    if _digest(data) != about["digest"]:
        what = "the files beside it are not those that its digest is of"
        remedy = f"restore the folder, or install the package again; after a merge of two, run “{COMMAND}”"
        raise BadContent([Finding(files.displayed(folder / FILE), 0, what, remedy)])
    values = {group: rows for each in data.values() for group, rows in _groups(each)}
    return Baseline(about["made_on"], about["digest"], values, table.data)


def _digest(data: Mapping[str, bytes]) -> str:
    return digest({name: sha256(content).hexdigest() for name, content in data.items()})


def _groups(data: bytes) -> list[tuple[Group, dict[str, Any]]]:
    """Return what a file holds. Its digest was compared as a whole: here the lines need not be."""
    groups: dict[Group, dict[str, Any]] = {}
    for row in orjson.loads(b"[" + data.strip(b"\n").replace(b"\n", b",") + b"]"):
        groups.setdefault((row["adopts"], row.get("language", "")), {})[row["key"]] = row["value"]
    return [((Kind(kind), language), rows) for (kind, language), rows in groups.items()]


def write(values: Values, day: date, folder: Path = FOLDER) -> int:
    """Write a baseline, one file for each group and one line for each copy, if that changes anything; return how many
    lines are new, changed or gone."""
    texts = {_name(group): _lines(group, rows) for group, rows in values.items() if rows}
    before = {path.name: files.read(path) for path in folder.glob("*.jsonl")}
    for name in before.keys() - texts.keys():
        (folder / name).unlink()
    for name, text in texts.items():
        files.replace(folder / name, text)
    data = {name: text.encode() for name, text in sorted(texts.items())}
    if texts != before or _digest(data) not in _about_now(folder):
        files.replace(folder / FILE, _about(_digest(data), day))
    load.cache_clear()
    return sum(_differing(before.get(name, ""), texts.get(name, "")) for name in before | texts)


def _about_now(folder: Path) -> str:
    return files.read(folder / FILE) if (folder / FILE).exists() else ""


def _differing(before: str, after: str) -> int:
    old, new = set(before.splitlines()), set(after.splitlines())
    return max(len(old - new), len(new - old))


def _name(group: Group) -> str:
    return f"{group[1] or group[0]}.jsonl"


def _lines(group: Group, rows: Mapping[str, Any]) -> str:
    return "".join(line(Adoption(Item(*group, key), value)) for key, value in sorted(rows.items()))


def _about(digest: str, day: date) -> str:
    return (
        f"# Made by “{COMMAND}” from the content of this repository. Nobody adopted it.\n"
        f'made_on = {day}\ndigest = "{digest}"\n'
    )
