"""The command line: help, status, and errors that say how to mend them."""

from __future__ import annotations

import json
from datetime import date

import pytest

from glossary import report
from glossary.cli import main
from tests.world import World


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_has_help_with_an_example(world: World, command: str) -> None:
    result = world.run(command, "--help")
    assert result.exit_code == 0
    assert f"Example: {'' if command not in ('serve', 'preview') else 'PORT=9000 '}" in result.output
    assert f"glossary {command}" in result.output


def test_status_counts_every_concept_once_and_json_says_the_same(french: World) -> None:
    french.term("owl")
    french.catalog("fi", {"dove.term": "Kyyhky", "dove.definition": "on lintu."}, fuzzy=("dove.term",))
    french.vet("fr", "dove", "otter", "language")
    table = french.run("status").output
    rows = {row["language"]: row for row in json.loads(french.run("status", "--json").output)["languages"]}
    assert list(rows) == ["en", "fi", "fr"]
    for row in rows.values():
        assert sum(row[name] for name in ("vetted", "reviewed", "draft", "missing")) == 2
        assert f"{row['language']} {row['english_name']}" in table
    assert (rows["fr"]["reviewed"], rows["fr"]["missing"], rows["fi"]["fuzzy"]) == (1, 1, 1)
    assert max(len(line) for line in table.splitlines()) <= 120


def test_status_of_one_language_shows_each_concept(french: World) -> None:
    french.approve("fr", "dove")
    assert "dove     vetted" in french.run("status", "fr").output
    concept = json.loads(french.run("status", "fr", "--json").output)["concepts"][0]
    assert (concept["id"], concept["status"], concept["update"]) == ("dove", "vetted", False)
    result = french.run("status", "xx")
    assert result.exit_code == 1
    assert "does not offer the language “xx”" in result.output


def test_a_text_falls_due_for_review_after_the_months_of_the_policy_and_stays_published(french: World) -> None:
    from glossary import content

    edition = content.load(french.terms, french.translations)
    today = date.today()
    later = date(today.year + 2, today.month, min(today.day, 28)).replace(day=28)
    assert not edition.state("dove", "en", today).review_due
    assert edition.state("dove", "en", date(later.year + 1, 1, 1)).review_due
    rows = report.languages(edition, date(later.year + 1, 1, 1))
    assert (rows[0]["review_due"], rows[0]["vetted"]) == (1, 1)


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("PORT", "http", "PORT is “http”; set it to a whole number from 1 to 65535"),
        ("PORT", "99999", "PORT is “99999”"),
        ("WORKERS", "0", "WORKERS is “0”; set it to a whole number from 1 to 64"),
        ("GLOSSARY_BASE_URL", "example.org", "set it to an address such as https://glossary.example.org"),
        ("GLOSSARY_TERMS", "/nowhere", "which is not a folder"),
        ("GLOSSARY_LEAST_STATUS", "all", "set it to one of draft, reviewed, vetted"),
    ],
)
def test_a_setting_that_can_not_be_used_is_named_with_what_it_may_be(
    french: World, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, words: str
) -> None:
    environment = {**french.environment(), variable: value}
    monkeypatch.setattr(french, "environment", lambda: environment)
    result = french.run("serve")
    assert result.exit_code == 1
    assert words in result.output
    assert "Traceback" not in result.output


def test_an_unknown_command_or_language_for_sync_is_refused(world: World) -> None:
    world.term("dove")
    assert world.run("polish").exit_code == 2
    result = world.run("sync", "fr")
    assert result.exit_code == 1
    assert "there is no catalog for fr; make one with “glossary new-language TAG”" in result.output
