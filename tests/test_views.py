"""The figures of docs/operating.md: what made-up readers ask for, what an edge passes on, and the edge in a hurry."""

from __future__ import annotations

import pytest

from benchmarks import readers, views
from benchmarks.errors import Failed
from benchmarks.readers import MONTH, SCRIPTS, Level
from tests.conftest import ROOT

LANGUAGES = ("en", "fr", "mt")
VCL = (ROOT / "deploy" / "varnish.vcl").read_text("utf-8")


def test_a_reader_asks_once_for_what_the_browser_may_keep() -> None:
    requests = readers.asked(Level(10**6, 86400), LANGUAGES, "dove")
    rates = readers.shares(requests, 10**6 * 86400 / MONTH)
    assert requests == sorted(requests)
    assert rates[SCRIPTS[0]] == pytest.approx(1 / readers.PAGES, rel=0.05)
    assert rates["/v1/en/bundle/head.json"] == pytest.approx(readers.ENGLISH / readers.PAGES, rel=0.1)
    assert rates["/en/dove/"] == pytest.approx(readers.ENGLISH * readers.OURS, rel=0.2)
    assert {request.path for request in requests if request.kept} >= {"/v1/en/bundle/head.json", "/static/site.css"}


def test_an_edge_passes_a_file_on_when_it_is_too_old_and_never_more_often_than_it_is_asked_for() -> None:
    path = "/v1/en/forms.json"
    assert readers.onward(Level(10**12, MONTH), {path: 1.0}, 30) == pytest.approx(
        MONTH / readers.lifetime(path) + 30, rel=0.001
    )
    assert readers.onward(Level(10**12, MONTH), {"/static/site.css": 1.0}, 30) == 10**12
    assert readers.onward(Level(10, MONTH), {path: 1.0}, 30) == 10


def test_the_edge_is_played_with_its_shipped_configuration_and_less_time() -> None:
    vcl = views.hurried(VCL, (1234, 1235), 600)
    for words in ("beresp.ttl / 600;", "req.grace = 0.1s;", '"1234"', '"1235"'):
        assert vcl.count(words) == 1
    assert len(vcl.splitlines()) == len(VCL.splitlines()) + 1
    with pytest.raises(Failed, match="no line of its own"):
        views.hurried(VCL.replace("= 60s;", "= 61s;"), (1234, 1235), 600)
