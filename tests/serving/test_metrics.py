"""Counters: what is counted, over all workers, and that nothing in them is about a reader."""

from __future__ import annotations

import re
import time
from pathlib import Path

from glossary.serving.watch import TICK
from tests.running import serving
from tests.world import World


def test_answers_are_counted_by_route_and_status_over_all_workers(french: World, tmp_path: Path) -> None:
    french.catalog("fr").write_bytes(b"\xff")
    with serving(tmp_path, french.environment(), workers=2) as service:
        for _ in range(20):
            service.get("/v1/en/terms/dove.json?utm_source=secretsite", headers={"User-Agent": "SecretBrowser"})
        service.get("/v1/terms/secretid")
        service.get("/v1/en/search?q=secretword")
        service.get("/v1/en/search", method="POST", headers={"Content-Type": "application/x-www-form-urlencoded"})
        time.sleep(4 * TICK)  # each worker adds what it answered with every look
        answer, body = service.get("/metrics")
        text = body.decode()
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert answer.headers["Cache-Control"] == "no-store"
    counted = {
        (route, status, memory): float(value)
        for route, status, memory, value in re.findall(
            r'glossary_requests_total\{memory="(\w+)",route="([^"]*)",status="(\d+)"\} (\S+)', text
        )
    }
    file = "/v1/<lang>/terms/<id>.json"
    made, cached = counted.get(("no", file, "200"), 0), counted.get(("yes", file, "200"), 0)
    assert made + cached == 20
    assert 1 <= made <= 2
    assert counted["no", "/v1/terms/<id>", "404"] == 1
    assert counted["no", "/v1/<lang>/search", "400"] == 1  # an empty form
    assert "glossary_problems 1.0" in text
    assert "glossary_concepts 1.0" in text
    assert re.search(r"glossary_edition_since_seconds \d", text)
    for secret in ("secret", "Secret", "127.0.0.1", "dove"):
        assert secret not in text
