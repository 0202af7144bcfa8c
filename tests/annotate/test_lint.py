"""Words to avoid in somebody's texts are told as linters tell it: place, reason, what to write; and an exit code."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import Result

from glossary.annotate.html import BadPage
from glossary.annotate.linting.document import Kind
from glossary.annotate.linting.linter import Linter
from glossary.annotate.words import Words
from tests.world import World

FORMS = {
    "language": "en",
    "page": "https://glossary.example/en/{id}/",
    "rules": {"after": ["'s"]},
    "concepts": {
        "dove": {
            "term": "Dove",
            "autolink": "safe",
            "forms": ["dove", "doves", "rock pigeon fancier"],
            "avoid": ["rock pigeon", "flying rat"],
            "reason": "A dove is no pest.",
        },
        "owl": {"term": "Owl", "autolink": "never", "forms": ["owl"], "avoid": ["night bird"]},
    },
}
GERMAN = {
    "language": "de",
    "page": "https://glossary.example/de/{id}/",
    "concepts": {
        "dove": {"term": "Taube", "autolink": "safe", "avoid": ["Ratte der Lüfte"], "reason": "Kein Tier ist so."}
    },
}
WARNING = "warning: “rock pigeon” is a word to avoid; write “Dove”. A dove is no pest. [dove]"


class Desk:
    """A folder of somebody's texts, with a glossary's files of forms beside it."""

    def __init__(self, root: Path, world: World) -> None:
        self.root, self.world = root / "texts", world
        self.root.mkdir()
        self.forms = root / "v1"
        for document in (FORMS, GERMAN):
            path = self.forms / str(document["language"]) / "forms.json"
            path.parent.mkdir(parents=True)
            path.write_text(json.dumps(document))

    def write(self, name: str, text: str | bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def lint(self, *arguments: str, text: str | None = None) -> Result:
        return self.world.run("lint", *arguments, "--from", str(self.forms), text=text)

    def places(self, name: str, text: str | bytes, *options: str) -> list[str]:
        """Return the lines and columns at which words to avoid are found in a text."""
        self.write(name, text)
        done = self.lint(name, "--format", "json", *options)
        assert done.exit_code in (0, 1), done.output
        return [f"{found['line']}:{found['column']}" for found in json.loads(done.stdout)["findings"]]


@pytest.fixture
def desk(tmp_path: Path, world: World, monkeypatch: pytest.MonkeyPatch) -> Desk:
    made = Desk(tmp_path, world)
    monkeypatch.chdir(made.root)
    return made


def test_a_word_to_avoid_is_told_with_place_reason_and_what_to_write(desk: Desk) -> None:
    desk.write("a.txt", "Doves.\nOf a rock\npigeon, and the Flying Rat's.\n")
    done = desk.lint("a.txt", "--language", "en-GB")
    assert done.stdout.splitlines() == [
        f"a.txt:2:6: {WARNING}",
        "a.txt:3:17: warning: “Flying Rat” is a word to avoid; write “Dove”. A dove is no pest. [dove]",
    ]
    assert done.stderr == "1 file: 2 warnings.\n"
    assert done.exit_code == 1


def test_without_any_it_exits_with_0_and_prints_nothing_but_a_summary(desk: Desk) -> None:
    desk.write("a.txt", "A dove, and a rock pigeon fancier.")
    done = desk.lint("a.txt", "--language", "en")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "1 file: nothing found.\n")


def test_words_that_only_their_context_decides_are_notes_on_request(desk: Desk) -> None:
    desk.write("a.txt", "A night bird.")
    assert desk.lint("a.txt", "--language", "en").stdout == ""
    asked = desk.lint("a.txt", "--language", "en", "--ask")
    assert asked.stdout == "a.txt:1:3: note: “night bird” is a word to avoid if it means the same; write “Owl”. [owl]\n"
    assert asked.exit_code == 0
    assert desk.lint("a.txt", "--language", "en", "--ask", "--fail-on", "note").exit_code == 1
    desk.write("a.txt", "A rock pigeon.")
    assert desk.lint("a.txt", "--language", "en", "--fail-on", "never").exit_code == 0


def test_places_are_counted_in_code_points_and_in_utf_16(desk: Desk) -> None:
    desk.write("a.txt", "\ufeff😀 é\r\n😀😀 rock pigeon 😀\r\n".encode())
    found = json.loads(desk.lint("a.txt", "--lang", "en", "--format", "json").stdout)["findings"]
    assert found == [
        {
            "file": "a.txt",
            "line": 2,
            "column": 4,
            "end_line": 2,
            "end_column": 15,
            "start": 8,
            "end": 19,
            "start_utf16": 11,
            "end_utf16": 22,
            "level": "warning",
            "concept": "dove",
            "language": "en",
            "words": "rock pigeon",
            "instead": "Dove",
            "reason": "A dove is no pest.",
            "link": "https://glossary.example/en/dove/",
        }
    ]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("# A *rock* pigeon", ["1:6"]),
        ("[rock pigeon](/x) and [x](/rock-pigeon 'rock pigeon') and https://a.example/?q=rock pigeon", ["1:2"]),
        ("`rock pigeon` and ``rock pigeon``", []),
        ("```\nrock pigeon\n```\n\n    rock pigeon\n", []),
        ("rock `x` pigeon, rock\\\npigeon, rock&nbsp;pigeon, \\rock pigeon", ["2:9", "2:28"]),
        ("| rock | pigeon |\n|---|---|\n| a | rock pigeon |\n", ["3:7"]),
        ("- a rock\n  pigeon\n\n  rock\n\n  pigeon\n", ["1:5"]),
        ("> a rock pigeon\n\n<q>rock pigeon</q> <code>rock pigeon</code> <b>rock</b> pigeon", ["3:48"]),
        ("<div>\nrock\n  pigeon <pre>rock pigeon</pre> <q>rock pigeon</q>\n</div>\n\nrock pigeon", ["2:1", "6:1"]),
        ("<p lang=de>Ratte der Lüfte</p>\n\n<p lang=fi>rock pigeon</p>", ["1:12"]),
        ("---\ntitle: rock pigeon\n---\nrock pigeon", ["4:1"]),
        ("+++\ntitle = 'rock pigeon'\n+++\nrock pigeon", ["4:1"]),
        ("---\nlang: en_GB\n---\nrock pigeon", ["4:1"]),
        ("text\n\n---\nrock pigeon\n---\n", ["4:1"]),
        ("é😀[^1] rock pigeon\n\n[^1]: é rock pigeon", ["1:8", "3:9"]),
        ("![rock pigeon](rock-pigeon.png)", ["1:3"]),
    ],
)
def test_markdown_is_read_as_prose(desk: Desk, text: str, places: list[str]) -> None:
    assert desk.places("a.md", text, "--language", "en") == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("<h1>rock pigeon</h1><main><p>x</main><nav>rock pigeon</nav>", ["1:19", "1:57"]),
        ("<a href=/rock-pigeon>rock pigeon</a> <button>rock pigeon</button>", ["1:36", "1:60"]),
        ("<p>rock <b>pigeon</b>, ro<i>ck</i> pigeon, rock<br>pigeon, rock <b>pigeon</b>ry", ["1:18", "1:38"]),
        ("<pre>rock pigeon</pre><code>rock pigeon</code><script>rock pigeon</script><!-- rock pigeon -->", []),
        ("<p class=notranslate>rock pigeon<p translate=no>rock pigeon<p data-glossary-auto=off>rock pigeon", ["1:100"]),
        ("<blockquote>rock pigeon</blockquote><q>rock pigeon</q>“rock <i>pigeon</i>”", []),
        ("<p lang=de>Ratte der Lüfte, rock pigeon<p lang=sv>rock pigeon<p>é rock&#32;pigeon", ["1:26", "1:81"]),
    ],
)
def test_a_page_of_html_is_read_as_its_readers_do(desk: Desk, text: str, places: list[str]) -> None:
    assert desk.places("a.html", f"<html lang=en>{text}", "--language", "fi") == places


@pytest.mark.parametrize(
    "quotation",
    [
        "“the Rock Pigeon Act”",
        "„rock pigeon“",
        "”rock pigeon”",
        "« rock pigeon »",
        "»rock pigeon«",
        '"rock pigeon"',
        "‘a child’s rock pigeon’",
        "'a child's rock pigeon'",
        "“one\n\n“rock pigeon\n\n“three”",
    ],
)
def test_what_is_quoted_is_looked_at_on_request(desk: Desk, quotation: str) -> None:
    assert desk.places("a.txt", f"It is 5\" or 7' {quotation}, no more.", "--language", "en") == []
    assert len(desk.places("a.txt", f"It is {quotation}, no more.", "--language", "en", "--quotations")) == 1


@pytest.mark.parametrize(
    "text", ["a “ rock pigeon", "it’s the rock pigeons’ rock pigeon’s", 'a 5" rock pigeon 6"', "“a” rock pigeon “b”"]
)
def test_a_mark_that_opens_no_quotation_hides_nothing(desk: Desk, text: str) -> None:
    assert len(desk.places("a.txt", text, "--language", "en")) == 1


def test_a_comment_switches_it_off_and_on_and_allows_words(desk: Desk) -> None:
    text = (
        "rock pigeon\n<!-- glossary-lint off -->\nrock pigeon\n\n<!-- glossary-lint on -->\nrock pigeon, flying rat\n"
    )
    for name in ("a.txt", "a.md", "a.html"):
        assert desk.places(name, text, "--language", "en") == ["1:1", "6:1", "6:14"]
        assert desk.places(name, f"{text}<!-- glossary-lint allow: Flying rat, x -->", "--language", "en") == [
            "1:1",
            "6:1",
        ]
    example = "```\n<!-- glossary-lint off -->\n```\nrock pigeon"
    assert desk.places("a.md", example, "--language", "en") == ["4:1"], "what stands in code is an example"


def test_a_comment_that_says_nothing_to_the_linter_is_told(desk: Desk) -> None:
    desk.write("a.md", "x\n<!-- glossary-lint of -->\nrock pigeon")
    done = desk.lint("a.md", "--language", "en")
    assert done.exit_code == 2
    assert (
        "a.md:2: “glossary-lint of” says nothing to the linter; write off, on, or allow: and the words" in done.stderr
    )


def test_words_and_terms_can_be_allowed(desk: Desk) -> None:
    text = "rock pigeon, flying rat"
    assert desk.places("a.txt", text, "--language", "en", "--allow", "ROCK PIGEON") == ["1:14"]
    assert desk.places("a.txt", text, "--language", "en", "--allow", "dove") == []


def test_the_language_is_what_the_document_says_else_what_the_option_says(desk: Desk) -> None:
    german = "Eine Ratte der Lüfte, a rock pigeon"
    assert desk.places("a.txt", german, "--language", "de") == ["1:6"]
    assert desk.places("a.md", f"---\nlang: de-AT\n---\n{german}", "--language", "en") == ["4:6"]
    assert desk.places("a.md", f"+++\nlanguage = 'de'\n+++\n{german}") == ["4:6"]
    assert desk.places("a.html", f"<html lang=de><p>{german}") == ["1:23"]
    for name in ("a.txt", "a.md", "a.html"):
        desk.write(name, german)
        done = desk.lint(name)
        assert done.exit_code == 2
        assert f"{name}:0: it does not say which language it is in; name it with --language" in done.stderr
    refused = desk.lint("a.txt", "--language", "sw")
    assert refused.exit_code == 2
    assert "no words to avoid are known here (sw; known are those of de, en)" in refused.stderr
    assert desk.lint("a.txt", "--language", "!").exit_code == 2


def test_files_folders_patterns_and_standard_input_are_taken_each_file_once(desk: Desk) -> None:
    for name in ("a.md", "sub/b.txt", "sub/c.html", "sub/d.py", ".git/e.md", "node_modules/f.md", "odd.rst"):
        desk.write(name, "rock pigeon")

    def files(*arguments: str) -> list[str]:
        done = desk.lint(*arguments, "--language", "en", "--format", "json", text="rock pigeon")
        return [found["file"] for found in json.loads(done.stdout)["findings"]]

    assert files(".", "a.md") == ["a.md", "sub/b.txt", "sub/c.html"]
    assert files("**/*.html", "odd.rst", "sub") == ["sub/c.html", "odd.rst", "sub/b.txt"]
    assert files(".", "--exclude", "sub/*") == ["a.md"]
    assert files("-") == ["<stdin>"]
    assert files("-", "--stdin-name", "new.md") == ["new.md"]
    for nothing in ("*.zz", str(desk.forms)):
        done = desk.lint(nothing, "--language", "en")
        assert (done.exit_code, done.stdout) == (2, "")
        assert "there is nothing to look at in" in done.stderr


def test_standard_input_is_what_its_name_or_the_option_says(desk: Desk) -> None:
    for options in (("--as", "markdown"), ("--stdin-name", "a.md")):
        assert desk.lint("-", "--language", "en", *options, text="`rock pigeon`").exit_code == 0
    assert desk.lint("-", "--language", "en", text="`rock pigeon`").exit_code == 1


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"a\nb\xff", "a.txt:2: byte 4 of it, 0xff, is not UTF-8; save it as UTF-8"),
        (b"a\n\0", "a.txt:2: it is no text: byte 3 of it is a NUL; save or export it as plain text"),
        ("rock pigeon".encode("utf-16"), "a.txt:1: its byte-order mark says that it is in UTF-16; save it as UTF-8"),
        (b"PK\x03\x04rest", "a.txt:0: it is packed, as .docx, .odt and .epub are; save or export it"),
        (b"%PDF-1.7", "a.txt:0: it is a PDF; save or export it"),
    ],
)
def test_what_is_no_text_is_told_with_its_place_and_the_others_are_looked_at(desk: Desk, raw: bytes, told: str) -> None:
    desk.write("a.txt", raw)
    desk.write("b.txt", "rock pigeon")
    done = desk.lint("a.txt", "b.txt", "gone.txt", "/dev/null", "--language", "en")
    assert done.exit_code == 2
    assert told in done.stderr
    assert "gone.txt:0: it cannot be read (No such file or directory)" in done.stderr
    assert "/dev/null:0: it is a device, not a file" in done.stderr
    assert "4 files: 1 warning, 3 not looked at" in done.stderr
    assert done.stdout == f"b.txt:1:1: {WARNING}\n"


def test_words_that_cannot_be_used_are_told(desk: Desk, tmp_path: Path) -> None:
    desk.write("a.txt", "rock pigeon")
    for bad in (tmp_path / "gone.json", desk.root):
        done = desk.world.run("lint", "a.txt", "--language", "en", "--from", str(bad))
        assert done.exit_code == 2, done.output
        assert done.stdout == ""
        assert done.stderr


def sarif(desk: Desk, *arguments: str) -> dict[str, Any]:
    run: dict[str, Any] = json.loads(desk.lint(*arguments, "--ask", "--format", "sarif").stdout)["runs"][0]
    return run


def test_sarif_says_rules_places_in_utf_16_and_what_was_not_looked_at(desk: Desk) -> None:
    desk.write("a b/ä.md", "😀 rock pigeon\n\nnight bird")
    desk.write("c.txt", b"\xff")
    log = json.loads(desk.lint("a b", "c.txt", "--language", "en", "--ask", "--format", "sarif").stdout)
    assert log["version"] == "2.1.0"
    run = log["runs"][0]
    assert run["columnKind"] == "utf16CodeUnits"
    assert run["tool"]["driver"]["rules"] == [
        {
            "id": "dove",
            "shortDescription": {"text": "Words that “Dove” replaces."},
            "fullDescription": {"text": "Words that “Dove” replaces. A dove is no pest."},
            "helpUri": "https://glossary.example/en/dove/",
        },
        {
            "id": "owl",
            "shortDescription": {"text": "Words that “Owl” replaces."},
            "fullDescription": {"text": "Words that “Owl” replaces."},
            "helpUri": "https://glossary.example/en/owl/",
        },
    ]
    assert [(each["ruleId"], each["ruleIndex"], each["level"]) for each in run["results"]] == [
        ("dove", 0, "warning"),
        ("owl", 1, "note"),
    ]
    location = run["results"][0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"] == {"uri": "a%20b/%C3%A4.md"}
    assert location["region"] == {"startLine": 1, "startColumn": 4, "endLine": 1, "endColumn": 15}
    invocation = run["invocations"][0]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 2)
    assert "not UTF-8" in invocation["toolExecutionNotifications"][0]["message"]["text"]
    assert run["invocations"] != sarif(desk, "a b", "--language", "en")["invocations"]


def test_the_words_of_the_glossary_here_are_the_vetted_ones(world: World, tmp_path: Path) -> None:
    world.term("dove", avoid="rock pigeon", avoid_reason="A dove is no pest.")
    world.term("crow", avoid="black bird", avoid_reason="A draft.")
    world.approve("en", "dove")
    text = tmp_path / "a.txt"
    text.write_text("rock pigeon, black bird")
    done = world.run("lint", str(text), "--language", "en", "--format", "json")
    assert [(each["words"], each["link"]) for each in json.loads(done.stdout)["findings"]] == [("rock pigeon", None)]
    addressed = world.run("lint", str(text), "--lang", "en", "--format", "json", GLOSSARY_BASE_URL="https://g.example")
    assert json.loads(addressed.stdout)["findings"][0]["link"] == "https://g.example/en/dove/"


MARKS = [
    *(
        "rock pigeon",
        "rock",
        "pigeon",
        " ",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "    ",
        "*",
        "**",
        "`",
        "```\n",
        "> ",
        "- ",
        "# ",
    ),
    *("<div>", "</div>", "<b>", "</b>", "<code>", "</code>", "<q>", "</q>", "<br>", "<!--", "-->", "&nbsp;", "&#32;"),
    *("“", "”", '"', "'", "‘", "’", "é", "😀", "[", "](x)", "![", "[^1]", "[^1]: ", "---\n", "lang: en\n", "\\", "~~"),
    *("\ufeff", "<!-- glossary-lint off -->"),
]


@pytest.mark.parametrize("kind", Kind)
def test_every_place_is_that_of_the_words_whatever_the_document_is_made_of(kind: Kind) -> None:
    linter, made, found = Linter((Words.read(FORMS),), "en", quotations=True), Random(18), 0
    for _ in range(400):
        text = "".join(made.choices(MARKS, k=made.randint(1, 50)))
        source = text.removeprefix("\ufeff")
        for fault in linter.lint(text.encode(), kind):
            start, end, found = fault.start, fault.end, found + 1
            assert source[start.offset : end.offset].startswith("rock")
            assert source[start.offset : end.offset].endswith("pigeon")
            lines = source.split("\n")
            assert lines[start.line - 1][start.column - 1 :].startswith("rock")
            assert lines[end.line - 1][: end.column - 1].endswith("pigeon")
            assert len(source[: start.offset].encode("utf-16-le")) == 2 * start.offset_utf16
            assert len(lines[end.line - 1][: end.column - 1].encode("utf-16-le")) == 2 * (end.column_utf16 - 1)
    assert found > 50


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(
    "piece",
    [
        "'a ",
        "‘a’b",
        '"a',
        "“",
        "\n ",
        "*a ",
        ">",
        "`a",
        "[a",
        "<div>\n\n",
        "é rock pigeon ",
        "<!-- glossary-lint off -->",
    ],
)
def test_no_document_takes_more_than_a_time_that_grows_with_its_length(kind: Kind, piece: str) -> None:
    linter = Linter((Words.read(FORMS),), "en")
    took = []
    for length in (10_000, 40_000):
        began = time.process_time()
        with suppress(BadPage):  # more elements are open than any browser nests
            linter.lint((piece * (length // len(piece))).encode(), kind)
        took.append(time.process_time() - began)
    assert took[1] < 0.3 + 10 * took[0], "four times the length"


def test_a_hundred_articles_take_a_second_or_two(desk: Desk) -> None:
    article = "".join(f"## Part {n}\n\nA rock pigeon, `code` and **more** about doves.\n\n" * 10 for n in range(10))
    for number in range(100):
        desk.write(f"{number}.md", article)
    command = [sys.executable, "-m", "glossary", "lint", ".", "--from", str(desk.forms), "--language", "en"]
    path = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    began = time.process_time(), time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, env=path, check=False)
    assert "100 files: 10000 warnings." in done.stderr
    assert time.monotonic() - began[1] < 10  # 1.5 s on a machine that does nothing else
    shutil.rmtree(desk.root)
