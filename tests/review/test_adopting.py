"""What stands beside the texts reaches readers as it was adopted, and in no other way."""

from __future__ import annotations

import json
import os
import re
import subprocess
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from glossary.content import tables
from glossary.errors import BadContent
from glossary.ledger import baseline, news
from glossary.ledger.adoption import Act, Adoption, Item, Kind, line
from glossary.review import adopting
from glossary.serving.front import Front
from glossary.serving.watch import Watch
from glossary.settings import Settings
from tests.conftest import ROOT
from tests.world import KEEPERS, TODAY, World

HOME = "https://childhelplineinternational.org/"


@pytest.fixture
def birds(world: World) -> World:
    """A dove that is vetted in English and drafted in French, a contact in Finland, all of it adopted; from here on
    nothing is adopted by itself."""
    world.term("dove", definition="is a bird of peace.")
    world.term("owl", definition="is a bird of the night.")
    world.record("FI")
    world.catalog("fr", {"dove.term": "Colombe", "dove.definition": "est un oiseau de paix."})
    world.phrase("fr", "nav.skip", "La suite")
    world.approve("en", "dove", "owl")
    world.adopt()
    world.adopting = False
    return world


def _entry(world: World, concept: str = "dove") -> dict[str, Any]:
    entry: dict[str, Any] = world.get(f"/v1/en/terms/{concept}.json").get_json()
    return entry


def _edit(path: Path, old: str, new: str) -> Path:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    return path


def _help(world: World) -> dict[str, Any]:
    found: dict[str, Any] = world.get("/v1/support/fi.json").get_json()
    return found


def test_an_edited_interface_string_reaches_nobody_until_it_is_adopted(birds: World) -> None:
    birds.phrase("fr", "nav.skip", "Une autre suite")
    assert ">La suite</a>" in birds.get("/fr/").text
    checked = birds.run("check").output
    assert re.search(r"fr/LC_MESSAGES/interface\.po:\d+: warning: interface text not adopted .*nav\.skip", checked)
    before = _lines(birds).read_bytes()
    assert "[-La-]{+Une autre+} suite" in birds.run("adopt", "fr", "--by", "keeper", "--yes").output
    assert ">Une autre suite</a>" in birds.get("/fr/").text
    after = _lines(birds).read_bytes()
    assert after.startswith(before)
    assert after[len(before) :].count(b"\n") == 1
    assert birds.run("adopt", "--by", "keeper").output == "nothing to do\n"


def test_a_string_of_another_english_is_out_of_date_and_gives_way_to_the_english(birds: World) -> None:
    value = {"source": "Another English", "text": "Une autre suite"}
    _lines(birds).write_text(_lines(birds).read_text() + _adoption(birds, Item(Kind.STRING, "fr", "nav.skip"), value))
    assert ">Skip to the text</" in birds.get("/fr/").text


def _lines(world: World) -> Path:
    return world.translations / "adoptions" / "keeper.jsonl"


def _adoption(world: World, item: Item, value: Any) -> str:
    """Return a line by the keeper as no command writes it."""
    when = datetime.fromisoformat(json.loads(_lines(world).read_text().splitlines()[0])["adopted"]["when"])
    return line(Adoption(item, value, Act(when + timedelta(minutes=30), "keeper", item.kind.roles[0])))


def test_a_language_reviewer_adopts_strings_of_their_language_and_nothing_else(birds: World) -> None:
    birds.phrase("fr", "nav.skip", "Une autre suite")
    _edit(birds.terms / "dove.toml", '"confident"', '"avoid"')
    done = birds.run("adopt", "--by", "otter", "--yes")
    assert done.exit_code == 0, done.output
    assert "1 adoption recorded" in done.output
    assert "not adopted: facts dove; it takes the role “maintainer”" in done.output
    written = json.loads((birds.translations / "adoptions" / "otter.jsonl").read_text())
    assert written["value"] == {"source": "Skip to the text", "text": "Une autre suite"}
    assert written["adopted"]["role"] == "language"


@pytest.mark.parametrize(
    "text", ["Appelez le 123", "Appelez le ①", "Voir evil.example", "Écrire à a@b", "\u2800", "La {suite}"]
)
def test_a_string_with_a_digit_an_address_or_nothing_to_see_is_never_shown(birds: World, text: str) -> None:
    birds.phrase("fr", "nav.skip", text)
    assert "1 adoption" not in birds.run("adopt", "--by", "keeper", "--yes").output
    value = {"source": "Skip to the text", "text": text}
    _lines(birds).write_text(_lines(birds).read_text() + _adoption(birds, Item(Kind.STRING, "fr", "nav.skip"), value))
    page = birds.get("/fr/").text
    assert text not in page
    assert ">Skip to the text</" in page


def test_a_number_that_is_changed_with_its_quote_is_not_shown_and_the_directories_are(birds: World) -> None:
    records = birds.support / "records.toml"
    _edit(records, "555 123", "555 132")
    _edit(records, "555123", "555132")
    found = _help(birds)
    assert found["records"] == []
    assert next(each["url"] for each in found["directories"]) == f"{HOME}helplines/"
    assert birds.get("/en/support/fi/").status_code == 200
    assert (
        "records.toml:1: warning: a contact of help not adopted as it stands here (FI/talk)"
        in birds.run("check").output
    )


def test_a_contact_takes_as_many_people_as_the_policy_asks_for(birds: World) -> None:
    _edit(birds.support / "records.toml", "555 123", "555 132")
    _edit(birds.support / "records.toml", "555123", "555132")
    assert "1 adoption recorded" in birds.run("adopt", "FI", "--by", "keeper", "--yes").output
    again = birds.run("adopt", "FI", "--by", "keeper", "--yes")
    assert again.exit_code == 1
    assert "you adopted it; the policy asks for 2 people" in again.output
    assert _help(birds)["records"] == []
    assert birds.run("adopt", "FI", "--by", "second-keeper", "--yes").exit_code == 0
    assert [record["dial"] for record in _help(birds)["records"]] == ["555132"]


def test_an_older_contact_that_is_put_back_is_not_shown(birds: World) -> None:
    records = birds.support / "records.toml"
    before = records.read_text()
    records.write_text(before.replace("555 123", "555 132").replace("555123", "555132"))
    for who in ("keeper", "second-keeper"):
        assert birds.run("adopt", "--by", who, "--yes").exit_code == 0
    records.write_text(before)
    assert _help(birds)["records"] == []


def test_a_changed_or_missing_directory_leads_to_its_adopted_home_page(birds: World) -> None:
    path = _edit(
        birds.support / "directories.toml", "https://childhelplineinternational.org/", "https://evil.example.org/"
    )
    for _ in range(2):
        talk = next(each for each in _help(birds)["directories"] if each["purpose"] == "talk")
        assert (talk["url"], talk["expired"]) == (HOME, True)
        path.write_text("")
    path.unlink()
    assert HOME in birds.get("/en/dove/").text


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ('usage = "confident"', 'usage = "avoid"', ("usage", "confident")),
        ('autolink = "safe"', 'autolink = "never"', ("autolink", "safe")),
        ("related = []", 'related = ["owl"]', ("related", [])),
        ('group = "material"', 'group = "abuse"', ("group", "material")),
        ("https://law.example.org/1", "https://evil.example.org/1", ("sources", None)),
        ("[text]", "[retired]\non = 2026-01-01\n[text]", ("usage", "confident")),
    ],
)
def test_changed_facts_stay_as_they_were_adopted_and_are_told(birds: World, old: str, new: str, shown: Any) -> None:
    before = _entry(birds)
    _edit(birds.terms / "dove.toml", old, new)
    after = _entry(birds)
    assert after == before
    field, value = shown
    assert value is None or after[field] == value
    told = birds.run("check").output
    assert re.search(r"dove\.toml:\d+: warning: a concept’s facts not adopted as it stands here \(dove\)", told)
    assert birds.run("adopt", "dove", "--by", "keeper", "--yes").exit_code == 0
    assert birds.get("/v1/en/terms/dove.json").get_json() != before


def test_a_concept_whose_facts_nobody_adopted_is_served_to_nobody(birds: World) -> None:
    birds.term("wren")
    vetted = birds.vet("en", "wren", "heron", "subject")
    assert "adoption of its facts" in vetted.output
    assert birds.get("/v1/en/terms/wren.json").status_code == 404
    assert birds.run("adopt", "--all", "--yes", "--by", "keeper").exit_code == 0
    assert birds.get("/v1/en/terms/wren.json").status_code == 200


def test_an_adopted_retirement_takes_effect_while_the_content_is_broken(birds: World) -> None:
    client = birds.client()
    front = client.application.wsgi_app
    assert isinstance(front, Front)
    _edit(birds.terms / "dove.toml", "[text]", "[retired]\non = 2026-01-01\n[text]")
    assert birds.run("adopt", "dove", "--by", "keeper", "--yes").exit_code == 0
    (birds.terms / "owl.toml").write_text("not TOML")
    Watch(front).look()
    assert "owl.toml" in client.get("/readyz").text
    assert [client.get(f"/v1/en/terms/{name}.json").status_code for name in ("dove", "owl")] == [410, 200]


@pytest.mark.parametrize("field", ["title", "locator"])
@pytest.mark.parametrize("text", ["<b>law</b>", "a\\u202eb", "a\\u200bb"])
def test_a_source_refuses_what_a_text_refuses(birds: World, field: str, text: str) -> None:
    path = birds.terms / "dove.toml"
    path.write_text(re.sub(rf'{field} = ".*"', lambda _: f'{field} = "{text}"', path.read_text()))
    assert re.search(rf"dove\.toml:\d+: sources\.{field}: it holds", birds.run("check").output)


def test_it_is_shown_and_asked_before_anything_is_adopted(birds: World) -> None:
    _edit(birds.terms / "dove.toml", "https://law.example.org/1", "https://law.example.org/2")
    before = (birds.translations / "adoptions" / "keeper.jsonl").read_bytes()
    refused = birds.run("adopt", "--by", "keeper", text="n\n")
    assert "sources.1.url: https://law.example.org/[-1-]{+2+}" in refused.output
    assert (refused.exit_code, "nothing was recorded" in refused.output) == (1, True)
    assert (birds.translations / "adoptions" / "keeper.jsonl").read_bytes() == before
    assert birds.run("adopt", "--by", "keeper", text="y\n").exit_code == 0
    after = (birds.translations / "adoptions" / "keeper.jsonl").read_bytes()
    assert after.startswith(before)
    assert after[len(before) :].count(b"\n") == 1


def test_what_could_not_be_read_again_is_never_written(birds: World, monkeypatch: pytest.MonkeyPatch) -> None:
    path = birds.terms / "dove.toml"
    path.write_text(path.read_text().replace("https://law", "HTTPS://law"))
    monkeypatch.setattr(tables._WebAddress, "__call__", lambda _self, value: value)  # a rule of files that has a gap
    before = [each.read_bytes() for each in (birds.translations / "adoptions").iterdir()]
    refused = birds.run("adopt", "--all", "--by", "keeper", "--yes")
    assert (refused.exit_code, "facts “dove” cannot be adopted" in refused.output) == (1, True), refused.output
    assert [each.read_bytes() for each in (birds.translations / "adoptions").iterdir()] == before


def test_a_changed_line_is_refused(birds: World) -> None:
    _edit(_lines(birds), '"usage": "confident"', '"usage": "avoid"')
    assert "keeper.jsonl:" in birds.run("check").output
    assert "was changed after it was written" in birds.run("check").output


def test_a_line_by_somebody_who_is_not_registered_for_it_is_refused(birds: World) -> None:
    _edit(birds.translations / "policy.toml", KEEPERS, KEEPERS.replace('"maintainer", ', ""))
    assert "“keeper” is not registered for the role “maintainer”" in birds.run("check").output


def test_a_line_by_nobody_is_refused_in_a_folder_of_content(birds: World) -> None:
    line_by_nobody = line(Adoption(Item(Kind.FACTS, "", "dove"), {}))
    _lines(birds).write_text(_lines(birds).read_text() + line_by_nobody)
    assert "it names nobody" in birds.run("check").output


def test_a_baseline_in_a_folder_of_content_is_refused(birds: World) -> None:
    (birds.translations / "baseline").mkdir()
    assert "a baseline lies in a folder of content" in birds.run("check").output


@pytest.mark.parametrize("name", ["GLOSSARY_TERMS", "GLOSSARY_TRANSLATIONS", "GLOSSARY_SUPPORT"])
def test_a_baseline_is_never_made_from_content_of_somebody_else(birds: World, name: str) -> None:
    others = {each: "" for each in birds.environment() if each != name}
    refused = birds.run("adopt", "--baseline", **others)
    assert (refused.exit_code, f"{name} is set" in refused.output) == (1, True)


def test_a_baseline_drops_no_former_id_of_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = baseline.load()
    rows = {**shipped.values[Kind.FACTS, ""], "renamed-since": {"formerly": ["csam-of-old"]}}
    before = replace(shipped, values={**shipped.values, (Kind.FACTS, ""): rows})
    monkeypatch.setattr(baseline, "load", lambda: before)
    monkeypatch.setattr(baseline, "write", lambda *_: pytest.fail("it was written"))
    with pytest.raises(BadContent, match="no concept names “csam-of-old” under formerly, as the baseline before does"):
        adopting.make_baseline(Settings(), TODAY)


def test_the_front_page_of_the_api_says_which_baseline_a_release_ships_and_that_nobody_adopted_it(birds: World) -> None:
    shown = birds.get("/v1/index.json").get_json()["baseline"]
    shipped = baseline.load()
    assert shown == {"made_on": shipped.made_on.isoformat(), "digest": shipped.digest, "adopted": None}


def test_the_baseline_that_ships_is_of_the_content_that_ships() -> None:
    """It fails after every change of interface strings, facts or contacts: run “glossary adopt --baseline”."""
    content = {group: rows for group, rows in adopting.contents(Settings()) if rows}
    assert dict(baseline.load().values) == content, "run “glossary adopt --baseline”, and commit what it writes"
    for path in (ROOT / "glossary" / "baseline").glob("*.jsonl"):
        for text in path.read_text().splitlines():
            row = json.loads(text)
            assert row["adopted"] is None
    assert baseline.load().made_on <= TODAY


def _git(folder: Path, *arguments: str) -> None:
    quiet = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, env=quiet)


def test_check_since_names_each_new_adoption_and_each_that_is_lost(birds: World) -> None:
    assert birds.run("sync").exit_code == 0
    _git(birds.root, "init", "-q")
    _git(birds.root, "add", "-A")
    _git(birds.root, "commit", "-qm", "one")
    _edit(birds.terms / "dove.toml", '"confident"', '"caution"')
    assert birds.run("adopt", "--by", "keeper", "--yes").exit_code == 0
    told = birds.run("check", "--since", "HEAD")
    assert re.search(r"keeper\.jsonl:\d+: facts dove is adopted by “keeper” \(maintainer\), \d", told.output)
    assert (told.exit_code, told.output.count("is adopted by")) == (0, 1)
    _lines(birds).write_text("".join(_lines(birds).read_text().splitlines(keepends=True)[1:]))
    lost = birds.run("check", "--since", "HEAD")
    assert lost.exit_code == 1
    assert re.search(r"since HEAD: the adoption of [^;]+ is gone \(sha256:", lost.output)


def test_check_since_names_each_string_fact_and_contact_that_a_new_baseline_changes(
    birds: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "package" / "baseline"
    folder.mkdir(parents=True)
    values: dict[Any, Any] = {
        (Kind.STRING, "fr"): {"nav.skip": {"source": "Skip", "text": "La suite"}},
        (Kind.FACTS, ""): {"dove": {"usage": "confident"}, "owl": {}},
    }
    baseline.write(values, TODAY, folder)
    _git(tmp_path, "init", "-q")
    _git(tmp_path, "add", "-A")
    _git(tmp_path, "commit", "-qm", "one")
    values[Kind.STRING, "fr"]["nav.skip"]["text"] = "Une autre suite"
    values[Kind.CONTACTS, ""] = {"FI/talk": []}
    del values[Kind.FACTS, ""]["owl"]
    assert baseline.write(values, TODAY, folder) == 3
    monkeypatch.setattr(baseline, "FOLDER", folder)
    told = [line.partition(": ")[2] for line in news.since(birds.translations, "HEAD")]
    assert told == [
        "contacts FI/talk is new in the baseline",
        "facts owl is gone from the baseline",
        "string fr nav.skip has changed in the baseline",
    ]
