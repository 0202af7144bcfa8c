"""The manifest for Kubernetes is one: by Kubernetes' own schemas, and by what the service needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from tests.artifact.instance import pack
from tests.conftest import ROOT
from tests.running import serving
from tests.world import World

FILE = ROOT / "deploy" / "kubernetes.yaml"
VERSIONS = ("1.33", kubernetes_validate.latest_version())
"""The oldest version of Kubernetes whose schemas it is held to, and the newest that there are."""


def _documents() -> dict[str, Any]:
    return {each["kind"]: each for each in yaml.safe_load_all(FILE.read_text())}


def _container() -> Any:
    return _documents()["Deployment"]["spec"]["template"]["spec"]["containers"][0]


def _probes() -> Iterator[str]:
    return (probe["httpGet"]["path"] for name, probe in _container().items() if name.endswith("Probe"))


def _environment() -> dict[str, str]:
    own: dict[str, str] = _documents()["ConfigMap"]["data"]
    return {row["name"]: row["value"] for row in _container()["env"]} | own


def test_it_says_first_what_was_not_run() -> None:
    assert FILE.read_text().startswith("# Not run by this project's tests: no cluster was there.")


@pytest.mark.parametrize("version", VERSIONS)
def test_each_object_is_one_of_kubernetes(version: str) -> None:
    kinds = [each["kind"] for each in yaml.safe_load_all(FILE.read_text())]
    assert kinds == ["ConfigMap", "Deployment", "Service", "PodDisruptionBudget"]
    for each in yaml.safe_load_all(FILE.read_text()):
        kubernetes_validate.validate(each, version, strict=True)


def test_a_field_that_kubernetes_does_not_know_is_found() -> None:
    deployment = _documents()["Deployment"]
    deployment["spec"]["template"]["spec"]["containers"][0]["readOnlyRoot"] = True
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(deployment, VERSIONS[-1], strict=True)


def test_one_pod_can_always_be_taken_away_and_a_roll_never_takes_one_too_early() -> None:
    deployment, budget = _documents()["Deployment"]["spec"], _documents()["PodDisruptionBudget"]["spec"]
    assert 0 < budget["minAvailable"] < deployment["replicas"]
    assert deployment["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    labels = deployment["template"]["metadata"]["labels"]
    assert labels == deployment["selector"]["matchLabels"] == budget["selector"]["matchLabels"]
    assert labels == _documents()["Service"]["spec"]["selector"]


def test_nothing_is_written_but_where_a_volume_is(french: World, tmp_path: Path) -> None:
    """The settings of the manifest with a real service: its folders are the two volumes, its probes are answered."""
    pack(french, tmp_path / "origin")
    mounts = {mount["mountPath"]: tmp_path / mount["name"] for mount in _container()["volumeMounts"]}
    assert _container()["securityContext"]["readOnlyRootFilesystem"]
    assert set(mounts) == {_environment()["GLOSSARY_STATE"], _environment()["TMPDIR"]}
    environment = {name: str(mounts.get(value, value)) for name, value in _environment().items()}
    environment |= {"GLOSSARY_CONTENT": str(tmp_path / "origin"), "GLOSSARY_HOST": "127.0.0.1"}
    for folder in mounts.values():
        folder.mkdir()
    with serving(tmp_path, environment) as running:
        assert [running.get(path)[0].status for path in _probes()] == [200, 200, 200]
        assert running.get("/v1/en/terms/dove.json")[0].status == 200
        assert [path.name for path in mounts["/var/lib/glossary"].iterdir()]


def test_every_setting_in_it_is_one(french: World) -> None:
    readme = (ROOT / "README.md").read_text()
    for name in _environment():
        assert f"`{name}`" in readme or name in ("PORT", "WORKERS", "TMPDIR"), name
    assert re.fullmatch(r"registry\.example\.org/glossary:\d+\.\d+\.\d+", _container()["image"])
