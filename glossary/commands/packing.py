"""A command for whoever publishes content to many machines: ``pack``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from glossary.commands import console, keys
from glossary.errors import Refused
from glossary.settings import Settings

if TYPE_CHECKING:
    from glossary.artifact.pack import Sign


@click.command(epilog="Example: glossary pack build/content")
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
@click.option("--by", "who", default="", metavar="NAME", help="Who signs, by the name in the operators' list of keys.")
@keys.option
def pack(directory: Path, who: str, key: str) -> None:
    """Write the content as one file to DIRECTORY, with its digest, for instances that take it from there (GLOSSARY_CONTENT).

    Serve DIRECTORY over HTTPS, or copy it: “content.json” last. The same content is not packed again.
    """
    from glossary.artifact import pack as packing

    chosen = console.settings()
    packed = packing.pack(chosen, lambda: console.edition(chosen), directory, _sign(chosen, who, key))
    size = f"{packed.offer.size / 1e6:,.1f} MB, edition {packed.offer.edition}"
    console.say(f"{packed.path}: {size}" + ("" if packed.new else "; nothing new"))
    console.say(f"sha256:{packed.offer.sha256}")
    if packed.ahead:
        what = "the one before says that it was packed later than it is now: this one says a second after that"
        console.say(f"glossary: {what}; look at this machine’s clock", err=True)


def _sign(chosen: Settings, who: str, key: str) -> Sign | None:
    """Return who signs, and with what; ``None`` where nobody does. Raises ``Refused``."""
    if not (who or key):
        return None
    if not (who and key):
        raise Refused("a signature needs both --by and --key", "name who signs, and the file of their key")
    from glossary.artifact import statement
    from glossary.proofs import signatures

    sign = keys.signer(chosen, key, who, statement.PURPOSE)
    return (who, lambda data: signatures.read(sign(data)).armour) if sign else None
