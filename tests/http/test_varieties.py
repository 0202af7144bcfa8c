"""Languages that few services know, over HTTP and the command line: signed, Romani, Darija, plain German, and one language in
two scripts."""

from __future__ import annotations

import pytest
from werkzeug.test import TestResponse

from tests.world import POLICY, World

TAGS = ("gsg", "ase", "bfi", "rom", "rmn", "ary", "ar-MA", "de-x-leicht", "sr", "sr-Latn", "zh", "zh-Hant", "mn-Mong")


@pytest.fixture
def birds(world: World) -> World:
    """One concept, vetted in English; its reviewers know every language."""
    policy = POLICY.replace('"hr"]', '"hr", ' + ", ".join(f'"{tag}"' for tag in TAGS) + "]")
    (world.translations / "policy.toml").write_text(policy)
    world.term("dove", definition="is a bird of peace.")
    world.approve("en", "dove")
    return world


def _vet(world: World, *languages: str) -> None:
    for language in languages:
        world.catalog(language, {"dove.term": f"Dove of {language}", "dove.definition": "is vetted."})
        world.approve(language, "dove")


def _served(answer: TestResponse) -> tuple[str, str, str | None]:
    """Return which language was asked for, which is served, and why that is another."""
    assert answer.status_code == 200, answer.text
    document = answer.get_json()
    return document["requested_language"], document["language"], (document["fallback"] or {"reason": None})["reason"]


@pytest.mark.parametrize("tag", TAGS)
def test_each_can_be_begun_checked_vetted_and_asked_for(birds: World, tag: str) -> None:
    _vet(birds, tag)
    assert (birds.translations / tag / "LC_MESSAGES" / "glossary.po").is_file()
    birds.run("sync")
    checked = birds.run("check")
    assert checked.exit_code == 0, checked.output
    client = birds.client()
    assert _served(client.get(f"/v1/{tag}/terms/dove.json")) == (tag, tag, None)
    assert _served(client.get("/v1/terms/dove", headers={"Accept-Language": f"{tag.upper()}, en;q=0.5"})) == (
        tag,
        tag,
        None,
    )
    page = client.get(f"/{tag}/dove/")
    assert page.status_code == 200
    assert f'lang="{tag}"' in page.text
    for path in (f"/{tag}/", f"/{tag}/support/", f"/v1/{tag}/bundle.json", f"/v1/{tag}/search?q=dove"):
        assert client.get(path).status_code == 200, path
    listed = {row["language"]: row for row in client.get("/v1/languages.json").get_json()["languages"]}[tag]
    assert listed["name"] != tag != listed["english_name"]
    assert listed["direction"] == ("rtl" if tag.startswith("ar") else "ltr")


@pytest.mark.parametrize(
    ("vetted", "requested", "served", "reason"),
    [
        ("zh", "zh-Hant", "zh", "unknown_language"),
        ("zh-Hant", "zh-CN", "zh-Hant", "unknown_language"),
        ("zh", "zh-SG", "zh", None),
        ("sr", "sr-Latn", "sr", "unknown_language"),
        ("sr-Latn", "sr", "sr-Latn", "unknown_language"),
        ("sr-Latn", "sr-ME", "sr-Latn", None),
        ("sr-Latn", "hr", "en", "unknown_language"),
        ("ary", "ar-MA", "en", "unknown_language"),
        ("rom", "rmn", "rom", "unknown_language"),
        ("ase", "sgn-US", "ase", None),
        ("ase", "bfi", "en", "unknown_language"),
        ("de-x-leicht", "de-AT", "de-x-leicht", None),
    ],
)
def test_another_script_or_a_related_language_is_served_visibly_or_not_at_all(
    birds: World, vetted: str, requested: str, served: str, reason: str | None
) -> None:
    _vet(birds, vetted)
    assert _served(birds.get(f"/v1/terms/dove?lang={requested}")) == (requested, served, reason)


def test_an_offered_script_whose_text_waits_is_not_the_other_one_without_a_word(birds: World) -> None:
    _vet(birds, "sr")
    birds.catalog("sr-Latn", {"dove.term": "Golub", "dove.definition": "je ptica."})
    client = birds.client()
    assert _served(client.get("/v1/sr-Latn/terms/dove.json")) == ("sr-Latn", "sr", "awaiting_review")
    page = client.get("/sr-Latn/dove/").text
    assert "Serbian (Latin)" in page
    assert "Serbian (Cyrillic)" in page


def test_a_language_that_the_reader_names_comes_before_one_that_stands_in(birds: World) -> None:
    _vet(birds, "zh", "fr")
    asked = {"Accept-Language": "zh-Hant, fr;q=0.5"}
    assert _served(birds.get("/v1/terms/dove", headers=asked)) == ("zh-Hant", "fr", "unknown_language")


def test_a_file_of_one_script_is_not_at_the_address_of_the_other(birds: World) -> None:
    _vet(birds, "zh")
    client = birds.client()
    moved = client.get("/v1/zh-CN/terms/dove.json")
    assert (moved.status_code, moved.headers["Location"]) == (308, "/v1/zh/terms/dove.json")
    missing = client.get("/v1/zh-Hant/terms/dove.json")
    assert (missing.status_code, missing.get_json(force=True)["suggestions"]) == (404, ["zh"])
    bundle = client.get("/v1/zh-Hant/bundle.json").get_json()
    assert bundle["language"] == "en", "a card says then that the language is not offered"


def test_a_new_language_by_a_tag_of_old_is_begun_by_the_one_of_today(birds: World) -> None:
    assert birds.run("new-language", "sgn-DE").exit_code == 0
    header = (birds.translations / "gsg" / "LC_MESSAGES" / "glossary.po").read_text()
    assert '"Language-Team: German Sign Language\\n"' in header
    assert '"Plural-Forms: nplurals=1; plural=0;\\n"' in header
    assert birds.run("new-language", "DE-X-LEICHT").exit_code == 0
    plain = (birds.translations / "de-x-leicht" / "LC_MESSAGES" / "glossary.po").read_text()
    assert '"Language: de_x_leicht\\n"' in plain
    assert '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"' in plain
    refused = birds.run("new-language", "xxq")
    assert refused.exit_code != 0
    assert "xxq" in refused.output
