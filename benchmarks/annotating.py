"""How fast terms are found in prose, beside what else could be used: ``make annotate-figures``, and a part of ``make bench``.

The prose is made up (``benchmarks/prose.py``): 1,000 concepts of ten forms, one mention in 500 letters. Rates are letters for
each second of a processor; ratios are made within a round, and the median of the rounds counts. Who is slow gets less text.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import log
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

import click

from benchmarks import BUILD, ROOT, installation, prose
from benchmarks.errors import Failed
from benchmarks.figures import Figure
from benchmarks.prose import SCRIPTS, Script
from benchmarks.report import figure_rows, measured, table
from benchmarks.samples import Samples, ratios

PEERS = "prose_peers"
_WORKER = Path(__file__).with_name("finders.py")


class Rival(NamedTuple):
    """Somebody who finds words: the name, what is made (``finders.MAKERS``), which share of the text it gets, whether the
    text is folded before, whether it has to be installed."""

    name: str
    who: str
    share: float = 1
    folded: bool = False
    peer: bool = False


OURS = Rival("**this library**", "ours")
FOLDED = Rival("the same, of text that is folded already", "ours", folded=True)
HTML = Rival("the same, links put into a page of HTML", "html", 0.2)
RAW = Rival("ahocorasick_rs alone, of text that is folded already", "raw", folded=True)
FLASHTEXT2 = Rival("flashtext2", "flashtext2", 0.3, peer=True)
FLASHTEXT = Rival("flashtext", "flashtext", 0.1, peer=True)
SPACY = Rival("spaCy, PhraseMatcher", "spacy", 0.03, peer=True)
RIVALS = (OURS, FOLDED, HTML, RAW, FLASHTEXT2, FLASHTEXT, SPACY)

ASCII, ACCENTED = SCRIPTS[0], SCRIPTS[1]
CONCEPTS, GROWTH = 1000, (100, 1000, 10_000)
LETTERS = 10_000_000


class Size(NamedTuple):
    """How much is measured."""

    letters: int = LETTERS
    rounds: int = 5
    growth: Sequence[int] = GROWTH
    scripts: Sequence[Script] = SCRIPTS
    rivals: Sequence[Rival] = RIVALS


QUICK = Size(100_000, 1, (10, 100), (ASCII, ACCENTED), (OURS, FOLDED, HTML, RAW))


def install() -> None:
    """Install the peers. Raises ``Failed``."""
    installation.python(PEERS)


def measure(size: Size, say: Callable[[str], None]) -> Samples:
    """Measure everybody. Keys are the rival, the number of concepts, and what of which script."""
    samples = Samples()
    with TemporaryDirectory() as temporary:
        for number in range(size.rounds):
            for script in size.scripts:
                for what, every in (("prose", prose.OFTEN), ("dense", prose.DENSE)):
                    if what == "prose" or script is ASCII:
                        say(f"round {number + 1}: {what}, {script.name}")
                        _everybody(samples, size, script, (what, every), Path(temporary))
            for concepts in size.growth:
                say(f"round {number + 1}: {concepts} concepts")
                got = _measured(
                    OURS, ASCII, concepts, _text(ASCII, concepts, size.letters, prose.OFTEN, Path(temporary)), size
                )
                samples.add(OURS.name, concepts, [(f"growth {name}", value) for name, value in got.items()])
    return samples


def _everybody(samples: Samples, size: Size, script: Script, kind: tuple[str, int], folder: Path) -> None:
    concepts = max(size.growth[:-1]) if size.growth[-1] < CONCEPTS else CONCEPTS
    text = _text(script, concepts, size.letters, kind[1], folder)
    for rival in size.rivals:
        got = _measured(rival, script, concepts, text, size)
        samples.add(rival.name, 0, [(f"{kind[0]} {script.name} {name}", value) for name, value in got.items()])


def _text(script: Script, concepts: int, letters: int, every: int, folder: Path) -> Path:
    file = folder / f"{script.language}-{concepts}-{every}.txt"
    if not file.exists():
        file.write_text(prose.prose(script, prose.forms(script, concepts), letters, every), encoding="utf-8")
    return file


def _measured(rival: Rival, script: Script, concepts: int, text: Path, size: Size) -> Mapping[str, float]:
    job = {
        "who": rival.who,
        "forms": prose.forms(script, concepts),
        "language": script.language,
        "text": str(text),
        "letters": int(size.letters * rival.share),
        "folded": rival.folded,
        "times": 3,
    }
    python = str(BUILD / PEERS / "bin" / "python") if rival.peer else sys.executable
    environment = {**os.environ, "PYTHONPATH": "" if rival.peer else str(ROOT)}
    done = subprocess.run(
        ["taskset", "-c", "0", python, "-W", "ignore", str(_WORKER)],
        input=json.dumps(job), env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise Failed(f"{rival.name}: {done.stderr.strip()[-300:]}")
    found: Mapping[str, float] = json.loads(done.stdout)
    return found


def _rates(samples: Samples, rival: Rival, what: str = f"prose {ASCII.name}") -> list[float]:
    return samples.of(rival.name, 0, f"{what} rate")


def _of(rival: Rival, ours: Rival = OURS, what: str = f"prose {ASCII.name}") -> Callable[[Samples], list[float]]:
    return lambda samples: ratios(_rates(samples, ours, what), _rates(samples, rival, what))


def _grows(what: str) -> Callable[[Samples], list[float]]:
    """Return the power of the number of concepts that a cost grows with, from the fewest to the most: 1 is linear."""

    def order(samples: Samples) -> list[float]:
        sizes = [size for size in samples.sizes() if size]
        few, many = (samples.of(OURS.name, size, f"growth {what}") for size in (sizes[0], sizes[-1]))
        return [log(max(1e-9, median(many)) / max(1e-9, median(few))) / log(sizes[-1] / sizes[0])]

    return order


FIGURES = (
    Figure("By spaCy's PhraseMatcher", _of(SPACY), 20, is_minimum=True),
    Figure("By flashtext", _of(FLASHTEXT), 3, is_minimum=True),
    Figure("By flashtext2", _of(FLASHTEXT2), 1, is_minimum=True),
    Figure("By ahocorasick_rs alone, everything in", _of(RAW), 0.5, is_minimum=True),
    Figure("By ahocorasick_rs alone, of text that is folded already", _of(RAW, FOLDED), 0.7, is_minimum=True),
    Figure("A page of HTML, by plain text", _of(OURS, HTML), 0.5, is_minimum=True),
    Figure(
        "Growth of the time to build, from 100 to 10,000 concepts: order (1 is linear)",
        _grows("build"),
        1.25,
        is_minimum=False,
    ),
    Figure("Growth of memory: the same", _grows("memory"), 1.25, is_minimum=False),
)


def section(samples: Samples, size: Size) -> str:
    """Return what was measured, as Markdown."""
    figures = [figure for figure in FIGURES if figure.values(samples)]
    rows = table(("Figure", "To reach", "Measured", ""), figure_rows(samples, figures))
    return f"## Terms found in prose\n\n{rows}\n{_rivals(samples, size)}\n{_growth(samples, size)}"


def _rivals(samples: Samples, size: Size) -> str:
    kinds = [f"prose {script.name}" for script in size.scripts] + [f"dense {ASCII.name}"]
    heads = [kind.removeprefix("prose ").replace("dense ASCII", "ASCII, dense") for kind in kinds]
    lines = [
        [rival.name, *(measured(_rates(samples, rival, kind), "MB/s", 1e-6) for kind in kinds)] for rival in size.rivals
    ]
    return "Millions of letters a second, one core:\n\n" + table(("", *heads), lines)


def _growth(samples: Samples, size: Size) -> str:
    def row(words: str, what: str, unit: str, factor: float) -> Iterator[str]:
        yield words
        yield from (
            measured(samples.of(OURS.name, concepts, f"growth {what}"), unit, factor) for concepts in size.growth
        )

    heads = ("", *(f"{concepts:,} concepts" for concepts in size.growth))
    rows = (
        row("Letters", "rate", "MB/s", 1e-6),
        row("Time to build", "build", "s", 1),
        row("Memory", "memory", "MB", 1e-6),
    )
    return table(heads, [list(each) for each in rows])


@click.command(epilog="Example: make annotate-figures ARGS='--rounds 1'")
@click.option("--quick", is_flag=True, help="Little text, and nobody who has to be installed.")
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(1), help="How many rounds.")
def main(quick: bool, rounds: int) -> None:
    """Measure how fast terms are found in prose, beside what else could be used."""
    size = QUICK if quick else Size(rounds=rounds)
    if not quick:
        install()
    click.echo(section(measure(size, lambda line: click.echo(line, err=True)), size))


if __name__ == "__main__":
    main()
