"""A site that was built is linked by one command, and only what changed is changed."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result

from tests.world import World

FORMS = {
    "language": "en",
    "page": "https://glossary.example/en/{id}/",
    "rules": {"after": ["'s"]},
    "concepts": {
        "dove": {"term": "dove", "autolink": "safe", "forms": ["dove", "doves"], "avoid": ["rock pigeon"]},
        "owl": {"term": "owl", "autolink": "ask", "forms": ["owl"]},
    },
}
LINKED = '<a class="glossary-auto" href="https://glossary.example/en/dove/" referrerpolicy="no-referrer">dove</a>'


class Site:
    """A site of a few pages, and a glossary's file of forms beside it."""

    def __init__(self, root: Path, world: World) -> None:
        self.root, self.world = root / "public", world
        self.root.mkdir()
        self.forms = root / "forms.json"
        self.forms.write_text(json.dumps(FORMS))
        self.page("index.html", "<html lang=en><h1>dove</h1><p>A dove, an owl, a rock pigeon.</p>")
        self.page("more/doves.html", "<html lang=en>\r\n<p>A dove</p>\r\n<p>and <b>doves</b>")
        self.page("more/other.html", "<html lang=en><p>nothing")
        self.page("more/dove.txt", "dove")

    def page(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, newline="")
        return path

    def pages(self) -> dict[str, str]:
        return {p.relative_to(self.root).as_posix(): p.read_bytes().decode("latin-1") for p in self.root.rglob("*.*")}

    def link(self, *options: str) -> Result:
        chosen = () if "--undo" in options else ("--from", str(self.forms))
        caches = str(self.root.parent / "caches")
        return self.world.run("link", str(self.root), *chosen, *options, XDG_CACHE_HOME=caches)


@pytest.fixture
def site(tmp_path: Path, world: World) -> Site:
    return Site(tmp_path, world)


def test_the_pages_of_a_folder_are_linked_and_linked_again_without_a_change(site: Site) -> None:
    before = site.pages()
    done = site.link()
    assert done.exit_code == 0
    assert "3 pages, 2 changed; 2 links" in done.output
    after = site.pages()
    assert after["index.html"] == f"<html lang=en><h1>dove</h1><p>A {LINKED}, an owl, a rock pigeon.</p>"
    assert after["more/doves.html"] == f"<html lang=en>\r\n<p>A {LINKED}</p>\r\n<p>and <b>doves</b>"
    assert {name for name in before if before[name] != after[name]} == {"index.html", "more/doves.html"}
    site.root.parent.joinpath("caches").rename(site.root.parent / "gone")  # without what is remembered too
    assert "3 pages, 0 changed; 2 links" in site.link().output
    assert site.pages() == after


def test_to_undo_gives_the_pages_back(site: Site) -> None:
    before = site.pages()
    site.link("--markup", "element", "--ask", "--headings")
    assert "glossary-term" in site.pages()["index.html"]
    assert "3 pages, 2 changed." in site.link("--undo").output
    assert site.pages() == before
    assert "3 pages, 2 changed; 2 links" in site.link().output


def test_a_dry_run_tells_every_link_and_writes_nothing(site: Site) -> None:
    before = site.pages()
    done = site.link("--dry-run", "--ask")
    assert done.output.splitlines() == [
        "index.html:1: dove (dove)",
        "index.html:1: owl (owl)",
        "more/doves.html:2: dove (dove)",
        "3 pages, 2 would change; 3 links in those that were read.",
    ]
    assert site.pages() == before
    assert not (site.root.parent / "caches").exists()


def test_pages_that_have_not_changed_are_not_read_again(site: Site) -> None:
    site.link()
    unreadable = site.root / "more/other.html"
    assert "3 unchanged since the last run and not read" in site.link().output
    unreadable.write_text("<html lang=en><p>dove too")
    done = site.link()
    assert "3 pages, 1 changed; 1 link in those that were read; 2 unchanged" in done.output
    assert LINKED in unreadable.read_text()


@pytest.mark.parametrize("options", [("--ask",), ("--markup", "data"), ("--per", "page"), ("--headings",)])
def test_other_words_or_options_read_all_pages_again(site: Site, options: tuple[str, ...]) -> None:
    site.link()
    assert "unchanged" not in site.link(*options).output
    assert "unchanged" in site.link(*options).output
    site.forms.write_text(json.dumps({**FORMS, "concepts": {"owl": FORMS["concepts"]["owl"]}}))  # type: ignore[index]
    site.link()
    assert LINKED not in "".join(site.pages().values()), "a word that the glossary no longer has is no longer linked"


def test_pages_that_fit_a_pattern_are_left_alone(site: Site) -> None:
    site.link("--exclude", "more/*", "--exclude", "404.html")
    assert {name for name, text in site.pages().items() if LINKED in text} == {"index.html"}


def test_a_page_that_cannot_be_read_stays_as_it_is_and_is_told_while_the_others_are_linked(site: Site) -> None:
    bad = site.root / "bad.html"
    bad.write_bytes(b"<html lang=en>\n<p>A dove in a caf\xe9")
    done = site.link()
    assert done.exit_code == 1
    assert "bad.html:2: byte 34 of the page, 0xe9, is not UTF-8; save the page as UTF-8" in done.output
    assert bad.read_bytes() == b"<html lang=en>\n<p>A dove in a caf\xe9"
    assert LINKED in site.pages()["index.html"]
    assert "1 left as they are" in site.link().output, "it is told until it is mended"


def test_a_page_that_a_script_takes_over_is_left_as_it_is_and_told(site: Site) -> None:
    text = '<html lang=en>\n<div id="__docusaurus"><p>A dove</div>'
    page = site.page("more/doves.html", text)
    done = site.link()
    assert done.exit_code == 1
    assert "doves.html:2: React takes this page over when it loads (“__docusaurus”)" in done.output
    assert page.read_text() == text
    page.write_text(text.replace("dove", LINKED, 1))
    assert site.link("--undo").exit_code == 0


@pytest.mark.parametrize("program", ["<?php if ($a > 1) echo 'dove'; ?>", "<?= $a ?>", "<% if a > dove %>"])
def test_a_page_with_a_program_in_it_is_left_as_it_is_and_told(site: Site, program: str) -> None:
    text = f"<html lang=en>\n{program}<p>A dove"
    page = site.page("more/doves.html", text)
    done = site.link()
    assert done.exit_code == 1
    assert "doves.html:2: there is a program in it (“<" in done.output
    assert page.read_text() == text
    page.write_text(f"<?xml version='1.0'?><html lang=en><script>'{program}</p>'</script><!-- {program} --><p>A dove")
    assert site.link().exit_code == 0
    assert LINKED in page.read_text()


def test_what_a_run_that_was_killed_left_half_written_goes_with_the_next_one(site: Site) -> None:
    left = [site.page(name, "half") for name in (".index.html.abcd_123.part", "more/.dove.html.abcd_123.part")]
    others = [
        site.page(name, "whole") for name in (".film.part", "more/.film.part", "more/film.part", "more/.dove.html")
    ]
    site.link("--dry-run")
    assert all(path.exists() for path in left), "a dry run changes nothing"
    site.link()
    assert not [path for path in left if path.exists()]
    assert [path.read_text() for path in others] == ["whole"] * 4


def test_a_page_whose_name_is_as_long_as_a_disk_allows_is_linked(site: Site) -> None:
    page = site.page("é" * 125 + ".html", "<html lang=en><p>A dove")
    assert site.link().exit_code == 0
    assert LINKED in page.read_text()


def test_a_page_that_goes_while_the_command_runs_is_told(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    page, stat = site.root / "more/other.html", Path.stat

    def gone(path: Path, **how: bool) -> object:
        if path == page and not how:
            page.unlink(missing_ok=True)
        return stat(path, **how)

    monkeypatch.setattr(Path, "is_file", lambda path: path.suffix == ".html")
    monkeypatch.setattr(Path, "stat", gone)
    done = site.link()
    assert done.exit_code == 1
    assert "more/other.html:0: it cannot be read (No such file or directory)" in done.output
    assert LINKED in (site.root / "index.html").read_text()


def test_a_page_is_replaced_in_one_step_or_not_at_all(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    page = site.root / "index.html"
    before, inode = page.read_bytes(), page.stat().st_ino
    page.chmod(0o640)

    def full(path: Path, target: Path) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        done = site.link()
    assert done.exit_code == 1
    assert (
        "index.html could not be written (No space left on device) and is unchanged; make room on its disk"
        in done.output
    )
    assert page.read_bytes() == before
    assert not [path for path in site.root.rglob("*") if path.name.endswith(".part")]
    site.link()
    assert page.stat().st_ino != inode
    assert page.stat().st_mode & 0o777 == 0o640


def test_pages_without_a_language_have_the_one_that_is_asked_for(site: Site) -> None:
    page = site.page("index.html", "<p>A dove")
    done = site.link()
    assert "1 page with text of which no lang says the language: --language TAG names it." in done.output
    assert page.read_text() == "<p>A dove"
    assert "no lang" not in site.link("--language", "en-GB").output
    assert page.read_text() == f"<p>A {LINKED}"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "forms.json:1: it is no JSON"),
        (
            "[]",
            "forms.json:0: the file: it is no object; take it as the glossary serves it, from /v1/{lang}/forms.json",
        ),
        (
            '{"language": "en", "page": "https://x.example/{id}", "concepts": {"a": {"term": "a"}}}',
            "concepts.a.autolink",
        ),
        ("[" * 100_000, "forms.json:0: it is nested too deep"),
    ],
)
def test_a_file_that_is_no_forms_is_refused_and_nothing_is_changed(site: Site, text: str, told: str) -> None:
    before = site.pages()
    site.forms.write_text(text)
    done = site.link()
    assert done.exit_code == 1
    assert told in done.output
    assert site.pages() == before


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"page": "javascript:alert('{id}')"}, "page: it is no address of a page on the web"),
        ({"page": "data:text/html,{id}"}, "page: it is no address"),
        ({"page": "//glossary.example/{id}/"}, "page: it is no address"),
        ({"page": "https://glossary.example/en/"}, "page: it is no address"),
        ({"page": 'https://glossary.example/"><script>{id}'}, "page: it is no address"),
        ({"page": "https://glossary.example/\n{id}"}, "page: it is no address"),
        ({"language": 'en"><b>'}, "language: it is no language tag"),
        ({"concepts": {"../../other": FORMS["concepts"]["dove"]}}, "concepts: '../../other' is no id"),  # type: ignore[index]
        ({"concepts": {"dove": {"term": "\ud800", "autolink": "safe"}}}, "concepts.dove.term: it is no text"),
        (
            {"concepts": {"dove": {"term": "dove", "autolink": "safe", "forms": ["\ud800"]}}},
            "concepts.dove.forms: it is no list",
        ),
        ({"rules": {"ignored": 5}}, "rules.ignored: it is no text"),
        ({"rules": {"ignored": ["x"]}}, "rules.ignored: it is no text"),
        ({"rules": {"before": [""]}}, "rules.before: it has an empty text"),
        ({"rules": {"letters": {"d": "\ud800"}}}, "rules.letters: it has something else"),
    ],
)
def test_a_file_of_forms_puts_nothing_into_pages_but_links_to_a_page_on_the_web(
    site: Site, changed: dict[str, object], told: str
) -> None:
    before = site.pages()
    site.forms.write_text(json.dumps({**FORMS, **changed}))
    done = site.link()
    assert done.exit_code == 1
    assert f"forms.json:0: {told}" in done.output
    assert site.pages() == before


def test_words_of_a_file_that_look_like_markup_or_a_pattern_are_words(site: Site) -> None:
    dove = {"term": "dove", "autolink": "safe", "forms": ["d.*e", ".*", "(a+)+$", "<b>dove</b>", "", " "]}
    site.forms.write_text(json.dumps({**FORMS, "concepts": {"dove": dove}}))
    page = site.page("index.html", "<html lang=en><p>A <b>dove</b>, &lt;b>dove&lt;/b>, duke, d.*e")
    site.link()
    assert page.read_text().count("<a ") == 1
    assert page.read_text().startswith("<html lang=en><p>A <b>dove</b>, <a class=")


def test_forms_of_several_languages_come_from_a_folder(site: Site, tmp_path: Path) -> None:
    bird = {"owl": {"term": "chouette", "autolink": "safe", "forms": ["chouette"]}}
    french = {**FORMS, "language": "fr", "page": "https://glossary.example/fr/{id}/", "concepts": bird}
    for language, document in (("en", FORMS), ("fr", french)):
        path = tmp_path / "v1" / language / "forms.json"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(document))
    page = site.page("index.html", "<html lang=en><p>A dove<p lang=fr-BE>dove, chouette<p lang=de>dove")
    site.forms = tmp_path / "v1"
    site.link()
    linked = LINKED.replace("/en/dove/", "/fr/owl/").replace("dove", "chouette")
    assert page.read_text() == f"<html lang=en><p>A {LINKED}<p lang=fr-BE>dove, {linked}<p lang=de>dove"


def test_two_files_of_one_language_and_a_folder_without_any_are_refused(site: Site, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text(json.dumps(FORMS))
    assert "other.json:0: it is in “en”, as " in site.link("--from", str(other)).output
    (tmp_path / "empty").mkdir()
    assert "empty:0: there is no forms.json in it" in site.link("--from", str(tmp_path / "empty")).output


def test_without_a_file_the_vetted_words_of_the_glossary_here_are_linked(site: Site, french: World) -> None:
    french.term("owl")
    site.page("index.html", "<html lang=en><p>A dove, an owl.")
    told = french.run("link", str(site.root))
    assert told.exit_code == 2
    assert "GLOSSARY_BASE_URL" in told.output
    done = french.run(
        "link", str(site.root), GLOSSARY_BASE_URL="https://birds.example", XDG_CACHE_HOME=str(site.root.parent)
    )
    assert done.exit_code == 0, done.output
    assert 'href="https://birds.example/en/dove/"' in (site.root / "index.html").read_text()
    assert "/en/owl/" not in (site.root / "index.html").read_text(), "a draft is no vetted word"


@pytest.mark.parametrize("options", [[], ["--dry-run"], ["--undo"]])
def test_where_the_extra_is_not_installed_the_command_says_how_to_install_it(
    tmp_path: Path, options: list[str]
) -> None:
    without = "import sys; sys.modules['ahocorasick_rs'] = None; from glossary.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", without, "link", tmp_path, *options], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "glossary: to find words takes more than is installed; pip install -e '.[annotate]', run in the clone, brings it\n"
    )
