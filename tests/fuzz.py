"""Coverage-guided fuzzing of what readers and translators send, and of files that are imported (atheris, which is libFuzzer
for Python).

``make fuzz SECONDS=60`` runs every target for so long and prints how many inputs each has had; a crash is written to
``build/fuzz``, and ``python -m tests.fuzz --run TARGET build/fuzz/crash-…`` repeats it.
"""

from __future__ import annotations

import argparse
import logging
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import click

ROOT = Path(__file__).resolve().parent.parent
CRASHES = ROOT / "build" / "fuzz"

Take = Callable[[bytes], None]


class Target(NamedTuple):
    """Something that takes bytes: how it is made in a folder, the inputs to begin with, the longest input in bytes."""

    make: Callable[[Path], Take]
    seeds: tuple[bytes, ...]
    longest: int


class Outcome(NamedTuple):
    """What came of a run. ``crash`` is what the fuzzer said last where there was one."""

    target: str
    inputs: int
    crash: str


def _tags(_folder: Path) -> Take:
    from glossary.errors import BadTag
    from glossary.language import names, tags

    offered = ("en", "fr", "pt", "zh-Hant", "sr-Latn", "nb")

    def take(data: bytes) -> None:
        text = data.decode("utf-8", "surrogateescape")
        for tag in tags.accepted(text):
            assert tags.choose(tag, offered) in (None, *offered)
        with suppress(BadTag):
            tag = tags.parse(text)
            assert tags.parse(tag) == tag
            tags.choose(tag, offered)
            names.describe(tags.current(tag))

    return take


def _catalogs(folder: Path) -> Take:
    from glossary.catalogs import po, reader
    from glossary.errors import BadContent

    first, second = folder / "first.po", folder / "second.po"

    def take(data: bytes) -> None:
        first.write_bytes(data)
        try:
            catalog = reader.read(first)
        except BadContent:
            return
        text = po.write(catalog)
        second.write_text(text, encoding="utf-8", newline="")
        assert po.write(reader.read(second)) == text

    return take


def _asking(folder: Path, path: str, statuses: tuple[int, ...]) -> Take:
    """Return what asks a small glossary at a path, with the input as the query string."""
    from werkzeug.test import EnvironBuilder, run_wsgi_app

    from tests.faults import build

    app = build(folder).client().application
    logging.getLogger("glossary").setLevel(logging.CRITICAL)

    def take(data: bytes) -> None:
        environ = EnvironBuilder(path).get_environ()
        environ["QUERY_STRING"] = data.decode("latin-1")
        parts, status, _ = run_wsgi_app(app.wsgi_app, environ)
        body = b"".join(parts)
        assert int(status[:3]) in statuses, (status, body)

    return take


def _oembed(folder: Path) -> Take:
    from glossary.edition import loading
    from glossary.embed import oembed, snippets
    from tests.faults import build

    (folder / "bare").mkdir()
    world = build(folder / "bare")
    edition, base_url = loading.load(world.terms, world.translations), "http://127.0.0.1:8000"
    (folder / "served").mkdir()
    ask = _asking(folder / "served", "/oembed", (200, 400, 404, 501))

    def take(data: bytes) -> None:
        ask(data)
        text = data.decode("utf-8", "surrogateescape")
        oembed.size(text)
        for url in (text, base_url + text):
            if entry := oembed.find(edition, url, base_url):
                oembed.xml(oembed.answer(entry, base_url, "a glossary", None, None, snippets.around(edition)))

    return take


def _search(folder: Path) -> Take:
    asks = []
    for path in ("/v1/fr/search", "/v1/fi/suggest", "/en/search"):
        below = folder / path.replace("/", "-")
        below.mkdir()
        asks.append(_asking(below, path, (200, 400)))

    def take(data: bytes) -> None:
        for ask in asks:
            ask(data)

    return take


def _annotate(folder: Path) -> Take:
    """Return what sends a text or a page to be searched; the first byte of the input chooses which, and what is wanted."""
    from glossary.annotate.links import unlinked
    from tests.faults import build

    client = build(folder).client(annotate=True)
    logging.getLogger("glossary").setLevel(logging.CRITICAL)

    def take(data: bytes) -> None:
        chosen, body = (data[0], data[1:]) if data else (0, b"")
        headers = {"Content-Type": "text/html" if chosen & 1 else "text/plain"}
        headers |= {"Accept": "text/html"} if chosen & 3 == 3 else {}
        answer = client.post(f"/v1/en/annotate?per={WANTED[chosen // 4 % 3]}&ask=true", data=body, headers=headers)
        assert answer.status_code in (200, 400), (answer.status, answer.data)
        if answer.is_json and answer.status_code == 200:
            sent = body.decode()
            for match in answer.get_json()["matches"]:
                units = sent.encode("utf-16-le")[2 * match["start_utf16"] : 2 * match["end_utf16"]]
                assert units.decode("utf-16-le") == sent[match["start"] : match["end"]] != ""
        elif answer.status_code == 200:
            assert unlinked(answer.data) == unlinked(body)

    return take


WANTED = ("all", "page", "section")


def _imports(folder: Path) -> Take:
    from glossary.errors import GlossaryError
    from glossary.exchange.incoming import formats, intake, tree
    from glossary.exchange.incoming.mapping import Map
    from glossary.exchange.incoming.wishes import Wishes
    from tests.faults import build
    from tests.world import TODAY

    world = build(folder)
    before = tree.load(world.terms, world.translations, TODAY)
    by = Map(id=("id",), fields={"term": ("{language}", "t"), "definition": ("{language}", "d")})
    wishes = Wishes(group="birds", mirror=True)

    def take(data: bytes) -> None:
        file = folder / f"file{IMPORTED[data[0] % len(IMPORTED)] if data else '.csv'}"
        file.write_bytes(data[1:])
        with suppress(GlossaryError):
            plan = intake.plan(formats.read(file, by), before, wishes)
            assert not (plan.refused and plan.files)

    return take


IMPORTED = (".csv", ".json", ".yaml", ".tbx", ".xlf")
"""The formats of which the first byte of an input of “imports” chooses one."""

_PAGE = b"url=http%3A%2F%2F127.0.0.1%3A8000%2Fen%2Fdove%2F"
_CATALOG = b"""# a comment
msgid ""
msgstr ""
"Language: fr\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

#. a note
#, fuzzy
#| msgid "before"
msgctxt "dove.term"
msgid "Dove"
msgstr "Colombe"

#~ msgctxt "owl.term"
#~ msgid "Owl"
#~ msgstr "Hi\\"bou\\n"
"""


def _pages(_folder: Path) -> Take:
    from glossary.annotate.html import BadPage
    from glossary.annotate.links import Linker, unlinked
    from glossary.annotate.markup import Markup
    from glossary.annotate.page import Scope
    from tests.annotate.material import words

    listed = (words("en", {"dove": ["dove", "rock dove"]}), words("fr", {"owl": ["chouette"]}))
    linkers = [Linker(listed, Scope("en", True, True), markup=markup) for markup in Markup]

    def take(data: bytes) -> None:
        for linker in linkers:
            with suppress(BadPage):
                before = unlinked(data)
                linked = linker.link(data).page
                assert unlinked(linked) == before
                assert linker.link(linked).page == linked

    return take


def _mentions(_folder: Path) -> Take:
    from tests.annotate.agreement import LANGUAGES, agree

    def take(data: bytes) -> None:
        text = data[1:].decode("utf-8", "surrogateescape")
        agree(LANGUAGES[data[0] % len(LANGUAGES)] if data else "en", text)

    return take


TARGETS: Mapping[str, Target] = {
    "annotate": Target(
        _annotate,
        (
            b"\0A dove, an owl: l'owl, \xc2\xadwren_wren \xf0\x9f\x98\x80 dove.",
            b"\1<p lang=fr>dove <b>ow</b>l<!-- wren --> d&#111;ve</p><h1>owl</h1>",
            b'\7<table><p>dove<a class="glossary-auto" href="x" referrerpolicy="no-referrer">owl</a><svg><![CDATA[wren]]>',
            b"\2\xed\xa0\xbd dove\0",
        ),
        600,
    ),
    "tags": Target(_tags, (b"pt-BR", b"zh-Hant-TW", b"sl-rozaj-biske", b"de-u-co-phonebk", b"fr;q=0.8, *;q=0"), 200),
    "catalogs": Target(_catalogs, (_CATALOG, _CATALOG[:93], b"\xef\xbb\xbf", b"<<<<<<< ours\n"), 4000),
    "oembed": Target(_oembed, (_PAGE, _PAGE + b"&format=xml&maxwidth=9", b"/fr/dove/", b"url=//["), 600),
    "imports": Target(
        _imports,
        (
            b"\0id,term,definition,term[fr],related\ndove,Dove,is a bird.,Colombe,owl\n",
            b'\0id;language;term\ndove;fr;"Co\nlombe"\n',
            b'\1[{"id": "owl", "en": {"t": "Owl", "d": "a <b>bird</b> &amp; more"}, "fr": {"t": null}}]',
            b"\2- id: owl\n  en: {t: Owl, d: 'is a bird.'}\n- &a {id: x}\n- *a\n",
            b"\3<tbx xmlns='urn:iso:std:iso:30042:ed-2'><text><body><conceptEntry id='a'/></body></text></tbx>",
            b"\4<xliff version='1.2'><file><body><trans-unit id='dove.term'/></body></file></xliff>",
        ),
        2000,
    ),
    "mentions": Target(
        _mentions,
        (
            "\x0aL'abus sexuel d’enfants, CSAM-Inhalte: abus  sexuels".encode(),
            "\x09CSAM:n ja E2EE, Ma\xdfnahme MASSNAHME \u0130stanbul \ufb01n\u00ad".encode(),
            "\0وبمواد الاعتداء مواد\u064e لل".encode(),
            b"\x06www.csam.example ab\xcc\x81 maps@ab MAPs ab\n\nab \xed\xa0\x80 \xf0\x9f\x98\x80 CSAM's",
        ),
        120,
    ),
    "pages": Target(
        _pages,
        (
            b"<!doctype html><p>A dove, <b>a rock&nbsp;dove</b>, <a href=x>a dove</a><h2>dove",
            b"<p lang=fr>la chouette<table>dove<td>dove<select><option>dove</select></table><svg><p>dove",
            b"<script><!--<script></script>--></script>dove<!-- dove --!><textarea>dove</textarea><code>x<p>dove</code>dove",
            b'<a class="glossary-auto" href="x" referrerpolicy="no-referrer">dove</a>',
        ),
        600,
    ),
    "search": Target(_search, (b"q=dove", b"q=n%C3%A4&limit=3", b"q=%ff", b"q=a&q=b", b"q=x&limit=-1"), 500),
}


def _child(name: str, arguments: list[str]) -> None:
    """Fuzz one target in this process; libFuzzer ends it."""
    import atheris

    target = TARGETS[name]
    with tempfile.TemporaryDirectory() as folder:
        with atheris.instrument_imports(include=["glossary"]):
            take = target.make(Path(folder))
        atheris.Setup([sys.argv[0], *arguments], take)
        atheris.Fuzz()


def fuzz(name: str, seconds: int) -> Outcome:
    """Fuzz one target in a process of its own."""
    CRASHES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(TARGETS[name].seeds):
            Path(corpus, str(number)).write_bytes(seed)
        limits = [
            f"-max_total_time={seconds}",
            f"-max_len={TARGETS[name].longest}",
            "-timeout=20",
            "-rss_limit_mb=2048",
        ]
        options = ["-print_final_stats=1", f"-artifact_prefix={CRASHES}/", "-seed=1"]
        done = subprocess.run(
            [sys.executable, "-m", "tests.fuzz", "--run", name, *limits, *options, corpus],
            cwd=ROOT, capture_output=True, text=True, errors="replace", check=False,
        )  # fmt: skip
    counted = re.search(r"number_of_executed_units:\s*(\d+)", done.stderr)
    crash = done.stderr[max(done.stderr.find("=== Uncaught"), 0) :][:3000] if done.returncode else ""
    return Outcome(name, int(counted[1]) if counted else 0, crash)


def main() -> int:
    """Fuzz every target and print the counts."""
    if sys.argv[1:2] == ["--run"]:
        _child(sys.argv[2], sys.argv[3:])
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("targets", nargs="*", default=[*TARGETS])
    chosen = parser.parse_args()
    outcomes = [fuzz(name, chosen.seconds) for name in chosen.targets]
    for outcome in outcomes:
        click.echo(f"{outcome.target:10} {outcome.inputs:9} inputs, {1 if outcome.crash else 0} crashes")
        click.echo(outcome.crash, nl=False)
    return 1 if any(outcome.crash for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
