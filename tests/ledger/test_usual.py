"""Texts of the usual form, whose canonical form is put together without a parser: read alike, or left alone."""

from __future__ import annotations

import json
from hashlib import sha256

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from glossary.characters import hidden
from glossary.content.text import FIELDS, Text
from glossary.errors import BadText
from glossary.ledger import usual
from glossary.ledger.record import object_of, text

_ODD = st.sampled_from(
    [
        " ",
        "\n",
        '"',
        "\\",
        "<",
        "a",
        "é",
        "e\u0301",
        "ש",
        "\u00a0",
        "\u202f",
        "\u200c",
        "\u00ad",
        "\t",
        "،",
        "😀",
        "\u061c",
    ]
)
_ANY = st.characters(max_codepoint=0x3100)
_VALUE = st.lists(_ODD, max_size=5).map("".join) | st.text(_ANY, max_size=8)
_FIELDS = st.dictionaries(st.sampled_from(FIELDS), _VALUE, max_size=8).map(
    lambda values: {name: values[name] for name in FIELDS if name in values}
)


_QUICK = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _strictly(written: bytes) -> bytes | None:
    try:
        return text(written)[1]
    except (ValueError, TypeError, AttributeError, BadText):
        return None


@_QUICK
@given(_FIELDS)
@example({"term": "a", "definition": "b", "forms": "x\ny", "avoid": "z", "avoid_reason": 'it "harms".'})
@example({"term": "a", "definition": "b", "forms": "x\n y"})
@example({"term": "a\u00a0", "definition": "b"})
@example({"term": "a", "definition": "b", "avoid": "z"})
def test_a_text_of_the_usual_form_is_read_as_the_strict_reader_reads_it_or_left_to_it(values: dict[str, str]) -> None:
    try:
        written = object_of(values)
    except TypeError:  # a lone surrogate
        return
    assert usual.canonical(written) in (None, _strictly(written))


@_QUICK
@given(st.text(st.characters(categories=["L", "N"]), min_size=1), st.binary(max_size=3), st.integers(0, 80))
def test_a_text_with_other_bytes_in_it_is_never_taken_for_more_than_the_strict_reader_takes(
    word: str, more: bytes, at: int
) -> None:
    whole = object_of({"term": "term", "definition": word, "forms": "one\ntwo"})
    written = whole[:at] + more + whole[at:]
    assert usual.canonical(written) in (None, _strictly(written))


def test_the_canonical_form_is_that_of_rfc_8785() -> None:
    values = {"term": "Übergriff", "definition": "Ein Satz.", "forms": "eins\nzwei", "avoid": "x", "avoid_reason": "y"}
    canonical = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert sha256(usual.canonical(object_of(values)) or b"").digest() == sha256(canonical).digest()


def test_every_character_of_which_something_could_be_said_is_looked_at() -> None:
    for number in (*range(0xD800), *range(0xE000, 0x10000), *range(0x10000, 0x110000, 0x101)):
        char = chr(number)
        plain = usual.canonical(object_of({"term": char + "a", "definition": "b"})) is not None
        assert not plain or (_strict(char) and not hidden(char) and not char.isspace()), char


def _strict(char: str) -> bool:
    try:
        return Text.of({"term": char + "a", "definition": "b"}).term == char + "a"
    except BadText:
        return False
