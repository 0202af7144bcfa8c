"""What a start takes where every record is signed, beside the same glossary unsigned: ``make signed-start``.

Both are started in turns, on all cores, with nothing checked before. The service itself says how long it took to check the
signatures; only what it does besides is compared.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from benchmarks import ROOT, material, servers
from benchmarks.competitors import OURS, service
from benchmarks.material import Place
from glossary import settings
from glossary.content import files, identity
from glossary.ledger import ledgers, policy, record, signed
from glossary.proofs import signing
from glossary.serving import state

MOST = 1.3
"""Times the start without signatures that a start with them may take, the time to check them apart."""


def sign(place: Place) -> None:
    """Sign every record of a made-up glossary, each with the key of its reviewer."""
    translations = place.translations
    namespace = signed.namespace(signed.APPROVAL, identity.NAMELESS.id)
    keys = {who: Ed25519PrivateKey.generate() for who in ("heron", "otter")}
    rules = files.read(translations / policy.FILE)
    for who, private in keys.items():
        line = signing.of_private(private).line
        rules = rules.replace(f'id = "{who}"\n', f'id = "{who}"\nkeys = ["{line}"]\n')
    files.replace(translations / policy.FILE, rules)
    tags = [path.name for path in translations.iterdir() if path.is_dir()]
    for language, file in ((tag, file) for tag in tags for file in ledgers.paths(translations, tag)):
        read, lines = record.reading(language), []
        for act in map(read, file.read_bytes().splitlines()):
            made = signing.with_private(keys[act.who], record.message(act), namespace)
            lines.append(record.line(replace(act, signature=made.base64)))
        files.replace(file, "".join(lines))


def start(place: Place, log: Path) -> float:
    """Start the service on all cores; return the seconds to its first answer."""
    port = servers.free_port()
    with servers.running(service(place, port), port, OURS.entry, log, servers.CORES) as server:
        return server.seconds


def checking(place: Place, **more: str) -> Mapping[str, float]:
    """Read a glossary in a process of its own; return how many signatures it checked, in how many processes and seconds.
    ``more`` are further settings."""
    command = [sys.executable, "-c", "from benchmarks.signed import read; read()"]
    environment = {**os.environ, **place.environment, **more}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return {"seconds": 0.0, **json.loads(done.stdout or "{}")}  # it says nothing of a few


def read() -> None:
    """Read the content of the environment, and print what was said of the signatures in it."""
    said = logging.Handler()
    said.emit = lambda record: print(json.dumps(record.__dict__.get("values")))  # type: ignore[method-assign] # noqa: T201
    log = logging.getLogger("glossary")
    log.setLevel(logging.INFO)
    log.addHandler(said)
    state.prepare(settings.read(os.environ))


@click.command(epilog="Example: make signed-start ARGS='--rounds 1'")
@click.option("--concepts", default=1000, show_default=True, type=click.IntRange(1), help="How many.")
@click.option("--rounds", default=3, show_default=True, type=click.IntRange(1), help="How often each is started.")
def main(concepts: int, rounds: int) -> None:
    """Start the service over a glossary and over the same with every record signed, in turns, and print what that takes."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        plain = material.write(folder / "plain", concepts)
        shutil.copytree(plain.folder, folder / "signed")
        place = Place(folder / "signed", concepts)
        sign(place)
        log, languages = folder / "log", len(place.languages)
        rows = [(start(plain, log), start(place, log), checking(place)) for _ in range(rounds)]
    unsigned, total = median(row[0] for row in rows), median(row[1] for row in rows)
    said, verifying = rows[-1][2], median(row[2]["seconds"] for row in rows)
    click.echo(f"{concepts} concepts in {languages} languages, median of {rounds} rounds:")
    click.echo(f"start, unsigned:           {unsigned:6.2f} s")
    click.echo(f"start, all signed:         {total:6.2f} s")
    click.echo(
        f"of that, to verify:        {verifying:6.2f} s, {said['count']} signatures in {said['processes']} processes"
    )
    ratio = (total - verifying) / unsigned
    click.echo(f"without that, by unsigned: {ratio:6.2f}, at most {MOST}: {'holds' if ratio <= MOST else 'FAILS'}")


if __name__ == "__main__":
    main()
