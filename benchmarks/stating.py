"""What one signed statement over a whole made-up glossary takes, and how large it is: ``make statement``.

The texts are imported, as drafts; one person states the English, then two people state all other languages, each by one
statement. What is measured is that of the first of these two, and the start of the service over all of them.
"""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from benchmarks import content, importing
from benchmarks.errors import Failed
from benchmarks.importing import Took, ran
from benchmarks.material import Place
from glossary.content import files
from glossary.errors import counted
from glossary.language.tags import SOURCE
from glossary.ledger import ledgers, policy
from glossary.proofs import signing

_POLICY = """\
review_due_months = 24
statements = true
[required]
source = ["subject"]
translation = ["language", "subject"]
"""
_REVIEWER = """\
[[reviewers]]
id = "{who}"
roles = ["{role}"]
languages = {languages}
keys = ["{key}"]
"""
_ROLES = {"heron": "subject", "otter": "language"}
_PUBLICATION = ("--publication", "A glossary", "--url", "https://example.org/glossary", "--on", "2024-05-01")


def enrol(place: Place, languages: list[str]) -> None:
    """Let two people state things, each with a key of their own; and have the facts of all concepts adopted."""
    rows = list[str]()
    for who, role in _ROLES.items():
        private = Ed25519PrivateKey.generate()
        form = Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()
        files.replace(_key(place, who), private.private_bytes(*form))
        _key(place, who).chmod(0o600)
        line = signing.of_private(private).line
        rows.append(_REVIEWER.format(who=who, role=role, languages=json.dumps(languages), key=line))
    files.replace(place.translations / policy.FILE, _POLICY + "".join(rows))
    content.adopt(place.terms.parent)


def _key(place: Place, who: str) -> Path:
    return place.folder / who


def stated(place: Place, who: str, *languages: str) -> Took:
    """Let somebody state all texts of some languages, by one statement. Raises ``Failed`` where one is left out."""
    words = ("--by", who, "--role", _ROLES[who], "--key", str(_key(place, who)), "--yes")
    took = ran(place, "state", *languages, *_PUBLICATION, *words)
    if not took.said.endswith(f" approves {counted(place.concepts * len(languages), 'text')}"):
        raise Failed(f"a statement left texts out: {took.said}")
    return took


def size(place: Place, who: str, languages: list[str]) -> int:
    """Return the bytes of somebody's ledgers."""
    return sum(ledgers.path(place.translations, tag, who).stat().st_size for tag in languages)


def plain(place: Place, who: str, languages: list[str]) -> int:
    """Return what the same records would be as approvals of each text that are not signed."""
    total = 0
    for tag in languages:
        for line in ledgers.path(place.translations, tag, who).read_bytes().splitlines():
            row = json.loads(line)
            total += len(line) + 1 - sum(len(json.dumps(row[name])) + len(name) + 6 for name in _MORE)
    return total


_MORE = ("publication", "signature", "listed")


def measure(folder: Path, concepts: int, languages: int) -> list[str]:
    """Return the lines to print."""
    file, place = folder / "terms.csv", importing.empty(folder / "stated", concepts)
    importing.table(file, concepts, languages)
    importing.taken(place, file)
    english, *others = importing.tags(languages)
    enrol(place, [english, *others])
    first = stated(place, "heron", SOURCE)
    one = stated(place, "otter", *others)
    bytes_of_one, without = size(place, "otter", others), plain(place, "otter", others)
    stated(place, "heron", *others)
    texts = concepts * len(others)
    return [
        f"{concepts} concepts in {languages} languages, once:",
        f"of the English, {concepts} texts: {importing.times([first])}",
        f"one statement over {texts} texts in {len(others)} languages: {importing.times([one])}",
        f"its records: {bytes_of_one / 1e6:.1f} MB, {bytes_of_one / texts:.0f} bytes each, of which"
        f" {(bytes_of_one - without) / texts:.0f} are what a statement has more than an approval that is not signed",
        f"start of “serve” over three such: {importing.times([importing.start(place, folder / 'log')])}",
    ]


@click.command(epilog="Example: make statement ARGS='--concepts 50'")
@click.option("--concepts", default=633, show_default=True, type=click.IntRange(1), help="How many.")
@click.option("--languages", default=23, show_default=True, type=click.IntRange(2, 26), help="How many, with English.")
def main(concepts: int, languages: int) -> None:
    """Import a made-up table, state all of it, and print what one statement takes."""
    with TemporaryDirectory() as temporary:
        for line in measure(Path(temporary), concepts, languages):
            click.echo(line)


if __name__ == "__main__":
    main()
