"""A service that is run with ``GLOSSARY_CONTENT`` needs no folder of content, and has the last good one at every start."""

from __future__ import annotations

import json
import shutil
import signal
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.artifact.instance import pack
from tests.artifact.test_following import broken
from tests.machines import eventually
from tests.running import Running, serving
from tests.world import World

NEGOTIATED = "/v1/terms/dove?lang=fr"
NO_FOLDERS = dict.fromkeys(("GLOSSARY_TERMS", "GLOSSARY_TRANSLATIONS", "GLOSSARY_SUPPORT"), "")


@pytest.fixture
def environment(french: World, tmp_path: Path) -> Mapping[str, str]:
    """English is packed, the French text vetted since."""
    pack(french, tmp_path / "origin")
    french.approve("fr", "dove")
    (tmp_path / "state").mkdir()
    where = {"GLOSSARY_CONTENT": str(tmp_path / "origin"), "GLOSSARY_STATE": str(tmp_path / "state")}
    return {**where, "GLOSSARY_WATCH_SECONDS": "0"}


def _languages(running: Running) -> set[str | None]:
    """The languages in which several connections, of several workers, get the entry."""
    return {running.get(NEGOTIATED)[0].headers["Content-Language"] for _ in range(12)}


def _problems(running: Running) -> str:
    return json.dumps(json.loads(running.get("/readyz")[1])["problems"], ensure_ascii=False)


def test_a_signal_has_every_worker_take_what_is_newer_and_a_start_without_its_origin_has_it(
    french: World, tmp_path: Path, environment: Mapping[str, str]
) -> None:
    with serving(tmp_path, environment, workers=2) as running:
        assert _languages(running) == {"en"}
        pack(french, tmp_path / "origin")
        assert _languages(running) == {"en"}, "nobody asked"
        running.process.send_signal(signal.SIGHUP)
        assert eventually(lambda: _languages(running) == {"fr"})
    shutil.rmtree(tmp_path / "origin")
    with serving(tmp_path, environment) as running:
        assert _languages(running) == {"fr"}
        assert "it has no content.json" in _problems(running)


def test_a_start_on_content_that_makes_no_edition_goes_back_to_the_last_good_one(
    french: World, tmp_path: Path, environment: Mapping[str, str]
) -> None:
    with serving(tmp_path, environment) as running:
        assert _languages(running) == {"en"}
    broken(french, tmp_path / "origin")
    with serving(tmp_path, environment) as running:
        assert _languages(running) == {"en"}
        assert "the last good content is served" in running.log.read_text()
        assert "policy.toml" in _problems(running)
        pack(french, tmp_path / "origin")
        running.process.send_signal(signal.SIGHUP)
        assert eventually(lambda: _languages(running) == {"fr"} and _problems(running) == "[]")


def test_a_start_on_content_that_makes_no_edition_shows_nothing_that_it_withdraws(
    french: World, tmp_path: Path, environment: Mapping[str, str]
) -> None:
    pack(french, tmp_path / "origin")
    with serving(tmp_path, environment) as running:
        assert _languages(running) == {"fr"}
    assert french.vet("fr", "dove", "heron", "subject", "--withdraw").exit_code == 0
    broken(french, tmp_path / "origin")
    with serving(tmp_path, environment) as running:
        assert _languages(running) == {"en"}


def test_a_start_with_nothing_to_serve_says_what_is_wrong(french: World, tmp_path: Path) -> None:
    result = french.run("serve", **NO_FOLDERS, GLOSSARY_CONTENT=str(tmp_path / "nowhere"))
    assert result.exit_code == 1
    assert "nowhere:0: it has no content.json; write one there with “glossary pack”" in result.output


@pytest.mark.parametrize(
    ("origins", "more", "told"),
    [
        ("ftp://content.example.org", NO_FOLDERS, "GLOSSARY_CONTENT has “ftp://content.example.org”"),
        ("https://content.example.org", {}, "GLOSSARY_CONTENT is set, and so is one of"),
    ],
)
def test_a_setting_that_says_nothing_or_two_things_is_refused(
    french: World, origins: str, more: Mapping[str, str], told: str
) -> None:
    result = french.run("serve", **more, GLOSSARY_CONTENT=origins)
    assert result.exit_code == 1
    assert told in result.output


@pytest.mark.parametrize("command", [("check",), ("vet", "fr", "dove", "--by", "otter", "--role", "language")])
def test_a_command_that_needs_the_folder_of_the_content_says_so(
    french: World, tmp_path: Path, command: tuple[str, ...]
) -> None:
    result = french.run(*command, **NO_FOLDERS, GLOSSARY_CONTENT=str(tmp_path))
    assert result.exit_code == 1
    assert "this command needs its folder" in result.output
