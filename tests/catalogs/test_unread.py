"""Drafts that are read when somebody asks: the same as those of a catalog that is read as a whole, with the same findings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from glossary.catalogs import drafts, po, unread
from glossary.catalogs.po import Catalog, Message
from glossary.content import stored
from glossary.content.model import Draft
from glossary.errors import BadContent, Finding

_HEADER = (
    ("Language", "pl"),
    ("Content-Type", "text/plain; charset=UTF-8"),
    ("Plural-Forms", "nplurals=3; plural=(n<2);"),
)
_MESSAGES = tuple(
    Message(f"{concept}.{name}", f"the {name}", text, notes=("A note.",), fuzzy=name == "note")
    for concept, texts in (("dove", ("Gołąb", "Biały ptak.", "gołąb\ngołębie")), ("crow", ("", "Ptak “czarny”.", "")))
    for name, text in zip(("term", "definition", "forms"), texts, strict=True)
)
_PLAIN = po.write(Catalog(_HEADER, _MESSAGES)).encode()
_ODD = (
    '"',
    "\\n",
    "\n",
    "\n\n",
    " ",
    "#, fuzzy\n",
    "#~ ",
    "# said\n",
    "<",
    "\\t",
    "\\",
    "\u200b",
    "\u00a0",
    '"\n"',
    "e\u0301",
    "dove",
)
_PIECES = st.sampled_from(
    [b"", b"\xff", b'#| msgid "x"\n', b"#, c-format\n", b"msgstr ", *(each.encode() for each in _ODD)]
)


def _everything(read: tuple[Mapping[str, Draft], list[Finding]]) -> object:
    rows, findings = read
    names = ("term", "definition", "forms")
    some = {concept: unread.fields(rows, concept, names) for concept in rows}  # before a draft is read as a whole
    few = {concept: {name: fields[name] for name in names if name in fields} for concept, fields in some.items()}
    return dict(rows), findings, unread.complete(rows), few


def _either(read: object) -> object:
    try:
        return _everything(read())  # type: ignore[operator]
    except BadContent as error:
        return error.findings


def _same(folder: Path, data: bytes) -> None:
    path = drafts.path(folder, "pl")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    lazily = _either(lambda: unread.read(folder, "pl"))
    assert lazily == _either(lambda: drafts.drafts(drafts.read(folder, "pl"), folder, "pl"))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, len(_PLAIN)), st.integers(0, 4), _PIECES), max_size=2))
@example([])
def test_a_draft_that_is_read_later_is_the_one_that_the_whole_catalog_has(
    tmp_path: Path, edits: list[tuple[int, int, bytes]]
) -> None:
    data = _PLAIN
    for at, gone, more in edits:
        data = data[:at] + more + data[at + gone :]
    _same(tmp_path, data)


def test_a_usual_catalog_is_only_looked_through_and_its_drafts_outlive_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored, "LARGE", 0)
    path = drafts.path(tmp_path, "pl")
    path.parent.mkdir(parents=True)
    path.write_bytes(_PLAIN)
    whole = dict(drafts.drafts(drafts.read(tmp_path, "pl"), tmp_path, "pl")[0])
    rows, findings = unread.read(tmp_path, "pl")
    path.unlink()
    assert isinstance(rows, unread.Unread)
    assert (dict(rows), findings, rows.complete) == (whole, [], frozenset({"dove"}))
