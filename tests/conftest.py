"""What several test files need."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:  # a file of tests that makes no world need not wait for what worlds import
    from flask.testing import FlaskClient

    from tests.keys import Keys
    from tests.world import World

os.environ["GLOSSARY_SNAPSHOT"] = "0"  # no test shares with another what it has derived
_COUNTED = "counted"
_MEMORY, _ENOUGH = Path("/dev/shm"), 4 * 10**9  # bytes
_WORLDS = {"world", "shipped"}
"""The fixtures that make a world."""
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def bare(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each world, but for one of the ``shipped`` content, show how a language looks whose interface nobody translated."""
    if "tests.world" in sys.modules or _WORLDS.intersection(request.fixturenames):
        from glossary.edition import beside
        from tests.world import without_shipped_strings

        monkeypatch.setattr(beside, "shipped", without_shipped_strings)


@pytest.fixture
def world(tmp_path: Path) -> World:
    """An empty glossary."""
    from tests.world import World

    return World(tmp_path)


@pytest.fixture
def french(world: World) -> World:
    """A glossary with one concept, vetted in English, drafted in French."""
    world.term("dove", definition="is a bird of peace.", abbreviation="DV")
    world.approve("en", "dove")
    world.catalog("fr", {"dove.term": "Colombe", "dove.definition": "est un oiseau de paix."})
    return world


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A copy of the content of this repository, to which the baseline counts as a whole."""
    from glossary.edition import beside
    from tests.world import World

    monkeypatch.setattr(beside, "shipped", lambda baseline, folders: baseline)
    world = World(tmp_path)
    shutil.copy(ROOT / "glossary" / "glossary.toml", world.root)
    shutil.copytree(ROOT / "glossary" / "terms", world.terms, dirs_exist_ok=True)
    shutil.copytree(ROOT / "glossary" / "sources", world.sources)
    shutil.copytree(ROOT / "glossary" / "support", world.support, dirs_exist_ok=True)
    shutil.copytree(ROOT / "glossary" / "figures", world.figures, dirs_exist_ok=True)
    shutil.copytree(ROOT / "translations", world.translations, dirs_exist_ok=True)
    return world


@pytest.fixture(scope="session")
def service() -> FlaskClient:
    """A client of a service over the content of this repository as it lies here. It takes seconds to start, so those that
    only read share one."""
    return _service()


@pytest.fixture(scope="session")
def drafts() -> FlaskClient:
    """The same of a preview."""
    from glossary.content.model import Status

    return _service(minimum=Status.DRAFT)


def _service(**settings: Any) -> FlaskClient:
    from api import create_app
    from glossary.settings import Settings

    return create_app(Settings(**settings)).test_client()


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """The files of keys, by the names of their owners; nobody signs twice with the same in a test."""
    from tests import keys as ssh

    needs("ssh-keygen")
    return ssh.make(tmp_path_factory.mktemp("keys"), "heron", "otter", "stranger")


@pytest.fixture
def counted(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Take a count that is worth seeing although the test passes; it is printed at the end of the run."""
    return lambda text: record_property(_COUNTED, text)


os.environ["HYPOTHESIS_NO_PLUGINS"] = "1"  # the only one is that of trio, which it would import for us


def pytest_configure() -> None:
    """Let tests write into memory where there is much of it: they write thousands of small files, and wait for each until it
    is on the disk."""
    if not _MEMORY.is_dir():
        return
    place = os.statvfs(_MEMORY)
    if place.f_bavail * place.f_frsize > _ENOUGH and not place.f_flag & os.ST_NOEXEC:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


def pytest_collection_finish() -> None:
    """Leave what is imported by now out of every search for garbage: it stays until the end, and searches cost a tenth of a
    run."""
    gc.freeze()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print what was counted."""
    reports = terminalreporter.getreports("passed")
    properties = chain.from_iterable(report.user_properties for report in reports)
    for text in dict.fromkeys(text for name, text in properties if name == _COUNTED):
        terminalreporter.write_line(f"counted: {text}")


def lacking(reason: str) -> None:
    """Skip a test for what this machine lacks, loudly; under CI fail."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def needs(tool: str) -> None:
    """Skip a test that needs a program which this machine lacks; under CI fail."""
    if shutil.which(tool) is None:
        lacking(f"{tool} is not installed; “make test” tries to install what the tests need")
