"""Foreign tools read what goes out: ``make interop``. Each runs in an environment of its own; one that fails, fails all."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.conftest import ROOT
from tests.exchange.files import texts
from tests.interop import content
from tests.world import World

CONSUMERS = Path(__file__).parent / "consumers"
TOOLS, WEBLATE, OMEGAT = (ROOT / ".venv" / name for name in ("interop", "interop-weblate", "omegat"))
RUNS: tuple[tuple[str, Path, tuple[Path, ...]], ...] = (
    ("graphs", TOOLS, ()),
    ("tbx", TOOLS, ()),
    ("toolkit", TOOLS, ()),
    ("converter", TOOLS, ()),
    ("omegat", TOOLS, (OMEGAT,)),
    ("weblate_formats", WEBLATE, ()),
)
"""The programs, the environment that each needs, and what else it is told."""

BASE = "https://birds.example.org"
XLIFF = "1.2", "2.0"
"""The versions in which catalogs go to the tools that translate; each tool takes one."""


def main() -> int:
    """Write made-up content, export it, and have every tool read the files. Return how many fail."""
    with tempfile.TemporaryDirectory() as folder:
        world = content.write(Path(folder))
        target = Path(folder) / "public"
        result = world.run("export", str(target), GLOSSARY_BASE_URL=BASE)
        if result.exit_code:
            print(result.output)
            return 1
        for tag, number in _catalogs():
            world.run("export-xliff", tag, "--version", number, "--output", str(target / _xliff(tag, number)))
        held = [path for path in target.rglob("v1/**/*.*") if content.DRAFT in path.read_text("utf-8", "replace")]
        failed = sum(_fails(name, environment, target, more) for name, environment, more in RUNS)
        failed += sum(_differs(world, target, tag, number) for tag, number in _catalogs())
    for path in held:
        print(f"{path.name} holds a draft")
    return failed + len(held)


def _fails(name: str, environment: Path, target: Path, more: tuple[Path, ...]) -> bool:
    (target.resolve() / "texts.json").write_text(json.dumps(content.TEXTS, ensure_ascii=False), encoding="utf-8")
    command = [str(environment / "bin" / "python"), "-X", "utf8", *map(str, (CONSUMERS / f"{name}.py", target, *more))]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    print(done.stdout, end="")
    if done.returncode:
        print(f"{name} failed:\n{done.stderr}")
    return done.returncode != 0


def _catalogs() -> list[tuple[str, str]]:
    return [(tag, number) for tag in content.LANGUAGES[1:] for number in XLIFF]


def _xliff(tag: str, number: str) -> str:
    return f"xliff/{tag}.{number}.xlf"


def _differs(world: World, target: Path, tag: str, number: str) -> bool:
    """Import what a tool has translated; return whether the catalog then holds anything but its words, and what was there.
    The catalog is left as it was."""
    words = {f"{name}.{field}": word for name, of in content.TEXTS.items() for field, word in of.get(tag, {}).items()}
    path, wanted = world.catalog(tag), {**texts(world, tag), **words}
    before = path.read_bytes()
    result = world.run("import", str(target / _xliff(tag, number)))
    found = texts(world, tag)
    path.write_bytes(before)
    if result.exit_code or found != wanted:
        print(f"XLIFF {number} of {tag} comes back otherwise:\n{result.output}")
        return True
    return False


if __name__ == "__main__":
    sys.exit(main())
