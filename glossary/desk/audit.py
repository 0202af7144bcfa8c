"""The audit: where traces of reviewers are looked for (``traces``). It changes nothing.

1. The repository: every file of the translations folder, comments and keys included, and what records state and sign.
2. Git: commits that touch records, those of the desk, and the batches that wait. Of each who, when and its message, and the
   lines that it added and that are there no more: whoever clones the repository has them.
3. Answers of the desk and of the service at addresses that are given, and the pages of an export.
"""

from __future__ import annotations

import json
import re
import socket
import urllib.error
import urllib.request
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from email.message import Message
from pathlib import Path
from typing import Any

from glossary.content import files, identity, terms
from glossary.desk import traces
from glossary.desk.git import HOST, Git
from glossary.desk.state import FILE as STATE
from glossary.desk.state import State
from glossary.desk.traces import Known, Stated, Trace
from glossary.errors import Refused
from glossary.ledger import policy, proposals
from glossary.settings import Settings
from glossary.support import contacts

_COMPILED = {".mo"}
_LOG = "log"
_FORMAT = "%H%x00%an%x00%ae%x00%ai%x00%cn%x00%ce%x00%ci%x00%B%x00"
_FIELDS = 8
_RECORDS = ("*/approvals/*", "*/approvals.jsonl", f"*/{proposals.FILE}", f"{files.ADOPTIONS}/*")
_CLOCKS = {"date", "expires", "last-modified"}
"""Headers that state when a server answered."""

_PAGES = {".html", ".json", ".xml", ".txt", ".js", ".css", ".webmanifest", ".md"}
_EXAMPLES = "openapi.json"
"""The description of the interface: records in it are examples."""

SECONDS = 10
_MOST_BYTES = 4 * 1024 * 1024


def known(settings: Settings) -> Known:
    """Return what is no trace in this glossary, and what must stand nowhere. Raises ``BadContent``."""
    rules = policy.load(settings.translations, settings.today)
    about = identity.load(settings.terms, settings.today)
    sources = terms.load(settings.terms, settings.today).values()
    links = [source.url for concept in sources for source in concept.sources]
    support = contacts.load(settings.support, settings.today)
    links += [each.url for each in support.directories]
    links += [link for link in (about.contact, about.repository) if link]
    text = "\n".join(links)
    mails = frozenset(re.findall(r"[\w.+-]+@[\w.-]+", text))
    hosts = frozenset(re.findall(r"://([\w.-]+)", text))
    return Known(rules.origins, mails, {**_handles(settings), **_machine()}, hosts)


def _handles(settings: Settings) -> dict[str, str]:
    """Return the values by which authenticators know people, in each way in which they may be written."""
    folder = Path(settings.desk_state)
    if not (settings.desk_state and (folder / STATE).exists()):
        return {}
    state = State(folder)
    values = {row["handle"]: "a user handle" for row in state.rows("SELECT handle FROM people")}
    rows = state.rows("SELECT id FROM credentials WHERE id IS NOT NULL")
    values |= {row["id"]: "the id of a passkey" for row in rows}
    return {written: what for value, what in values.items() for written in _written(value)}


def _written(value: bytes) -> Iterator[str]:
    yield value.hex()
    yield b64encode(value).decode()
    yield urlsafe_b64encode(value).decode().rstrip("=")


def _machine() -> dict[str, str]:
    name = socket.gethostname()
    return {name: "the name of this machine"} if len(name) > 4 and re.search(r"[\d.-]", name) else {}


def repository(settings: Settings, known: Known) -> Iterator[Trace]:
    """Find the traces in the files of the translations folder (1)."""
    stated: list[Stated] = []
    for file in _files(settings.translations):
        name, lines = files.displayed(file), _lines(file)
        yield from traces.numbered(name, lines, lambda line: traces.in_content(line, known))
        if file.suffix == ".jsonl":
            for number, values in _records(lines):
                place = f"{name}:{number}"
                yield from traces.placed(place, traces.in_signature(str(values.get("signature", "")), known))
                stated += filter(None, [traces.record(place, _group(settings, file), values)])
    yield from traces.in_times(stated)


def _files(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        inside = file.relative_to(folder).parts
        if file.is_file() and file.suffix not in _COMPILED and inside[0] != _LOG and ".git" not in inside:
            yield file


def _lines(file: Path) -> list[str]:
    try:
        return file.read_bytes().decode(errors="replace").split("\n")
    except OSError as error:
        raise Refused(f"{files.displayed(file)} cannot be read ({error.strerror})", "mend that first") from None


def _records(lines: Iterable[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(lines, 1):
        try:
            values = json.loads(line)
        except ValueError:
            continue  # “glossary check” says so
        if isinstance(values, dict):
            yield number, values


def _group(settings: Settings, file: Path) -> str:
    return file.relative_to(settings.translations).parts[0]


def history(settings: Settings, known: Known, since: str = "") -> Iterator[Trace]:
    """Find the traces in commits (2), but for those that ``since`` has too. Raises ``Refused`` where git cannot say."""
    git = Git(settings.translations, settings.today)
    inside = git.line("rev-parse", "--show-prefix")
    start = [f"^{_commit_of(git, since)}"] if since else []
    paths = [f":(top,glob){inside}{pattern}" for pattern in _RECORDS]
    asked = (
        ["HEAD", *start, "--", *paths],
        ["HEAD", *start, f"--author=@{HOST}"],
        ["--glob=refs/heads/desk/*", "--not", "HEAD", *(start and [start[0][1:]])],
    )
    here = {line for file in _files(settings.translations) for line in _lines(file)}
    seen = set[str]()
    for rest in asked:
        said = git.run("log", f"--format={_FORMAT}", *rest).decode(errors="replace").split("\0")
        for at in range(0, len(said) - 1, _FIELDS):
            name, *values = said[at : at + _FIELDS]
            if name.strip() not in seen:
                seen.add(name.strip())
                yield from _commit(git, name.strip(), values, known, here)


def _commit_of(git: Git, revision: str) -> str:
    asked = "rev-parse", "--verify", "-q", "--end-of-options", f"{revision}^{{commit}}"
    if not git.knows(*asked):
        raise Refused(f"there is no commit “{revision}”", "name one that git knows, such as HEAD~1")
    return git.line(*asked)


def _commit(git: Git, name: str, values: list[str], known: Known, here: set[str]) -> Iterator[Trace]:
    author, address, written, committer, other, committed, message = values
    place = f"commit {name[:12]}"
    for role, who, mail, when in (
        ("author", author, address, written),
        ("committer", committer, other, committed),
    ):
        yield from traces.placed(f"{place} ({role})", _person(who, mail, when))
    yield from traces.placed(place, (found for line in message.split("\n") for found in traces.in_content(line, known)))
    plain = "--format=", "-U0", "--no-color", "--no-ext-diff", "--no-textconv", "-m"
    shown = git.run("show", *plain, name, "--", ".")  # of the translations folder
    for line in shown.decode(errors="replace").split("\n"):
        if line.startswith("+") and not line.startswith("+++ ") and line[1:] not in here:
            yield from traces.placed(f"{place} (what it added)", traces.in_content(line[1:], known))


def _person(who: str, mail: str, when: str) -> traces.Found:
    """Find what a commit tells of whoever made it."""
    _day, clock, zone = when.split(" ")
    remedy = "take batches in at the desk, or set a pseudonym in git and both dates to midnight (UTC)"
    if mail != f"{who}@{HOST}":
        kind = "a mail address" if "." in mail.partition("@")[2] else "the name of a machine"
        yield f"{kind} stands here ({who} <{mail}>)", remedy
    if clock != "00:00:00":
        yield f"an hour stands here ({clock})", remedy
    if zone not in ("+0000", "-0000"):
        yield f"a time zone stands here ({zone})", remedy


def answer(url: str, known: Known) -> Iterator[Trace]:
    """Find the traces in the answer at an address, its headers and its body (3). Raises ``Refused`` where there is none."""
    headers, body = _asked(url)
    for name, value in headers.items():
        if name.lower() not in _CLOCKS:
            yield from traces.placed(f"{url} ({name})", traces.in_words(f"{name}: {value}", known))
    lines = body.decode(errors="replace").split("\n")
    yield from traces.numbered(url, lines, lambda line: traces.in_words(line, known))


def _asked(url: str) -> tuple[Message, bytes]:
    if not url.startswith(("http://", "https://")):
        raise Refused(f"“{url}” is no address of a page", "give one that begins with https://")
    try:
        with urllib.request.urlopen(url, timeout=SECONDS) as response:  # noqa: S310 - the scheme was looked at
            return response.headers, response.read(_MOST_BYTES)
    except urllib.error.HTTPError as error:
        with error:
            return error.headers, error.read(_MOST_BYTES)
    except (OSError, ValueError) as error:
        raise Refused(f"{url} does not answer ({error})", "start what is there, or leave the address out") from None


def pages(folder: Path, known: Known) -> Iterator[Trace]:
    """Find the traces in the files of an export (3)."""
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.suffix in _PAGES and file.name != _EXAMPLES:
            name = files.displayed(file)
            yield from traces.numbered(name, _lines(file), lambda line: traces.in_words(line, known))
