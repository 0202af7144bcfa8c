"""The content of one edition as one file, which holds all of it and nothing else."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tarfile
from datetime import UTC, datetime
from pathlib import Path

from api import create_app
from glossary.settings import Settings
from tests.artifact.instance import Instance, pack
from tests.conftest import needs
from tests.keys import Keys
from tests.world import World

ADDRESS = {"GLOSSARY_BASE_URL": "https://glossary.example.org"}


def _tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _pointer(directory: Path) -> dict[str, object]:
    values: dict[str, object] = json.loads((directory / "content.json").read_bytes())
    return values


def test_an_instance_with_an_artifact_alone_has_every_file_of_an_export_with_the_same_bytes(
    french: World, tmp_path: Path
) -> None:
    french.approve("fr", "dove")
    french.record("FI")
    french.source("law")
    assert french.run("export", "--plain", str(tmp_path / "from-folders"), **ADDRESS).exit_code == 0
    pack(french, tmp_path / "origin")
    (tmp_path / "alone").mkdir()
    for folder in (french.terms, french.translations, french.support, french.sources):
        shutil.rmtree(folder)
    without = dict.fromkeys(("GLOSSARY_TERMS", "GLOSSARY_TRANSLATIONS", "GLOSSARY_SUPPORT"), "")
    result = french.run(
        "export",
        "--plain",
        str(tmp_path / "from-artifact"),
        **ADDRESS,
        **without,
        GLOSSARY_CONTENT=str(tmp_path / "origin"),
    )
    assert result.exit_code == 0, result.output
    written = _tree(tmp_path / "from-folders")
    assert len(written) > 100
    assert _tree(tmp_path / "from-artifact") == written


def test_the_package_s_own_content_is_its_own_in_an_artifact_too(tmp_path: Path, world: World) -> None:
    """The baseline of a release counts to it: else its facts and contacts would be nobody's."""
    without = dict.fromkeys(("GLOSSARY_TERMS", "GLOSSARY_TRANSLATIONS", "GLOSSARY_SUPPORT"), "")
    assert world.run("pack", str(tmp_path / "origin"), **without).exit_code == 0
    own, taken = create_app(Settings()).test_client(), Instance(tmp_path / "place", tmp_path / "origin")
    for path in ("/v1/index.json", "/v1/en/terms/csam.json", "/v1/support/fi.json", "/v1/fr/bundle.json", "/fr/"):
        assert taken.get(path).data == own.get(path).data, path
        assert taken.get(path).headers["ETag"] == own.get(path).headers["ETag"]
    assert taken.problems == []


def test_a_glossary_without_contacts_of_its_own_has_those_of_the_package(french: World, tmp_path: Path) -> None:
    shutil.rmtree(french.support)
    here = french.settings(support=Settings.support)
    assert french.run("pack", str(tmp_path / "origin"), GLOSSARY_SUPPORT="").exit_code == 0
    taken = Instance(tmp_path / "place", tmp_path / "origin")
    own = create_app(here).test_client().get("/v1/support.json")
    assert taken.get("/v1/support.json").data == own.data
    assert "www.inhope.org" in own.text


def test_any_tar_reads_it_and_what_names_it_has_its_digest(french: World, tmp_path: Path) -> None:
    file = pack(french, tmp_path / "origin")
    data, pointer = file.read_bytes(), _pointer(tmp_path / "origin")
    assert pointer["sha256"] == hashlib.sha256(data).hexdigest()
    assert (pointer["bytes"], pointer["file"]) == (len(data), file.name)
    with tarfile.open(file) as packed:
        names = packed.getnames()
        assert {(row.mtime, row.uid, row.gid, row.uname, row.mode) for row in packed} == {(0, 0, 0, "", 0o644)}
        ledger = packed.extractfile("translations/en/approvals/heron.jsonl")
        assert ledger is not None
        assert ledger.read() == french.ledger("en").read_bytes()
    assert names == ["edition.json", *sorted(names[1:])]


def test_the_same_content_is_not_packed_again_and_a_later_one_leaves_the_file_before(
    french: World, tmp_path: Path
) -> None:
    first = pack(french, tmp_path / "origin")
    before = _tree(tmp_path / "origin")
    for path in french.root.rglob("*.toml"):
        path.touch()
    assert pack(french, tmp_path / "origin") == first
    assert _tree(tmp_path / "origin") == before
    french.approve("fr", "dove")
    second = pack(french, tmp_path / "origin")
    assert second != first
    assert first.read_bytes() == before[first.name]
    assert _pointer(tmp_path / "origin")["file"] == second.name


def test_a_clock_that_was_an_hour_ahead_holds_back_no_later_artifact(french: World, tmp_path: Path) -> None:
    pack(french, tmp_path / "origin")
    path = tmp_path / "origin" / "content.json"
    ahead = f"{datetime.now(UTC).date()}T23:59:59Z"
    path.write_text(json.dumps(_pointer(tmp_path / "origin") | {"packed_at": ahead}))
    french.approve("fr", "dove")
    result = french.run("pack", str(tmp_path / "origin"))
    assert result.exit_code == 0
    assert "clock" in result.output
    assert str(_pointer(tmp_path / "origin")["packed_at"]) > ahead


def test_content_that_makes_no_edition_is_not_packed(french: World, tmp_path: Path) -> None:
    pack(french, tmp_path / "origin")
    before = _tree(tmp_path / "origin")
    french.ledger("en").write_text("torn\n")
    result = french.run("pack", str(tmp_path / "origin"))
    assert result.exit_code == 1
    assert "heron.jsonl:1:" in result.output
    assert _tree(tmp_path / "origin") == before


def test_stock_openssh_verifies_the_signature_of_an_artifact(french: World, tmp_path: Path, keys: Keys) -> None:
    needs("ssh-keygen")
    file = pack(french, tmp_path / "origin", "--by", "wren", "--key", str(keys["heron"]))
    allowed = tmp_path / "allowed_signers"
    allowed.write_text(f"wren {keys['heron'].with_suffix('.pub').read_text()}")
    signature, namespace = f"{file}.wren.sig", "glossary-content@v1:glossary"
    command = ["ssh-keygen", "-Y", "verify", "-f", str(allowed), "-I", "wren", "-n", namespace, "-s", signature]
    done = subprocess.run(command, input=file.read_bytes(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
