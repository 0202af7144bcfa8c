"""Signatures that were checked: each once in a process, however often content is read; many new ones on all cores.

What a signature is of never changes, so nothing here is ever out of date. Whose the key is, and whether it counts, is for
``signed``.

Other processes share the memory of this one and send back, of each signature, the line of its key or what is wrong with it.
Only a process with one thread is forked: in a copy of any other a lock might stay closed. Where that is not possible, or goes
wrong, signatures are checked one by one, when somebody asks.
"""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import orjson

from glossary.errors import BadSignature, Fault

LEAST = 512
"""Fewest new signatures that are checked on all cores: below that, the processes cost more than they save."""

_MOST = 2**18
"""Most signatures whose check is remembered."""

_THREADS = Path("/proc/self/task")

_log = logging.getLogger("glossary")


class Claim(NamedTuple):
    """What somebody recorded: its digest, its signature, in which namespace that must be, and what it must be of.
    ``of``: what the digest of that is, where one signature is of many records."""

    who: str
    when: datetime
    digest: str
    signature: str | None
    namespace: str
    message: Callable[[], bytes]
    of: str = ""


Origins = tuple[str, ...]
Found = str | BadSignature
"""The line of the key that made a signature, or what is wrong with it."""

_Known = tuple[str, str, str, Origins]
_checked: dict[_Known, Found] = {}


def key(claim: Claim, origins: Origins) -> Found:
    """Return the line of the key that signed, or what is wrong with the signature. ``origins`` are those of passkeys."""
    known = _known(claim, origins)
    if known not in _checked:
        _remember(known, _check(claim, origins))
    return _checked[known]


def ahead(claims: Iterable[Claim], origins: Origins) -> None:
    """Check those that were not checked yet, if they are many."""
    signed = ((_known(claim, origins), claim) for claim in claims if claim.signature is not None)
    new = {known: claim for known, claim in signed if known not in _checked}
    cores = _cores()
    if len(new) < LEAST:
        return
    begun, rows = perf_counter(), list(new.items())
    parts = [rows[start::cores] for start in range(cores)]
    for known, found in _on_cores(parts, origins):
        _remember(known, found)
    values = {"count": len(new), "processes": cores, "seconds": round(perf_counter() - begun, 3)}
    _log.info("signatures checked", extra={"values": values})


def _known(claim: Claim, origins: Origins) -> _Known:
    return claim.of or claim.digest, claim.signature or "", claim.namespace, origins


def _remember(known: _Known, found: Found) -> None:
    if len(_checked) >= _MOST:
        _checked.clear()
    _checked[known] = found


def _check(claim: Claim, origins: Origins) -> Found:
    from glossary.proofs import signatures

    try:
        signature = signatures.read(claim.signature or "")
        signatures.check(signature, claim.message(), claim.namespace, origins)
    except BadSignature as error:
        return error
    return signature.key.line


def _cores() -> int:
    """Return how many processes may check: one where this one cannot be forked."""
    try:
        alone = len(list(_THREADS.iterdir())) == 1
    except OSError:  # not Linux
        return 1
    return len(os.sched_getaffinity(0)) if alone else 1


_Rows = Sequence[tuple[_Known, Claim]]


def _on_cores(parts: Sequence[_Rows], origins: Origins) -> Iterable[tuple[_Known, Found]]:
    """Check the first part here and each of the others in a process of its own."""
    from glossary.proofs import signatures  # noqa: F401, once, rather than in each process

    children = [(_forked(part, origins), part) for part in parts[1:]]
    yield from ((known, _check(claim, origins)) for known, claim in parts[0])
    for (process, pipe), part in children:
        with os.fdopen(pipe, "rb") as stream:
            data = stream.read()
        os.waitpid(process, 0)
        with suppress(orjson.JSONDecodeError):  # it was killed: these are checked when somebody asks
            yield from zip((known for known, _ in part), map(_read, orjson.loads(data)), strict=True)


def _forked(part: _Rows, origins: Origins) -> tuple[int, int]:
    """Start a process that checks a part; return its id and where it writes what it found."""
    pipe, end = os.pipe()
    if process := os.fork():
        os.close(end)
        return process, pipe
    try:
        gc.disable()  # it would write to the memory that both share
        data = orjson.dumps([_written(_check(claim, origins)) for _, claim in part])
        with os.fdopen(end, "wb") as stream:
            stream.write(data)
    finally:
        os._exit(0)


def _written(found: Found) -> str | list[str]:
    return [found.fault.value, found.detail] if isinstance(found, BadSignature) else found


def _read(written: str | list[str]) -> Found:
    return written if isinstance(written, str) else BadSignature(Fault(written[0]), written[1])
