"""What of the shipped figures reaches readers: one, because its publisher's own page was seen; no claim that is withdrawn."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from glossary.content.model import Status
from glossary.ledger import baseline
from glossary.ledger.adoption import Kind
from glossary.settings import Settings
from tests.world import POLICY, World

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC).timestamp()
DRAFTS = ["iwf-eu-share-2024", "ncmec-enticement-2024", "ncmec-enticement-increase-2024"]
CLAIMS = ["claim-ai-thousand-percent", "claim-commercial-doubled", "claim-eu-hosts-world-share", "claim-every-second"]


def _shipped(tmp_path: Path) -> World:
    """Return a world that has the package's own terms and figures, and translations without anybody's adoption."""
    world = World(tmp_path, adopting=False)
    world.terms = Settings.terms
    (world.translations / "policy.toml").write_text(POLICY)
    return world


def test_of_the_shipped_figures_readers_see_the_one_whose_own_page_was_seen(tmp_path: Path) -> None:
    world = _shipped(tmp_path)
    listed = world.client(clock=lambda: NOON).get("/v1/en/figures.json").get_json()
    assert [each["id"] for each in listed["figures"]] == ["iwf-webpages-2024"]
    assert [each["id"] for each in listed["withdrawn"]] == CLAIMS
    assert all(each["reason"] and each["sources"] for each in listed["withdrawn"])
    assert listed["figures"][0]["newer_seen"] == "2026-11-29"
    page = world.client(clock=lambda: NOON).get("/en/figures/").text
    assert "The publisher has newer figures (seen on 29 November 2026)." in page


def test_what_was_seen_in_the_press_only_shows_in_a_preview_marked_as_a_draft(tmp_path: Path) -> None:
    preview = _shipped(tmp_path).client(minimum=Status.DRAFT, clock=lambda: NOON)
    states = {each["id"]: each["status"] for each in preview.get("/v1/en/figures.json").get_json()["figures"]}
    assert states == {"iwf-webpages-2024": "adopted", **dict.fromkeys(DRAFTS, "draft")}
    page = preview.get("/en/figures/ncmec-enticement-2024/").text
    assert "Nobody has adopted this figure. Do not publish it." in page
    assert "seen in press reports, not on the publisher" in page


def test_the_baseline_has_no_figure_that_was_seen_in_the_press_only() -> None:
    assert sorted(baseline.load().values[Kind.FIGURES, ""]) == [*CLAIMS, "iwf-webpages-2024"]
