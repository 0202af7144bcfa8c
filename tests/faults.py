"""Content fault injection: damages a glossary in ten thousand ways, one at a time, and looks at what a running service makes
of it. ``make faults`` runs it; each damage is made from the seed and its number alone, so that ``--only`` repeats one.

What must hold: the service goes on without an exception; a text that is served as vetted is, byte for byte, one that the
undamaged ledgers serve in that language, or at least approved, where the damage took records away; what is refused is named
with file, line and remedy.
"""

from __future__ import annotations

import argparse
import logging
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import click

from api import create_app
from glossary.content.files import MAX_BYTES, printable
from glossary.content.model import ID, Approval, Verdict
from glossary.content.text import Text
from glossary.edition.edition import Edition
from glossary.edition.entries import entries
from glossary.edition.loading import stamp
from glossary.errors import Finding
from glossary.ledger import ledgers
from glossary.serving.front import Front
from glossary.serving.state import Service
from glossary.serving.watch import Watch
from glossary.settings import Settings
from tests.figures import claim, counted
from tests.mutations import contents, damage
from tests.world import World

Served = frozenset[tuple[str, str, str]]
"""Texts as served: language, concept, digest of all its fields."""

BOTH: tuple[tuple[str, str], ...] = (("otter", "language"), ("heron", "subject"))
WORDS = {
    "en": {"dove": "is a bird of peace.", "owl": "is a bird of the night.", "wren": "is a small bird."},
    "fr": {"dove": "est un oiseau de paix.", "owl": "est un oiseau de nuit.", "wren": "est un petit oiseau à plumes."},
    "fi": {"dove": "on rauhan lintu.", "owl": "on yön lintu.", "wren": "on pieni lintu."},
}


def build(root: Path) -> World:
    """Make a glossary in which every standing occurs: vetted, replaced, withdrawn, half approved, drafted."""
    world = World(root)
    for concept, definition in WORDS["en"].items():
        world.term(concept, definition=definition, related=("dove",) if concept != "dove" else ())
    world.source("bird-law")
    owl = world.terms / "owl.toml"
    owl.write_text(owl.read_text() + '[[sources]]\nid = "bird-law"\nlocator = "Article 2"\n')
    counted(world, "swifts")
    claim(world, "myth")
    for language in ("fr", "fi"):
        fields = {f"{concept}.term": f"{concept} ({language})" for concept in WORDS[language]}
        world.catalog(language, fields | {f"{key}.definition": value for key, value in WORDS[language].items()})
    for _language, records in _records():
        for record in records:
            ledgers.append(world.translations, record)
    world.adopt()
    return world


def _records() -> Iterator[tuple[str, list[Approval]]]:
    """Return the ledgers: three birds vetted in English; the dove in all, the French owl withdrawn, the French wren replaced
    by another text, and the Finnish wren approved by one person only."""
    english = {name: Text(term=name.capitalize(), definition=words) for name, words in WORDS["en"].items()}
    yield "en", [_act("en", name, "heron", "subject", text, None) for name, text in english.items()]
    for language in ("fr", "fi"):
        texts = {name: Text(term=f"{name} ({language})", definition=words) for name, words in WORDS[language].items()}
        before = Text(term="before", definition="was served before.")
        rows = [("dove", texts["dove"], BOTH), ("owl", texts["owl"], BOTH)]
        rows += [("wren", before, BOTH), ("wren", texts["wren"], BOTH if language == "fr" else BOTH[:1])]
        acts = [
            _act(language, name, *who, text, english[name].digest, day)
            for day, (name, text, people) in enumerate(rows)
            for who in people
        ]
        withdrawn = _act(language, "owl", "heron", "subject", texts["owl"], english["owl"].digest, 9, Verdict.WITHDRAW)
        yield language, [*acts, withdrawn] if language == "fr" else acts


def _act(
    language: str,
    concept: str,
    who: str,
    role: str,
    text: Text,
    source: str | None,
    day: int = 0,
    verdict: Verdict = Verdict.APPROVE,
) -> Approval:
    return Approval(
        datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day), who, role, verdict, language, concept, text, source
    )


def served(edition: Edition) -> Served:
    """Return the texts that an edition serves as vetted, to readers of each of its languages."""
    listed = (entry for tag in edition.languages for entry in entries(edition, (tag,)))
    return frozenset((entry.language, entry.concept.id, entry.text.digest) for entry in listed)


@dataclass
class Campaign:
    """A glossary that is damaged again and again, and the service that watches it."""

    root: Path
    seed: str

    def __post_init__(self) -> None:
        self.good = self.root / "good"
        self.good.mkdir()
        build(self.good)
        self.world = self.root / "world"
        shutil.copytree(self.good, self.world)
        terms, translations, support = (self.world / name for name in ("terms", "translations", "support"))
        front = create_app(Settings(terms=terms, translations=translations, support=support)).wsgi_app
        assert isinstance(front, Front)
        self.front, self.watch = front, Watch(front)
        self.first = front.service
        self.served = served(self.first.edition)
        self.approved = self.served | {
            (tag, concept, text)
            for tag, standings in self.first.edition.standings.items()
            for concept, standing in standings.items()
            for text in standing.once
        }
        self.records = {path.relative_to(self.good): path.read_bytes() for path in self.good.rglob("*.jsonl")}
        self.counts: Counter[str] = Counter()

    def run(self, number: int) -> str | None:
        """Do the damage of this number, look at the service; return what is wrong, or ``None``."""
        shutil.rmtree(self.world)
        shutil.copytree(self.good, self.world)
        settings = self.first.settings
        self.copied = stamp(*settings.folders)
        self.front.reload(Service(self.first.edition, settings, self.copied, ()))
        name, path = damage(Random(f"{self.seed}/{number}"), self.world)
        what = f"{name}: {printable(path.relative_to(self.world).as_posix())}"
        try:
            self.watch.look()
            wrong = list(self._wrong(path))
        except Exception as error:  # the very thing that must not happen
            wrong = [f"{type(error).__name__}: {error}"]
        return f"number {number}: {what}: {wrong[0]}" if wrong else None

    def _wrong(self, path: Path) -> Iterator[str]:
        after = self.front.service
        unchanged = after.edition is self.first.edition
        yield from self._strangers(after.edition)
        yield from (
            f"a problem without its line or remedy: {finding}" for finding in after.findings if self._vague(finding)
        )
        if unchanged and after.stamp != self.copied and not after.findings and self._differs():
            yield "the new content was refused without a word"
        reason = "served, with problems told" if after.findings else "served, nothing wrong"
        self.counts["refused, the edition before is served" if unchanged and after.findings else reason] += 1

    def _strangers(self, edition: Edition) -> Iterator[str]:
        whole = all(set(lines.splitlines()) <= set(_lines(self.world / name)) for name, lines in self.records.items())
        allowed = self.served if whole else self.approved
        for language, concept, text in served(edition) - allowed:
            yield f"{concept} is served in {language} with a text that was not approved ({text})"

    def _differs(self) -> bool:
        now = {path.relative_to(self.world): path.read_bytes() for path in contents(self.world)}
        return now != {path.relative_to(self.good): path.read_bytes() for path in contents(self.good)}

    def _vague(self, problem: Finding) -> bool:
        """Whether a problem does not say what, where and how to mend it; a file as a whole has no line."""
        if not (problem.file and problem.what and problem.remedy):
            return True
        if problem.what.startswith("a record is gone"):  # it has no line any more
            return False
        paths = [path for path in self.world.rglob("*") if printable(str(path)).endswith(problem.file)]
        text = [path for path in paths if _readable(path)]
        if problem.line == 0:
            return any(path.suffix != ".toml" or ID.fullmatch(path.stem) for path in text) and not _reserved(text)
        return bool(text) and not any(problem.line <= len(_lines(path)) + 1 for path in text)


def _reserved(paths: list[Path]) -> bool:
    return any(path.stem in ("privacy", "search") for path in paths)


def _lines(path: Path) -> list[bytes]:
    """Return a file's lines as every editor counts them, none where it is not to be read."""
    return path.read_bytes().split(b"\n") if _readable(path) else []


def _readable(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and path.stat().st_size <= MAX_BYTES


def campaign(seed: str, numbers: range) -> tuple[list[str], Counter[str]]:
    """Do the damages of these numbers; return what went wrong, and what became of the others."""
    with tempfile.TemporaryDirectory(prefix="faults-") as folder, quietly():
        running = Campaign(Path(folder), seed)
        return [wrong for number in numbers if (wrong := running.run(number))], running.counts


@contextmanager
def quietly() -> Iterator[None]:
    """Log nothing: ten thousand damages are ten thousand warnings."""
    log = logging.getLogger("glossary")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)


def main() -> int:
    """Run a campaign and print its counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutations", type=int, default=10_000)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--only", type=int, help="repeat the damage of one number")
    chosen = parser.parse_args()
    numbers = range(chosen.mutations) if chosen.only is None else range(chosen.only, chosen.only + 1)
    began = time.monotonic()
    wrong, counts = campaign(chosen.seed, numbers)
    click.echo(f"seed {chosen.seed}: {len(numbers)} damages in {time.monotonic() - began:.0f} s")
    for outcome, number in counts.most_common():
        click.echo(f"{number:7} {outcome}")
    click.echo(f"{len(wrong):7} wrong")
    for line in wrong[:50]:
        click.echo(f"  --seed {chosen.seed} --only: {line}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
