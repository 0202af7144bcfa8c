"""nginx: over one file, which is the limit of what a server can do, and over an export."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from benchmarks import ROOT, load
from benchmarks.errors import Failed
from benchmarks.material import Place
from benchmarks.servers import Command

_MAIN = """\
{user}daemon off;
worker_processes 1;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 768; }}
http {{
    # As in Debian's nginx.conf; connections are not closed after a thousand requests, nor are they with anybody else.
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000000;
    access_log off;
    map_hash_bucket_size 256; # for the export, as in deploy/nginx-export.conf
    map_hash_max_size 262144;
    {temporary}
    {site}
}}
"""
_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
_ONE_FILE = "types {{ application/json json; }} server {{ listen {host}:{port}; root {root}; }}"


def _command(folder: Path, site: str) -> Command:
    """Return how to start nginx with a configuration that is written to an own folder."""
    folder.mkdir(parents=True, exist_ok=True)
    temporary = "".join(f"{kind}_temp_path {folder}; " for kind in _TEMPORARY)
    user = "user root;\n" if os.geteuid() == 0 else ""
    path = folder / "nginx.conf"
    path.write_text(_MAIN.format(user=user, folder=folder, temporary=temporary, site=site), encoding="utf-8")
    return Command(("nginx", "-e", folder / "error.log", "-p", folder, "-c", path))


def one_file(place: Place, port: int) -> Command:
    """Serve the files of the limit."""
    return _command(place.folder / "limit", _ONE_FILE.format(host=load.HOST, port=port, root=place.folder / "files"))


def kept_open(place: Place, port: int) -> Command:
    """Serve them without looking at the disk for each answer."""
    site = _ONE_FILE.format(host=load.HOST, port=port, root=place.folder / "files")
    return _command(place.folder / "kept", f"open_file_cache max=100; {site}")


def exported(place: Place, port: int) -> Command:
    """Serve the export with the configuration that it brings."""
    target = place.folder / "public"
    made = (target / "nginx.conf").read_text("utf-8")
    site = place.folder / "site.conf"
    made = made.replace("listen 127.0.0.1:8080;", f"listen {load.HOST}:{port};").replace("root .;", f"root {target};")
    site.write_text(made, encoding="utf-8")
    return _command(place.folder / "export", f"include {site};")


def export(place: Place) -> None:
    """Export a glossary. Raises ``Failed``."""
    command = [sys.executable, "-m", "glossary", "export", str(place.folder / "public")]
    environment = {**os.environ, **place.environment}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failed(f"the export could not be made: {done.stderr.strip()[-300:]}")
