#!/usr/bin/env bash
# Guess:   a higher quality of Brotli takes longer and gives fewer bytes: quality 9 lies
#          between 7 and 10, and a window that is larger than the body changes nothing.
# Happens: for small bodies quality 9 takes more than five times as long as quality 7,
#          about as long as quality 10, and gives as many bytes as 7. With lgwin=16, a
#          window that is still larger than the body, it takes a fraction of that.
# Version: brotli 1.2.1 (PyPI). Seen 2026-11-30.
# Matters: whoever turns quality 10 down to 9 "for speed" pays the same time and loses the
#          tenth of the bytes that 10 saves. The encoder clears a table of megabytes for each
#          body, by its default window of 4 MiB.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check brotli==1.2.1
cat >run.py <<'PY'
import sys
import time
from random import Random

import brotli

random = Random(1)
words = ["".join(random.choices("abcdefghijklmnop", k=random.randint(2, 9))) for _ in range(600)]
bodies = [" ".join(random.choices(words, weights=range(600, 0, -1), k=1600)).encode() for _ in range(60)]


def measured(**settings):
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        size = sum(len(brotli.compress(body, **settings)) for body in bodies)
        best = min(best, time.process_time() - start)
    return size, best


rows = {
    "quality 7": measured(quality=7),
    "quality 9": measured(quality=9),
    "quality 9, lgwin 16": measured(quality=9, lgwin=16),
    "quality 10": measured(quality=10),
}
print(f"{len(bodies)} bodies of about {len(bodies[0])} bytes")
for name, (size, seconds) in rows.items():
    print(f"{name:20} {size:7} bytes  {1000 * seconds / len(bodies):.2f} ms a body")
seven, nine, small, ten = rows.values()
holds = nine[1] > 4 * seven[1] and nine[1] > 4 * small[1] and nine[0] > 0.97 * seven[0] and small[0] < 1.01 * nine[0]
if not holds:
    sys.exit("no longer as documented")
PY
env/bin/python run.py
