"""The canonical form is RFC 8785 for what ledgers hold, so that anyone can check a digest with a tool of their own."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from glossary.content.digests import canonical

_SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_STRINGS = st.text(st.characters(exclude_categories=["Cs"]))
_KEYS = st.text(st.characters(codec="ascii"))
_VALUES = st.recursive(
    st.none() | st.booleans() | _STRINGS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=6),
)


def _by_the_rfc(value: object) -> str:
    """Write a value by the words of RFC 8785: section 3.2.2 for literals and strings, 3.2.3 for the order of keys."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(f"{_quoted(key)}:{_by_the_rfc(value[key])}" for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_by_the_rfc, value)) + "]"
    return _quoted(value) if isinstance(value, str) else {None: "null", True: "true", False: "false"}[value]  # type: ignore[index]


def _quoted(text: str) -> str:
    return '"' + "".join(_SHORT.get(char, f"\\u{ord(char):04x}" if char < " " else char) for char in text) + '"'


@given(_VALUES)
@example({"b": None, "a": "\x00\x1f\x7f\x80\u2028\ufeff\U0001f600</", "A": 'é "\\" \b\f\n\r\t', "": []})
def test_the_canonical_form_is_rfc_8785(value: object) -> None:
    assert canonical(value) == _by_the_rfc(value).encode()


def test_the_rfc_s_own_example_comes_out_as_the_rfc_prints_it() -> None:
    """RFC 8785 section 3.2.2, without its numbers."""
    assert (
        canonical({"string": '\u20ac$\x0f\nA\'B"\\\\"/', "literals": [None, True, False]})
        == b'{"literals":[null,true,false],"string":"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_a_string_that_has_no_utf_8_has_no_digest() -> None:
    with pytest.raises(TypeError):
        canonical("\ud800")
