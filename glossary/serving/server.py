"""Runs the service with Granian: several workers, a graceful stop, and log lines that say nothing about readers."""

from __future__ import annotations

import ctypes
import os
import re
import tempfile
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server.mp import MPServer

from glossary.serving import locate, state
from glossary.serving.logs import CONFIG
from glossary.settings import Settings

GRACE = 15
"""Seconds that a stopping worker has to finish its responses."""

THREADS = 4
"""Threads of one worker. Responses are made in memory without waiting for anything, so more threads would only compete."""

LIMITS = HTTP1Settings(header_read_timeout=30_000, max_buffer_size=64 * 1024)
"""Milliseconds within which a request's head must arrive, and its largest size in bytes. An idle connection is closed after
the same time, so a proxy should close its own sooner."""

PAUSE = 1.0
"""Seconds before a worker is replaced that has lived for less than that: what ends it may take a while to pass."""

PASSED_VARIABLES = re.compile(
    "GLOSSARY_.*|PROMETHEUS_.*|PYTHON.*|LC_.*|LANG|TZ|TMPDIR|HOME|PATH|PORT|WORKERS|VIRTUAL_ENV|LD_LIBRARY_PATH"
)
"""Environment variables that workers receive. Granian copies the whole environment into every request: the rest of the
operator's shell does not belong there, and copying it takes time."""

LARGE = 256 * 1024
"""Smallest block of memory, in bytes, that goes back to the system as soon as it is free."""


def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT. Each worker reads its settings from the environment."""
    _return_large_blocks()
    for name in [name for name in os.environ if not PASSED_VARIABLES.fullmatch(name)]:
        del os.environ[name]
    with tempfile.TemporaryDirectory(prefix="glossary-") as folder:
        nudge, counters, kept = Path(folder, "nudge"), Path(folder, "counters"), Path(folder, "kept")
        nudge.touch()
        counters.mkdir()
        kept.mkdir()
        state.keep(replace(settings, kept=str(kept)))
        os.environ |= {
            "GLOSSARY_NUDGE": str(nudge),
            "GLOSSARY_KEPT": str(kept),
            "PROMETHEUS_MULTIPROC_DIR": str(counters),
        }
        _serve(settings)


class _Lasting(MPServer):
    """Granian's server, which replaces a dead worker for as long as it runs. Granian itself ends them all as soon as one dies
    twice within 5.5 seconds."""

    def _serve_loop(self, spawn_target: Any, target_loader: Any) -> None:
        while not self.interrupt_signal:
            self.main_loop_interrupt.wait()
            self.main_loop_interrupt.clear()
            while self.interrupt_children and not self.interrupt_signal:
                worker = self.interrupt_children.pop(0)
                if monotonic() - self.wrks[worker].birth < PAUSE:
                    sleep(PAUSE)
                self._respawn_workers([worker], spawn_target, target_loader)


def _serve(settings: Settings) -> None:
    server = _Lasting(
        f"{locate.module()}:create_app",
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
    # On SIGHUP Granian would start new workers, and content that is not good would stop them. Ours look at the content, and
    # keep their edition where it is not good.
    server.signal_handler_reload = _nudge  # type: ignore[method-assign]
    server.serve()


def _return_large_blocks() -> None:
    """Fix the size from which glibc returns a freed block to the system (mallopt(3), M_MMAP_THRESHOLD).

    By default glibc raises it to the largest block freed so far, and a worker stays as large as the largest response that it
    ever made. Other C libraries have no such threshold.
    """
    if hasattr(libc := ctypes.CDLL(None), "mallopt"):
        libc.mallopt(-3, LARGE)


def _nudge(*_signal: object) -> None:
    Path(os.environ["GLOSSARY_NUDGE"]).touch()
