"""What one build takes for searches, in processor time: run on its own, in the folder of that build.

It imports nothing of this package, which the build of another day has in other words: ``beside`` runs it with the build's
folder as its only path. It reads a JSON object from standard input, ``{"first": {language: [query, …]}, "queries":
[[language, query], …]}``, and prints one with milliseconds: ``first``, of one language, the median of all; ``p50``, ``p99``.
"""

from __future__ import annotations

import json
import sys
from io import BytesIO
from pathlib import Path
from statistics import median, quantiles
from time import process_time
from urllib.parse import urlencode

TURNS = 3
"""A query counts with its quickest turn: what a busy machine adds is not what a build takes."""


def _environment(language: str, query: str) -> dict[str, object]:
    """Return the environment of a request as a server makes it (PEP 3333): a client of a test takes longer than a search."""
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": f"/v1/{language}/search",
        "QUERY_STRING": urlencode({"q": query}),
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


def main() -> None:
    """Measure the build in the present folder."""
    import api

    if not Path(api.__file__).is_relative_to(Path.cwd()):
        raise SystemExit(f"the build in {api.__file__} would be measured, not that in {Path.cwd()}")
    asked = json.load(sys.stdin)
    application = api.create_app()

    def milliseconds(language: str, *queries: str) -> float:
        environments = [_environment(language, query) for query in queries]
        begun = process_time()
        for environment in environments:
            statuses: list[str] = []
            answer = application(environment, lambda status, *_, statuses=statuses: statuses.append(status))
            size = sum(map(len, answer))
            getattr(answer, "close", bool)()
            if statuses != ["200 OK"] or not size:
                raise SystemExit(f"{environment['QUERY_STRING']} is answered with {statuses}")
        return (process_time() - begun) * 1000

    first = [milliseconds(language, *queries) for language, queries in asked["first"].items()]
    turns = [[milliseconds(language, query) for language, query in asked["queries"]] for _ in range(TURNS)]
    percentiles = quantiles(map(min, zip(*turns, strict=True)), n=100)
    sys.stdout.write(json.dumps({"first": median(first), "p50": percentiles[49], "p99": percentiles[98]}))


if __name__ == "__main__":
    main()
