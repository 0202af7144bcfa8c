"""What befalls the regions, one trial after the other, and what of it must hold."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import NamedTuple

from tests.regions.clock import Clock
from tests.regions.region import INSTANCES, Region
from tests.world import World

CONTACT = b"555 123"
DOVE, OWL = "/v1/en/terms/dove.json", "/v1/en/terms/owl.json"
HELP = "/v1/support/fi.json"
HOUR, DAY = 3600, 86_400

LAST = 3
"""Days from now to the last day of the contact of help."""


class Trial(NamedTuple):
    """What was tried, what came of it, and whether it must be so; ``None`` where a figure is only told."""

    what: str
    measured: str
    holds: bool | None = None


class Scene(NamedTuple):
    """The regions, the content that they pull, and their clock."""

    regions: Sequence[Region]
    world: World
    clock: Clock

    def publish(self, message: str) -> float:
        """Commit the content; return when."""
        self.world.environment()  # whatever stands beside the texts is adopted
        self.world.commit(message)
        return time.monotonic()

    def everywhere(self, true: Callable[[Region], bool]) -> float:
        """Wait until something is true in every region; return when."""
        for region in self.regions:
            region.until(lambda region=region: true(region))  # type: ignore[misc]
        return time.monotonic()

    @contextmanager
    def read(self, *paths: str) -> Iterator[Counter[int]]:
        """Have readers in every region; at the end the counter has all their statuses."""
        total = Counter[int]()
        with ExitStack() as stack:
            counted = [stack.enter_context(region.read(paths)) for region in self.regions]
            yield total
        for each in counted:
            total += each


def _failed(total: Counter[int]) -> Trial:
    """Return what readers got, as a trial without its name."""
    bad = {status: number for status, number in total.items() if status != 200}
    return Trial(
        "",
        f"{sum(total.values()):,} answers, {sum(bad.values())} failed {bad or ''}".rstrip(),
        not bad and sum(total.values()) > 100,
    )


def approved(scene: Scene) -> Iterator[Trial]:
    """From the commit of an approval to every edge, and of a withdrawal."""
    with scene.read(DOVE) as total:
        scene.world.approve("en", "owl")
        begun = scene.publish("the owl is approved")
        seconds = scene.everywhere(lambda region: region.get(OWL).status == 200) - begun
        yield Trial("An approval, from its commit to every edge", f"{seconds:.0f} s", seconds <= 60)
        scene.world.vet("en", "owl", "heron", "subject", "--withdraw")
        begun = scene.publish("the owl is withdrawn")
        seconds = scene.everywhere(lambda region: region.get(OWL).status != 200) - begun
        yield Trial("A withdrawal, from its commit to every edge", f"{seconds:.0f} s", seconds <= 60)
    yield _failed(total)._replace(what="Readers of another entry meanwhile")


def cut_off(scene: Scene) -> Iterator[Trial]:
    """A region is cut off, what it misses is withdrawn, and it comes back."""
    alone = scene.regions[-1]
    scene.world.approve("en", "owl")
    scene.publish("the owl is approved again")
    scene.everywhere(lambda region: region.get(OWL).status == 200)
    with alone.read((DOVE,)) as counted:
        alone.network.join(False)
        scene.world.vet("en", "owl", "heron", "subject", "--withdraw")
        scene.publish("the owl is withdrawn again")
        for region in scene.regions[:-1]:
            region.until(lambda region=region: region.get(OWL).status != 200)  # type: ignore[misc]
        time.sleep(30)
        still = alone.get(OWL).status
        alone.network.join(True)
        seconds = alone.until(lambda: alone.get(OWL).status != 200)
    yield _failed(counted)._replace(what="Readers in a region that is cut off for half a minute, and back")
    yield Trial("What it shows meanwhile of a text that is withdrawn elsewhere", f"status {still}: it cannot know")
    yield Trial("From its return until the text is gone there too", f"{seconds:.0f} s", seconds <= 60)


def rolled(scene: Scene) -> Iterator[Trial]:
    """In every region one instance after the other is restarted."""
    with scene.read(DOVE, HELP) as total:
        for region in scene.regions:
            for port in INSTANCES:
                region.stop(port)
                region.restart(port)
    yield _failed(total)._replace(what="Readers while every instance is restarted, one after the other")


def without_origin(scene: Scene, stop: Callable[[], None]) -> Iterator[Trial]:
    """The origin dies, and an hour passes, then days; then all instances die, and another hour passes, then a day."""
    with scene.read(DOVE, HELP) as total:
        stop()
        time.sleep(5)
        scene.clock.move(HOUR)
        time.sleep(20)
    yield _failed(total)._replace(what="Readers for an hour without the origin")
    shown = all(CONTACT in region.get(HELP).body for region in scene.regions)
    scene.clock.move((LAST + 1) * DAY)
    time.sleep(5)
    gone = not any(CONTACT in region.get(HELP).body for region in scene.regions)
    yield Trial("A contact of help before its last day, and after it", f"shown: {shown}, gone: {gone}", shown and gone)
    yield from _alone(scene, (LAST + 1) * DAY)


def _alone(scene: Scene, moved: int) -> Iterator[Trial]:
    """Nothing is shown longer than its headers allow: 300 seconds, and then 86,400, or 82,800 with contacts of help."""
    before = [region.get(path).status for region in scene.regions for path in (DOVE, HELP)]  # now each edge has both
    for region in scene.regions:
        for port in INSTANCES:
            region.stop(port)
    with scene.read(DOVE, HELP) as total:
        scene.clock.move(moved + HOUR)
        time.sleep(15)
        ages = [region.get(DOVE).age for region in scene.regions]
    yield _failed(total)._replace(what="Readers for another hour without any instance")
    yield Trial("How old an answer then says it is (Age), at least", f"{min(ages):,} s", min(ages) >= HOUR - 60)
    for path, what, most in ((HELP, "contacts of help", DAY), (DOVE, "a definition", 300 + DAY)):
        scene.clock.move(moved + most + 120)
        time.sleep(5)
        statuses = {region.get(path).status for region in scene.regions}
        yield Trial(
            f"An edge alone, with {what}, {most + 120:,} s later",
            f"status {statuses}",
            {*before} == {200} and 200 not in statuses,
        )
