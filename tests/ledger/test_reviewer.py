"""The languages that a reviewer is registered for."""

from __future__ import annotations

from tests.world import World


def _with(world: World, languages: str) -> None:
    policy = world.translations / "policy.toml"
    before = 'languages = ["fr", "fi", "pt", "de", "sv", "hr"]\n[[reviewers]]\nid = "both"'
    assert before in policy.read_text()
    policy.write_text(policy.read_text().replace(before, f'languages = [{languages}]\n[[reviewers]]\nid = "both"'))


def test_a_star_stands_for_every_language_also_for_those_that_come_later(french: World) -> None:
    french.catalog("he", {"dove.term": "יונה", "dove.definition": "ציפור של שלום."})
    assert "not registered for the language “he”" in french.vet("he", "dove", "otter", "language").output
    _with(french, '"*"')
    assert "policy.toml" not in french.run("check").output
    for language in ("fr", "he"):
        assert "is now reviewed" in french.vet(language, "dove", "otter", "language").output
    assert "not registered for the role “subject”" in french.vet("fr", "dove", "otter", "subject").output


def test_what_is_neither_a_star_nor_a_tag_is_refused(french: World) -> None:
    _with(french, '"**"')
    assert "“**” is not a language tag" in french.run("check").output
