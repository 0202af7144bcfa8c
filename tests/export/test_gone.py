"""What is gone answers 410 on a file server that can say so, as from the service."""

from __future__ import annotations

import json

import pytest

from tests.conftest import needs
from tests.export.test_export import _export
from tests.machines import DEPLOY, ask, nginx, replaced
from tests.running import free_port
from tests.world import World

PLACES = (
    "/v1/terms/{}.json",
    "/v1/en/terms/{}.json",
    "/v1/en/terms/{}.evidence.json",
    "/v1/en/terms/{}.ttl",
    "/v1/en/terms/{}/versions.json",
    "/en/{}/",
    "/fr/{}/",
    "/en/{}/versions/",
    "/embed/en/{}/",
    "/fragment/en/{}.html",
)


@pytest.fixture
def birds(french: World) -> World:
    """A text in French that was replaced and then taken back, with all that came before; and a concept that has left."""
    french.approve("fr", "dove")
    french.catalog("fr", {"dove.definition": "est un oiseau de ville."})
    french.approve("fr", "dove")
    french.term("owl")
    french.term("owlet")
    french.approve("en", "owl", "owlet")
    assert french.vet("fr", "dove", "heron", "subject", "--withdraw").exit_code == 0
    path = french.terms / "owl.toml"
    path.write_text(path.read_text() + "[retired]\non = 2026-01-31\n")
    french.run("sync")
    return french


def _digests(world: World, language: str, concept: str) -> list[tuple[str, str]]:
    """Return the versions of a text, by what has become of each."""
    answer = world.get(f"/v1/{language}/terms/{concept}/versions.json")
    return [(row["status"], row["digest"].removeprefix("sha256:")) for row in json.loads(answer.text)["versions"]]


def test_nginx_says_410_where_the_service_does_and_nowhere_else(birds: World) -> None:
    needs("nginx")
    target, port, client = _export(birds), free_port(), birds.client()
    paths = {f"/v1/fr/terms/dove/{digest}.json" for _, digest in _digests(birds, "fr", "dove")}
    assert {status for status, _ in _digests(birds, "fr", "dove")} == {"withdrawn", "superseded"}
    paths |= {f"/v1/en/terms/owl/{digest}.json" for _, digest in _digests(birds, "en", "owl")}
    paths |= {f"/v1/en/terms/dove/{digest}.json" for _, digest in _digests(birds, "en", "dove")}
    paths |= {f"/v1/en/terms/dove/{'0' * 64}.json"}
    for concept in ("owl", "dove", "owlet", "nope"):
        paths |= {place.format(concept) for place in PLACES}
    made = target / "nginx.conf"
    made.write_text(replaced(made.read_text(), {"127.0.0.1:8080": f"127.0.0.1:{port}"}))
    shipped = replaced((DEPLOY / "nginx-export.conf").read_text(), {"/srv/glossary/public/nginx.conf;": f"{made};"})
    with nginx(birds.root / "nginx", shipped, port, prefix=target):
        said = {path: (client.get(path).status_code, ask(port, path)[0].status) for path in sorted(paths)}
    assert {path: by for path, by in said.items() if by[0] != by[1]} == {}
    assert {by[0] for by in said.values()} == {200, 404, 410}

    rules = (target / "_redirects").read_text().splitlines()
    taken = {"200", "301", "302", "303", "307", "308"}
    assert {line.split(" ")[2] for line in rules} <= taken, "Cloudflare Pages refuses any other"
