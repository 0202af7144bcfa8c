"""The line that stands for a record: read back as it was written, and refused in any other form."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.content.model import Approval, Verdict
from glossary.content.text import Text
from glossary.errors import BadText
from glossary.ledger.record import line, reading

_PROSE = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="<\ufffc\ufffd"), min_size=1).map(
    lambda text: f'a "{text}" \\ b'
)
_WORDS = st.lists(_PROSE, min_size=1, max_size=3, unique=True)
_TEXT = st.builds(
    lambda term, definition, note, forms, avoid: Text.of(
        {
            "term": term,
            "definition": definition,
            "note": note,
            "forms": "\n".join(forms),
            "avoid": "\n".join(avoid),
            "avoid_reason": "they harm.",
        }
    ),
    _PROSE, _PROSE, _PROSE, _WORDS, _WORDS,
)  # fmt: skip
_WHEN = st.datetimes(datetime(1000, 1, 1), datetime(9999, 12, 31)).map(
    lambda when: when.replace(microsecond=0, tzinfo=UTC)
)
_SOURCE = "sha256:" + "0" * 64


def _approval(language: str, text: Text, when: datetime = datetime(2026, 1, 31, tzinfo=UTC)) -> Approval:
    source = None if language == "en" else _SOURCE
    return Approval(when, "otter", "subject", Verdict.APPROVE, language, "dove", text, source)


@given(_TEXT, _WHEN, st.sampled_from(["en", "fr", "zh-Hant"]))
def test_a_record_is_read_back_as_it_was_written(text: Text, when: datetime, language: str) -> None:
    approval = _approval(language, text, when)
    assert reading(language)(line(approval).encode()[:-1]) == approval


@given(_TEXT, st.sampled_from(["en", "fr"]))
def test_the_digest_can_be_checked_without_this_service(text: Text, language: str) -> None:
    values = json.loads(line(_approval(language, text)))
    given = values.pop("digest")
    canonical = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert given == f"sha256:{sha256(canonical).hexdigest()}"


@given(_TEXT, st.data())
def test_a_line_with_one_byte_changed_is_refused(text: Text, data: st.DataObject) -> None:
    written = line(_approval("fr", text)).encode()[:-1]
    at = data.draw(st.integers(0, len(written) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != written[at]))
    with pytest.raises((ValueError, TypeError, AttributeError, BadText)):
        reading("fr")(written[:at] + bytes([byte]) + written[at + 1 :])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"term"', '"definition": "other", "term"'),
        ('"term": "Colombe"', '"term": "\\u0043olombe"'),
        (', "who"', ',"who"'),
        ('"when": ', '"when":  '),
        ('"text": {', '"text": { '),
        ("}, ", "},\t"),
    ],
)
def test_the_same_said_in_another_form_is_refused(old: str, new: str) -> None:
    """With its right digest: nobody may say the same in two ways, one of which a person might overlook."""
    written = line(_approval("fr", Text(term="Colombe", definition="est un oiseau.")))
    assert json.loads(written.replace(old, new, 1)).keys() == json.loads(written).keys()
    with pytest.raises(ValueError, match="not written as"):
        reading("fr")(written.replace(old, new, 1).encode()[:-1])
