"""SSH keys of reviewers: made for a test run, and put into the policy of a world."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.world import World

Keys = dict[str, Path]
"""The files of private keys, by the names of their owners; the public halves lie beside them."""


def make(folder: Path, *names: str) -> Keys:
    """Make a key for each name, with the stock ssh-keygen."""
    for name in names:
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(folder / name)]
        subprocess.run(command, check=True)
    return {name: folder / name for name in names}


def public(file: Path) -> str:
    """Return the line of a key, as the policy has it."""
    from glossary.proofs import signing  # with it comes cryptography, which most tests do without

    return signing.public(file.with_suffix(".pub")).line


def quoted(file: Path) -> str:
    """Return the line of a key as a string of TOML."""
    return json.dumps(public(file))


def enrol(world: World, who: str, *keys: str) -> None:
    """Put keys into the policy, as TOML has them."""
    path = world.translations / "policy.toml"
    path.write_text(path.read_text().replace(f'id = "{who}"\n', f'id = "{who}"\nkeys = [{", ".join(keys)}]\n'))
