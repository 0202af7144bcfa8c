"""What was served before: versions that stay, words that are gone for good, and the changes since a day or an edition."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from api import create_app
from glossary.content.model import Approval, Verdict
from glossary.content.text import Text
from glossary.edition import takeback, version
from glossary.export import paths
from glossary.ledger.record import line
from tests.conftest import needs
from tests.world import TODAY, World

HOST = "http://127.0.0.1:8000"
START = datetime(2026, 1, 1, 12, tzinfo=UTC)


def _text(words: str) -> Text:
    return Text(term="Dove", definition=f"is {words}.")


def _record(
    world: World, day: int, words: str, who: str = "heron", *, withdraw: bool = False, concept: str = "dove"
) -> None:
    """Write a record of English so many days after the first."""
    verdict = Verdict.WITHDRAW if withdraw else Verdict.APPROVE
    act = Approval(START + timedelta(days=day), who, "subject", verdict, "en", concept, _text(words), None)
    with world.ledger("en", who).open("a") as ledger:
        ledger.write(line(act))


def _day(number: int) -> str:
    return (START + timedelta(days=number)).date().isoformat()


def _path(words: str, concept: str = "dove") -> str:
    return f"/v1/en/terms/{concept}/{_text(words).digest.removeprefix('sha256:')}.json"


@pytest.fixture
def birds(world: World) -> World:
    """A concept whose English was replaced twice."""
    world.term("dove", definition="is a bird.")
    for day, words in enumerate(("grey", "white", "whiter")):
        _record(world, day, words)
    return world


def _statuses(world: World, concept: str = "dove") -> list[tuple[str, str, str | None]]:
    answer = world.get(f"/v1/en/terms/{concept}/versions.json").json
    assert answer is not None
    return [(row["digest"], row["status"], row["ended_on"]) for row in answer["versions"]]


def test_a_version_that_was_replaced_keeps_its_address_and_says_so(birds: World) -> None:
    client = birds.client()
    for words, status in (("grey", "superseded"), ("white", "superseded"), ("whiter", "vetted")):
        answer = client.get(_path(words))
        assert answer.status_code == 200
        assert answer.json is not None
        assert (answer.json["status"], answer.json["text"]) == (status, dict(_text(words).fields))
        assert answer.json["approvals"][0]["by"] == "heron"
    assert _statuses(birds) == [
        (_text("whiter").digest, "vetted", None),
        (_text("white").digest, "superseded", _day(2)),
        (_text("grey").digest, "superseded", _day(1)),
    ]


def test_its_address_stands_in_the_entry_from_the_first_day_and_its_digest_is_of_its_words(birds: World) -> None:
    client = birds.client()
    entry = client.get("/v1/en/terms/dove.json").json
    assert entry is not None
    assert entry["links"]["version"] == HOST + _path("whiter")
    document = client.get(_path("whiter")).json
    assert document is not None
    canonical = json.dumps(document["text"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert document["digest"] == f"sha256:{sha256(canonical.encode()).hexdigest()}"
    assert document["links"]["self"] == HOST + _path("whiter")


def test_the_bytes_of_a_version_stay_whatever_else_changes(birds: World) -> None:
    before = birds.get(_path("grey")).data
    birds.term("owl")
    birds.term("dove", definition="is a bird.", related=("owl",), group="online")
    birds.approve("en", "owl")
    policy = birds.translations / "policy.toml"
    policy.write_text(policy.read_text().replace("months = 24", "months = 12"))
    (birds.terms.parent / "glossary.toml").write_text('id = "birds"\ntitle = "Birds"\n')
    _record(birds, 3, "whitest")
    _record(birds, 4, "whitest", "both")
    assert birds.get(_path("grey")).data == before


def test_only_the_status_changes_when_a_version_is_replaced_or_vetted_again(birds: World) -> None:
    before = birds.get(_path("whiter")).json
    _record(birds, 3, "grey")
    after = birds.get(_path("whiter")).json
    assert before is not None
    assert after == before | {"status": "superseded"}
    again = birds.get(_path("grey")).json
    assert again is not None
    assert (again["status"], again["vetted_on"]) == ("vetted", _day(0))
    assert [status for _, status, _ in _statuses(birds)] == ["vetted", "superseded", "superseded"]


def test_a_version_that_was_withdrawn_answers_410_with_its_day_and_what_is_served_instead(birds: World) -> None:
    _record(birds, 3, "whiter", withdraw=True)
    gone = birds.get(_path("whiter"))
    assert (gone.status_code, gone.content_type) == (410, "application/problem+json")
    assert gone.json is not None
    assert gone.json["on"] == _day(3)
    assert "replaced_by" not in gone.json
    assert "whiter" not in gone.text
    assert _statuses(birds)[0] == (_text("whiter").digest, "withdrawn", _day(3))
    _record(birds, 4, "new")
    gone = birds.get(_path("whiter"))
    assert gone.json is not None
    assert gone.json["replaced_by"] == _text("new").digest
    assert birds.get(_path("white")).status_code == 200, "it was replaced, not withdrawn"
    _record(birds, 5, "whiter")
    assert birds.get(_path("whiter")).status_code == 200, "it was approved anew"


def test_a_withdrawal_that_names_an_earlier_version_takes_that_back_too(birds: World) -> None:
    _record(birds, 3, "grey", withdraw=True)
    _record(birds, 4, "whiter")
    client = birds.client()
    assert [client.get(_path(words)).status_code for words in ("grey", "white", "whiter")] == [410, 200, 200]


def test_a_withdrawal_says_which_earlier_versions_can_still_be_read_and_takes_them_back_when_asked(
    birds: World,
) -> None:
    result = birds.vet("en", "dove", "heron", "subject", "--withdraw")
    assert "2 earlier versions can still be read; --every-version takes back those too" in result.output
    client = birds.client()
    assert [client.get(_path(words)).status_code for words in ("grey", "white", "whiter")] == [200, 200, 410]
    assert birds.vet("en", "dove", "heron", "subject", "--withdraw", "--every-version").exit_code == 0
    client = birds.client()
    assert [client.get(_path(words)).status_code for words in ("grey", "white", "whiter")] == [410, 410, 410]
    assert birds.vet("en", "dove", "heron", "subject", "--withdraw", "--every-version").exit_code == 1


def test_every_version_is_taken_back_at_once_whatever_state_the_content_is_in(birds: World) -> None:
    for broken in (birds.terms / "dove.toml", birds.root / "glossary.toml"):
        broken.write_text("broken")
    result = birds.vet("en", "dove", "heron", "subject", "--withdraw", "--every-version")
    assert result.exit_code == 0, result.output
    assert birds.ledger("en").read_text().count('"withdraw"') == 3
    assert birds.vet("en", "dove", "heron", "subject", "--every-version").exit_code == 2


def test_a_service_that_keeps_an_older_edition_takes_earlier_versions_out_too(birds: World) -> None:
    running = birds.client()
    front: Any = running.application.wsgi_app
    birds.vet("en", "dove", "heron", "subject", "--withdraw", "--every-version")
    (birds.terms / "dove.toml").write_text("broken")
    edition = takeback.without(front.service.edition, birds.translations, TODAY)
    assert not any(each.shown for each in version.versions(edition, "dove", "en"))


def test_a_version_by_somebody_who_was_revoked_answers_410_and_one_by_others_is_served_again(birds: World) -> None:
    _record(birds, 3, "hers", "both")
    assert birds.get(_path("hers")).status_code == 200
    policy = birds.translations / "policy.toml"
    policy.write_text(policy.read_text().replace('id = "both"', 'id = "both"\nrevoked = []'))
    client = birds.client()
    gone = client.get(_path("hers"))
    assert gone.status_code == 410
    assert gone.json is not None
    assert gone.json["replaced_by"] == _text("whiter").digest
    assert _statuses(birds)[0] == (_text("hers").digest, "revoked", None)
    assert client.get(_path("whiter")).json["status"] == "vetted"  # type: ignore[index]
    changes = client.get(f"/v1/changes?since={TODAY}").json
    assert changes is not None
    assert [(row["change"], row["on"], row["version"]) for row in changes["changes"]] == [("revoked", None, None)]


def test_the_versions_of_a_concept_that_is_retired_answer_410_with_its_day(birds: World) -> None:
    birds.term("owl")
    birds.approve("en", "owl")
    path = birds.term("dove", definition="is a bird.")
    path.write_text(path.read_text() + f'[retired]\non = {_day(9)}\nreplaced_by = "owl"\n')
    client = birds.client()
    for words in ("grey", "whiter"):
        gone = client.get(_path(words))
        assert gone.status_code == 410
        assert gone.json is not None
        assert (gone.json["on"], gone.json["replaced_by"]) == (_day(9), "owl")
    assert {(status, day) for _, status, day in _statuses(birds)} == {("retired", _day(9))}
    assert client.get("/v1/en/terms/dove.json").json["on"] == _day(9)  # type: ignore[index]
    rows = client.get("/v1/changes.json").json["changes"]  # type: ignore[index]
    (row,) = (row for row in rows if row["change"] == "retired")
    assert (row["on"], row["digest"], row["version"]) == (_day(9), _text("whiter").digest, None)


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("/v1/en/terms/dove/" + "0" * 64 + ".json", 404, "unknown-version"),
        (_path("grey", "duv"), 404, "unknown-concept"),
        ("/v1/en/terms/new/versions.json", 404, "not-vetted"),
        ("/v1/xx/terms/dove/versions.json", 404, "unknown-language"),
    ],
)
def test_what_there_never_was_is_404_and_says_what(birds: World, path: str, status: int, kind: str) -> None:
    birds.term("new")
    answer = birds.get(path)
    assert answer.json is not None
    assert (answer.status_code, answer.json["type"]) == (status, f"urn:glossary:problem:{kind}")


def test_words_that_nobody_has_approved_yet_have_no_address(french: World) -> None:
    french.vet("fr", "dove", "otter", "language")
    text = Text(term="Colombe", definition="est un oiseau de paix.")
    assert french.get(f"/v1/fr/terms/dove/{text.digest.removeprefix('sha256:')}.json").status_code == 404
    french.vet("fr", "dove", "heron", "subject")
    assert french.get(f"/v1/fr/terms/dove/{text.digest.removeprefix('sha256:')}.json").status_code == 200


def test_the_changes_name_what_came_what_it_replaced_and_what_is_gone(birds: World) -> None:
    _record(birds, 3, "whiter", withdraw=True)
    answer = birds.get("/v1/changes.json").json
    assert answer is not None
    grey, white, whiter = (_text(words).digest for words in ("grey", "white", "whiter"))
    assert [(row["on"], row["change"], row["digest"], row["before"]) for row in answer["changes"]] == [
        (_day(3), "withdrawn", whiter, None),
        (_day(2), "changed", whiter, white),
        (_day(1), "changed", white, grey),
        (_day(0), "vetted", grey, None),
    ]
    assert [row["version"] for row in answer["changes"]] == [None, None, HOST + _path("white"), HOST + _path("grey")]


def _since(world: World, asked: str) -> list[str]:
    answer = world.get(f"/v1/changes?since={asked}").json
    assert answer is not None
    return [f"{row['change']} {row['on']}" for row in answer["changes"]]


def test_changes_since_a_day_are_those_of_that_day_and_later(birds: World) -> None:
    assert _since(birds, _day(1)) == [f"changed {_day(2)}", f"changed {_day(1)}"]
    assert _since(birds, _day(3)) == []
    assert len(birds.get("/v1/changes").json["changes"]) == 3  # type: ignore[index]


def test_a_client_that_names_where_it_stopped_gets_what_came_since_and_nothing_else(birds: World) -> None:
    first = birds.get("/v1/changes.json").json
    assert first is not None
    assert _since(birds, first["through"]) == []
    _record(birds, 3, "whiter", withdraw=True)
    assert _since(birds, first["through"]) == [f"withdrawn {_day(3)}"]
    assert _since(birds, birds.get("/v1/index.json").headers["Glossary-Edition"]) == []


def test_what_was_entered_late_at_an_older_day_is_not_missed_by_whoever_names_where_they_stopped(birds: World) -> None:
    through = birds.get("/v1/changes.json").json["through"]  # type: ignore[index]
    _record(birds, 1, "pale", "both")
    answer = birds.get(f"/v1/changes?since={through}")
    assert answer.status_code == 404
    assert answer.json is not None
    assert answer.json["type"] == "urn:glossary:problem:unknown-edition"
    assert "/v1/changes.json" in answer.json["detail"]


@pytest.mark.parametrize("asked", ["yesterday", "2026-02-30", "2026-1-1", "", "0f343b0931126a2"])
def test_what_is_neither_a_day_nor_an_edition_is_told_with_what_would_be(birds: World, asked: str) -> None:
    answer = birds.get(f"/v1/changes?since={asked}")
    assert answer.json is not None
    assert (answer.status_code, answer.json["type"]) == (400, "urn:glossary:problem:bad-parameter")
    assert "2026-11-23" in answer.json["detail"]


def test_of_a_demonstration_nothing_was_ever_vetted(birds: World) -> None:
    policy = birds.translations / "policy.toml"
    policy.write_text("demonstration = true\n" + policy.read_text())
    client = birds.client()
    assert client.get("/v1/changes.json").json["changes"] == []  # type: ignore[index]
    assert client.get(_path("whiter")).status_code == 404


def test_a_concept_whose_facts_nobody_adopted_shows_nothing_of_its_past(birds: World) -> None:
    birds.adopting = False
    client = birds.client()
    assert client.get("/v1/changes.json").json["changes"] == []  # type: ignore[index]
    assert [client.get(_path(words)).status_code for words in ("grey", "whiter")] == [404, 404]


_WORDS = ("amber", "bronze", "copper", "dusky")
_ACTS = st.lists(
    st.tuples(
        st.sampled_from(["heron", "both"]),
        st.sampled_from(_WORDS),
        st.sampled_from([False, False, False, True]),
    ),
    min_size=1,
    max_size=9,
)


def _may_be_read(acts: list[tuple[str, str, bool]], revoked: bool) -> set[str]:
    """The rules once more, in other words: what is served, and what was replaced by something else and never taken back."""
    served, shown = "", set[str]()
    for who, words, withdraw in acts:
        if withdraw:
            shown -= {served, words}
            served = ""
        elif not (revoked and who == "both"):
            served = words
            shown.add(words)
    return shown


_BESIDE = ("/v1/support", "/static/", "/embed/glossary", "/embed/1.", "/en/support", "/embedding/", "/v1/openapi.json")
"""Files that hold nothing of any text; they take most of the time."""


def _files(world: World) -> dict[str, str]:
    """Return every file of the service, as an export has it (``tests/export``)."""
    app = create_app(world.settings())
    front: Any = app.wsgi_app
    listed = [
        path
        for path in paths.of_edition(front.service.edition, "http://127.0.0.1:8000")
        if not path.startswith(_BESIDE)
    ]
    answers = {path: front.ask(path) for path in listed}
    assert all(answer.ok for answer in answers.values())
    return {path: answer.body.decode() for path, answer in answers.items()}


@given(_ACTS, st.booleans(), st.booleans())
@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
def test_promise_9_no_words_that_were_taken_back_are_in_any_file_of_an_export(
    acts: list[tuple[str, str, bool]], revoked: bool, retired: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        path = world.term("dove", definition="is a bird.")
        for day, (who, words, withdraw) in enumerate(acts):
            _record(world, day, words, who, withdraw=withdraw)
        if revoked:
            policy = world.translations / "policy.toml"
            policy.write_text(policy.read_text().replace('id = "both"', 'id = "both"\nrevoked = []'))
        if retired:
            path.write_text(path.read_text() + f"[retired]\non = {_day(20)}\n")
        expected = set[str]() if retired else _may_be_read(acts, revoked)
        files = _files(world)
        found = {words for words in _WORDS for text in files.values() if re.search(rf"\b{words}\b", text)}
        assert found == expected
        assert {words for words in _WORDS if _path(words) in files} == expected
        _every_digest_is_named(files, acts)


def _every_digest_is_named(files: Mapping[str, str], acts: list[tuple[str, str, bool]]) -> None:
    """What was ever vetted is named by its digest, whatever has become of it."""
    ever = {_text(words).digest for _, words, withdraw in acts if not withdraw}
    rows: list[dict[str, Any]] = json.loads(files["/v1/changes.json"])["changes"]
    assert {row["digest"] for row in rows} == ever


def test_the_digest_of_a_version_can_be_checked_with_tools_that_are_not_ours(birds: World) -> None:
    needs("jq")
    birds.term("dove", definition="“Wûff” & <ü".replace("<", "("), avoid="aa\nbb", avoid_reason="c/d")
    birds.approve("en", "dove")
    path = birds.get("/v1/en/terms/dove.json").json["links"]["version"].removeprefix(HOST)  # type: ignore[index]
    answer = birds.get(path)
    text = subprocess.run(["jq", "-cSj", ".text"], input=answer.data, capture_output=True, check=True).stdout
    assert f"sha256:{sha256(text).hexdigest()}" == answer.json["digest"]  # type: ignore[index]


def test_the_day_of_a_revocation_is_told_where_the_policy_says_it(birds: World) -> None:
    _record(birds, 3, "hers", "both")
    through = birds.get("/v1/changes.json").json["through"]  # type: ignore[index]
    policy = birds.translations / "policy.toml"
    policy.write_text(policy.read_text().replace('id = "both"', f'id = "both"\nrevoked = []\nrevoked_on = {_day(5)}'))
    client = birds.client()
    assert client.get(_path("hers")).json["on"] == _day(5)  # type: ignore[index]
    assert _statuses(birds)[0] == (_text("hers").digest, "revoked", _day(5))
    assert _since(birds, _day(4)) == [f"revoked {_day(5)}"]
    assert birds.get(f"/v1/changes?since={through}").status_code == 404, (
        "a change that was listed does not count any more"
    )
    assert "hers" not in birds.get("/en/changes.atom").text
    policy.write_text(policy.read_text().replace("revoked = []\n", ""))
    found = birds.run("check")
    assert "nothing is revoked here; write “revoked” beside it, or take the day out" in found.output
