#!/usr/bin/env bash
# Guess:   Flask's MAX_CONTENT_LENGTH answers 413 to every body that is longer, as its
#          documentation says, whether the client states a length or sends it in chunks.
# Happens: only where the length is stated. Of a body in chunks get_data(), form and json
#          have as many bytes as may be, without an error, as if that were all: a text or
#          a form is cut in the middle. Reading the stream on to its end does raise 413.
# Version: Flask 3.1.3, Werkzeug 3.1.9, gunicorn 27.0.1. Seen 2026-11-30.
# Matters: a text is answered as if it were whole, and what stands behind the limit is
#          missed without a word; a field of a form is a prefix of what somebody wrote.
#          Programs that stream a file send chunks.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check flask==3.1.3 werkzeug==3.1.9 gunicorn==27.0.1
cat > "$work/app.py" <<'PY'
from flask import Flask, request

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 10


@app.post("/data")
def data():
    return request.get_data()


@app.post("/form")
def form():
    return request.form["word"]


@app.post("/stream")
def stream():
    return b"".join(iter(lambda: request.stream.read(4), b""))
PY
cat > "$work/ask.py" <<'PY'
import importlib.metadata
import socket
import subprocess
import sys
import time

with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    port = probe.getsockname()[1]
command = [sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{port}", "--log-level", "error", "app:app"]
server = subprocess.Popen(command, cwd=sys.path[0])


def post(path, chunked):
    body = b"word=abcdefghij"
    length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {len(body)}"
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(f"{head}{length}\r\n\r\n".encode())
        client.sendall(b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body) if chunked else body)
        answer = b"".join(iter(lambda: client.recv(65536), b"")).decode()
    status, text = int(answer.split()[1]), answer.partition("\r\n\r\n")[2]
    return (status, text) if status == 200 else status


try:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except OSError:
            time.sleep(0.1)
    paths = ("/data", "/form", "/stream")
    got = {f"{path} {'chunked' if chunked else 'length'}": post(path, chunked) for path in paths for chunked in (False, True)}
finally:
    server.terminate()
    server.wait()
EXPECTED = {
    "/data length": 413,
    "/data chunked": (200, "word=abcde"),
    "/form length": 413,
    "/form chunked": (200, "abcde"),
    "/stream length": 413,
    "/stream chunked": 413,
}
print(*(f"{name} {importlib.metadata.version(name)}" for name in ("flask", "werkzeug", "gunicorn")))
for name, value in got.items():
    print(f"  {name}: {value}")
if got != EXPECTED:
    sys.exit("no longer as documented")
PY
"$work/venv/bin/python" "$work/ask.py"
