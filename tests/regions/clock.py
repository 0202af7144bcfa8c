"""A clock that moves for all processes of the regions at once (``moved.c``)."""

from __future__ import annotations

import subprocess
from pathlib import Path

_SOURCE = Path(__file__).with_name("moved.c")


class Clock:
    """A clock that has moved by some seconds. Needs a C compiler."""

    def __init__(self, folder: Path) -> None:
        self._file, library = folder / "moved", folder / "moved.so"
        subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", library, _SOURCE, "-ldl"], check=True)
        self._file.write_bytes(bytes(8))
        self.environment = {"LD_PRELOAD": str(library), "MOVED_CLOCK": str(self._file)}
        """What a process is started with that lives by it."""

    def move(self, seconds: int) -> None:
        """Set by how much it has moved."""
        with self._file.open("r+b") as file:  # in place: the processes have mapped it
            file.write(seconds.to_bytes(8, "little"))
