"""Foreign tools read what goes out: ``make interop``. Each runs in an environment of its own; one that fails, fails all."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.conftest import ROOT
from tests.interop import content

CONSUMERS = Path(__file__).parent / "consumers"
TOOLS, WEBLATE, OMEGAT = (ROOT / ".venv" / name for name in ("interop", "interop-weblate", "omegat"))
RUNS: tuple[tuple[str, Path, tuple[Path, ...]], ...] = (
    ("graphs", TOOLS, ()),
    ("tbx", TOOLS, ()),
    ("toolkit", TOOLS, ()),
    ("omegat", TOOLS, (OMEGAT,)),
    ("weblate_formats", WEBLATE, ()),
)
"""The programs, the environment that each needs, and what else it is told."""

BASE = "https://birds.example.org"


def main() -> int:
    """Write made-up content, export it, and have every tool read the files. Return how many fail."""
    with tempfile.TemporaryDirectory() as folder:
        world = content.write(Path(folder))
        target = Path(folder) / "public"
        result = world.run("export", str(target), GLOSSARY_BASE_URL=BASE)
        if result.exit_code:
            print(result.output)
            return 1
        held = [path for path in target.rglob("v1/**/*.*") if content.DRAFT in path.read_text("utf-8", "replace")]
        failed = sum(_fails(name, environment, target, more) for name, environment, more in RUNS)
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


if __name__ == "__main__":
    sys.exit(main())
