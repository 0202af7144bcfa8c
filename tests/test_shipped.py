"""The content of this repository: complete, checked, readable by every tool."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from glossary import po, po_reader
from tests.conftest import ROOT, needs
from tests.world import World

LANGUAGES = sorted(path.name for path in (ROOT / "translations").iterdir() if path.is_dir() and path.name != "en")
CATALOGS = sorted((ROOT / "translations").rglob("*.po"))


def test_there_is_a_catalog_for_every_official_language_of_the_union_ukrainian_and_arabic() -> None:
    languages = "ar bg cs da de el es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv uk"
    assert " ".join(path.parts[-3] for path in CATALOGS if path.name == "glossary.po") == languages


def test_check_finds_nothing_and_sync_has_nothing_to_do(shipped: World) -> None:
    assert shipped.run("check", "--on", "2026-11-24").output == "0 errors, 0 warnings\n"
    assert shipped.run("sync").output == "nothing to do\n"


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_msgfmt_accepts_every_catalog(path: Path) -> None:
    needs("msgfmt")
    done = subprocess.run(["msgfmt", "-c", "-o", "/dev/null", path], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_every_catalog_is_written_as_we_write(path: Path) -> None:
    assert po.write(po_reader.read(path)) == path.read_text("utf-8")


def test_every_language_has_a_draft_of_both_concepts(shipped: World) -> None:
    client = shipped.client()
    found = client.get("/v1/languages.json").json["languages"]  # type: ignore[index]
    assert [item["language"] for item in found] == sorted([*LANGUAGES, "en"])
    for item in found:
        assert item["concepts"]["missing"] == 0
        entries = client.get(f"/v1/{item['language']}/terms?status=draft").json["entries"]  # type: ignore[index]
        assert [entry["language"] for entry in entries] == [item["language"]] * 2
        assert all(entry["fallback"] is None for entry in entries)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reader_of_any_language_is_served_english_and_told_why(shipped: World, language: str) -> None:
    answer = shipped.get(f"/v1/{language}/terms/csam.json")
    assert answer.json is not None
    assert answer.json["definition"].startswith("visually depicts a child")
    assert (answer.json["requested_language"], answer.json["language"]) == (language, "en")
    assert answer.json["fallback"] == {"reason": "awaiting_review"}
    assert answer.json["content_notice"] == "This text describes sexual abuse of children."


@pytest.mark.parametrize(
    ("query", "language"), [("child%20pornography", "en"), ("pedopornographie", "fr"), ("Kinderporno", "de")]
)
def test_an_avoided_word_leads_to_csam_without_showing_a_draft(shipped: World, query: str, language: str) -> None:
    answer = shipped.get(f"/v1/{language}/search?q={query}")
    assert answer.json is not None
    (hit,) = answer.json["hits"]
    assert hit["match"] == {"field": "avoid", "rank": "exact", "avoid": True, "reason": None}
    assert (hit["entry"]["id"], hit["entry"]["avoid"]["words"]) == ("csam", [])
    shown = shipped.preview(f"/v1/{language}/search?q={query}").json["hits"][0]  # type: ignore[index]
    assert shown["match"]["reason"]
