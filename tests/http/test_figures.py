"""Key figures over HTTP: a number with what it counts, who published it, when, and its caveat, in every form that it has."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from glossary.ledger import adoption
from glossary.ledger.adoption import Kind
from glossary.review import demonstration
from glossary.serving.front import Front
from glossary.serving.watch import Watch
from tests.figures import TEXTS, YEAR, claim, counted
from tests.world import World

FRENCH = {
    "title": "Martinets comptés par la Société des oiseaux",
    "unit": "martinets",
    "counts": "Il compte les martinets qui ont survolé une tour.",
    "does_not_count": "Il ne compte pas les autres oiseaux.",
    "caveat": "Il ne mesure pas combien de martinets il y a.",
}


LAST = datetime(YEAR + 2, 12, 30, 23, 59, 59, tzinfo=UTC).timestamp()
"""The last second in which a figure of the year is shown."""


@pytest.fixture
def swifts(world: World) -> World:
    """A world with a figure."""
    world.term("swift")
    world.approve("en", "swift")
    counted(world, "swifts")
    return world


def _figure(world: World, figure: str = "swifts", language: str = "en") -> dict[str, Any]:
    found: dict[str, Any] = world.get(f"/v1/{language}/figures/{figure}.json").get_json()
    return found


FORMS = ("/v1/en/figures/swifts.json", "/en/figures/swifts/", "/en/figures/", "/embed/en/figures/swifts/")


@pytest.mark.parametrize("path", [*FORMS, "/fragment/en/figures/swifts.html", "/v1/en/figures.json"])
def test_a_number_is_never_without_what_it_counts_who_published_it_when_and_its_caveat(
    swifts: World, path: str
) -> None:
    answer = swifts.get(path)
    assert answer.status_code == 200
    for part in (
        f"In {YEAR}, the Bird Society counted 1,234,567 swifts.",
        *list(TEXTS.values())[3:],
        "Yearbook",
        "Page 7",
    ):
        assert part in answer.text, part
    assert "This text describes sexual abuse of children." in answer.text
    assert "no-store" not in answer.headers["Cache-Control"]
    assert "82800" in answer.headers["Cache-Control"]  # no cache shows it after its last day


def test_a_card_of_a_figure_has_help_and_a_link_to_its_page(swifts: World) -> None:
    card = swifts.get("/embed/en/figures/swifts/").text
    assert "/en/figures/swifts/" in card
    assert "/en/support/" in card
    assert "frame-ancestors *" in swifts.get("/embed/en/figures/swifts/").headers["Content-Security-Policy"]
    assert (
        "&lt;iframe src=&#34;http://127.0.0.1:8000/embed/en/figures/swifts/" in swifts.get("/en/figures/swifts/").text
    )


def test_no_bundle_has_a_figure(swifts: World) -> None:
    assert "counted" not in swifts.get("/v1/en/bundle.json").text


@pytest.mark.parametrize(
    ("language", "form", "sentence"),
    [
        ("fr", "other", f"En {YEAR}, la Société des oiseaux a compté 1\u202f234\u202f567 martinets."),
        ("pt", "other", f"En {YEAR}, la Société des oiseaux a compté 1\u00a0234\u00a0567 martinets."),
        ("hr", "few", None),
    ],
)
def test_a_figure_is_written_as_its_language_writes_numbers_with_the_plural_form_of_its_number(
    swifts: World, language: str, form: str, sentence: str | None
) -> None:
    counted(swifts, "swifts", value=1234567 if sentence else 1234562)
    swifts.catalog(language)
    catalog = (swifts.translations / language / "LC_MESSAGES" / "interface.po").read_text()
    assert f'msgctxt "figure.swifts.sentence.{form}"' in catalog
    assert catalog.count("figure.swifts.sentence.") == 1
    for name, text in FRENCH.items():
        swifts.phrase(language, f"figure.swifts.{name}", text)
    key = f"figure.swifts.sentence.{form}"
    swifts.phrase(language, key, "En {year}, la Société des oiseaux a compté {birds} martinets.")
    found = _figure(swifts, language=language)
    assert (found["language"], found["fallback"], found["caveat"]) == (language, None, FRENCH["caveat"])
    assert found["sentence"] == (sentence or f"En {YEAR}, la Société des oiseaux a compté 1.234.562 martinets.")


def test_a_figure_that_is_translated_in_part_is_whole_in_english_and_says_so(swifts: World) -> None:
    swifts.catalog("fr")
    assert _figure(swifts, language="fr")["fallback"] == {"reason": "not_translated"}
    swifts.phrase("fr", "figure.swifts.title", FRENCH["title"])
    found = _figure(swifts, language="fr")
    assert (found["language"], found["title"]) == ("en", TEXTS["title"])
    assert found["fallback"] == {"reason": "awaiting_review"}
    assert "The French text is waiting for review." in swifts.get("/embed/fr/figures/swifts/").text
    assert swifts.get("/fr/figures/swifts/").headers["Content-Language"] == "en"


def test_in_arabic_each_number_is_isolated(swifts: World) -> None:
    swifts.catalog("ar")
    for name in FRENCH:
        swifts.phrase("ar", f"figure.swifts.{name}", "نص")
    swifts.phrase("ar", "figure.swifts.sentence.many", "{birds} في {year}")
    found = _figure(swifts, language="ar")
    assert found["sentence"] == f"\u20681,234,567\u2069 في \u2068{YEAR}\u2069"
    assert found["number"]["text"] == "1,234,567"


@pytest.mark.parametrize(
    ("language", "text"), [("en", "62.2%"), ("fi", "62,2\u00a0%"), ("pl", "62,2%"), ("de", "62,2\u00a0%")]
)
def test_a_share_has_the_percent_sign_as_its_language_writes_it(swifts: World, language: str, text: str) -> None:
    counted(swifts, "part", value=181112, input=True, texts=dict.fromkeys(TEXTS))
    counted(swifts, "whole", value=291273)
    given = {"part": "part", "whole": "whole"}
    share: dict[str, Any] = {
        "derived_from": given,
        "formula": "part / whole",
        "denominator": "whole",
        "measure": "percent",
    }
    counted(swifts, "share", value=62.2, **share)
    if language != "en":
        swifts.catalog(language)
        for name, words in TEXTS.items():
            form = {"pl": ".other", "fi": ".other", "de": ".other"}[language] if name == "sentence" else ""
            swifts.phrase(language, f"figure.share.{name}{form}", words)
    found = _figure(swifts, "share", language)
    assert found["language"] == language
    assert found["number"] == {"value": 62.2, "measure": "percent", "text": text, "bound": "exact"}
    assert text in found["sentence"]
    assert found["derived"]["formula"] == "part / whole"
    assert [row["value"] for row in found["derived"]["inputs"]] == [181112, 291273]
    assert swifts.get("/v1/en/figures/part.json").status_code == 404  # it is there for the share only


def test_a_figure_ends_two_years_after_its_period_and_its_address_says_so(swifts: World) -> None:
    assert _figure(swifts)["expires_on"] == f"{YEAR + 2}-12-31"
    assert swifts.client(clock=lambda: LAST).get(FORMS[0]).status_code == 200
    client = swifts.client(clock=lambda: LAST + 1)
    for path in FORMS:
        answer = client.get(path)
        assert answer.status_code == (200 if path == "/en/figures/" else 410)
        assert "1,234,567" not in answer.text
    problem = client.get(FORMS[0])
    assert problem.content_type == "application/problem+json"
    assert problem.get_json(force=True)["type"] == "urn:glossary:problem:ended-figure"
    for path in (FORMS[1], "/embed/en/figures/swifts/"):
        assert "<title>This figure is no longer shown" in client.get(path).text


def test_a_service_that_runs_over_midnight_shows_no_figure_past_its_day(swifts: World) -> None:
    now = [LAST]
    client = swifts.client(clock=lambda: now[0])
    assert client.get(FORMS[0]).status_code == 200
    edition = client.get("/v1/index.json").get_json()["edition"]
    now[0] += 1
    assert client.get(FORMS[0]).status_code == 410
    assert client.get("/v1/index.json").get_json()["edition"] != edition


def test_check_names_a_figure_that_is_about_to_end(swifts: World) -> None:
    assert "swifts.toml" not in swifts.run("check", "--on", f"{YEAR + 2}-11-01").output
    assert (
        f"swifts.toml:1: warning: it ends on {YEAR + 2}-12-31"
        in swifts.run("check", "--on", f"{YEAR + 2}-12-15").output
    )


def test_a_figure_ends_when_its_successor_is_adopted_and_names_it(swifts: World) -> None:
    counted(swifts, "newer", supersedes="swifts", texts={"title": "Newer swifts"})
    problem = swifts.get(FORMS[0])
    assert problem.status_code == 410
    assert problem.get_json(force=True)["replaced_by"] == "newer"
    page = swifts.get("/en/figures/swifts/")
    assert (page.status_code, '/en/figures/newer/"' in page.text) == (410, True)
    assert [each["id"] for each in swifts.get("/v1/en/figures.json").get_json()["figures"]] == ["newer"]


def test_a_withdrawn_claim_is_listed_with_its_reason_and_nowhere_else(swifts: World) -> None:
    claim(swifts, "myth")
    listed = swifts.get("/v1/en/figures.json").get_json()
    assert [each["id"] for each in listed["figures"]] == ["swifts"]
    (myth,) = listed["withdrawn"]
    assert (myth["claim"], myth["reason"]) == ("“1,000 swifts nest in every tower.”", "Nobody counted them.")
    assert (myth["withdrawn_on"], myth["sources"][0]["url"]) == ("2025-05-01", "https://birds.example.org/yearbook")
    page = swifts.get("/en/figures/").text
    assert page.index("Claims that are not served here") < page.index("1,000 swifts") < page.index("Nobody counted")
    gone = swifts.get("/v1/en/figures/myth.json")
    assert (gone.status_code, gone.get_json(force=True)["type"]) == (410, "urn:glossary:problem:withdrawn-claim")
    assert "This claim is not served here" in swifts.get("/en/figures/myth/").text


def test_an_unknown_figure_is_404_with_near_ones(swifts: World) -> None:
    problem = swifts.get("/v1/en/figures/swift.json").get_json(force=True)
    assert (problem["status"], problem["suggestions"]) == (404, ["swifts"])
    assert "/en/figures/swifts/" in swifts.get("/en/figures/swift/").text
    assert swifts.get("/embed/en/figures/nothing-like-it/").status_code == 404


def test_a_language_that_is_not_offered_is_told_as_for_entries(swifts: World) -> None:
    swifts.catalog("fr")
    moved = swifts.get("/v1/fr-CA/figures/swifts.json")
    assert (moved.status_code, moved.headers["Location"]) == (308, "/v1/fr/figures/swifts.json")
    assert [swifts.get(path.replace("/en/", "/de/")).status_code for path in FORMS] == [404] * 4


def test_an_edited_or_new_figure_reaches_nobody_until_a_maintainer_adopts_it(swifts: World) -> None:
    swifts.adopt()
    swifts.adopting = False
    counted(swifts, "swifts", value=7654321)
    counted(swifts, "rooks")
    assert "1,234,567" in _figure(swifts)["sentence"]
    assert swifts.get("/v1/en/figures/rooks.json").status_code == 404
    checked = swifts.run("check").output
    assert "rooks.toml:1: warning: a key figure not adopted as it stands here (rooks); readers do not see it" in checked
    preview = swifts.preview("/v1/en/figures/rooks.json")
    assert (preview.get_json()["status"], preview.headers["Cache-Control"]) == ("draft", "no-store")
    assert "Nobody has adopted this figure." in swifts.preview("/embed/en/figures/rooks/").text
    assert "7,654,321" in swifts.preview("/v1/en/figures/swifts.json").text
    done = swifts.run("adopt", "figures", "--by", "keeper", "--yes")
    assert "2 adoptions recorded" in done.output
    assert "7,654,321" in _figure(swifts)["sentence"]
    assert _figure(swifts, "rooks")["status"] == "adopted"


def test_an_edited_translation_of_a_figure_reaches_nobody_until_it_is_adopted(swifts: World) -> None:
    swifts.catalog("fr")
    for name, text in FRENCH.items():
        swifts.phrase("fr", f"figure.swifts.{name}", text)
    swifts.phrase("fr", "figure.swifts.sentence.other", "En {year} : {birds} martinets.")
    swifts.adopt()
    swifts.adopting = False
    swifts.phrase("fr", "figure.swifts.caveat", "Il mesure tout.")
    assert _figure(swifts, language="fr")["caveat"] == FRENCH["caveat"]
    assert "1 adoption recorded" in swifts.run("adopt", "fr", "--by", "keeper", "--yes").output
    assert _figure(swifts, language="fr")["caveat"] == "Il mesure tout."


def test_a_figure_that_is_marked_withdrawn_is_gone_at_once_whatever_is_adopted(swifts: World) -> None:
    swifts.adopt()
    swifts.adopting = False
    path = claim(swifts, "swifts")
    assert "withdrawn" in path.read_text()
    assert [swifts.get(path).status_code for path in FORMS] == [410, 410, 200, 410]
    assert "1,234,567" not in swifts.get("/en/figures/").text


def test_a_withdrawal_takes_a_figure_out_of_a_service_whose_content_is_broken(swifts: World) -> None:
    client = swifts.client(watch_seconds=0)
    assert client.get(FORMS[0]).status_code == 200
    swifts.adopting = False
    claim(swifts, "swifts")
    (swifts.terms / "swift.toml").write_text("broken")
    front = client.application.wsgi_app
    assert isinstance(front, Front)
    Watch(front).look()
    assert [client.get(path).status_code for path in FORMS] == [410, 410, 200, 410]
    assert client.get("/v1/en/terms/swift.json").status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"text": {**TEXTS, "caveat": 5}},
        {"url": "javascript:x"},
        {"place": "Atlantis"},
        {"numbers": {}},
        {"bound": "so"},
    ],
)
def test_a_copy_of_a_figure_that_no_command_wrote_is_refused(swifts: World, change: dict[str, Any]) -> None:
    swifts.adopt()
    swifts.adopting = False
    lines = swifts.translations / "adoptions" / "keeper.jsonl"
    rows = [adoption.read(line) for line in lines.read_bytes().splitlines()]
    (copy,) = (row for row in rows if row.item.kind is Kind.FIGURES)
    forged = replace(copy, value={**copy.value, **change})
    lines.write_text(lines.read_text() + adoption.line(forged))
    assert "the copy cannot be used" in swifts.run("check").output


def test_a_figure_whose_file_is_gone_stays_and_check_says_so(swifts: World) -> None:
    swifts.adopt()
    swifts.adopting = False
    (swifts.figures / "swifts.toml").unlink()
    assert "1,234,567" in _figure(swifts)["sentence"]
    assert "swifts.toml:0: the figure file is gone; readers go on seeing what was adopted" in swifts.run("check").output


def test_the_index_the_pages_and_the_sitemap_lead_to_the_figures(swifts: World) -> None:
    base = "http://127.0.0.1:8000"
    assert swifts.get("/v1/index.json").get_json()["links"]["figures"] == f"{base}/v1/en/figures.json"
    assert f'<a href="{base}/en/figures/">Key figures</a>' in swifts.get("/en/").text
    sitemap = swifts.get("/sitemap.xml").text
    assert f"<loc>{base}/en/figures/</loc>" in sitemap
    assert f"<loc>{base}/en/figures/swifts/</loc>" in sitemap


def test_a_glossary_without_figures_says_so_and_no_page_leads_there(world: World) -> None:
    world.term("swift")
    world.approve("en", "swift")
    assert "There are no key figures here at present." in world.get("/en/figures/").text
    assert world.get("/v1/en/figures.json").get_json()["figures"] == []
    assert "/en/figures/" not in world.get("/en/").text


def test_no_concept_takes_the_address_of_the_figures(world: World) -> None:
    world.term("figures")
    assert "“figures” is the address of another page" in world.run("check").output


def test_a_figure_in_an_export_is_the_same_file(swifts: World) -> None:
    claim(swifts, "myth")
    target = swifts.root / "public"
    done = swifts.run("export", str(target), GLOSSARY_BASE_URL="http://127.0.0.1:8000")
    assert done.exit_code == 0, done.output
    for path in (*FORMS, "/fragment/en/figures/swifts.html", "/v1/en/figures.json"):
        file = target / (path.lstrip("/") + ("index.html" if path.endswith("/") else ""))
        assert file.read_bytes() == swifts.get(path).data, path
    assert not (target / "en" / "figures" / "myth").exists()
    rules = (target / "_headers").read_text()
    assert "/v1/:language/figures/:figure\n" in rules


def test_in_a_demonstration_a_figure_is_marked_and_stays_a_draft(swifts: World) -> None:
    folder = swifts.root / "demonstration"
    folder.mkdir()
    demonstration.make(swifts.settings(), folder)
    assert (folder / "figures" / "swifts.toml").exists()
    shown = World.__new__(World)
    shown.__dict__.update(swifts.__dict__, root=folder, adopting=False)
    for name in ("terms", "translations", "support", "figures"):
        setattr(shown, name, folder / name)
    answer = shown.get(FORMS[0])
    assert (answer.get_json()["demonstration"], answer.get_json()["status"]) == (True, "draft")
    assert answer.headers["Glossary-Demonstration"] == "true"
    assert "Demonstration: nobody has reviewed these texts." in shown.get("/embed/en/figures/swifts/").text
