"""Newer content is taken from a folder or an address, checked, and switched to; whatever is wrong with it, the last good
edition stays and ``readyz`` says what."""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from glossary.content import files
from glossary.errors import Unwritable
from tests.artifact.instance import Instance, pack
from tests.ledger.test_maintainers import Pinned
from tests.world import World


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    return tmp_path / "origin"


@pytest.fixture
def instance(french: World, origin: Path, tmp_path: Path) -> Instance:
    """An instance that serves English; the French text is vetted since, and not yet packed."""
    pack(french, origin)
    made = Instance(tmp_path / "place", origin)
    french.approve("fr", "dove")
    return made


def _pointer(directory: Path) -> dict[str, Any]:
    values: dict[str, Any] = json.loads((directory / "content.json").read_bytes())
    return values


def _point(directory: Path, **changes: object) -> None:
    (directory / "content.json").write_text(json.dumps(_pointer(directory) | changes))


def _offer(directory: Path, data: bytes, **changes: object) -> None:
    """Offer these bytes as whoever has the folder could, with the digest that they have."""
    digest = sha256(data).hexdigest()
    name = f"content-{digest[:16]}.tar"
    (directory / name).write_bytes(data)
    _point(directory, file=name, sha256=digest, bytes=len(data), **changes)


def _tar(*members: tuple[tarfile.TarInfo | str, bytes]) -> bytes:
    memory = io.BytesIO()
    with tarfile.open(fileobj=memory, mode="w") as file:
        for name, data in members:
            row = tarfile.TarInfo(name) if isinstance(name, str) else name
            row.size = len(data)
            file.addfile(row, io.BytesIO(data))
    return memory.getvalue()


def test_what_was_approved_and_packed_is_served(french: World, origin: Path, instance: Instance) -> None:
    assert instance.language == "en"
    pack(french, origin)
    instance.look()
    assert instance.language == "fr"
    assert instance.problems == []
    assert instance.measure("glossary_content_problems") == 0
    packed = datetime.fromisoformat(_pointer(origin)["packed_at"]).timestamp()
    assert instance.measure("glossary_content_packed_seconds") == packed
    assert abs(instance.measure("glossary_content_reached_seconds") - packed) < 60


def test_an_approval_that_is_not_packed_changes_nothing(instance: Instance) -> None:
    instance.look()
    assert instance.language == "en"


@contextmanager
def _served(folder: Path) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """Serve a folder as a static host does; yield its address, and each request with the status of its answer."""
    asked = list[tuple[str, int]]()

    class Handler(SimpleHTTPRequestHandler):
        def log_request(self, code: Any = "-", size: Any = "-") -> None:
            asked.append((self.path, int(code)))

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


def test_an_address_is_asked_whether_anything_is_new_and_sends_nothing_twice(
    french: World, origin: Path, tmp_path: Path
) -> None:
    first = pack(french, origin)
    os.utime(origin / "content.json", (1_000_000_000, 1_000_000_000))
    with _served(origin) as (address, asked):
        instance = Instance(tmp_path / "place", address)
        instance.look()
        assert asked == [("/content.json", 200), (f"/{first.name}", 200), ("/content.json", 304)]
        french.approve("fr", "dove")
        second = pack(french, origin)
        instance.look()
        assert asked[3:] == [("/content.json", 200), (f"/{second.name}", 200)]
    assert instance.language == "fr"
    instance.look()
    assert instance.language == "fr", "the origin is gone"
    assert "cannot be reached" in "".join(instance.problems)


def _torn(world: World, origin: Path) -> None:
    file = pack(world, origin)
    file.write_bytes(file.read_bytes()[:-1000])


def _changed(world: World, origin: Path) -> None:
    file = pack(world, origin)
    file.write_bytes(file.read_bytes().replace(b"Colombe", b"Corbeau"))


def _gone(world: World, origin: Path) -> None:
    pack(world, origin).unlink()


def _no_pointer(world: World, origin: Path) -> None:
    (origin / "content.json").unlink()


def _half_a_pointer(world: World, origin: Path) -> None:
    pack(world, origin)
    path = origin / "content.json"
    path.write_bytes(path.read_bytes()[:50])


def _leads_out(world: World, origin: Path) -> None:
    said = next(iter(_members(pack(world, origin))))
    _offer(origin, _tar(said, ("translations/../../../escaped.toml", b"")))


def _link(world: World, origin: Path) -> None:
    said = next(iter(_members(pack(world, origin))))
    link = tarfile.TarInfo("terms/dove.toml")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    _offer(origin, _tar(said, (link, b"")))


def _hidden(world: World, origin: Path) -> None:
    said = next(iter(_members(pack(world, origin))))
    _offer(origin, _tar(said, ("terms/.git", b"")))


def _twice(world: World, origin: Path) -> None:
    said = next(iter(_members(pack(world, origin))))
    _offer(origin, _tar(said, ("terms/dove.toml", b""), ("terms/dove.toml", b"")))


def _no_tar(world: World, origin: Path) -> None:
    pack(world, origin)
    _offer(origin, b"<!doctype html>" + bytes(2000))


def _damaged_head(world: World, origin: Path) -> None:
    data = pack(world, origin).read_bytes()
    at = data.index(b"translations/policy.toml")
    _offer(origin, data[:at] + b"T" + data[at + 1 :])


def _another_time(world: World, origin: Path) -> None:
    pack(world, origin)
    _point(origin, packed_at="2040-01-01T00:00:00Z")


def broken(world: World, origin: Path) -> None:
    """As whoever does not use “glossary pack” could make it."""
    rows = dict(_members(pack(world, origin)))
    rows["translations/policy.toml"] = b"[["
    _offer(origin, _tar(*rows.items()))


def _members(file: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(file) as packed:
        for row in packed:
            reader = packed.extractfile(row)
            assert reader is not None
            yield row.name, reader.read()


BAD: dict[str, tuple[Callable[[World, Path], object], str]] = {
    "torn": (_torn, "it is torn"),
    "of other bytes": (_changed, "it is torn"),
    "not there": (_gone, "it is not there"),
    "not named": (_no_pointer, "it has no content.json"),
    "named by a torn file": (_half_a_pointer, "content.json: it is torn"),
    "with a path that leads out": (_leads_out, "is no place for a file"),
    "with a link": (_link, "is no plain file"),
    "with a hidden file": (_hidden, "is no place for a file"),
    "with a file twice": (_twice, "is in it twice"),
    "no tar": (_no_tar, "it is no tar file"),
    "with a damaged head behind others": (_damaged_head, "it is damaged"),
    "said to be newer than it is": (_another_time, "another edition or time"),
    "with content that makes no edition": (broken, "policy.toml"),
}


@pytest.mark.parametrize("bad", BAD)
def test_what_is_not_as_it_should_be_changes_nothing_and_is_told(
    french: World, origin: Path, instance: Instance, tmp_path: Path, bad: str
) -> None:
    edition = instance.get("/v1/index.json").data
    shutil.copy(origin / "content.json", tmp_path)
    damage, told = BAD[bad]
    damage(french, origin)
    for _ in range(2):
        instance.look()
        assert instance.get("/v1/index.json").data == edition
        assert told in "".join(instance.problems)
    assert not list(tmp_path.rglob("escaped.toml"))
    if not (origin / "content.json").exists():
        shutil.copy(tmp_path / "content.json", origin)
    french.source("law")
    pack(french, origin)
    instance.look()
    assert instance.language == "fr"
    assert told not in "".join(instance.problems)


def test_what_an_artifact_withdraws_that_makes_no_edition_is_withdrawn(
    french: World, origin: Path, instance: Instance
) -> None:
    pack(french, origin)
    instance.look()
    assert instance.language == "fr"
    assert french.vet("fr", "dove", "heron", "subject", "--withdraw").exit_code == 0
    broken(french, origin)
    instance.look()
    assert instance.language == "en"
    assert "policy.toml" in "".join(instance.problems)


def test_an_origin_that_offers_what_was_refused_is_not_made_to_send_it_at_every_look(
    french: World, origin: Path, tmp_path: Path
) -> None:
    now = [datetime.now(UTC).timestamp()]
    pack(french, origin)
    with _served(origin) as (address, asked):
        instance = Instance(tmp_path / "place", address, clock=lambda: now[0])
        french.approve("fr", "dove")
        _torn(french, origin)
        for _ in range(3):
            instance.look()
        name = f"/{_pointer(origin)['file']}"
        assert [path for path, _ in asked].count(name) == 1
        now[0] += 61
        instance.look()
        assert [path for path, _ in asked].count(name) == 2


def test_an_older_one_is_not_taken_for_a_newer(french: World, origin: Path, instance: Instance) -> None:
    older = (origin / "content.json").read_bytes()
    pack(french, origin)
    instance.look()
    (origin / "content.json").write_bytes(older)
    instance.look()
    assert instance.language == "fr"
    assert "before what is served" in "".join(instance.problems)
    assert "glossary confirm" in "".join(instance.problems)


@contextmanager
def _full(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Leave no room on the disk of a folder; where none was mounted for it, let nothing be made or replaced."""
    if os.path.ismount(folder):
        with (folder / "ballast").open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(bytes(4096))
        yield
        (folder / "ballast").unlink()
        return

    def no_room(path: Path, *_: object, **__: object) -> Any:
        raise Unwritable(files.displayed(path), OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))

    with monkeypatch.context() as patch:
        patch.setattr(files, "folder", no_room)
        patch.setattr(files, "replace", no_room)
        yield


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A folder with a small disk of its own, where this machine lets one be mounted."""
    (folder := tmp_path / "disk").mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    mounted = os.geteuid() == 0 and subprocess.run(mount, capture_output=True, check=False).returncode == 0
    yield folder
    if mounted:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_keeps_what_is_served_and_is_told_until_there_is_room(
    french: World, origin: Path, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [datetime.now(UTC).timestamp()]
    pack(french, origin)
    instance = Instance(disk, origin, clock=lambda: now[0])
    french.approve("fr", "dove")
    pack(french, origin)
    with _full(disk, monkeypatch):
        for _ in range(2):
            instance.look()
            assert instance.language == "en"
            assert "No space left on device" in "".join(instance.problems)
            assert instance.measure("glossary_content_problems") == 1
    now[0] += 61
    instance.look()
    assert instance.language == "fr"
    assert instance.problems == []


def test_of_two_origins_the_newer_counts_and_the_other_is_named(french: World, origin: Path, tmp_path: Path) -> None:
    pack(french, origin)
    behind = shutil.copytree(origin, tmp_path / "behind")
    instance = Instance(tmp_path / "place", behind, origin)
    assert instance.problems == []
    french.approve("fr", "dove")
    pack(french, origin)
    instance.look()
    assert instance.language == "fr"
    assert len(instance.problems) == 1
    assert instance.problems[0].startswith(files.displayed(behind))
    shutil.rmtree(origin)
    instance.look()
    assert instance.language == "fr", "one that is behind is older, not newer"


def test_two_origins_that_contradict_each_other_change_nothing(french: World, origin: Path, tmp_path: Path) -> None:
    pack(french, origin)
    other = shutil.copytree(origin, tmp_path / "other")
    instance = Instance(tmp_path / "place", origin, other)
    french.approve("fr", "dove")
    pack(french, origin)
    french.source("law")
    pack(french, other)
    rows = dict(_members(other / _pointer(other)["file"]))
    when = _pointer(origin)["packed_at"]
    rows["edition.json"] = json.dumps(json.loads(rows["edition.json"]) | {"packed_at": when}).encode()
    _offer(other, _tar(*rows.items()), packed_at=when)
    instance.look()
    assert instance.language == "en"
    assert sum("in the same second" in problem for problem in instance.problems) == 2


def test_two_that_are_packed_in_one_second_are_both_seen(french: World, origin: Path, tmp_path: Path) -> None:
    """Such a host tells times by the second."""
    pack(french, origin)
    with _served(origin) as (address, _):
        instance = Instance(tmp_path / "place", address)
        french.approve("fr", "dove")
        pack(french, origin)
        instance.look()
    assert instance.language == "fr"


def test_where_keys_are_pinned_only_what_one_of_them_signed_is_taken(
    french: World, origin: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    pinned = Pinned(french, tmp_path_factory.mktemp("operator"))
    pack(french, origin, "--by", "wren", "--key", str(pinned.folder / "wren"))
    instance = Instance(tmp_path / "place", origin, **pinned.settings())
    french.approve("fr", "dove")
    for who, key, told in (
        ("", "", "nobody whose key is pinned signed it"),
        ("wren", "cuckoo", "wren.sig: nobody whom you named vouches for the key"),
        ("cuckoo", "cuckoo", "nobody whose key is pinned signed it"),
    ):
        pack(french, origin, *(("--by", who, "--key", str(pinned.folder / key)) if who else ()))
        _forget(tmp_path)
        instance.look()
        assert instance.language == "en", told
        assert told in "".join(instance.problems)
    pack(french, origin, "--by", "wren", "--key", str(pinned.folder / "wren"))
    _forget(tmp_path)
    instance.look()
    assert instance.language == "fr"
    assert instance.problems == []


def _forget(folder: Path) -> None:
    """Let what was refused be tried again at once, not in a minute."""
    path = folder / "place" / "seen.json"
    path.write_text(json.dumps(json.loads(path.read_bytes()) | {"refused": {}}))


def test_clocks_that_are_an_hour_apart_are_told_and_hold_nothing_back(
    french: World, origin: Path, tmp_path: Path
) -> None:
    pack(french, origin)
    with _served(origin) as (address, _):
        behind = datetime.now(UTC) - timedelta(hours=1)
        instance = Instance(tmp_path / "place", address, clock=behind.timestamp)
    told = "\n".join(instance.problems)
    assert instance.get("/v1/en/terms/dove.json").status_code == 200
    assert "differ by 60 minutes" in told
    assert "it says that it was packed at" in told
