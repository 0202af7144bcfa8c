"""What the tests of the desk need."""

from __future__ import annotations

import pytest

from tests.desk.world import Office
from tests.running import free_port
from tests.world import World


@pytest.fixture
def office(french: World, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A desk over a repository with one concept, vetted in English, drafted in French."""
    french.adopt()
    french.commit()
    return Office(french, tmp_path_factory.mktemp("desk") / "state", free_port())
