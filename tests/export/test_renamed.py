"""An export leads from the old addresses of a concept to the present one, on whichever host it lies."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from glossary.content import terms
from glossary.export import addresses, renamed
from tests.conftest import ROOT, needs
from tests.export.test_export import HERE, _export
from tests.machines import DEPLOY, ask, nginx, replaced
from tests.running import free_port
from tests.world import World

PAGES = ("/fr/{}/", "/embed/fr/{}/", "/fragment/fr/{}.html")
DATA = (
    "/v1/terms/{}.json",
    "/v1/fr/terms/{}.json",
    "/v1/fr/terms/{}.evidence.json",
    "/v1/fr/terms/{}.jsonld",
    "/v1/fr/terms/{}/versions.json",
)


@pytest.fixture
def birds(french: World) -> World:
    """A concept that is vetted in two languages and has another id since, and one that is not renamed."""
    french.approve("fr", "dove")
    french.term("owl")
    french.approve("en", "owl")
    french.rename("dove", "pigeon")
    french.run("sync")
    return french


def _page(target: Path, path: str) -> str:
    return (target / (path.lstrip("/") + ("index.html" if path.endswith("/") else ""))).read_text()


def test_a_plain_folder_has_a_page_with_the_link_at_each_old_address_the_same_bytes_as_the_service(
    birds: World,
) -> None:
    target, client = _export(birds), birds.client()
    for place in PAGES:
        answer, old = client.get(place.format("dove")), _page(target, place.format("dove"))
        assert (answer.status_code, answer.text) == (308, old), place
        leads_to = "/fr/pigeon/" if "fragment" in place else place.format("pigeon")
        assert f'<a href="{HERE}{leads_to}"' in old
        assert '<span lang="fr" dir="ltr">Colombe</span>' in old
        assert ('http-equiv="refresh"' in old) is ("fragment" not in place)
        assert "oiseau" not in old, "no definition stands at two addresses"
    assert not list(target.glob("v1/**/dove*")), "a folder cannot redirect what programs read"
    assert "dove" not in (target / "sitemap.xml").read_text()


def test_an_old_address_in_a_language_with_a_digit_in_its_tag_leads_on_too(birds: World) -> None:
    policy = birds.translations / "policy.toml"
    policy.write_text(policy.read_text().replace('"hr"]', '"hr", "es-419"]'))
    birds.catalog("es-419", {"pigeon.term": "Paloma", "pigeon.definition": "es un ave."})
    birds.approve("es-419", "pigeon")
    assert 'href="' in _page(_export(birds), "/es-419/dove/")


def test_hosts_that_read_redirects_get_a_rule_for_every_old_path_the_static_ones_first(birds: World) -> None:
    rules = [line.split(" ") for line in (_export(birds) / "_redirects").read_text().splitlines()]
    moves = [rule for rule in rules if rule[2] == "308"]
    for place in (*PAGES, *DATA, "/v1/fr/terms/{}/" + "0" * 64 + ".json"):
        (first,) = [rule for rule in moves if _matches(rule[0], place.format("dove"))]
        (parts,) = [_matches(first[0], place.format("dove"))]
        assert parts is not None
        goal = re.sub(r":(\w+)", lambda name: parts[name[1]], first[1])  # noqa: B023, it is used at once
        assert goal == place.format("pigeon")
    dynamic = [any(":" in part for part in rule[:2]) for rule in rules]
    assert dynamic == sorted(dynamic), (
        "Cloudflare Pages counts what follows the first rule with a placeholder as one too"
    )
    assert sum(dynamic) <= 100, "and takes no more of them"
    assert not any(_matches(rule[0], "/fr/owl/") for rule in moves)


def test_the_rules_of_old_addresses_come_before_those_of_bundles_and_all_are_no_more_than_hosts_take() -> None:
    tags = tuple(path.parent.name for path in (ROOT / "translations").glob("*/LC_MESSAGES"))
    moved = {
        f"{place}dove.json": f"{place}pigeon.json" for place in ("/v1/terms/", *(f"/v1/{tag}/terms/" for tag in tags))
    }
    before, after = addresses.redirects(tags), renamed.redirects(moved, addresses.redirects(tags))
    for text in (before, after):
        dynamic = [":" in line for line in text.splitlines()]
        assert (dynamic.count(False) <= 2000, dynamic.count(True) <= 100) == (True, True)
    assert after.startswith("/v1/terms/dove.json /v1/terms/pigeon.json 308\n")
    first = next(line for line in after.splitlines() if ":" in line)
    assert first == "/v1/:language/terms/dove.json /v1/:language/terms/pigeon.json 308"


def _matches(pattern: str, path: str) -> re.Match[str] | None:
    return re.fullmatch(re.sub(r":(\w+)", r"(?P<\1>[^/]+)", pattern.replace(".", r"\.")), path)


def test_nginx_redirects_every_old_address_as_the_service_does(birds: World) -> None:
    needs("nginx")
    target, port, client = _export(birds), free_port(), birds.client()
    made = target / "nginx.conf"
    made.write_text(replaced(made.read_text(), {"127.0.0.1:8080": f"127.0.0.1:{port}"}))
    shipped = replaced((DEPLOY / "nginx-export.conf").read_text(), {"/srv/glossary/public/nginx.conf;": f"{made};"})
    with nginx(birds.root / "nginx", shipped, port, prefix=target):
        for place in (*PAGES, *DATA):
            own, (answer, _) = client.get(place.format("dove")), ask(port, place.format("dove"))
            assert (answer.status, answer.headers["Location"]) == (308, place.format("pigeon")), place
            assert (own.status_code, own.headers["Location"]) == (308, place.format("pigeon")), place
            assert ask(port, place.format("pigeon"))[0].status == 200, place
        for path in (
            "/fr/dove%0d%0aSet-Cookie:x/",
            "/xx/dove/",
            "/static/dove/",
            "/fr/dovecote/",
            "/v1/fr/bundle.json",
        ):
            answer = ask(port, path)[0]
            assert answer.status != 308, path
            assert "Set-Cookie" not in answer.headers


def test_a_renamed_concept_whose_english_was_withdrawn_can_be_exported_with_its_versions(birds: World) -> None:
    path = birds.terms / "pigeon.toml"
    path.write_text(path.read_text().replace("is a ", "is another "))
    birds.approve("en", "pigeon")
    assert birds.vet("en", "pigeon", "heron", "subject", "--withdraw").exit_code == 0
    target = _export(birds)
    assert (target / "en/pigeon/versions/index.html").is_file()
    assert not (target / "en/dove").exists(), "there is no term by which to lead on"
    assert (target / "fr/dove/index.html").is_file()
    assert "/:language/dove/versions/ /:language/pigeon/versions/ 308\n" in (target / "_redirects").read_text()


def test_an_id_that_is_another_page_s_now_leads_on_and_no_address_below_it_does(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs("nginx")
    with monkeypatch.context() as before:
        before.setattr(terms, "RESERVED", frozenset())
        for words in ("are marks that stand for sounds.", "are written marks that stand for sounds."):
            world.term("letters", definition=words)
            world.approve("en", "letters")
    world.rename("letters", "alphabet")
    target, port, client = _export(world), free_port(), world.client()
    made = target / "nginx.conf"
    made.write_text(replaced(made.read_text(), {"127.0.0.1:8080": f"127.0.0.1:{port}"}))
    shipped = replaced((DEPLOY / "nginx-export.conf").read_text(), {"/srv/glossary/public/nginx.conf;": f"{made};"})
    with nginx(world.root / "nginx", shipped, port, prefix=target):
        for place in ("/en/{}/", "/embed/en/{}/", "/v1/terms/{}.json", "/v1/en/terms/{}/versions.json"):
            old, now = place.format("letters"), place.format("alphabet")
            answer = ask(port, old)[0]
            assert (answer.status, answer.headers["Location"], client.get(old).status_code) == (308, now, 308), old
        for path in ("/en/letters/a/", "/en/letters/versions/"):
            assert (ask(port, path)[0].status, client.get(path).status_code) == (404, 404), path
    assert [path.name for path in (target / "en" / "letters").iterdir() if path.is_dir()] == []
    assert "/letters/versions/" not in (target / "_redirects").read_text()


def test_an_export_of_a_glossary_without_former_ids_is_as_before(french: World) -> None:
    target = _export(french)
    assert "308" not in (target / "_redirects").read_text()
    for name in ("glossary_moved", "glossary_gone", "410"):
        assert name not in (target / "nginx.conf").read_text()
