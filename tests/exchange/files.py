"""Files of other tools, imported into a small world; for the tests of every format."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from click.testing import Result

from glossary.catalogs import drafts
from tests.world import World

BIRDS = ("--group", "birds", "--source", "field-guide")
"""What a file of terms does not say of new concepts."""


def begin(world: World) -> None:
    """Make a world a glossary that is about to begin, with one source in its register."""
    world.source("field-guide", kind="publisher", state=None)


def take(world: World, name: str, text: str | bytes, *options: str) -> Result:
    """Import a file into a world; the working directory is its root."""
    path = world.root / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return world.run("import", str(path), *options)


def state(world: World) -> dict[str, bytes]:
    """Return every file of the content with its bytes."""
    folders = (world.terms, world.translations, world.sources)
    return {str(path): path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()}


def refused(world: World, name: str, text: str | bytes, *options: str) -> str:
    """Return what an import says that fails, and writes nothing."""
    world.run("check")  # it adopts
    before = state(world)
    result = take(world, name, text, *options)
    assert result.exit_code == 1, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert state(world) == before
    return result.output


def concept(world: World, name: str) -> dict[str, Any]:
    """Return a term file."""
    return tomllib.loads((world.terms / f"{name}.toml").read_text())


def texts(world: World, language: str) -> dict[str, str]:
    """Return the texts of a catalog by key; an unfinished one begins with “~”."""
    messages = drafts.read(world.translations, language).messages
    return {each.key: ("~" if each.fuzzy else "") + each.text for each in messages if each.text and not each.obsolete}


def finding(output: str, file: str, line: int) -> str:
    """Return what an output says of a line of a file."""
    said = (each for each in output.splitlines() if Path(each.split(":")[0]).name == file)
    return "\n".join(each for each in said if each.split(":")[1] == str(line))
