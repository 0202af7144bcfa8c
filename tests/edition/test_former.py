"""A concept may get another id: what people approved stays what readers get, and every old address leads to the new one."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from glossary.content import terms
from glossary.content.model import Approval, Verdict
from glossary.content.text import Text
from glossary.edition.loading import load
from glossary.export import gone
from glossary.ledger import adopted, proposals
from glossary.ledger.adoption import Act, Adoption
from glossary.ledger.proposals import Proposed
from glossary.ledger.record import line
from glossary.review import adopting
from glossary.serving.front import Front
from glossary.serving.watch import Watch
from tests.figures import counted
from tests.world import TODAY, World

PLACES = (
    "/v1/fr/terms/{}.json",
    "/v1/fr/terms/{}.evidence.json",
    "/v1/fr/terms/{}.jsonld",
    "/v1/fr/terms/{}/versions.json",
    "/v1/terms/{}.json",
    "/v1/terms/{}",
    "/fr/{}/",
    "/embed/fr/{}/",
    "/fragment/fr/{}.html",
)


@pytest.fixture
def birds(french: World) -> World:
    """Two concepts that name each other: one vetted in English and French, drafted in German; one in English."""
    french.approve("fr", "dove")
    french.catalog("de", {"dove.term": "Taube", "dove.definition": "ist ein Vogel des Friedens."})
    french.term("dove", definition="is a bird of peace.", abbreviation="DV", related=("owl",))
    french.term("owl", related=("dove",))
    french.approve("en", "owl")
    french.run("sync")
    french.environment()  # all facts are adopted now, and nothing is from here on but by name
    french.adopting = False
    return french


def _renamed(world: World, adopted: bool = True) -> None:
    """Rename “dove” to “pigeon”, as people do."""
    world.rename("dove", "pigeon")
    world.term("owl", related=("pigeon",))
    assert world.run("sync").exit_code == 0
    if adopted:
        result = world.run("adopt", "--by", "keeper", "--yes")
        assert result.exit_code == 0, result.output


def _words(client: FlaskClient, language: str, concept: str) -> str | None:
    answer = client.get(f"/v1/{language}/terms/{concept}.json")
    return answer.json["definition"] if answer.status_code == 200 and answer.json else None


def _problems(world: World) -> list[str]:
    return [line for line in world.run("check").output.splitlines() if ": " in line]


def test_what_was_approved_under_the_old_id_is_served_under_the_new_one(birds: World) -> None:
    before = birds.get("/v1/fr/terms/dove.json").json
    _renamed(birds)
    after = birds.get("/v1/fr/terms/pigeon.json").json
    assert before
    assert after
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"id", "formerly", "links"}
    assert (before["formerly"], after["formerly"]) == ([], ["dove"])
    assert after["related"] == [{"id": "owl", "term": None}]
    assert birds.get("/v1/en/terms/owl.json").json["related"] == [{"id": "pigeon", "term": "Dove"}]  # type: ignore[index]
    assert not [line for line in _problems(birds) if "dove" in line], "nothing is wrong"
    for file in birds.ledgers("fr"):
        assert all(json.loads(line)["concept"] == "dove" for line in file.read_text().splitlines()), "never rewritten"


@pytest.mark.parametrize("place", PLACES)
def test_every_old_address_leads_to_the_new_one(birds: World, place: str) -> None:
    _renamed(birds)
    client = birds.client(base_url="https://glossary.example.org/words")
    answer = client.get(f"{place.format('dove')}?lang=fr")
    query = "" if "." in place or place.endswith("/") else "?lang=fr"
    assert (answer.status_code, answer.headers["Location"]) == (308, f"/words{place.format('pigeon')}{query}")
    assert answer.headers["Cache-Control"].startswith("public, max-age=60")
    assert client.get(place.format("pigeon")).status_code == 200


def test_an_old_address_in_a_language_that_nobody_offers_still_helps(birds: World) -> None:
    _renamed(birds)
    answer = birds.get("/hu/dove/")
    assert answer.status_code == 404
    assert "/en/pigeon/" in answer.text


def test_a_new_id_that_nobody_adopted_changes_nothing_for_readers(birds: World) -> None:
    client = birds.client()
    front = client.application.wsgi_app
    assert isinstance(front, Front)
    paths = [
        *(place.format("dove") for place in PLACES),
        "/v1/de/terms/dove.json",
        "/v1/en/terms/owl.json",
        "/v1/fr/bundle.json",
    ]
    before = {path: client.get(path).data for path in paths}
    _renamed(birds, adopted=False)
    for now in (birds.client(), client):
        Watch(front).look()
        assert {path: now.get(path).data for path in paths} == before
        assert now.get("/v1/fr/terms/pigeon.json").status_code == 404
    result = birds.run("check")
    assert result.exit_code == 0, result.output
    findings = result.output
    assert "terms/dove.toml:0: warning: its id is to be “pigeon” (" in findings
    assert "have it adopted with “glossary adopt pigeon”" in findings


def test_the_edition_changes_with_a_new_id(birds: World) -> None:
    before = birds.get("/v1/index.json").json
    _renamed(birds)
    after = birds.get("/v1/index.json").json
    assert before
    assert after
    assert before["edition"] != after["edition"]
    assert after["concepts"] == ["owl", "pigeon"]


@pytest.mark.parametrize("named", ["dove", "pigeon"])
def test_a_withdrawal_under_either_id_takes_the_text_back(birds: World, named: str) -> None:
    _renamed(birds)
    client = birds.client()
    front = client.application.wsgi_app
    assert isinstance(front, Front)
    assert _words(client, "fr", "pigeon") == "est un oiseau de paix."
    result = birds.vet("fr", named, "heron", "subject", "--withdraw")
    assert result.exit_code == 0, result.output
    assert "Colombe" in result.output, "it shows what is taken back"
    Watch(front).look()
    for now in (client, birds.client()):
        answer = now.get("/v1/fr/terms/pigeon.json").json
        assert answer
        assert (answer["language"], answer["fallback"]) == ("en", {"reason": "withdrawn"})
    assert birds.vet("fr", named, "heron", "subject", "--withdraw").exit_code == 1, "nothing is left to withdraw"


def test_a_withdrawal_under_a_new_id_that_nobody_adopted_is_one_under_the_old_id(birds: World) -> None:
    _renamed(birds, adopted=False)
    result = birds.vet("fr", "pigeon", "heron", "subject", "--withdraw")
    assert result.exit_code == 0, result.output
    assert "recorded; dove in fr is now" in result.output
    assert birds.get("/v1/fr/terms/dove.json").json["fallback"] == {"reason": "withdrawn"}  # type: ignore[index]
    birds.run("adopt", "--by", "keeper", "--yes")
    assert birds.get("/v1/fr/terms/pigeon.json").json["fallback"] == {"reason": "withdrawn"}  # type: ignore[index]


@pytest.mark.parametrize("named", ["dove", "pigeon"])
def test_a_withdrawal_counts_while_the_content_is_broken(birds: World, named: str) -> None:
    _renamed(birds)
    client = birds.client()
    front = client.application.wsgi_app
    assert isinstance(front, Front)
    (birds.terms / "owl.toml").write_text("group =")
    assert birds.vet("fr", named, "heron", "subject", "--withdraw").exit_code == 0
    Watch(front).look()
    assert client.get("/v1/fr/terms/pigeon.json").json["fallback"] == {"reason": "withdrawn"}  # type: ignore[index]


def test_a_withdrawal_under_an_id_that_the_service_has_not_seen_yet_counts(birds: World) -> None:
    client = birds.client()
    front = client.application.wsgi_app
    assert isinstance(front, Front)
    _renamed(birds)
    assert birds.vet("fr", "pigeon", "heron", "subject", "--withdraw").exit_code == 0
    (birds.terms / "owl.toml").write_text("group =")
    Watch(front).look()
    assert client.get("/v1/fr/terms/dove.json").json["fallback"] == {"reason": "withdrawn"}  # type: ignore[index]


def test_approvals_before_and_after_add_up(birds: World) -> None:
    assert birds.vet("de", "dove", "otter", "language").exit_code == 0
    _renamed(birds)
    result = birds.vet("de", "pigeon", "otter", "language")
    assert "approved exactly this text as “language”" in result.output
    assert birds.vet("de", "pigeon", "heron", "subject").exit_code == 0
    answer = birds.get("/v1/de/terms/pigeon.json").json
    assert answer
    assert [row["by"] for row in answer["vetting"]["approvals"]] == ["otter", "heron"]


def test_nobody_approves_their_own_words_under_another_id(birds: World) -> None:
    text = Text(term="Taube", definition="ist ein Vogel des Friedens.")
    proposals.append(birds.translations, "de", Proposed(TODAY, "otter", "dove", text.digest))
    _renamed(birds)
    result = birds.vet("de", "pigeon", "otter", "language")
    assert result.exit_code == 1
    assert "“otter” proposed exactly these words" in result.output


def test_an_approval_that_was_made_elsewhere_under_the_old_id_is_taken(birds: World) -> None:
    policy = birds.translations / "policy.toml"
    policy.write_text(f"paper = true\n{policy.read_text()}")
    proposal = load(birds.terms, birds.translations, birds.support).proposal("dove", "de")
    assert proposal
    act = Approval(
        datetime.now(UTC), "otter", "language", Verdict.APPROVE, "de", "dove", proposal.text, proposal.key[1]
    )
    folder = birds.root / "answers"
    folder.mkdir()
    (folder / "de-dove.line").write_text(line(act))
    _renamed(birds)
    result = birds.run("vet", "--from", str(folder), "--yes")
    assert result.exit_code == 0, result.output
    assert birds.vet("de", "pigeon", "heron", "subject").exit_code == 0
    assert birds.get("/v1/de/terms/pigeon.json").json["vetting"]["status"] == "vetted"  # type: ignore[index]


def test_a_claim_that_was_read_and_is_gone_holds_the_content_back(birds: World) -> None:
    _renamed(birds)
    client = birds.client()
    front = client.application.wsgi_app
    assert isinstance(front, Front)
    file = birds.translations / "adoptions" / "keeper.jsonl"
    kept = [row for row in file.read_text().splitlines(keepends=True) if '"formerly"' not in row]
    file.write_text("".join(kept))
    Watch(front).look()
    assert _words(client, "fr", "pigeon") == "est un oiseau de paix."
    problems = client.get("/readyz").json["problems"]  # type: ignore[index]
    assert any("a record is gone: an adoption" in problem["problem"] for problem in problems)


def _retire(world: World) -> None:
    """Adopt that the concept is retired under its old id, as somebody does who does not know the new one yet."""
    lines = [each.adoption for each in adopted.read(world.translations) if each.adoption.item.key == "dove"]
    retired = {**lines[-1].value, "retired": {"on": TODAY.isoformat(), "replaced_by": None}}
    act = Act(datetime.now(UTC).replace(microsecond=0), "keeper", "maintainer")
    adopting.append(world.translations, [Adoption(lines[-1].item, retired, act)])


@pytest.mark.parametrize("broken", [False, True])
def test_a_retirement_under_the_old_id_takes_the_concept_out(birds: World, broken: bool) -> None:
    _renamed(birds)
    client = birds.client()
    front = client.application.wsgi_app
    assert isinstance(front, Front)
    if broken:
        (birds.terms / "owl.toml").write_text("group =")
    _retire(birds)
    Watch(front).look()
    for path in ("/v1/fr/terms/dove.json", "/v1/fr/terms/pigeon.json", "/v1/en/terms/pigeon.json"):
        answer = client.get(path, follow_redirects=True)
        assert answer.status_code in (404, 410), path
        assert "paix" not in answer.text


def test_what_was_served_before_stays_with_the_concept(birds: World) -> None:
    before = birds.get("/v1/fr/terms/dove/versions.json").json
    _renamed(birds)
    after = birds.get("/v1/fr/terms/pigeon/versions.json").json
    assert before
    assert after
    assert [row["digest"] for row in before["versions"]] == [row["digest"] for row in after["versions"]]
    changes = birds.get("/v1/changes.json").json
    assert changes
    assert {(row["id"], row["language"]) for row in changes["changes"]} == {
        ("pigeon", "fr"),
        ("pigeon", "en"),
        ("owl", "en"),
    }


def test_whoever_asks_to_approve_the_old_id_is_told_the_new_one(birds: World) -> None:
    _renamed(birds)
    result = birds.vet("de", "dove", "otter", "language")
    assert result.exit_code == 1
    assert "The concept “dove” is now “pigeon”." in result.output


def test_a_new_id_of_a_new_id_leads_on_and_may_go_back(birds: World) -> None:
    _renamed(birds)
    birds.rename("pigeon", "turtle-dove", "pigeon", "dove")
    birds.term("owl", related=("turtle-dove",))
    birds.run("adopt", "--by", "keeper", "--yes")
    client = birds.client()
    for old in ("dove", "pigeon"):
        assert client.get(f"/v1/fr/terms/{old}.json").headers["Location"] == "/v1/fr/terms/turtle-dove.json"
    assert client.get("/v1/fr/terms/turtle-dove.json").json["formerly"] == ["dove", "pigeon"]  # type: ignore[index]
    birds.rename("turtle-dove", "dove", "pigeon", "turtle-dove")
    birds.term("owl", related=("dove",))
    birds.run("sync")
    birds.run("adopt", "--by", "keeper", "--yes")
    client = birds.client()
    assert _words(client, "fr", "dove") == "est un oiseau de paix."
    assert client.get("/fr/pigeon/").headers["Location"] == client.get("/fr/turtle-dove/").headers["Location"]
    assert not [line for line in _problems(birds) if "dove" in line]


def test_a_claim_that_leaves_out_what_was_adopted_is_told_and_changes_nothing(birds: World) -> None:
    _renamed(birds)
    path = birds.terms / "pigeon.toml"
    path.write_text(path.read_text().replace('formerly = ["dove"]\n', ""))
    found = "\n".join(_problems(birds))
    assert "terms/pigeon.toml:0: formerly leaves out “dove”, which readers may still ask for" in found
    result = birds.run("adopt", "--by", "keeper", "--yes")
    assert "it cannot be adopted: formerly leaves out “dove”" in result.output
    assert birds.get("/fr/dove/").status_code == 308


def test_an_id_that_was_given_up_is_never_another_concept_s(birds: World) -> None:
    _renamed(birds)
    birds.term("dove", definition="is another bird.")
    result = birds.run("check")
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert any("pigeon.toml:1: formerly names “dove”, which is a concept of its own (" in line for line in lines)
    assert any("dove.toml:0: its id “dove” is claimed as a former id of “pigeon” (" in line for line in lines)
    path = birds.terms / "pigeon.toml"
    path.write_text(path.read_text().replace('formerly = ["dove"]\n', ""))
    assert "dove.toml:0: “dove” is a former id of “pigeon”" in "\n".join(_problems(birds))
    birds.run("adopt", "--by", "keeper", "--yes")
    client = birds.client()
    assert _words(client, "fr", "pigeon") == "est un oiseau de paix."
    assert client.get("/fr/dove/").status_code == 308


@pytest.mark.parametrize(
    ("claim", "what"),
    [
        ('["owl"]', "formerly names “owl”, which is a concept of its own ("),
        ('["dove"]', "formerly names “dove”, which is its own id"),
        ('["wren", "wren"]', "formerly names “wren”, which it names twice"),
        ('["support"]', "formerly names “support”, which is the address of another page"),
        ('["A B"]', "formerly: it is not an id"),
        ('"wren"', "formerly: Not a valid list"),
    ],
)
def test_a_claim_that_cannot_be_is_a_finding_with_its_line(birds: World, claim: str, what: str) -> None:
    path = birds.terms / "dove.toml"
    path.write_text(path.read_text().replace("[text]", f"formerly = {claim}\n[text]", 1))
    line = path.read_text().splitlines().index(f"formerly = {claim}") + 1
    assert any(f"dove.toml:{line}: {what}" in found for found in _problems(birds))


def test_two_concepts_that_claim_one_id_are_told_of_each_other(birds: World) -> None:
    for concept in ("dove", "owl"):
        path = birds.terms / f"{concept}.toml"
        path.write_text('formerly = ["wren"]\n' + path.read_text())
    found = "\n".join(_problems(birds))
    for one, two in (("dove", "owl"), ("owl", "dove")):
        assert f"terms/{one}.toml:1: formerly names “wren”, which “{two}” names too (" in found


@pytest.mark.parametrize("key", ["related", "broader"])
def test_who_names_the_old_id_is_told_the_new_one(birds: World, key: str) -> None:
    birds.rename("dove", "pigeon")
    path = birds.term("owl")
    path.write_text(
        path.read_text().replace("related = []", 'related = ["dove"]' if key == "related" else 'broader = "dove"')
    )
    found = [line for line in _problems(birds) if "owl.toml:4" in line]
    assert f"{key} names “dove”, which is now “pigeon”; write “pigeon”" in found[0]


def test_a_figure_that_counts_it_names_the_present_id(birds: World) -> None:
    counted(birds, "swifts", concept="dove", texts={"unit": None})
    birds.run("sync")
    birds.run("adopt", "figures", "--by", "keeper", "--yes")
    _renamed(birds)
    given = birds.get("/v1/en/figures/swifts.json").json
    assert given
    assert given["unit"]["concept"] == "pigeon"
    assert any("concept names “dove”, which is now “pigeon”; write “pigeon”" in found for found in _problems(birds))


def test_a_retired_concept_keeps_its_id(birds: World) -> None:
    path = birds.terms / "dove.toml"
    path.write_text(path.read_text() + f"[retired]\non = {TODAY}\n")
    birds.term("owl")
    assert birds.run("adopt", "--by", "keeper", "--yes").exit_code == 0
    path.unlink()
    birds.run("sync")
    birds.term("pigeon").write_text('formerly = ["dove"]\n' + birds.term("pigeon").read_text())
    assert "pigeon.toml:1: formerly names “dove”, which is retired" in "\n".join(_problems(birds))
    assert "it cannot be adopted" in birds.run("adopt", "--by", "keeper", "--yes").output
    birds.adopt()  # by whoever writes the line by hand
    client = birds.client()
    assert client.get("/v1/fr/terms/dove.json").status_code == 410
    assert client.get("/v1/fr/terms/pigeon.json").status_code == 404


def test_a_concept_whose_id_became_another_page_s_address_is_told_what_to_do_and_keeps_its_approvals(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(terms, "RESERVED", frozenset())
        world.term("letters", definition="are marks that stand for sounds.")
        world.approve("en", "letters")
    refused = world.run("check")
    assert refused.exit_code == 1
    assert (
        "terms/letters.toml:0: “letters” is the address of another page; give it another id: rename the file, and write"
        ' formerly = ["letters"] in it, so that approvals stay' in refused.output
    )
    world.rename("letters", "alphabet")
    world.run("sync")
    assert world.run("check").exit_code == 0
    client = world.client()
    assert _words(client, "en", "alphabet") == "are marks that stand for sounds."
    for old, now in (("/en/letters/", "/en/alphabet/"), ("/v1/en/terms/letters.json", "/v1/en/terms/alphabet.json")):
        answer = client.get(old)
        assert (answer.status_code, answer.headers["Location"]) == (308, now)


def test_a_concept_that_has_left_keeps_an_id_that_became_another_page_s_address(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.term("owl")
    world.approve("en", "owl")
    with monkeypatch.context() as before:
        before.setattr(terms, "RESERVED", frozenset())
        path = world.term("letters", definition="are marks that stand for sounds.")
        world.approve("en", "letters")
    path.write_text(path.read_text() + "[retired]\non = 2026-01-31\n")
    world.run("sync")
    assert world.run("check").exit_code == 0
    client = world.client()
    assert [client.get(path).status_code for path in ("/en/letters/", "/en/letters/a/", "/en/owl/")] == [410, 404, 200]
    made, _ = gone.nginx(load(world.terms, world.translations, world.support))
    (rule,) = re.findall(r'"~(\^[^"]+letters[^"]+)" 1;', made)
    fits = [bool(re.match(rule, path)) for path in ("/en/letters/", "/en/letters/a/", "/v1/en/terms/letters.json")]
    assert fits == [True, False, True]
