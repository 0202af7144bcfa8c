"""The official directories of help: where to find somebody to talk to, and where to report material. Dated data."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import NamedTuple


class Directory(NamedTuple):
    """One directory. ``purpose`` is ``talk`` or ``report_content``; ``as_of`` the day of its source."""

    purpose: str
    operator: str
    url: str
    as_of: date

    @property
    def phrase(self) -> str:
        """The key of the interface string that says what the link is for."""
        return {"talk": "help.talk", "report_content": "help.report"}[self.purpose]


_FILE = Path(__file__).parent / "support" / "directories.toml"

DIRECTORIES = tuple(Directory(**row) for row in tomllib.loads(_FILE.read_text("utf-8"))["directory"])
