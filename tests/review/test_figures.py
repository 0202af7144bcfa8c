"""What of the shipped figures reaches readers: one, because its publisher's own page was seen; no claim that is withdrawn."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import tomli

from glossary.content.model import Status
from glossary.ledger import baseline
from glossary.ledger.adoption import Kind
from glossary.settings import Settings
from tests.figures import counted
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


def test_a_draft_from_the_press_is_no_finding_and_can_be_adopted(world: World) -> None:
    world.term("swift")
    world.adopt()
    world.adopting = False
    counted(world, "swifts", seen_at="press")
    assert "swifts" not in world.run("check").output
    assert world.get("/v1/en/figures/swifts.json").status_code == 404
    assert "1 adoption recorded" in world.run("adopt", "swifts", "--by", "keeper", "--yes").output
    assert world.get("/v1/en/figures/swifts.json").get_json()["source"]["seen_at"] == "press"


def test_no_plain_version_for_a_child_has_a_figure() -> None:
    plain = {
        path.stem: tomli.loads(path.read_text())["text"].get("plain", "") for path in Settings.terms.glob("*.toml")
    }
    assert len(plain) > 40
    assert {
        name: text for name, text in plain.items() if re.search(r"\d[.,]?\d{3}[.,]?\d|\d{5}|%|per cent", text)
    } == {}


def test_a_figure_counts_on_after_a_restart_with_broken_content(world: World) -> None:
    world.term("swift")
    world.approve("en", "swift")
    counted(world, "swifts")
    kept = world.root / "kept"
    kept.mkdir()
    assert world.client(kept=str(kept)).get("/v1/en/figures/swifts.json").status_code == 200
    world.adopting = False
    (world.figures / "swifts.toml").write_text("broken")
    again = world.client(kept=str(kept))
    assert "1,234,567" in again.get("/v1/en/figures/swifts.json").get_json()["sentence"]
    assert "figures/swifts.toml" in again.get("/readyz").text
