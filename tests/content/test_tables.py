"""TOML files: a finding names the line on which its key stands, however the file is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.content import tables

BASIC = r'''
[text]
definition = """
term = "x"
[sources]
"""
term = "Dove"
plain = "a \"\"\" b" # """
[[sources]]
title = """one \""" two
url = "x\""""
url = "y"
locator = ""
kind = ""
'''.lstrip()

LITERAL = r"""
[text]
note = '''
plain = "x"
[[sources]]''''' # term = "x"
term = '\'
plain = "it's" # '''
forms = '''it's'''
""".lstrip()

ARRAYS = """\
keep = [
  "related = []", # [text]
  'group = "x"',
  "[[sources]]", ["]", '''
group = "x"
'''],
  {group = "x",
   usage = "x"},
]
related = ["a", "b"] # [text]
group = "x"
[text]
term = "[ {"
note = "]"
"""

DOTTED = """\
"group" = "x"
text.term = "x"
text . 'note' = "x"
[notes."term"]
a = 1
[ retired ]
on = 1
"""

ROWS = """\
[[record]]
purpose = "talk"
[[record.hours]]
opens = "08:00"
[[record]]
purpose = "talk"
[[record.hours]]
opens = "08:00"
[[record.hours]]
opens = "09:00"
[record.more]
url = "x"
"""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (BASIC, {"text": 1, "text.definition": 2, "text.term": 6, "text.plain": 7, "sources": 8, "sources.0": 8,
                 "sources.title": 9, "sources.url": 11, "sources.0.locator": 12, "sources.kind": 13, "group": 1}),
        (LITERAL, {"text": 1, "text.note": 2, "text.term": 5, "text.plain": 6, "text.forms": 7, "sources": 1}),
        (ARRAYS, {"keep": 1, "related": 10, "group": 11, "text": 12, "text.term": 13, "text.note": 14}),
        (DOTTED, {"group": 1, "text": 2, "text.term": 2, "text.note": 3, "notes": 4, "notes.term": 4, "notes.term.a": 5,
                  "retired": 6, "retired.on": 7, "text.plain": 2}),
        (ROWS, {"record": 1, "record.0.hours.0.opens": 4, "record.1": 5, "record.1.purpose": 6, "record.1.hours": 7,
                "record.1.hours.0.opens": 8, "record.1.hours.1": 9, "record.1.hours.1.opens": 10, "record.hours.opens": 4,
                "record.1.more.url": 12, "record.purpose": 2, "record.2.purpose": 1}),
    ],
    ids=["basic strings", "literal strings", "arrays and inline tables", "quoted and dotted keys", "arrays of tables"],
)  # fmt: skip
def test_a_key_is_never_sought_inside_a_string_an_array_or_a_comment(
    tmp_path: Path, source: str, expected: dict[str, int]
) -> None:
    path = tmp_path / "dove.toml"
    for ends in ("\n", "\r\n"):
        path.write_bytes(source.replace("\n", ends).encode())
        table = tables.read(path)
        assert {key: table.line(*key.split(".")) for key in expected} == expected
