"""The command line: help, status, and errors that say how to mend them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from glossary.cli import COMMANDS
from glossary.review import report
from tests.conftest import ROOT
from tests.world import World


@pytest.mark.parametrize("command", sorted(COMMANDS))
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


def test_status_is_readable_in_eighty_columns_whatever_there_is_to_say(french: World) -> None:
    french.term("dove", definition="is a bird of peace.", abbreviation="DV", plain="A bird.")
    french.approve("en", "dove")
    french.term("owl")
    french.run("sync")
    french.catalog(
        "fr", {"dove.plain": "Un oiseau.", "owl.term": "Hibou", "owl.definition": "Oiseau."}, fuzzy=("dove.plain",)
    )
    calm = french.run("status", COLUMNS="80").output.splitlines()
    assert sorted(" ".join(calm[:2]).split()) == sorted(
        ["Language", "Vetted", "Reviewed", "Draft", "Missing", "Empty", "Left", "out", "Fuzzy"]
    )
    french.approve("fr", "dove")
    french.approve("en", "owl")
    french.approve("fr", "owl")
    french.vet("fr", "owl", "heron", "subject", "--withdraw")
    french.term("dove", definition="is another bird.", abbreviation="DV", plain="A bird.")
    french.approve("en", "dove")
    french.term("dove", definition="is quite another bird.", abbreviation="DV", plain="A bird.")
    table = french.run("status", COLUMNS="80").output.splitlines()
    assert max(map(len, table)) <= 80
    for word in ("Fuzzy", "Newer", "Source", "Taken"):
        assert word in " ".join(table[:4])
    assert [line[:2] for line in table if line[:3] in ("en ", "fr ")] == ["en", "fr"], "one line for each language"


def test_status_says_which_fields_must_still_be_filled_and_which_were_left_out(french: World) -> None:
    more = {"abbreviation": "DV", "plain": "A bird.", "forms": "dove", "avoid": "sky rat", "avoid_reason": "It hurts."}
    french.term("dove", definition="is a bird of peace.", **more)  # type: ignore[arg-type]
    french.run("sync")
    assert "dove     draft   empty (plain), left out (abbreviation, forms, avoid, avoid_reason)" in (
        " ".join(french.run("status", "fr").output.split("\n")[1:2])
    )
    assert "required fields are empty in 1 text of 1 language" in french.run("status").output
    french.catalog("fr", {"dove.plain": "Un oiseau.", "dove.avoid": "rat volant"})
    assert "empty (avoid_reason), left out (abbreviation, forms)" in french.run("status", "fr").output
    french.catalog("fr", {"dove.avoid_reason": "C’est blessant."})
    output = french.run("status").output
    assert "1 concept x 2 languages\nno required field is empty" in output
    row = json.loads(french.run("status", "--json").output)["languages"][1]
    assert (row["language"], row["empty"], row["left_out"]) == ("fr", 0, 1)


def test_status_of_one_language_shows_each_concept(french: World) -> None:
    french.approve("fr", "dove")
    assert "dove     vetted" in french.run("status", "fr").output
    concept = json.loads(french.run("status", "fr", "--json").output)["concepts"][0]
    assert (concept["id"], concept["status"], concept["update"]) == ("dove", "vetted", False)
    result = french.run("status", "xx")
    assert result.exit_code == 1
    assert "does not offer the language “xx”. Did you mean en? “glossary status” lists the languages." in result.output


def test_a_concept_that_does_not_exist_is_answered_with_what_was_meant_or_where_all_are_listed(french: World) -> None:
    asked = ("--by", "otter", "--role", "language")
    assert (
        "no concept “dvoe”. Did you mean dove? “glossary status en” lists"
        in french.run("vet", "fr", "dvoe", *asked).output
    )
    assert (
        "no concept “zzzz”. “glossary status en” lists the concepts." in french.run("vet", "fr", "zzzz", *asked).output
    )


def test_a_text_falls_due_for_review_after_the_months_of_the_policy_and_stays_published(french: World) -> None:
    from glossary.edition import loading

    edition = loading.load(french.terms, french.translations)
    today = date.today()
    later = date(today.year + 2, today.month, min(today.day, 28)).replace(day=28)
    assert not edition.progress("dove", "en", today).review_due
    assert edition.progress("dove", "en", date(later.year + 1, 1, 1)).review_due
    rows = report.languages(edition, date(later.year + 1, 1, 1))
    assert (rows[0]["review_due"], rows[0]["vetted"]) == (1, 1)


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("PORT", "http", "PORT is “http”; set it to a whole number from 1 to 65535"),
        ("PORT", "99999", "PORT is “99999”"),
        ("WORKERS", "0", "WORKERS is “0”; set it to a whole number from 1 to 64"),
        *(
            (variable, address, f"{variable} is “{address}”; set it to an address such as https://glossary.example.org")
            for variable in ("GLOSSARY_BASE_URL", "GLOSSARY_EXIT_URL", "GLOSSARY_EDGES")
            for address in (
                "example.org",
                "http://[::1",
                "http://[zz]",
                "https://a.example;script-src",
                "https://a.example/;x",
                'https://a.example/"onload',
                "https://a.example,b.example",
                "https://otter:secret@a.example",
                "https://a.example:99999",
                "https://a.example:x",
                "https://",
                "ftp://a.example",
                "https://a..example",
                "https://a.example/../x",
                "https://a.example/x/%2e%2E",
                "https://a.example/%zz",
                "https://192.0.2.300",
                f"https://{'a' * 64}.example",
            )
        ),
        (
            "GLOSSARY_BASE_URL",
            "https://a.example; script-src *",
            "GLOSSARY_BASE_URL is “https://a.example; script-src *”",
        ),
        ("GLOSSARY_EXIT_URL", "https://a.example/ x", "GLOSSARY_EXIT_URL is “https://a.example/ x”"),
        ("GLOSSARY_HOST", "0.0.0.0; x", "GLOSSARY_HOST is “0.0.0.0; x”; set it to an address to listen on"),
        ("GLOSSARY_TERMS", "/nowhere", "which is not a folder"),
        ("GLOSSARY_STATE", "/" + "x" * 5000, "which is not a folder"),
        ("GLOSSARY_MAINTAINERS", "/" + "x" * 5000, "set it to a file of keys outside the content"),
        ("GLOSSARY_DESK_URL", "https://a.example:99999", "set it to an origin such as https://desk.example.org"),
        ("GLOSSARY_DESK_URL", "https://.", "set it to an origin such as https://desk.example.org"),
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


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "glossary.example.org"])
def test_a_service_beyond_this_machine_does_not_start_without_an_address_for_its_links(
    french: World, host: str
) -> None:
    result = french.run("serve", GLOSSARY_HOST=host)
    assert result.exit_code == 2
    assert "a service that listens beyond this machine needs an address that its links begin with" in result.output


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example",
        "http://[::1]:8000",
        "http://varnish_1:6082",
        "https://a.example/glossary/",
        "http://192.0.2.1",
    ],
)
def test_a_good_address_is_taken(address: str) -> None:
    from glossary import settings

    assert settings.read({"GLOSSARY_BASE_URL": address}).base_url == address.rstrip("/")
    assert settings.read({"GLOSSARY_EDGES": f"{address} {address}"}).edges == (address.rstrip("/"),) * 2


@pytest.mark.parametrize(
    ("command", "number"),
    [(["demo"], signal.SIGTERM), (["demo"], signal.SIGHUP), (["export", "public/site"], signal.SIGTERM)],
    ids=["demo, SIGTERM", "demo, SIGHUP", "export, SIGTERM"],
)
def test_a_command_that_is_stopped_before_it_is_done_leaves_no_folder_behind(
    tmp_path: Path, command: list[str], number: signal.Signals
) -> None:
    folder = tmp_path / "public"
    folder.mkdir()
    variables = {"TMPDIR": str(folder), "PYTHONPATH": str(ROOT), "GLOSSARY_BASE_URL": "https://words.example.org"}
    process = subprocess.Popen(
        [sys.executable, "-m", "glossary", *command], cwd=tmp_path, env={**os.environ, **variables}
    )
    until = time.monotonic() + 30
    # A file in the folder itself is Python's own: tempfile tries there whether it may write, before our code makes anything.
    while not any(path.is_file() for path in folder.glob("*/**/*")) and time.monotonic() < until:
        time.sleep(0.01)
    process.send_signal(number)
    assert process.wait(30) == 128 + number
    assert list(folder.iterdir()) == []
