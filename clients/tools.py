"""Others' tools, as ``make clients`` installs them, and a service of a later release."""

from __future__ import annotations

import http.server
import json
import os
import subprocess
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from tests.conftest import ROOT

INSTALLED = ROOT / ".venv" / "clients"
NODE = INSTALLED / "node_modules"
PYTHON = INSTALLED / "python" / "bin"


def run(folder: Path, *command: str | Path, **environment: str) -> str:
    """Run a program in a folder, its network being this machine, and return what it prints."""
    paths = f"{NODE / '.bin'}{os.pathsep}{PYTHON}{os.pathsep}{os.environ['PATH']}"
    quiet = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "NO_COLOR": "1", "CI": "true"}
    variables = {**os.environ, **quiet, "PATH": paths, **environment}
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def later(value: Any, shape: dict[str, Any], shapes: dict[str, Any]) -> Any:
    """Return an answer as a later release may give it: with a field more in each object, and another value wherever there may
    be further ones."""
    for part in shape.get("anyOf", ()):
        if "$ref" in part and value is not None:
            shape = part
    if "$ref" in shape:
        shape = shapes[shape["$ref"].rpartition("/")[2]]
    if isinstance(value, dict) and "properties" in shape:
        known = {name: later(each, shape["properties"].get(name, {}), shapes) for name, each in value.items()}
        return {**known, "added_later": {"of": ["any", "kind"]}}
    if isinstance(value, list):
        return [later(each, shape.get("items", {}), shapes) for each in value]
    return "of_a_later_release" if value is not None and "x-extensible-enum" in shape else value


class _Later(http.server.BaseHTTPRequestHandler):
    """Asks the service, and answers for an entry what a later release may."""

    def __init__(self, now: str, description: dict[str, Any], *others: Any) -> None:
        self.now, self.shapes = now, description["components"]["schemas"]
        super().__init__(*others)

    def do_GET(self) -> None:
        with urllib.request.urlopen(self.now + self.path) as answer:
            document = later(json.load(answer), {"$ref": "#/components/schemas/Entry"}, self.shapes)
        body = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Print nothing."""


@contextmanager
def release_to_come(now: str, description: dict[str, Any]) -> Iterator[str]:
    """Serve entries of a running service as a later release may; yields the address."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Later, now, description)) as server:  # type: ignore[arg-type]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
