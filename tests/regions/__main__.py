"""``make regions``: prints what three regions do when something befalls them; ends with 1 where a line does not hold."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.regions import trials
from tests.regions.clock import Clock
from tests.regions.network import Network, networks
from tests.regions.region import Region
from tests.regions.trials import Scene, Trial
from tests.world import World

NEEDED = ("ip", "git", "varnishd", "cc")


def lacking() -> str:
    """Return why the regions cannot be made on this machine; empty where they can."""
    if os.geteuid():
        return "they need root, who alone may make networks: run it as root on a machine of your own"
    absent = [program for program in NEEDED if shutil.which(program) is None]
    return f"{', '.join(absent)} cannot be found: install iproute2, git, varnish and gcc" if absent else ""


def _content(folder: Path) -> World:
    """Return a glossary of two concepts, of which the one is vetted, in a repository."""
    folder.mkdir()
    today = datetime.now(UTC).date()
    world = World(folder)
    for concept in ("dove", "owl"):
        world.term(concept, definition="is a bird that flies.")
    world.record("FI", as_of=today, expires_in=trials.LAST)
    world.approve("en", "dove")
    world.environment()
    world.commit()
    return world


def _origin(network: Network, folder: Path) -> subprocess.Popen[bytes]:
    """Serve a repository to the regions, as a host of repositories does."""
    words = ["git", "daemon", "--reuseaddr", "--export-all", f"--base-path={folder}", f"--listen={network.address}"]
    return network.start(words, folder / "origin.log", folder, {})


def _trials(folder: Path) -> Iterator[Trial]:
    world, clock = _content(folder / "glossary"), Clock(folder)
    with ExitStack() as stack:
        hub, *places = stack.enter_context(networks("o", "a", "b", "c"))
        origin = _origin(hub, folder)
        stack.callback(origin.wait)
        stack.callback(origin.kill)
        time.sleep(1)
        regions = list[Region]()
        for place in places:
            regions.append(Region(place, folder / place.name, f"git://{hub.address}/glossary", clock))
            stack.callback(regions[-1].end)
        for region in regions:
            region.ready()
        scene = Scene(regions, world, clock)
        for trial in (trials.approved, trials.cut_off, trials.rolled):
            yield from trial(scene)
        yield from trials.without_origin(scene, origin.kill)


def main() -> int:
    """Print the table, as it comes."""
    if why := lacking():
        print(f"The regions are not made: {why}.", file=sys.stderr)  # noqa: T201
        return int(bool(os.environ.get("CI")))
    right = True
    print("| What | Measured |  |\n| --- | --- | --- |")  # noqa: T201
    with TemporaryDirectory(prefix="regions-") as temporary:
        for what, measured, holds in _trials(Path(temporary)):
            verdict = {None: "told", True: "holds", False: "**does not hold**"}[holds]
            print(f"| {what} | {measured} | {verdict} |", flush=True)  # noqa: T201
            right = right and holds is not False
    return int(not right)


if __name__ == "__main__":
    sys.exit(main())
