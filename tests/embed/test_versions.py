"""Sizes, and versions that never change."""

from __future__ import annotations

import gzip
import random
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from glossary.embed import element
from tests.conftest import ROOT, lacking
from tests.world import World

SCRIPTS = (element.ELEMENT, element.AUTO)


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_is_at_most_4096_bytes_minified_and_compressed(name: str) -> None:
    assert len(gzip.compress(element.current(name).data, 9)) <= 4096


def test_a_published_version_is_the_bytes_that_were_published() -> None:
    rows = tomllib.loads((ROOT / "glossary" / "embed" / "versions.toml").read_text())
    for name, table in zip(SCRIPTS, ("version", "auto"), strict=True):
        assert {row["version"]: row["integrity"] for row in rows[table]} == {
            script.version: script.integrity for script in element.scripts(name)
        }


def test_no_version_imports_another_module() -> None:
    """The integrity hash of the script would not cover it."""
    for script in (script for name in SCRIPTS for script in element.scripts(name)):
        assert re.findall(rb"\bimport\b(?!\.meta)", script.data) == []


def test_the_published_bytes_are_those_of_their_source(tmp_path: Path) -> None:
    terser = ROOT / ".venv" / "terser" / "node_modules" / ".bin" / "terser"
    if not terser.exists():
        lacking("terser is not installed; “make test” tries to install it")
    shutil.copytree(ROOT / "glossary" / "embed", tmp_path / "glossary" / "embed")
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci" / "tools").write_text("#!/bin/sh\n")
    (tmp_path / ".ci" / "tools").chmod(0o755)
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    done = subprocess.run(
        ["make", "-f", ROOT / "Makefile", "embed"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    for name, folder in zip(SCRIPTS, ("", "auto"), strict=True):
        script = element.current(name)
        made = tmp_path / "glossary" / "embed" / folder / script.version / name.replace(".js", ".min.js")
        assert made.read_bytes() == script.data
        assert f'integrity = "{script.integrity}"' in done.stdout


def test_a_bundle_of_sixty_concepts_is_under_10_kilobytes_compressed(world: World) -> None:
    dice = random.Random(1)
    # Words that are made up, from syllables: the size must tell of the bundle alone, whatever the docs and the texts say.
    syllables = [consonant + vowel for consonant in "bcdfghklmnprstv" for vowel in "aeiou"]
    words = sorted({"".join(dice.choices(syllables, k=dice.choice((1, 2, 3, 4)))) for _ in range(1500)})
    for number in range(60):
        definition = " ".join(dice.choices(words, k=45)) + "."
        world.term(f"concept-{number}", term=" ".join(dice.choices(words, k=3)).capitalize(), definition=definition)
        world.approve("en", f"concept-{number}")
    world.catalog("fr")
    for language in ("en", "fr"):
        data = world.get(f"/v1/{language}/bundle.json").data
        assert len(data) > 20_000
        assert len(gzip.compress(data, 6)) < 10_000


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_index_names_the_newest_version_of_a_script_where_it_is_for_ever(french: World, name: str) -> None:
    client = french.client()
    embed = client.get("/v1/index.json").get_json()["embed"]
    told = embed["auto"] if name == element.AUTO else embed
    answer = client.get(told["script"].removeprefix("http://127.0.0.1:8000"))
    assert answer.data == element.current(name).data == client.get(f"/embed/{name}").data
    assert told["integrity"] == element.current(name).integrity
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get(f"/embed/9.9.9/{name}").status_code == 404
