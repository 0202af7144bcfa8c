"""What one build takes for the first answer of a new day: run on its own, in the folder of that build, like ``asked``.

It prints a JSON object, with medians over some days: ``midnight`` and ``midnight work``, the seconds by the clock and those
at work, and ``before``, what the same answer took at the end of the day before.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter, process_time, time

DAYS = 5
DAY = 86400


def main(path: str) -> None:
    """Ask the build in the present folder for a path, before and after each midnight."""
    import api
    from glossary import settings

    if not Path(api.__file__).is_relative_to(Path.cwd()):
        raise SystemExit(f"the build in {api.__file__} would be measured, not that in {Path.cwd()}")
    moved = [0.0]
    chosen = replace(settings.read(os.environ), clock=lambda: time() + moved[0], watch_seconds=0)
    client = api.create_app(chosen).test_client()

    def ask() -> tuple[float, float]:
        begun, worked = perf_counter(), process_time()
        answer = client.get(path)
        if answer.status_code != 200:
            raise SystemExit(f"{path} is answered with {answer.status_code}")
        return perf_counter() - begun, process_time() - worked

    first, before = [], []
    for _ in range(DAYS):
        before.append(min(ask() for _ in range(20))[0])
        moved[0] += DAY
        first.append(ask())
    seconds, work = zip(*first, strict=True)
    sys.stdout.write(json.dumps({"midnight": median(seconds), "midnight work": median(work), "before": median(before)}))


if __name__ == "__main__":
    main(sys.argv[1])
