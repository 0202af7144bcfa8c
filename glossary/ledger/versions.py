"""The versions of the policy that the log has: a line for each in ``translations/log/policies.txt``, entered like records.

A line counts only where the log has it: whoever can write the file alone cannot make a version up.
"""

from __future__ import annotations

import re
from pathlib import Path

from glossary.content import files
from glossary.ledger.policy import Policy
from glossary.proofs import tiles

FILE = "policies.txt"
_LINE = re.compile(rb"([0-9]{1,9}) (sha256:[0-9a-f]{64})\n")


def line(rules: Policy) -> bytes:
    """Return the line of a policy that has a version, line break included: its version, and its digest."""
    return f"{rules.version} {rules.digest}\n".encode()


def read(line: bytes) -> tuple[int, str]:
    """Return the version and the digest in a line. Raises ``ValueError``."""
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError("it is not a version and a digest")
    return int(match[1]), match[2].decode()


def lines(translations: Path) -> list[bytes]:
    """Return the lines of the log's policies, the oldest first, and nothing else that somebody wrote there. Raises
    ``BadContent`` where the file cannot be read."""
    path = translations / tiles.FOLDER / FILE
    written = files.read_bytes(path).splitlines(keepends=True) if path.exists() else []
    return [line for line in written if _LINE.fullmatch(line)]


def add(translations: Path, rules: Policy) -> bytes:
    """Add the line of a policy where it is not there yet; return it. Raises ``BadContent`` and ``Unwritable``."""
    known, own = lines(translations), line(rules)
    if own not in known:
        files.replace(translations / tiles.FOLDER / FILE, b"".join([*known, own]))
    return own
