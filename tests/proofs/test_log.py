"""The log: over the command line, its files as C2SP says, and a witness that catches an operator with two histories."""

from __future__ import annotations

import re
import shutil
import subprocess
from base64 import b64decode
from collections.abc import Iterator
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from click.testing import Result
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from glossary.errors import BadSignature
from glossary.proofs import log as logs
from glossary.proofs import notes, tiles
from glossary.proofs.notes import Note
from tests.conftest import needs
from tests.world import World

ORIGIN = "glossary.example.org/log"
NAME = "partner.example.org/witness"


def _key(folder: Path, name: str = "log-key") -> str:
    needs("ssh-keygen")
    file = folder / name
    if not file.exists():
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(file)], check=True)
    return str(file)


def _log(world: World, *more: str, key: str = "log-key") -> Result:
    return world.run("log", "--key", _key(world.root, key), *more)


def _known(result: Result) -> str:
    """Return what a command says that its key is known by."""
    assert result.exit_code == 0, result.output
    return str(re.findall(r"^Known by: (\S+)$", result.output, re.MULTILINE)[0])


def _witness(world: World, known: str, place: str = "", state: str = "witness") -> Result:
    place = place or str(world.translations / "log")
    arguments = ["--log", known, "--name", NAME, "--key", _key(world.root, "witness-key")]
    return world.run("witness", place, *arguments, "--state", str(world.root / state))


@pytest.fixture
def world(tmp_path: Path) -> World:
    """An empty glossary, in which nobody adopts anything by itself."""
    return World(tmp_path, adopting=False)


@pytest.fixture
def logged(world: World) -> World:
    """A glossary with three records of English, of which the log has a checkpoint of two, and one of three."""
    for concept in ("dove", "heron", "wren", "tern"):
        world.term(concept)
    _vet(world, "dove", "heron")
    assert _log(world, "--origin", ORIGIN).exit_code == 0
    _vet(world, "wren")
    assert _log(world).exit_code == 0
    return world


def _vet(world: World, *concepts: str) -> None:
    for concept in concepts:
        assert world.vet("en", concept, "heron", "subject").exit_code == 0


def _lines(world: World) -> list[bytes]:
    return world.ledger("en").read_bytes().splitlines(keepends=True)


def test_each_record_is_logged_once_in_the_order_of_arrival(logged: World) -> None:
    again = _log(logged)
    assert "nothing to add, 3 in all" in again.output
    log = logs.read(logged.translations / "log")
    assert log.entries == tuple(sha256(line).digest() for line in _lines(logged))
    assert log.sizes == [2, 3]
    known = notes.verifier(_known(again))
    for line, size in zip(_lines(logged), (2, 2, 3), strict=True):
        proof = log.proof(line)
        assert proof is not None
        assert len(proof.encode()) < 2048
        assert logs.check(proof, line, known).size == size
        with pytest.raises(BadSignature, match="does not show that the log has this record"):
            logs.check(proof, line.replace(b"dove", b"dovf") + b" ", known)
    assert log.proof(b"{}\n") is None


def test_an_adoption_is_logged_too(logged: World) -> None:
    logged.adopt()
    assert _log(logged).exit_code == 0
    log = logs.read(logged.translations / "log")
    lines = [
        line for path in (logged.translations / "adoptions").glob("*") for line in path.read_bytes().splitlines(True)
    ]
    assert lines
    assert all(log.proof(line) for line in lines)


def test_a_start_notices_from_the_log_that_a_record_is_gone_until_somebody_confirms_it(
    logged: World, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = logged.ledger("en")
    path.write_text("".join(path.read_text().splitlines(keepends=True)[1:]))
    started = logged.run("serve", PORT="1")
    assert (started.exit_code, "log:0: a record is gone: entry " in started.output) == (1, True), started.output
    assert "no ledger has 1 logged record any more" in _log(logged).output
    nothing = str(tmp_path_factory.mktemp("state"))
    assert "confirmed 1 record" in logged.run("confirm", "--yes", GLOSSARY_STATE=nothing).output
    assert logged.get("/readyz").status_code == 200
    assert _log(logged).exit_code == 0


def test_the_proof_of_a_record_never_changes(logged: World) -> None:
    before = [logs.read(logged.translations / "log").proof(line) for line in _lines(logged)]
    _vet(logged, "tern")
    assert _log(logged).exit_code == 0
    assert [logs.read(logged.translations / "log").proof(line) for line in _lines(logged)][:3] == before


def test_no_file_of_the_log_holds_a_word_and_the_service_takes_it_for_no_language(logged: World) -> None:
    for file in (logged.translations / "log").rglob("*"):
        if file.is_file():
            data = file.read_bytes().lower()
            assert not [word for word in (b"dove", b"subject", b"approve", b"bird") if word in data], file
    logged.run("sync")
    logged.adopt()
    assert logged.run("check").exit_code == 0
    assert logged.get("/v1/en/terms/dove.json").status_code == 200


def test_the_checkpoint_is_a_note_that_openssl_verifies(logged: World, tmp_path: Path) -> None:
    needs("openssl")
    note = notes.read((logged.translations / "log" / "checkpoint").read_text())
    assert note.text.startswith(f"{ORIGIN}\n3\n")
    known = notes.verifier(_known(_log(logged)))
    assert notes.check(note, known) == 0
    _known(_witness(logged, str(known)))
    cosigned = notes.read((logged.root / "witness" / "checkpoint").read_text())
    seconds, signature = int.from_bytes(cosigned.marks[1].data[:8]), cosigned.marks[1].data[8:]
    assert _openssl(tmp_path, known.point, note.marks[0].data, note.text)
    point = b64decode((logged.root / "witness-key.pub").read_text().split()[1])[-32:]
    assert _openssl(tmp_path, point, signature, f"cosignature/v1\ntime {seconds}\n{note.text}")


def _openssl(folder: Path, point: bytes, signature: bytes, text: str) -> bool:
    (folder / "key").write_bytes(bytes.fromhex("302a300506032b6570032100") + point)  # RFC 8410
    (folder / "signature").write_bytes(signature)
    (folder / "text").write_text(text)
    files = [str(folder / name) for name in ("key", "signature", "text")]
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-rawin", "-inkey", files[0]]
    return subprocess.run([*command, "-sigfile", files[1], "-in", files[2]], capture_output=True).returncode == 0


def test_the_example_of_c2sp_is_verified() -> None:
    known = notes.verifier("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
    signature = "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM="
    example = f"This is an example message.\n\n— example.com/foo {signature}\n"
    assert notes.check(notes.read(example), known) == 0
    with pytest.raises(BadSignature, match="not of these words"):
        notes.check(notes.read(example.replace("This", "That")), known)
    with pytest.raises(BadSignature, match="nobody whom you named vouches for the key"):
        notes.check(notes.read(example.replace("foo", "bar")), known)


def test_tiles_have_the_paths_and_widths_of_c2sp(tmp_path: Path) -> None:
    assert tiles.path(0, 1234067) == "tile/0/x001/x234/067"
    private = Ed25519PrivateKey.generate()
    for size in (5, 256, 600):
        logs.append(tmp_path, (b"%d\n" % number for number in range(size)), ORIGIN, private)
        assert logs.read(tmp_path).sizes[-1] == size
    names = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert names == {
        *("checkpoint", "checkpoints/5", "checkpoints/256", "checkpoints/600"),
        *("tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/1", "tile/1/000.p/2"),
        *("tile/entries/000", "tile/entries/001", "tile/entries/002.p/88"),
    }
    assert (tmp_path / "tile/1/000.p/2").read_bytes()[:32] == logs.read(tmp_path).tree.root(256)


@pytest.mark.parametrize(
    ("more", "key", "what"),
    [
        (("--origin", "other.example.org/log"), "log-key", "the log is called “glossary.example.org/log”"),
        ((), "other-key", "the log “glossary.example.org/log” is signed by another key"),
        ((), "translations/log-key", "the key lies in the repository"),
    ],
)
def test_another_name_another_key_and_a_key_in_the_repository_are_refused(
    logged: World, more: tuple[str, ...], key: str, what: str
) -> None:
    result = _log(logged, *more, key=key)
    assert result.exit_code == 1
    assert what in result.output


def test_a_log_without_a_name_asks_for_one(world: World) -> None:
    world.term("dove")
    world.approve("en", "dove")
    result = _log(world)
    assert result.exit_code == 1
    assert "the log has no name yet; give it one with --origin" in result.output


def test_a_damaged_log_is_named_and_not_gone_on_with(logged: World) -> None:
    entries = logged.translations / "log" / "tile" / "entries" / "000.p" / "3"
    data = bytearray(entries.read_bytes())
    data[40] ^= 1
    entries.write_bytes(data)
    result = _log(logged)
    assert result.exit_code == 1
    assert "log/checkpoint:0: the log is damaged (its entries are not those of its checkpoint" in result.output


def test_a_record_that_was_logged_and_is_gone_is_told(logged: World) -> None:
    logged.ledger("en").write_bytes(b"".join(_lines(logged)[1:]))
    result = _log(logged)
    assert result.exit_code == 1
    assert "no ledger has 1 logged record any more" in result.output


@pytest.fixture
def site(logged: World) -> Iterator[str]:
    """The address of the log, as a file server has it."""

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments, directory=str(logged.translations))  # type: ignore[arg-type]

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/log"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_witness_follows_a_log_over_http_and_cosigns(logged: World, site: str) -> None:
    known = _known(_log(logged))
    first = _witness(logged, known, site)
    assert "3 records, seen for the first time; cosigned" in first.output
    _vet(logged, "tern")
    _log(logged)
    second = _witness(logged, known, site)
    assert "4 records, extends the 3 seen before; cosigned" in second.output
    note = notes.read((logged.root / "witness" / "checkpoint").read_text())
    assert notes.check(note, notes.verifier(_known(second))) > 1_700_000_000
    assert notes.check(note, notes.verifier(known)) == 0


def test_what_a_witness_cosigned_shows_that_nothing_was_taken_out_since(logged: World, site: str) -> None:
    known = _known(_log(logged))
    witness = _known(_witness(logged, known))
    _vet(logged, "tern")
    _log(logged)
    arguments = ("verify", site, "--log", known, "--since", str(logged.root / "witness" / "checkpoint"), "--witness")
    good = logged.run(*arguments, witness)
    assert good.exit_code == 0
    assert re.search(rf"good: {NAME} saw and cosigned it on \d{{4}}-.*Z\ngood: {ORIGIN} has 4 records", good.output)
    other = str(notes.verifier_of(NAME, Ed25519PrivateKey.generate(), notes.COSIGNATURE))
    bad = logged.run(*arguments, other)
    assert bad.exit_code == 1
    assert "nobody whom you named vouches for the key" in bad.output
    _other_history(logged)
    assert "are not what they were" in logged.run(*arguments, witness).output


def _other_history(world: World) -> None:
    """Log the same records anew, in another order, with the operator's own key."""
    ledger, lines = world.ledger("en"), _lines(world)
    shutil.rmtree(world.translations / "log")
    ledger.write_bytes(b"".join([lines[1], lines[0], *lines[2:]]))
    assert _log(world, "--origin", ORIGIN).exit_code == 0


def _shorter(world: World) -> None:
    shutil.rmtree(world.translations / "log")
    world.ledger("en").write_bytes(_lines(world)[0])
    assert _log(world, "--origin", ORIGIN).exit_code == 0


@pytest.mark.parametrize(
    ("rewrite", "what"),
    [
        (_other_history, "the first 3 records of the log are not what they were"),
        (_shorter, "the log had 3 records and has 1 now"),
    ],
)
def test_an_operator_who_shows_two_histories_is_caught(logged: World, rewrite: object, what: str) -> None:
    known = _known(_log(logged))
    _known(_witness(logged, known))
    kept = logged.root / "witness" / "checkpoint"
    before = kept.read_text()
    assert callable(rewrite)
    rewrite(logged)
    result = _witness(logged, known)
    assert result.exit_code == 1
    assert f"{what}; keep both checkpoints, which prove it" in result.output
    assert kept.read_text() == before
    refused = notes.read((logged.root / "witness" / "refused").read_text())
    assert notes.check(refused, notes.verifier(known)) == 0  # the log signed both


def test_a_witness_refuses_another_key_and_files_that_do_not_fit(logged: World) -> None:
    known = _known(_log(logged))
    other = str(notes.verifier_of(ORIGIN, Ed25519PrivateKey.generate(), notes.SIGNATURE))
    refused = _witness(logged, other)
    assert refused.exit_code == 1
    assert "nobody whom you named vouches for the key" in refused.output
    checkpoint = logged.translations / "log" / "checkpoint"
    note = notes.read(checkpoint.read_text())
    checkpoint.write_text(str(Note(note.text.replace("\n3\n", "\n2\n"), note.marks)))
    assert "the signature is not of these words" in _witness(logged, known).output
    checkpoint.write_text(str(note))
    (logged.translations / "log" / "tile" / "0" / "000.p" / "3").write_bytes(bytes(96))
    assert "its files are not those of its checkpoint" in _witness(logged, known).output
    assert not (logged.root / "witness" / "checkpoint").exists()
    assert "is no key of a log or a witness" in _witness(logged, "log").output
