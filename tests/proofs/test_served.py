"""Evidence and the log as the service and its export have them: whoever takes them there can check them, by any tool."""

from __future__ import annotations

import json
import re
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from glossary.proofs import log as logs
from tests.conftest import ROOT, needs
from tests.keys import Keys, enrol, quoted
from tests.machines import DEPLOY, ask, nginx, replaced
from tests.running import free_port, serving
from tests.world import World, processes

HERE = "http://127.0.0.1:8000"
EVIDENCE = "/v1/fr/terms/dove.evidence.json"


@pytest.fixture
def birds(french: World, keys: Keys) -> World:
    """One concept, vetted in French by two people who signed; the log has what the first one signed."""
    (french.root / "glossary.toml").write_text('id = "birds"\ntitle = "Birds"\n')
    for who, role in (("otter", "language"), ("heron", "subject")):
        enrol(french, who, quoted(keys[who]))
        result = french.vet("fr", "dove", who, role, "--key", str(keys[who]))
        assert result.exit_code == 0, result.output
        if who == "otter":
            _log(french, keys)
    (french.root / "allowed_signers").write_text(french.run("signers").output)
    return french


def _log(world: World, files: Keys) -> str:
    """Enter the records into the log; return by what it is known."""
    result = world.run("log", "--key", str(files["stranger"]), "--origin", "birds.example.org/log")
    assert result.exit_code == 0, result.output
    return result.output.rpartition("Known by: ")[2].strip()


def _sizes(world: World) -> list[int]:
    """Return how many entries the log had at each checkpoint."""
    return sorted(int(path.name) for path in (world.translations / "log" / "checkpoints").iterdir())


def _export(world: World) -> Path:
    target = world.root / "public"
    result = world.run("export", str(target), GLOSSARY_BASE_URL=HERE)
    assert result.exit_code == 0, result.output
    return target


def test_an_entry_and_its_page_lead_to_the_evidence_of_exactly_that_text(birds: World) -> None:
    client = birds.client()
    entry: Any = client.get("/v1/fr/terms/dove.json").json
    assert entry["links"]["evidence"] == HERE + EVIDENCE
    assert f'href="{HERE}{EVIDENCE}"' in client.get("/fr/dove/").text
    answer = client.get(EVIDENCE)
    given: Any = answer.json
    assert (answer.headers["Content-Language"], "max-age=300" in answer.headers["Cache-Control"]) == ("fr", True)
    assert (given["glossary"], given["text"]["term"], given["links"]["self"]) == ("birds", "Colombe", HERE + EVIDENCE)
    assert [json.loads(record["line"])["who"] for record in given["records"]] == ["otter", "heron"]
    assert [record["logged"] for record in given["records"]] == [True, False]
    assert [key["by"] for key in given["keys"]] == ["heron", "otter"]


def test_where_nothing_is_vetted_there_is_no_evidence_and_no_link_to_any(birds: World) -> None:
    birds.catalog("de", {"dove.term": "Taube"})
    client = birds.client()
    missing = client.get("/v1/de/terms/dove.evidence.json")
    assert (missing.status_code, missing.content_type) == (404, "application/problem+json")
    assert "in the language “de” is vetted" in missing.json["detail"]  # type: ignore[index]
    assert client.get("/v1/fr/terms/owl.evidence.json").status_code == 404
    moved = client.get("/v1/FR/terms/dove.evidence.json")
    assert (moved.status_code, moved.headers["Location"]) == (308, EVIDENCE)
    fallback: Any = client.get("/v1/de/terms/dove.json").json
    assert fallback["links"]["evidence"] == f"{HERE}/v1/en/terms/dove.evidence.json"
    draft: Any = birds.client().get("/v1/terms/dove?lang=de&status=draft").json
    assert draft["language"] == "en"
    birds.vet("en", "dove", "heron", "subject", "--withdraw")
    left: Any = birds.client().get("/v1/terms/dove?lang=en&status=draft").json
    assert (left["vetting"]["status"], left["links"]["evidence"]) == ("draft", None)


def test_what_is_not_signed_says_so_and_is_not_good(birds: World) -> None:
    given: Any = birds.get("/v1/en/terms/dove.evidence.json").json
    assert [(record["signature"], record["key"]) for record in given["records"]] == [(None, None)]
    target = _export(birds) / "v1" / "en" / "terms" / "dove.evidence.json"
    result = birds.run("verify", str(target), "--signers", str(birds.root / "allowed_signers"))
    assert (result.exit_code, "unsigned: “heron” (subject)" in result.output) == (1, True)


def test_verify_says_good_of_what_a_running_service_and_its_export_have(birds: World, keys: Keys) -> None:
    known = _log(birds, keys)
    (birds.root / "since").write_bytes(
        (birds.translations / "log" / "checkpoints" / str(_sizes(birds)[0])).read_bytes()
    )
    trust = "--signers", str(birds.root / "allowed_signers"), "--log", known
    target = _export(birds)
    with serving(birds.root, processes(birds)) as running:
        base = f"http://127.0.0.1:{running.port}"
        for place, log in ((base + EVIDENCE, f"{base}/log"), (str(target) + EVIDENCE, str(target / "log"))):
            result = birds.run("verify", place, *trust)
            assert result.exit_code == 0, result.output
            assert len(re.findall(r"good: .* in the log at its checkpoint of \d", result.output)) == 2
            since = birds.run("verify", log, "--since", str(birds.root / "since"), "--log", known)
            assert since.exit_code == 0, since.output


def test_stock_tools_verify_what_is_served_by_the_lines_of_the_docs(birds: World, tmp_path: Path) -> None:
    for tool in ("ssh-keygen", "jq"):
        needs(tool)
    (tmp_path / "dove.evidence.json").write_bytes(birds.get(EVIDENCE).data)
    page = (ROOT / "docs" / "verifying.md").read_text()
    (lines,) = [block for block in re.findall(r"```sh\n(.*?)```", page, re.DOTALL) if "ssh-keygen" in block]
    when = json.loads(birds.ledger("fr", "otter").read_text())["when"]
    lines = replaced(lines, {"20261123065109Z": re.sub("[-:T]", "", when)})
    done = subprocess.run(["sh", "-ec", lines], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert 'Good "glossary-approval@v1:birds" signature for otter' in done.stdout


def test_what_was_signed_under_a_former_id_verifies_by_every_tool_and_the_log_still_proves_it(
    birds: World, tmp_path: Path, keys: Keys
) -> None:
    for tool in ("ssh-keygen", "jq"):
        needs(tool)
    known = _log(birds, keys)
    before: Any = birds.get(EVIDENCE).json
    birds.rename("dove", "pigeon")
    birds.run("sync")
    client = birds.client()
    assert client.get(EVIDENCE).headers["Location"] == "/v1/fr/terms/pigeon.evidence.json"
    answer = client.get("/v1/fr/terms/pigeon.evidence.json")
    after: Any = answer.json
    assert (after["id"], after["formerly"], after["records"]) == ("pigeon", ["dove"], before["records"])
    file = tmp_path / "dove.evidence.json"
    file.write_bytes(answer.data)
    said = birds.run("verify", str(file), "--signers", str(birds.root / "allowed_signers"), "--log", known)
    assert said.exit_code == 0, said.output
    assert said.output.count("under its former id “dove”") == 2
    page = (ROOT / "docs" / "verifying.md").read_text()
    (lines,) = [block for block in re.findall(r"```sh\n(.*?)```", page, re.DOTALL) if "ssh-keygen" in block]
    when = json.loads(birds.ledger("fr", "otter").read_text())["when"]
    lines = replaced(lines, {"20261123065109Z": re.sub("[-:T]", "", when)})
    done = subprocess.run(["sh", "-ec", lines], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_log_is_served_and_exported_whole_its_checkpoint_uncached(birds: World, keys: Keys) -> None:
    _log(birds, keys)
    folder, target, client = birds.translations / "log", _export(birds), birds.client()
    (folder / "notes.txt").write_text("est un oiseau")
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {"notes.txt"}
    files = {name for name in files if not Path(name).name.startswith(".")}
    assert {path.relative_to(target / "log").as_posix() for path in (target / "log").rglob("*") if path.is_file()} - {
        f"{name}{ending}" for name in files for ending in (".gz", ".br")
    } == files
    assert {f"tile/0/000.p/{size}" for size in _sizes(birds)} <= files
    assert len(_sizes(birds)) > 1
    for name in files:
        answer = client.get(f"/log/{name}")
        assert answer.data == (folder / name).read_bytes() == (target / "log" / name).read_bytes(), name
        assert (answer.headers["Cache-Control"] == "no-store") is (name == "checkpoint")
    assert birds.get("/log/notes.txt").status_code == 404
    rules = (target / "_headers").read_text()
    assert "/log/checkpoint\n  Cache-Control: no-store\n" in rules
    assert "/log/tile/*\n  Cache-Control: public" in rules


def test_what_is_served_of_a_log_of_any_size_is_what_lies_in_its_folder(tmp_path: Path) -> None:
    private, folder = Ed25519PrivateKey.generate(), tmp_path / "log"
    for size in (1, 200, 256, 300, 511, 700):
        logs.append(folder, (b"%d\n" % number for number in range(size)), "birds.example.org/log", private)
        found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
        written = {name: path.read_bytes() for name, path in found.items() if not path.name.startswith(".")}
        assert logs.read(folder).files == written, size


def test_nginx_serves_evidence_and_the_log_of_an_export_as_the_service_does(birds: World) -> None:
    needs("nginx")
    target, port, client = _export(birds), free_port(), birds.client()
    made = target / "nginx.conf"
    made.write_text(replaced(made.read_text(), {"listen 127.0.0.1:8080": f"listen 127.0.0.1:{port}"}))
    shipped = replaced((DEPLOY / "nginx-export.conf").read_text(), {"/srv/glossary/public/nginx.conf;": f"{made};"})
    size = _sizes(birds)[-1]
    with nginx(birds.root / "nginx", shipped, port, prefix=target):
        for path in (EVIDENCE, "/log/checkpoint", f"/log/checkpoints/{size}", f"/log/tile/0/000.p/{size}"):
            (answer, data), own = ask(port, path), client.get(path)
            assert (answer.status, data) == (200, own.data), path
            for name in ("Content-Type", "Cache-Control"):
                assert answer.headers[name] == own.headers[name], (path, name)


def test_a_log_that_is_damaged_is_reported_and_takes_nothing_offline(birds: World) -> None:
    (birds.translations / "log" / "checkpoint").write_text("nothing\n")
    client = birds.client()
    given: Any = client.get(EVIDENCE).json
    assert [record["logged"] for record in given["records"]] == [False, False]
    assert client.get("/log/checkpoint").status_code == 404
    assert "the log is damaged" in client.get("/readyz").text


def test_new_records_in_the_log_are_new_content_and_leave_older_evidence_as_it_is(birds: World, keys: Keys) -> None:
    before: Any = birds.client().get(EVIDENCE)
    _log(birds, keys)
    after: Any = birds.client().get(EVIDENCE)
    assert before.headers["Glossary-Edition"] != after.headers["Glossary-Edition"]
    assert before.json["records"][0] == after.json["records"][0]
    assert [record["logged"] for record in after.json["records"]] == [True, True]


def test_nothing_in_the_log_or_in_an_export_has_words_of_a_text_that_was_withdrawn(birds: World, keys: Keys) -> None:
    words = b"oiseau de paix"
    assert words in (_export(birds) / EVIDENCE.lstrip("/")).read_bytes()
    assert birds.vet("fr", "dove", "heron", "subject", "--withdraw").exit_code == 0
    _log(birds, keys)
    target = _export(birds)
    assert not (target / EVIDENCE.lstrip("/")).exists()
    folders = target.resolve(), birds.translations / "log"
    assert [
        path for folder in folders for path in folder.rglob("*") if path.is_file() and words in path.read_bytes()
    ] == []
    assert birds.get(EVIDENCE).status_code == 404


def test_the_archive_for_self_hosting_has_the_page_that_checks_evidence(birds: World) -> None:
    with ZipFile(BytesIO(birds.get("/embed/glossary-embed.zip").data)) as archive:
        assert archive.read("glossary/verify.html") == (ROOT / "glossary" / "proofs" / "verify.html").read_bytes()
