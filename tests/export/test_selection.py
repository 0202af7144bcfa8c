"""An export that leaves something out: what is written is the same bytes, and nothing is answered that is not there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from glossary.cli import main
from tests.conftest import needs
from tests.machines import DEPLOY, ask, nginx, replaced
from tests.running import free_port
from tests.world import World

HERE = "http://127.0.0.1:8000"


@pytest.fixture
def birds(french: World) -> World:
    """One concept, vetted in French, and German on offer."""
    french.approve("fr", "dove")
    french.catalog("de")
    return french


def _export(world: World, *options: str) -> Path:
    target = world.root / "public"
    result = world.run("export", str(target), *options, GLOSSARY_BASE_URL=HERE)
    assert result.exit_code == 0, result.output
    return target


def _listed(target: Path) -> set[str]:
    return set(json.loads((target / "manifest.json").read_text()))


def _file(target: Path, path: str) -> Path:
    return target / (path.lstrip("/") + ("index.html" if path.endswith("/") else ""))


def test_what_is_written_is_the_same_bytes_whatever_is_left_out(birds: World) -> None:
    client, every = birds.client(), _listed(_export(birds))
    target = _export(birds, "--languages", "fr", "--without", "frames, fragments,evidence,graphs,versions", "--plain")
    assert _listed(target) < every
    for path in _listed(target):
        with client.get(path) as answer:
            assert answer.data == _file(target, path).read_bytes(), path


def test_an_export_in_some_languages_has_those_and_english(birds: World) -> None:
    every, target = _listed(_export(birds)), _export(birds, "--languages", "fr")
    gone = {path for path in every if "de" in path.split("/")[1:3]}
    assert {"/de/", "/v1/de/terms.json", "/embed/de/dove/", "/fragment/de/dove.html"} <= gone
    assert _listed(target) == every - gone
    rules = (target / "_redirects").read_text()
    assert "/v1/fr-CA/bundle.json /v1/fr/bundle.json 200" in rules
    assert "/v1/ja/bundle.json /v1/en/bundle.json 200" in rules
    assert "de-AT" not in rules  # the service answers in German


def test_a_host_that_compresses_needs_no_compressed_files(birds: World) -> None:
    full = _export(birds).resolve()
    target = _export(birds, "--plain")
    assert _listed(target) == _listed(full)
    assert target.resolve() != full
    assert [path for path in target.rglob("*") if path.suffix in (".gz", ".br")] == []
    assert len(list(full.rglob("*.gz"))) > 50


def test_kinds_of_files_are_left_out_by_name(birds: World) -> None:
    every = _listed(_export(birds))
    for kind, path in {
        "all-languages": "/v1/terms.tbx",
        "evidence": "/v1/fr/terms/dove.evidence.json",
        "fragments": "/fragment/fr/dove.html",
        "frames": "/embed/fr/dove/",
        "graphs": "/v1/fr/terms/dove.ttl",
        "versions": "/v1/fr/terms/dove/versions.json",
    }.items():
        left = every - _listed(_export(birds, "--without", kind))
        assert path in left
        assert not left & {"/fr/dove/", "/v1/fr/terms/dove.json", "/v1/terms/dove.json", "/embed/glossary.js"}


def test_an_export_says_how_many_files_and_bytes_it_has(birds: World) -> None:
    target = birds.root / "public"
    said = birds.run("export", str(target), "--plain", GLOSSARY_BASE_URL=HERE).output
    files = [path for path in target.resolve().rglob("*") if path.is_file()]
    assert f"{len(files)} files, {sum(path.stat().st_size for path in files) / 1e6:,.1f} MB, now public-" in said
    assert f"{len(files)} files" in birds.run("export", str(target), "--plain", GLOSSARY_BASE_URL=HERE).output


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (("--languages", "fr,xx"), "“xx” is no language of this glossary; name some of de, en, fr"),
        (
            ("--without", "pages"),
            "“pages” is no kind of files; name some of all-languages, evidence, fragments, frames, graphs, versions",
        ),
    ],
)
def test_what_there_is_not_cannot_be_chosen(birds: World, options: tuple[str, str], what: str) -> None:
    target = birds.root / "public"
    result = birds.run("export", str(target), *options, GLOSSARY_BASE_URL=HERE)
    assert result.exit_code == 1
    assert what in " ".join(result.output.split())
    assert not target.exists()
    assert list(birds.root.glob(".public*")) == []


def test_nginx_compresses_a_plain_export_and_answers_in_no_language_that_is_left_out(birds: World) -> None:
    needs("nginx")
    target, port, client = _export(birds, "--languages", "fr", "--plain"), free_port(), birds.client()
    made = target / "nginx.conf"
    made.write_text(replaced(made.read_text(), {"127.0.0.1:8080": f"127.0.0.1:{port}"}))
    shipped = replaced((DEPLOY / "nginx-export.conf").read_text(), {"/srv/glossary/public/nginx.conf;": f"{made};"})
    with nginx(birds.root / "nginx", shipped, port, prefix=target):
        packed, _ = ask(port, "/v1/fr/bundle.json", Accept_Encoding="gzip")
        assert (packed.status, packed.headers["Content-Encoding"]) == (200, "gzip")
        for tag in ("fr-CA", "ja", "fr"):
            assert ask(port, f"/v1/{tag}/bundle/head.json")[1] == client.get(f"/v1/{tag}/bundle/head.json").data
        for path in ("/v1/de/bundle/head.json", "/v1/de-AT/bundle.json", "/de/"):
            assert ask(port, path)[0].status == 404


def test_633_concepts_in_23_languages_fit_into_50_000_files(birds: World) -> None:
    """With all that can be left out but evidence an entry is three files in a language: page, JSON, evidence."""
    options = ("--plain", "--without", "fragments,frames,graphs,versions")
    before = _listed(_export(birds, *options))
    birds.term("owl")
    birds.approve("en", "owl")
    birds.run("sync")
    birds.catalog("fr", {"owl.term": "Hibou", "owl.definition": "est un oiseau de nuit."})
    birds.approve("fr", "owl")
    added = _listed(_export(birds, *options)) - before
    assert "/v1/terms/owl.json" in added
    of_entry = {path for path in added if "/fr/" in path}
    assert of_entry == {"/fr/owl/", "/v1/fr/terms/owl.json", "/v1/fr/terms/owl.evidence.json"}
    assert 633 * 23 * len(of_entry) + 633 + 100 * 23 < 50_000  # a language has some hundred files besides


def test_the_shipped_content_is_at_most_3_000_files_and_25_megabytes(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["export", str(tmp_path / "public"), "--plain"], env={"GLOSSARY_BASE_URL": HERE})
    assert done.exit_code == 0, done.output
    files = [path for path in (tmp_path / "public").resolve().rglob("*") if path.is_file()]
    assert len(files) <= 3_000
    assert sum(path.stat().st_size for path in files) <= 25_000_000
