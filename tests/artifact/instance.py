"""An instance that takes its content as an artifact, in this process: it looks when it is told to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api import create_app
from glossary.artifact import following
from glossary.serving.front import Front
from glossary.serving.watch import Watch
from glossary.settings import Settings
from tests.world import World

ENTRY = "/v1/fr/terms/dove.json"


class Instance:
    """A client of a service, and what makes it look at its origins."""

    def __init__(self, place: Path, *origins: object, **more: Any) -> None:
        place.mkdir(exist_ok=True)
        self.settings = following.at(Settings(content=tuple(map(str, origins)), **more), place)
        following.look(self.settings)
        self.client: FlaskClient = create_app(self.settings).test_client()
        front = self.client.application.wsgi_app
        assert isinstance(front, Front)
        self._watch = Watch(front)

    def look(self) -> None:
        """Look at the origins, and at the content."""
        self._watch.look()

    def get(self, path: str = ENTRY) -> TestResponse:
        """Ask it."""
        return self.client.get(path)

    @property
    def language(self) -> str:
        """The language in which a French reader gets the dove."""
        return str(self.client.get("/v1/terms/dove?lang=fr").headers["Content-Language"])

    @property
    def problems(self) -> list[str]:
        """What ``readyz`` lists: of each problem where it is, what, and what to do."""
        document = self.get("/readyz").json
        assert document is not None
        return [f"{one['file']}: {one['problem']}; {one['remedy']}" for one in document["problems"]]

    def measure(self, name: str) -> float:
        """Return one of the metrics."""
        lines = self.get("/metrics").text.splitlines()
        return float(next(line.split()[1] for line in lines if line.startswith(f"{name} ")))


def pack(world: World, directory: Path, *more: str) -> Path:
    """Pack the content of a world; return the file."""
    result = world.run("pack", str(directory), *more)
    assert result.exit_code == 0, result.output
    return Path(result.output.split(": ")[0])
