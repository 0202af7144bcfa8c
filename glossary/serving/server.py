"""Runs the service with Granian: several workers, a graceful stop, and log lines that say nothing about readers."""

from __future__ import annotations

import ctypes
import fcntl
import gc
import os
import re
import resource
import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from errno import EADDRINUSE
from importlib import import_module
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import click
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server.mp import MPServer

from glossary.edition.uncollected import uncollected
from glossary.errors import BadSetting, Refused
from glossary.serving import locate, state
from glossary.serving.logs import CONFIG
from glossary.settings import Settings

GRACE = 15
"""Seconds that a stopping worker has to finish its responses."""

THREADS = 4
"""Threads of one worker. Responses are made in memory without waiting for anything, so more threads would only compete."""

BACKLOG = 4096
"""Connections that wait until a worker takes them, as many as Linux allows by default (net.core.somaxconn)."""

CONNECTIONS = 16384
"""Connections that one worker holds at once. Granian's own limit is 1,024, which that many slow clients use up."""

LIMITS = HTTP1Settings(header_read_timeout=30_000, max_buffer_size=64 * 1024)
"""Milliseconds within which a request's head must arrive, and a size in bytes up to which it is always taken. From twice that
size on it never is; in between it depends on how it arrives. An idle connection is closed after the same time, so a proxy
should close its own sooner."""

PAUSE = 1.0
"""Seconds before a worker is replaced that has lived for less than that: what ends it may take a while to pass."""

PASSED_VARIABLES = re.compile(
    "GLOSSARY_.*|PYTHON.*|LC_.*|LANG|TZ|TMPDIR|HOME|PATH|PORT|WORKERS|VIRTUAL_ENV|LD_LIBRARY_PATH"
)
"""Environment variables that workers receive. Granian copies the whole environment into every request: the rest of the
operator's shell does not belong there, and copying it takes time."""

_WITHOUT = (
    "SIGHUP does nothing, each worker counts for itself, and no content is kept for workers that start later; "
    "make room and start again"
)

LARGE = 256 * 1024
"""Smallest block of memory, in bytes, that goes back to the system as soon as it is free."""


def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT. Each worker reads its settings from the environment.

    Raises ``Refused`` where another process listens on the port already, ``BadSetting`` where the host is not known.
    """
    _require_port(settings)
    _prepare()
    with _folder() as made:
        os.environ |= made
        state.keep(replace(settings, kept=made.get("GLOSSARY_KEPT", "")))
        _serve(f"{locate.module()}:create_app", settings)


def run_alone(target: str, settings: Settings) -> None:
    """Serve another application, whose factory ``target`` names, by one worker, until SIGTERM or SIGINT.

    Raises ``Refused`` where another process listens on the port already, ``BadSetting`` where the host is not known.
    """
    _require_port(settings)
    _prepare()
    _serve(target, replace(settings, workers=1))


def _require_port(settings: Settings) -> None:
    """Raise ``Refused`` where the port is taken, ``BadSetting`` where the host is not known. Workers share their port
    (SO_REUSEPORT), and would share it with another service of the same person without a word: each request would go to one or
    the other."""
    try:
        family, kind, protocol, _, address = _resolved(settings)
    except socket.gaierror:
        known = f"GLOSSARY_HOST is “{settings.host}”, a name of no machine that is known here"
        raise BadSetting(f"{known}; set it to an address to listen on, such as 127.0.0.1") from None
    with socket.socket(family, kind, protocol) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections that have just ended do not count
        try:
            trial.bind(address)
        except OSError as error:
            if error.errno == EADDRINUSE:
                what = f"another process listens on port {settings.port} of {settings.host}"
                remedy = f"end it, or choose another port: PORT={settings.port + 1} and the same command"
                raise Refused(what, remedy) from None


def _resolved(settings: Settings) -> Any:
    return socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]


def _prepare() -> None:
    _return_large_blocks()
    _allow_connections()
    for name in [name for name in os.environ if not PASSED_VARIABLES.fullmatch(name)]:
        del os.environ[name]


@contextmanager
def _folder() -> Iterator[dict[str, str]]:
    """Make the folder of this service, and yield the variables that lead workers to what is in it. Where it cannot be
    made there are none, and a line on standard error says so. Nobody's answer depends on it."""
    with ExitStack() as stack:
        try:
            made = tempfile.TemporaryDirectory(prefix="glossary-", ignore_cleanup_errors=True)
            folder = Path(stack.enter_context(made))
            paths = {f"GLOSSARY_{name.upper()}": folder / name for name in ("nudge", "kept", "counters")}
            paths["GLOSSARY_NUDGE"].touch()
            paths["GLOSSARY_KEPT"].mkdir()
            paths["GLOSSARY_COUNTERS"].mkdir()
            stack.enter_context(_held(folder))
        except OSError as error:
            click.echo(
                f"glossary: there is no temporary folder to use ({error.strerror or error}); {_WITHOUT}", err=True
            )
            paths = {}
        yield {name: str(path) for name, path in paths.items()}


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Hold a shared lock on a folder: systemd-tmpfiles, which removes old files from /tmp, leaves one that is locked."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)


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


def _serve(target: str, settings: Settings) -> None:
    with uncollected():
        import_module(target.partition(":")[0])  # here, and once, rather than in every worker
        gc.freeze()
    server = _Lasting(
        target,
        factory=True,
        interface=Interfaces.WSGI,
        address=settings.host,
        port=settings.port,
        workers=settings.workers,
        backlog=BACKLOG,
        backpressure=CONNECTIONS,
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


def _allow_connections() -> None:
    """Raise the limit of open files, of which every connection is one, as far as the system lets this process. A shell's is
    often 1,024."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * CONNECTIONS if most == resource.RLIM_INFINITY else min(2 * CONNECTIONS, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def _nudge(*_signal: object) -> None:
    with suppress(KeyError, OSError):  # without a folder, workers look by themselves
        Path(os.environ["GLOSSARY_NUDGE"]).touch()
