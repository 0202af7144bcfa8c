"""An application that does nothing: it sends the bytes of a file, with the headers that an entry has. Under our server, with
its settings, it shows the most that any application can reach there.

It reads the file that ``GLOSSARY_PREBUILT`` names: status, headers and body as ``write`` leaves them.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import ROOT, load
from benchmarks.servers import Command
from glossary import settings
from glossary.serving import server

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_BY_THE_SERVER = frozenset({"server", "date"})


def write(answer: load.Answer, file: Path) -> None:
    """Write what is to be sent again."""
    headers = [(name, value) for name, value in answer.headers.items() if name not in _BY_THE_SERVER]
    file.write_text(json.dumps({"headers": headers, "body": answer.body.decode()}), encoding="utf-8")


def command(file: Path, port: int) -> Command:
    """Return how to send it with one worker."""
    environment = {"GLOSSARY_PREBUILT": str(file), "PORT": str(port), "PYTHONPATH": str(ROOT)}
    return Command((sys.executable, "-m", "benchmarks.prebuilt"), environment)


def create() -> WSGIApplication:
    """Return the application."""
    written = json.loads(Path(os.environ["GLOSSARY_PREBUILT"]).read_text("utf-8"))
    headers = [(name, value) for name, value in written["headers"]]
    body = written["body"].encode()

    def application(_environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", headers)
        return [body]

    return application


if __name__ == "__main__":
    server.run_alone("benchmarks.prebuilt:create", settings.read(os.environ))
