"""The headers that protect readers and partners, on every kind of answer of the real service."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from tests.figures import claim, counted
from tests.running import Running, serving
from tests.world import World

ANSWERS = {
    ("GET", "/"): 302,
    ("GET", "/en/"): 200,
    ("GET", "/fr/dove/"): 200,
    ("GET", "/en/nothing/"): 404,
    ("GET", "/en/crow/"): 410,
    ("GET", "/en/privacy/"): 200,
    ("GET", "/en/search?q=dove"): 200,
    ("GET", "/en"): 308,
    ("GET", "/EN/"): 308,
    ("GET", "/xx/"): 404,
    ("GET", "/fr/support/"): 200,
    ("GET", "/fr/support/fi/"): 200,
    ("GET", "/fr/support/xq/"): 404,
    ("GET", "/coverage/"): 404,
    ("GET", "/coverage/2/"): 404,
    ("GET", "/en/letters/b/"): 404,
    ("GET", "/demonstration/"): 404,
    ("GET", "/fr/about/"): 200,
    ("GET", "/embedding/"): 200,
    ("GET", "/robots.txt"): 200,
    ("GET", "/sitemap.xml"): 200,
    ("GET", "/.well-known/security.txt"): 404,
    ("GET", "/docs"): 200,
    ("GET", "/docs/swagger-ui.css"): 200,
    ("GET", "/static/site.css"): 200,
    ("GET", "/static/frame.css"): 200,
    ("GET", "/static/exit.js"): 200,
    ("GET", "/static/wordmark.png"): 404,
    ("GET", "/static/none.css"): 404,
    ("GET", "/embed/glossary.js"): 200,
    ("GET", "/embed/1.0.0/glossary.js"): 200,
    ("GET", "/embed/9.9.9/glossary.js"): 404,
    ("GET", "/embed/glossary-embed.zip"): 200,
    ("GET", "/embed/fr/dove/"): 200,
    ("GET", "/embed/fr/nothing/"): 404,
    ("GET", "/fragment/fr/dove.html"): 200,
    ("GET", "/oembed"): 400,
    ("GET", "/oembed?url=x"): 404,
    ("GET", "/oembed?url={page}"): 200,
    ("GET", "/oembed?url={page}&format=xml"): 200,
    ("GET", "/oembed?url={page}&format=yaml"): 501,
    ("GET", "/v1/index.json"): 200,
    ("GET", "/v1/languages.json"): 200,
    ("GET", "/v1/openapi.json"): 200,
    ("GET", "/v1/support.json"): 200,
    ("GET", "/v1/support/fi.json"): 200,
    ("GET", "/v1/support/FI.json"): 308,
    ("GET", "/v1/support/xq.json"): 404,
    ("GET", "/v1/fr/terms.json"): 200,
    ("GET", "/v1/fr/bundle.json"): 200,
    ("GET", "/v1/fr/bundle/head.json"): 200,
    ("GET", "/v1/fr/bundle/0.json"): 404,
    ("GET", "/v1/fr/terms/dove.json"): 200,
    ("GET", "/v1/FR/terms/dove.json"): 308,
    ("GET", "/v1/fr/terms/dove.evidence.json"): 200,
    ("GET", "/v1/FR/terms/dove.evidence.json"): 308,
    ("GET", "/v1/fr/terms/nothing.evidence.json"): 404,
    ("GET", "/v1/fr/terms/crow.evidence.json"): 410,
    ("GET", "/log/checkpoint"): 404,
    ("GET", "/v1/changes.json"): 200,
    ("GET", "/v1/changes?since=2026-01-01"): 200,
    ("GET", "/v1/changes?since=x"): 400,
    ("GET", "/v1/fr/terms/dove/versions.json"): 200,
    ("GET", "/v1/fr/terms/crow/versions.json"): 410,
    ("GET", f"/v1/fr/terms/dove/{'0' * 64}.json"): 404,
    ("GET", "/fr/changes.atom"): 200,
    ("GET", "/fr/dove/versions/"): 404,
    ("GET", "/v1/fr/terms/nothing.json"): 404,
    ("GET", "/v1/fr/terms/crow.json"): 410,
    ("GET", "/v1/fr/figures.json"): 200,
    ("GET", "/v1/fr/figures/swifts.json"): 200,
    ("GET", "/v1/fr/figures/nothing.json"): 404,
    ("GET", "/v1/fr/figures/myth.json"): 410,
    ("GET", "/fr/figures/"): 200,
    ("GET", "/fr/figures/swifts/"): 200,
    ("GET", "/fr/figures/myth/"): 410,
    ("GET", "/embed/fr/figures/swifts/"): 200,
    ("GET", "/embed/de/figures/swifts/"): 404,
    ("GET", "/embed/fr/figures/myth/"): 410,
    ("GET", "/fragment/fr/figures/swifts.html"): 200,
    ("GET", "/fragment/de/figures/swifts.html"): 404,
    ("GET", "/v1/fr/forms.json"): 200,
    ("GET", "/v1/FR/forms.json"): 308,
    ("GET", "/v1/xx/forms.json"): 404,
    ("GET", "/v1/terms/dove.json"): 200,
    ("GET", "/v1/terms"): 200,
    ("GET", "/v1/terms.ttl"): 200,
    ("GET", "/v1/terms.jsonld"): 200,
    ("GET", "/v1/terms.tbx"): 200,
    ("GET", "/v1/fr/terms.v2.tbx"): 200,
    ("GET", "/v1/fr/glossary.po"): 200,
    ("GET", "/v1/fr/terms.csv"): 200,
    ("GET", "/v1/FR/terms.csv"): 308,
    ("GET", "/v1/fr/terms.utf8"): 200,
    ("GET", "/v1/xx/terms.utf8"): 404,
    ("GET", "/v1/fr/terms/dove.ttl"): 200,
    ("GET", "/v1/fr/terms/dove.jsonld"): 200,
    ("GET", "/v1/fr/terms/crow.ttl"): 410,
    ("GET", "/v1/terms/dove"): 200,
    ("GET", "/v1/terms/dove?status=draft"): 200,
    ("GET", "/v1/terms/dove?lang=?"): 400,
    ("GET", "/v1/terms/%00"): 400,
    ("GET", "/v1/fr/terms"): 200,
    ("GET", "/v1/fr/search?q=dove"): 200,
    ("GET", "/v1/fr/search"): 400,
    ("GET", "/v1/fr/suggest?q=do"): 200,
    ("GET", "/v1/" + "a" * 2000): 414,
    ("GET", "/operations.json"): 200,
    ("GET", "/healthz"): 200,
    ("GET", "/readyz"): 200,
    ("GET", "/metrics"): 200,
    ("GET", "/nothing"): 404,
    ("HEAD", "/v1/fr/terms.json"): 200,
    ("HEAD", "/fr/dove/"): 200,
    ("OPTIONS", "/v1/fr/terms.json"): 200,
    ("POST", "/v1/fr/terms.json"): 405,
    ("PUT", "/fr/dove/"): 405,
    ("DELETE", "/"): 405,
    ("TRACE", "/"): 405,
}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service with one concept in two languages, and one that is retired; a key figure, and a claim that is withdrawn."""
    world = World(tmp_path_factory.mktemp("headers"))
    world.term("dove")
    crow = world.term("crow")
    crow.write_text(crow.read_text() + '[retired]\non = 2026-01-31\nreplaced_by = "dove"\n')
    counted(world, "swifts")
    claim(world, "myth")
    world.approve("en", "dove")
    world.catalog("fr", {"dove.term": "Colombe", "dove.definition": "est un oiseau de paix."})
    world.approve("fr", "dove")
    with serving(world.root, world.environment()) as service:
        yield service


@pytest.mark.parametrize(("method", "path"), ANSWERS)
def test_every_answer_protects_whoever_gets_it(running: Running, method: str, path: str) -> None:
    page = f"http://127.0.0.1:{running.port}/fr/dove/"
    answer, body = running.get(path.format(page=page), method, {"Origin": "https://ngo.example.org"})
    headers = answer.headers
    assert answer.status == ANSWERS[method, path]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors" in headers["Content-Security-Policy"]
    assert "unsafe-eval" not in headers["Content-Security-Policy"]
    assert "Cache-Control" in headers
    assert not {"set-cookie", "x-powered-by", "via"} & {name.lower() for name in headers}
    assert headers["Server"] == "granian"  # no version of it
    assert not body or "Content-Type" in headers
    assert b"Traceback" not in body
    if answer.status >= 400 and headers["Content-Type"] != "text/html; charset=utf-8":
        assert headers["Content-Type"] == "application/problem+json"


def test_no_route_is_left_out(french: World) -> None:
    rules = french.client().application.url_map.bind("127.0.0.1")
    asked = set()
    for method, path in ANSWERS:
        try:
            asked.add(rules.match(path.partition("?")[0], method, return_rule=True)[0].rule)
        except (NotFound, RequestRedirect, MethodNotAllowed):
            continue
    assert asked == {rule.rule for rule in rules.map.iter_rules()}
