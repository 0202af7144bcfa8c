"""The PO format: what is refused, what is written, and that other tools read the same."""

from __future__ import annotations

import subprocess
import unicodedata
from io import BytesIO
from pathlib import Path

import polib
import pytest
from babel.messages.pofile import read_po
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from translate.storage.pypo import pofile

from glossary.catalogs import fastpath, po, reader
from glossary.catalogs.po import Catalog, Message
from glossary.errors import BadContent, Finding
from tests.conftest import needs

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
ONE = '\nmsgctxt "a.term"\nmsgid "one"\nmsgstr "un"\n'


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ('\nmsgctxt "a.term"\nmsgid "one"\nmsgstr "un\n', 6, "quotation marks do not match"),
        ('\nmsgctxt "a.term"\nmsgid "one"\nmsgstr "un" "deux"\n', 6, "quotation marks do not match"),
        ("\nmsgctxt \"a.term\"\nmsgid one\nmsgstr 'un'\n", 5, "quotation marks do not match"),
        ('\nmsgctxt "a.term"\nmsgid "one"\nmsgstr "u\\n\\q"\n', 6, "the escape \\q is not known"),
        (ONE + ONE, 10, "“a.term” stands here and at line 6"),
        ('\nmsgctxt "a.term"\nmsgid "one"\nmsgid "two"\nmsgstr "un"\n', 6, "a second msgid"),
        ('\nmsgctxt "a.term"\nmsgstr "un"\nmsgid "one"\n', 6, "no msgctxt"),
        ('\nmsgid "one"\nmsgctxt "a.term"\nmsgstr "un"\n', 5, "too late"),
        ('\nmsgctxt "a.term"\nmsgid "one"\n# note\nmsgstr "un"\n', 6, "a comment inside an entry"),
        ('\nmsgctxt "a.term"\nmsgid "one"\n', 4, "the entry has no msgstr"),
        ('\nmsgid "one"\nmsgstr "un"\n', 4, "the entry has no msgctxt"),
        ('\nmsgctxt "a.term"\nmsgid "one"\nmsgid_plural "ones"\nmsgstr[0] "un"\n', 6, "is for plurals"),
        ('\nmsgctxt "a.term"\nmsgid "one"\n\nmsgstr "un"\n', 7, "the entry has no msgctxt"),
        ('\n"stray"\n', 4, "belongs to no keyword"),
        ('\nmsgctxt "a.term"\n#| msgid "old"\nmsgid "one"\nmsgstr "un"\n', 5, "too late"),
        ("\nun mot\n", 4, "is not a line of a PO file"),
        ('\n#= sticky\nmsgctxt "a.term"\nmsgid "one"\nmsgstr "un"\n', 4, "the flag “sticky” is not known"),
        ("\n<<<<<<< ours\n", 4, "merge-conflict marker"),
    ],
)
def test_what_a_reader_would_have_to_guess_at_is_refused_at_its_line(
    tmp_path: Path, body: str, line: int, words: str
) -> None:
    path = tmp_path / "x.po"
    path.write_text(HEADER + body)
    with pytest.raises(BadContent) as caught:
        reader.read(path)
    assert any(
        finding.line == line and words in finding.what and finding.remedy for finding in caught.value.findings
    ), str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the header is missing"),
        (ONE, "the header is missing"),
        ('msgid ""\nmsgstr "Language: fr\\n"\n', "Content-Type is not UTF-8"),
        ('msgid ""\nmsgstr "Content-Type: text/plain; charset=ISO-8859-1\\n"\n', "Content-Type is not UTF-8"),
        (HEADER.replace('msgstr "', 'msgstr "X: 1\\nX: 2\\n'), "“X” is broken or stands twice"),
    ],
)
def test_a_header_that_does_not_say_how_to_read_the_file_is_refused(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "x.po"
    path.write_text(text)
    with pytest.raises(BadContent, match=words):
        reader.read(path)


def test_a_file_that_is_no_catalog_at_all_has_at_most_a_hundred_problems_and_costs_little(tmp_path: Path) -> None:
    path = tmp_path / "glossary.po"
    path.write_text("no line of a catalog\n" * 200_000)
    with pytest.raises(BadContent) as refusal:
        reader.read(path)
    assert len(refusal.value.findings) == 101
    assert str(refusal.value.findings[-1]).endswith(
        "glossary.po:101: there are more than 100 findings from here on; mend the others first, or restore the file"
    )


def test_fuzzy_is_fuzzy_in_the_old_and_the_coming_form(tmp_path: Path) -> None:
    path = tmp_path / "x.po"
    for mark in ("#, fuzzy", "#, python-format, fuzzy", "#= fuzzy"):
        path.write_text(HEADER + ONE.replace("\n", f"\n{mark}\n", 1))
        (message,) = reader.read(path).messages
        assert message.fuzzy
        assert not message.flags


def test_windows_line_ends_and_other_tools_wrapping_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.po"
    path.write_bytes((HEADER + ONE.replace('"un"', '""\n"u"\n"n"')).replace("\n", "\r\n").encode())
    assert reader.read(path).messages[0].text == "un"


_TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Co", "Cn", "Zl", "Zp"], include_characters='\n\t"\\'), min_size=1
).map(lambda text: unicodedata.normalize("NFC", text))
_LINE = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1).map(lambda line: "x" + line)
_MESSAGE = st.builds(
    Message,
    key=st.from_regex(r"[a-z]{1,8}\.[a-z]{1,8}", fullmatch=True),
    source=_TEXT,
    text=_TEXT | st.just(""),
    fuzzy=st.booleans(),
    flags=st.sampled_from([(), ("no-check",)]),
    previous=st.none() | _TEXT,
    notes=st.lists(_LINE, max_size=2).map(tuple),
    comments=st.lists(_LINE, max_size=2).map(tuple),
    obsolete=st.booleans(),
)
_CATALOG = st.lists(_MESSAGE, max_size=6, unique_by=lambda message: message.key).map(
    lambda messages: Catalog(
        (("Language", "fr"), ("X-Note", "kept"), ("Content-Type", "text/plain; charset=UTF-8")),
        tuple(sorted(messages, key=lambda message: message.obsolete)),
        ("top",),
    )
)


def _content(catalog: Catalog) -> list[tuple[object, ...]]:
    return [
        (m.key, m.source, m.text, m.fuzzy, m.flags, None if m.obsolete else m.previous, m.notes, m.comments, m.obsolete)
        for m in catalog.messages
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(catalog=_CATALOG)
def test_what_is_written_is_read_back_the_same(tmp_path: Path, catalog: Catalog) -> None:
    path = tmp_path / "x.po"
    path.write_text(po.write(catalog), encoding="utf-8", newline="")
    again = reader.read(path)
    assert (again.header, again.comments, _content(again)) == (catalog.header, catalog.comments, _content(catalog))
    assert po.write(again) == po.write(catalog)


_DAMAGE = st.lists(
    st.tuples(
        st.integers(0, 600),
        st.integers(0, 3),
        st.sampled_from(
            ["", '"', "\\", "\n", "\n\n", "#", "#~ ", "#, fuzzy\n", "msgid", " ", "\t", "\r", "\u0301", "<"]
        ),
    ),
    max_size=3,
)
"""Where so many characters of a file are replaced, and by what."""


def _outcome(path: Path) -> Catalog | tuple[Finding, ...]:
    try:
        return reader.read(path)
    except BadContent as error:
        return error.findings


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(catalog=_CATALOG, damage=_DAMAGE)
def test_the_fast_path_reads_no_file_otherwise_than_the_strict_reader(
    tmp_path: Path, catalog: Catalog, damage: list[tuple[int, int, str]]
) -> None:
    text = po.write(catalog)
    for start, length, piece in damage:
        text = text[:start] + piece + text[start + length :]
    path = tmp_path / "x.po"
    path.write_text(text, encoding="utf-8", newline="")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fastpath, "read", lambda _text, start, number: ([], start, number))
        strict = _outcome(path)
    assert _outcome(path) == strict


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(catalog=_CATALOG)
def test_babel_polib_and_translate_toolkit_read_what_is_written_alike(tmp_path: Path, catalog: Catalog) -> None:
    text = po.write(catalog)
    path = tmp_path / "x.po"
    path.write_text(text, encoding="utf-8", newline="")
    ours = {m.key: (m.source, m.text, m.fuzzy) for m in catalog.messages if not m.obsolete}
    babel = read_po(BytesIO(text.encode()), abort_invalid=True)
    assert {m.context: (m.id, m.string, m.fuzzy) for m in babel if m.id} == ours
    entries = polib.pofile(str(path))
    assert {e.msgctxt: (e.msgid, e.msgstr, e.fuzzy) for e in entries if not e.obsolete} == ours
    toolkit = pofile.parsestring(text.encode())  # type: ignore[no-untyped-call]
    units = [unit for unit in toolkit.units if unit.source and not unit.isobsolete()]
    assert {u.getcontext(): (str(u.source), str(u.target), u.isfuzzy()) for u in units} == ours


def test_msgfmt_accepts_and_msgcat_keeps_what_is_written(tmp_path: Path) -> None:
    needs("msgfmt")
    catalog = Catalog(
        (("Language", "fr"), ("X-Note", "kept"), ("Content-Type", "text/plain; charset=UTF-8")),
        (
            Message(
                "a.term", "50% of {x}", 'la moitié de "x"', previous="old\nwith a line that is long " * 5, fuzzy=True
            ),
            Message("b.forms", "one\ntwo", "un\ndeux", comments=("why",), notes=("hint",)),
            Message("c.term", "gone", "parti", obsolete=True),
        ),
    )
    path = tmp_path / "x.po"
    path.write_text(po.write(catalog), encoding="utf-8")
    subprocess.run(["msgfmt", "-c", "-o", "/dev/null", path], check=True, capture_output=True)
    done = subprocess.run(["msgcat", path], check=True, capture_output=True)
    path.write_bytes(done.stdout)
    again = reader.read(path)
    assert _content(again) == _content(catalog)
    assert again.field("X-Note") == "kept"
