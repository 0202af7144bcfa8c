"""The static twin: the same bytes and headers as the service, also through nginx; switched in one step."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from itertools import product
from pathlib import Path

import brotli
import pytest

from glossary.catalogs import drafts
from glossary.export import addresses
from glossary.settings import Settings
from tests.conftest import ROOT, needs
from tests.figures import counted
from tests.machines import DEPLOY, ask, nginx, replaced
from tests.running import free_port
from tests.world import World

COMPARED = (
    "Content-Type",
    "Cache-Control",
    "Content-Language",
    "Content-Security-Policy",
    "Access-Control-Allow-Origin",
)


TAGS = {
    "x-private": "en",
    "i-klingon": "en",
    "sgn-be-FR": "en",
    "fr": "fr", "fr-CA": "fr", "FR": "fr", "fr-Latn-CA-x-own": "fr", "en-US": "en", "nb-NO": "en", "zh-Hant-TW": "en",
    "sr": "en", "frr": "en", "fra": "fr", "de-x-a-tag-of-just-35-chars-or-less": "en",
}  # fmt: skip
"""Tags, and the language whose bundle answers."""

SHIPPED = ["en", *drafts.language_folders(Settings.translations)[0]]

NAMES = ("bundle", "bundle/head")
"""What answers in any language."""

HERE = "http://127.0.0.1:8000"
"""The base address of the service that an export is compared with."""

NO_TAGS = ("french", "fr-", "-fr", "fr_CA", "x-", "f", "fr-abcdefghij", "de-x-a-tag-of-just-36-chars-and-more")


@pytest.fixture
def birds(french: World) -> World:
    """Two concepts, one vetted in French, one not at all; and a key figure."""
    french.term("new")
    french.approve("fr", "dove")
    counted(french, "swifts")
    return french


def _export(world: World) -> Path:
    target = world.root / "public"
    result = world.run("export", str(target), GLOSSARY_BASE_URL=HERE)
    assert result.exit_code == 0, result.output
    return target


def _file(target: Path, path: str) -> Path:
    return target / (path.lstrip("/") + ("index.html" if path.endswith("/") else ""))


def test_every_file_is_the_same_bytes_as_from_the_service_with_its_compressed_forms(birds: World) -> None:
    (birds.root / "glossary.toml").write_text('id = "b"\ntitle = "Birds"\ncontact = "mailto:b@example.org"\n')
    shutil.copy(ROOT / "glossary" / "wordmark.png", birds.root)
    target, client = _export(birds), birds.client()
    manifest = json.loads((target / "manifest.json").read_text())
    assert {"/robots.txt", "/sitemap.xml", "/.well-known/security.txt", "/embedding/", "/fr/about/"} <= set(manifest)
    assert {"/static/favicon.png", "/static/wordmark.png", "/static/copy.js"} <= set(manifest)
    assert {"/v1/index.json", "/fr/dove/", "/v1/fr/bundle.json", "/embed/fr/dove/", "/embed/glossary.js"} <= set(
        manifest
    )
    assert {"/v1/terms.ttl", "/v1/terms.jsonld", "/v1/terms.tbx", "/v1/fr/terms.v2.tbx", "/v1/fr/terms.csv"} <= set(
        manifest
    )
    assert {"/v1/fr/terms.utf8", "/v1/fr/glossary.po", "/v1/fr/terms/dove.ttl", "/v1/fr/terms/dove.jsonld"} <= set(
        manifest
    )
    assert not any("new" in path for path in manifest)
    for path, row in manifest.items():
        with client.get(path) as answer:
            data = _file(target, path).read_bytes()
            assert (answer.status_code, answer.data, row["bytes"]) == (200, data, len(data))
            assert {name: answer.headers[name] for name in row["headers"]} == row["headers"]
        for ending, expand in ((".gz", gzip.decompress), (".br", brotli.decompress)):
            packed = Path(f"{_file(target, path)}{ending}")
            assert not packed.exists() or expand(packed.read_bytes()) == data
    written = {path for path in target.rglob("*") if path.is_file() and path.suffix not in (".gz", ".br")}
    assert written == {_file(target, path) for path in manifest} | {
        target / n for n in ("manifest.json", "_headers", "_redirects", "nginx.conf")
    }


def test_every_link_of_the_exported_pages_to_a_file_of_ours_leads_to_one(birds: World) -> None:
    target = _export(birds)
    computed = ("/search", "/docs", "/oembed")
    for page in target.rglob("*.html"):
        for link in re.findall(r'(?:href|src|action)="http://127\.0\.0\.1:8000([^"?#]*)', page.read_text()):
            assert _file(target, link).exists() or link.endswith(computed), (page, link)


def test_an_export_without_changes_writes_nothing_and_one_with_changes_is_switched(birds: World) -> None:
    target = _export(birds)
    before = {path: path.stat().st_mtime_ns for path in target.parent.rglob("*")}
    assert "nothing to do" in birds.run("export", str(target), GLOSSARY_BASE_URL=HERE).output
    assert {path: path.stat().st_mtime_ns for path in target.parent.rglob("*") if path.exists()}.items() >= {
        (path, when) for path, when in before.items() if path != target.parent
    }
    first = target.resolve()
    birds.vet("fr", "dove", "heron", "subject", "--withdraw")
    _export(birds)
    assert target.resolve() != first
    assert first.exists()
    assert "est un oiseau" not in _file(target, "/v1/fr/terms/dove.json").read_text()
    assert "est un oiseau" in _file(first, "/v1/fr/terms/dove.json").read_text()


def test_an_export_that_is_killed_while_it_deletes_an_old_one_never_serves_the_remains(
    birds: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(folder: Path, **_: object) -> None:
        for path in list(folder.rglob("*.json")):
            path.unlink()
        raise KeyboardInterrupt

    target = birds.root / "public"
    sites = [f"https://{name}.example.org" for name in "abc"]
    for site in sites[:2]:
        assert birds.run("export", str(target), GLOSSARY_BASE_URL=site).exit_code == 0
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "rmtree", killed)
        assert birds.run("export", str(target), GLOSSARY_BASE_URL=sites[2]).exit_code == 1
    assert sites[2] in _file(target, "/v1/index.json").read_text()
    assert birds.run("export", str(target), GLOSSARY_BASE_URL=sites[0]).exit_code == 0
    assert sites[0] in _file(target, "/v1/index.json").read_text()


def test_an_export_that_fails_leaves_what_was_there(birds: World) -> None:
    target = _export(birds)
    before = target.resolve()
    good = birds.ledger("fr").read_bytes()
    birds.ledger("fr").write_text("{}\n")
    assert birds.run("export", str(target), GLOSSARY_BASE_URL=HERE).exit_code == 1
    birds.ledger("fr").write_bytes(good)
    assert target.resolve() == before
    assert [path.name for path in target.parent.glob(".public*")] == []
    folder = birds.root / "mine"
    folder.mkdir()
    result = birds.run("export", str(folder), GLOSSARY_BASE_URL=HERE)
    assert result.exit_code == 1
    assert "exists and is no export" in result.output


def test_withdrawn_english_leaves_what_else_is_vetted_in_the_export(birds: World) -> None:
    birds.catalog("de")
    birds.vet("en", "dove", "heron", "subject", "--withdraw")
    target = _export(birds)
    assert _file(target, "/v1/fr/terms/dove.json").exists()
    for tag in ("de", "en"):
        assert not _file(target, f"/v1/{tag}/terms/dove.json").exists()


def test_drafts_are_never_exported(birds: World, monkeypatch: pytest.MonkeyPatch) -> None:
    birds.catalog("fr", {"dove.definition": "est un secret."})
    monkeypatch.setenv("GLOSSARY_LEAST_STATUS", "draft")
    target = _export(birds)
    assert not any("secret" in path.read_text() for path in target.rglob("*.json"))


def test_nginx_serves_the_export_with_the_headers_of_the_service(birds: World) -> None:
    needs("nginx")
    target, port, client = _export(birds), free_port(), birds.client()
    made = target / "nginx.conf"
    made.write_text(replaced(made.read_text(), {"127.0.0.1:8080": f"127.0.0.1:{port}"}))
    shipped = replaced((DEPLOY / "nginx-export.conf").read_text(), {"/srv/glossary/public/nginx.conf;": f"{made};"})
    with nginx(birds.root / "nginx", shipped, port, prefix=target):
        for path in json.loads((target / "manifest.json").read_text()):
            answer, data = ask(port, f"{path}?utm=1", Accept_Encoding="gzip")
            data = gzip.decompress(data) if answer.headers["Content-Encoding"] == "gzip" else data
            with client.get(path) as response:
                assert (answer.status, data) == (200, response.data), path
                expected = {name: response.headers.get(name) for name in COMPARED}
                assert {name: answer.headers[name] for name in COMPARED} == expected, path
        for tag, name in product((*TAGS, *NO_TAGS), NAMES):
            path = f"/v1/{tag}/{name}.json"
            with client.get(path) as own:
                answer, data = ask(port, path)
                assert (answer.status == 200) is (own.status_code == 200) is (tag in TAGS), path
                if answer.status == 200:
                    assert data == own.data, path
                    assert {name: answer.headers[name] for name in COMPARED} == {
                        name: own.headers.get(name) for name in COMPARED
                    }, path
        for hidden in ("/manifest.json", "/nginx.conf", "/_headers", "/_redirects"):
            assert ask(port, hidden)[0].status == 404


def _given(rules: str, path: str) -> list[tuple[str, str]]:
    """Return the headers that a host gives a file: those of every rule that matches its path."""
    found, matches = list[tuple[str, str]](), False
    for line in rules.splitlines():
        if not line.startswith("  "):
            matches = re.fullmatch(re.sub(r":\w+", "[^/]+", re.escape(line).replace(r"\*", ".*")), path) is not None
        elif matches:
            name, _, value = line.strip().partition(": ")
            found.append((name, value))
    return found


def _age(value: str) -> int:
    return 0 if "no-store" in value else sum(map(int, re.findall(r"=(\d+)", value)))


def test_a_host_s_headers_are_few_rules_that_give_each_file_what_protects_its_readers(birds: World) -> None:
    target = _export(birds)
    rules = (target / "_headers").read_text()
    for path, row in json.loads((target / "manifest.json").read_text()).items():
        given = _given(rules, path)
        names = [name for name, _ in given]
        assert len(names) == len(set(names)), (path, given)
        headers, own = dict(given), row["headers"]
        for name in own.keys() - {
            "Cache-Control",
            "Content-Language",
            "Content-Type",
            "Content-Disposition",
            "Last-Modified",
        }:
            if name != "Accept-Ranges":
                assert headers[name] == own[name], (path, name)
        assert _age(headers["Cache-Control"]) <= _age(own["Cache-Control"]), path
        if path.endswith((".ttl", ".jsonld", ".tbx", ".po", ".utf8")):  # no host knows them all by their endings
            assert headers["Content-Type"] == own["Content-Type"], path
    few = sum(not line.startswith("  ") for line in rules.splitlines())
    assert few <= 100
    birds.term("hawk")
    birds.approve("en", "hawk")
    birds.catalog("de")
    birds.catalog("fi")
    more = (_export(birds) / "_headers").read_text()
    assert sum(not line.startswith("  ") for line in more.splitlines()) == few


def test_an_export_without_a_base_address_is_refused(birds: World) -> None:
    target = birds.root / "public"
    result = birds.run("export", str(target))
    assert result.exit_code == 2
    assert "an export needs an address that its links begin with; set GLOSSARY_BASE_URL" in result.output
    assert not target.exists()


def _redirected(rules: str, path: str) -> str | None:
    """Follow a ``_redirects`` file as Cloudflare Pages does: the first rule for a path counts."""
    for rule in rules.splitlines():
        if not rule.startswith("#"):
            source, target, status = rule.split(" ")
            assert status == "200"
            if re.fullmatch(re.escape(source).replace(":more", "[^/]+"), path):
                return target
    return None


def test_a_bundle_answers_at_the_address_of_any_language_by_one_rule(birds: World) -> None:
    target, client = _export(birds), birds.client()
    rules = (target / "_redirects").read_text()
    for lines in (rules, addresses.redirects(tuple(sorted(SHIPPED)))):
        dynamic = [":" in rule for rule in lines.splitlines()]
        assert 50 < dynamic.count(False) <= 2000
        assert 2 <= dynamic.count(True) <= 100  # Cloudflare's limits
    for (tag, language), name in product(TAGS.items(), NAMES):
        with client.get(f"/v1/{tag}/{name}.json") as response:
            assert response.status_code == 200
            assert response.data == _file(target, f"/v1/{language}/{name}.json").read_bytes()
            assert response.headers["Content-Language"] in (language, f"en, {language}")
    for tag in ("fr-CA", "fr-Latn-CA-x-own", "en-US", "nb-NO", "zh-Hant-TW", "sr", "fra"):
        assert _redirected(rules, f"/v1/{tag}/bundle.json") == f"/v1/{TAGS[tag]}/bundle.json"
    for tag in ("fr-CA", "fr-Latn-CA-x-own", "en-US", "fra"):  # the element asks again where nothing is akin
        assert _redirected(rules, f"/v1/{tag}/bundle/head.json") == f"/v1/{TAGS[tag]}/bundle/head.json"
    for language, name in product(("en", "fr"), NAMES):  # a host may follow a rule although the file is there
        assert _redirected(rules, f"/v1/{language}/{name}.json") is None
    for tag, name in product(NO_TAGS, NAMES):
        assert client.get(f"/v1/{tag}/{name}.json").status_code == 400


def test_the_addresses_of_a_bundle_are_one_response_in_the_cache(birds: World) -> None:
    client = birds.client()

    def made() -> float:
        rows = re.findall(r'memory="no",route="/v1/<lang>/bundle.json",.* (\S+)', client.get("/metrics").text)
        return sum(map(float, rows))

    before = made()
    tags = [f"fr{region}" for region in ("-CA", "", "-BE", "-CH", "-LU", "-x-reader")]
    responses = [client.get(f"/v1/{tag}/bundle.json") for tag in tags]
    assert len({response.headers["ETag"] for response in responses}) == 1
    assert made() - before == 1
    condition = {"If-None-Match": responses[0].headers["ETag"]}
    assert client.get("/v1/fr-MC/bundle.json", headers=condition).status_code == 304
