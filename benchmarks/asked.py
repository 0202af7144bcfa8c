"""What one build takes for searches, in processor time: run on its own, in the folder of that build.

It imports nothing of this package, which the build of another day has in other words: ``beside`` runs it with the build's
folder as its only path. It reads a JSON object from standard input, ``{"first": {language: [query, …]}, "queries":
[[language, query], …]}``, and prints one with milliseconds: ``first``, of one language, the median of all; ``p50``, ``p99``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from statistics import median, quantiles
from time import process_time

TURNS = 3
"""A query counts with its quickest turn: what a busy machine adds is not what a build takes."""


def main() -> None:
    """Measure the build in the present folder."""
    import api

    if not Path(api.__file__).is_relative_to(Path.cwd()):
        raise SystemExit(f"the build in {api.__file__} would be measured, not that in {Path.cwd()}")
    asked = json.load(sys.stdin)
    client = api.create_app().test_client()

    def milliseconds(language: str, *queries: str) -> float:
        begun = process_time()
        for query in queries:
            answer = client.get(f"/v1/{language}/search", query_string={"q": query})
            if answer.status_code != 200:
                raise SystemExit(f"{language}: {query!r} is answered with {answer.status_code}")
        return (process_time() - begun) * 1000

    first = [milliseconds(language, *queries) for language, queries in asked["first"].items()]
    turns = [[milliseconds(language, query) for language, query in asked["queries"]] for _ in range(TURNS)]
    percentiles = quantiles(map(min, zip(*turns, strict=True)), n=100)
    sys.stdout.write(json.dumps({"first": median(first), "p50": percentiles[49], "p99": percentiles[98]}))


if __name__ == "__main__":
    main()
