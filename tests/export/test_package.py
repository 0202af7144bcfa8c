"""The element as a package of npm's shape: the script that the service serves, and what it says of itself is true."""

from __future__ import annotations

import json
import re
import tarfile
from pathlib import Path
from typing import Any

import pytest

from glossary.embed import element
from tests.conftest import ROOT
from tests.world import World

MEMBERS = {
    *("LICENSE", "README.md", "custom-elements.json", "package.json"),
    *("glossary.js", "glossary.d.ts", "glossary-auto.js", "glossary-auto.d.ts"),
}


@pytest.fixture
def unpacked(world: World) -> Path:
    """The folder that the package holds."""
    done = world.run("package", str(world.root / "build"))
    assert done.exit_code == 0, done.output
    (file,) = (world.root / "build").iterdir()
    assert file.name == f"glossary-term-{element.current().version}.tgz"
    with tarfile.open(file) as archive:
        archive.extractall(world.root, filter="data")
    return world.root / "package"


def _read(path: Path) -> Any:
    return json.loads(path.read_text())


def test_the_package_holds_the_script_that_the_service_serves(world: World, unpacked: Path) -> None:
    world.term("dove")
    world.approve("en", "dove")
    client = world.client()
    served = client.get("/v1/index.json").get_json()["embed"]
    assert (unpacked / "glossary.js").read_bytes() == client.get(f"/embed/{served['version']}/glossary.js").data
    described = _read(unpacked / "package.json")
    assert described["version"] == served["version"]
    assert described["private"] is True, "nobody publishes it by mistake"
    assert served["integrity"] in (unpacked / "README.md").read_text()
    assert {path.name for path in unpacked.iterdir()} == MEMBERS
    named = [described["types"], described["customElements"], described["exports"]["."]["default"]]
    assert all((unpacked / name).is_file() for name in named)


def test_the_package_is_the_same_bytes_each_time(world: World) -> None:
    files = []
    for folder in ("one", "two"):
        world.run("package", str(world.root / folder))
        files.append(next((world.root / folder).iterdir()).read_bytes())
    assert files[0] == files[1]


def test_the_licence_of_the_package_is_that_of_the_code(unpacked: Path) -> None:
    text = (unpacked / "LICENSE").read_text().strip()
    assert text.startswith("MIT License")
    assert text in (ROOT / "LICENSE").read_text()


def test_the_manifest_has_what_the_element_has(unpacked: Path) -> None:
    source = (ROOT / "glossary" / "embed" / element.current().version / "glossary.js").read_text()
    (module,) = _read(unpacked / "custom-elements.json")["modules"]
    (described,) = module["declarations"]
    names = {kind: {row["name"] for row in described[kind]} for kind in described if isinstance(described[kind], list)}
    assert names["attributes"] == set(re.findall(r'#attribute\("(\w+)"\)', source))
    assert names["events"] == {f"glossary-{name}" for name in ("ready", "open", "close", "error")}
    assert all(f'"{name.removeprefix("glossary-")}"' in source for name in names["events"])
    assert names["cssProperties"] == set(re.findall(r"var\((--glossary-\w+)", source))
    assert names["cssParts"] == set(re.findall(r'part: "(\w+)"', source))
    assert all(re.search(rf"^    {name}\(\) {{", source, re.MULTILINE) for name in names["members"])
    types = (unpacked / "glossary.d.ts").read_text()
    assert all(f'"{name}":' in types for name in names["events"] | {"glossary-term"})
    assert all(f"{name}(): void" in types for name in names["members"])
    reasons = set(re.findall(r'reason = "([\w-]+)"|"(timeout)"', source))
    assert all(f'"{one or other}"' in types for one, other in reasons)
