"""Runs the service with Granian: several workers, graceful stop, log lines that say nothing about readers."""

from __future__ import annotations

import ctypes
import os
import re
import tempfile
from pathlib import Path

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server import Server

from glossary.serving import application
from glossary.serving.logs import CONFIG
from glossary.settings import Settings

GRACE = 15
"""Seconds that a stopping worker has to finish its answers."""


THREADS = 4
"""Threads of one worker. An answer is made in memory, so more of them would only wait for each other."""


LIMITS = HTTP1Settings(header_read_timeout=30_000, max_buffer_size=64 * 1024)
"""Milliseconds in which a request's head must have come, and the bytes that it may have at most. A connection that asks
nothing more is closed after that time too: a proxy should keep its own for less."""


PASSED_VARIABLES = re.compile(
    "GLOSSARY_.*|PROMETHEUS_.*|PYTHON.*|LC_.*|LANG|TZ|TMPDIR|HOME|PATH|PORT|WORKERS|VIRTUAL_ENV|LD_LIBRARY_PATH"
)
"""Variables that workers are given. Granian hands all that there are to every single request: what else the operator's shell
holds does not belong there, and copying it takes time."""


LARGE = 256 * 1024
"""Bytes from which a block of memory goes back to the system as soon as it is free."""


def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT; each worker reads its settings from the environment."""
    _give_memory_back()
    for name in [name for name in os.environ if not PASSED_VARIABLES.fullmatch(name)]:
        del os.environ[name]
    with tempfile.TemporaryDirectory(prefix="glossary-") as folder:
        nudge, counters = Path(folder, "nudge"), Path(folder, "counters")
        nudge.touch()
        counters.mkdir()
        os.environ |= {"GLOSSARY_NUDGE": str(nudge), "PROMETHEUS_MULTIPROC_DIR": str(counters)}
        _serve(settings)


def _serve(settings: Settings) -> None:
    server = Server(
        f"{application.module()}:create_app",
        factory=True,
        interface=Interfaces.WSGI,
        address=settings.host,
        port=settings.port,
        workers=settings.workers,
        blocking_threads=THREADS,
        http=HTTPModes.http1,
        http1_settings=LIMITS,
        websockets=False,
        log_access=False,
        log_dictconfig=CONFIG,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE,
    )
    # Granian would start new workers, which a broken file could stop; ours look at the content and go on if it is not good.
    server.signal_handler_reload = _nudge  # type: ignore[method-assign]
    server.serve()


def _give_memory_back() -> None:
    """Tell glibc to keep nothing of a large answer (mallopt(3), M_MMAP_THRESHOLD): by itself it moves the threshold up to the
    largest block that was freed, and a worker stays as large as the lists that it once made. Other libraries need no telling.
    """
    if hasattr(libc := ctypes.CDLL(None), "mallopt"):
        libc.mallopt(-3, LARGE)


def _nudge(*_signal: object) -> None:
    Path(os.environ["GLOSSARY_NUDGE"]).touch()
