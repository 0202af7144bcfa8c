"""The description of the API: valid, complete, and true under schemathesis with all its checks."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, settings
from openapi_spec_validator import validate
from schemathesis.specs.openapi.checks import negative_data_rejection

from api import create_app
from glossary.contract.schemas import examples, figure_examples
from glossary.contract.schemas.changes import Change, VersionRow
from glossary.contract.schemas.entry import Concept, Entries, Entry, Vetting
from glossary.contract.schemas.figures import Claim, Figure, Figures
from glossary.contract.schemas.index import Health, Index, Language, Languages, Problem, ProblemItem, Readiness
from glossary.contract.schemas.matches import Found
from glossary.contract.schemas.search import Hits, Match, Suggestion, Suggestions
from glossary.contract.schemas.support import SupportCountries, SupportCountry, SupportDirectory, SupportRecord
from glossary.settings import Settings
from tests.conftest import needs
from tests.figures import claim, counted
from tests.world import TODAY, World

pytest_plugins = ["schemathesis.pytest.plugin"]


def _app(**settings: Any) -> Flask:
    """A service with concepts of every kind; it reads its content once, so the folder need not outlive it."""
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        world.term("csam", related=("owl",), avoid="pigeon", avoid_reason="It insults.")
        world.term("owl", related=("csam",))
        world.term("new")
        retired = world.term("gone")
        retired.write_text(retired.read_text() + '[retired]\non = 2026-01-31\nreplaced_by = "owl"\n')
        counted(world, "swifts")
        counted(world, "rooks", newer_seen=TODAY)
        claim(world, "myth")
        world.approve("en", "csam", "owl")
        world.catalog("fr", {"csam.term": "Colombe", "csam.definition": "est un oiseau."})
        world.approve("fr", "csam")
        world.record("FI")
        return create_app(
            Settings(terms=world.terms, translations=world.translations, support=world.support, **settings)
        )


APP = _app()
DESCRIPTION: dict[str, Any] = APP.test_client().get("/v1/openapi.json").get_json()
FOR_OPERATORS: dict[str, Any] = APP.test_client().get("/operations.json").get_json()
schema = schemathesis.openapi.from_wsgi("/v1/openapi.json", APP)
texts = schemathesis.openapi.from_wsgi("/v1/openapi.json", _app(annotate=True)).include(path="/v1/{lang}/annotate")
operators = schemathesis.openapi.from_wsgi("/operations.json", APP)


@schema.parametrize()
@settings(max_examples=50, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_the_service_does_what_its_description_says(case: schemathesis.Case[Any]) -> None:
    # The test client does not undo compression, which tests/test_front.py looks at.
    case.call_and_validate(headers={"Accept-Encoding": "identity"})


@texts.parametrize()
@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_what_programs_send_is_answered_as_the_description_says(case: schemathesis.Case[Any]) -> None:
    # Whatever is sent is a text: a number or an object, which it takes for a wrong body, is one too.
    case.call_and_validate(headers={"Accept-Encoding": "identity"}, excluded_checks=[negative_data_rejection])


@operators.parametrize()
@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_what_operators_ask_does_what_its_description_says(case: schemathesis.Case[Any]) -> None:
    case.call_and_validate(headers={"Accept-Encoding": "identity"})


def test_the_description_is_valid_openapi_3_1() -> None:
    assert DESCRIPTION["openapi"].startswith("3.1")
    for description in (DESCRIPTION, FOR_OPERATORS):
        validate(description)


def test_every_path_of_the_contract_is_described() -> None:
    expected = {
        "/v1/index.json", "/v1/languages.json", "/v1/{lang}/bundle.json", "/v1/{lang}/terms.json",
        "/v1/{lang}/bundle/head.json", "/v1/{lang}/bundle/{part}.json", "/v1/{lang}/forms.json",
        "/v1/{lang}/terms/{id}.json", "/v1/{lang}/terms/{id}.evidence.json", "/v1/terms/{id}.json",
        "/v1/terms/{id}", "/v1/{lang}/terms", "/v1/{lang}/search",
        "/v1/{lang}/terms/{id}/{digest}.json", "/v1/{lang}/terms/{id}/versions.json", "/v1/changes.json", "/v1/changes",
        "/v1/{lang}/suggest", "/v1/{lang}/figures.json", "/v1/{lang}/figures/{id}.json",
        "/v1/terms", "/v1/terms.ttl", "/v1/terms.jsonld", "/v1/terms.tbx", "/v1/{lang}/terms.v2.tbx",
        "/v1/{lang}/glossary.po", "/v1/{lang}/terms.csv", "/v1/{lang}/terms.utf8",
        "/v1/{lang}/terms/{id}.ttl", "/v1/{lang}/terms/{id}.jsonld",
        "/v1/support.json", "/v1/support/{country}.json",
    }  # fmt: skip
    assert set(DESCRIPTION["paths"]) == expected
    for path in DESCRIPTION["paths"].values():
        assert path["get"]["summary"]


def _properties() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, described in DESCRIPTION["components"]["schemas"].items():
        for field, value in described["properties"].items():
            yield f"{name}.{field}", value


def test_every_field_has_a_description_and_an_example() -> None:
    fields = dict(_properties())
    assert len(fields) > 80
    assert [name for name, value in fields.items() if not value.get("description") or "examples" not in value] == []


def test_no_answer_forbids_a_field_that_a_later_release_may_add() -> None:
    closed = [
        name
        for name, kind in DESCRIPTION["components"]["schemas"].items()
        if not kind.get("additionalProperties", True)
    ]
    assert closed == []
    later = {**examples.ENTRY, "added": 1, "vetting": {**examples.VETTING, "added": {"more": []}}}
    assert Entry().validate(later) == {}


def test_every_parameter_has_a_description_and_an_example() -> None:
    for path, operations in DESCRIPTION["paths"].items():
        parameters = operations.get("parameters", []) + operations["get"].get("parameters", [])
        for parameter in parameters:
            assert parameter.get("description"), (path, parameter)
            assert parameter.get("examples") or parameter["schema"].get("examples"), (path, parameter)


def _patterns(described: Any, nearby: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every pattern of the description, with the examples of the parameter or field that it stands in."""
    if isinstance(described, list):
        for member in described:
            yield from _patterns(member)
    if isinstance(described, dict):
        examples = described.get("examples", nearby)
        values = [example["value"] for example in examples.values()] if isinstance(examples, dict) else examples
        if isinstance(described.get("pattern"), str):
            yield described["pattern"], tuple(values)
        for key, member in described.items():
            yield from _patterns(member, tuple(values) if key == "schema" else ())


def _spoiled(example: str) -> list[str]:
    """The example with a line break or control character: at its end, at its start, within it."""
    return [f"{example}\n", f"{example}\r", f"{example}\u0000", f"\n{example}", f"{example[0]}\n{example[1:]}"]


_TRY = """
const trials = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(trials.map(([pattern, values]) => values.map(value => new RegExp(pattern, "u").test(value)))));
"""


def test_every_pattern_means_the_same_in_a_client_written_in_javascript() -> None:
    needs("node")
    patterns = dict(_patterns(DESCRIPTION))
    assert len(patterns) >= 4
    assert [pattern for pattern, examples in patterns.items() if not examples] == []
    trials = [
        (pattern, [value for example in examples for value in (example, *_spoiled(example))])
        for pattern, examples in patterns.items()
    ]
    node = subprocess.run(["node", "-e", _TRY], input=json.dumps(trials), capture_output=True, text=True, check=False)
    assert node.returncode == 0, node.stderr
    for (pattern, values), matches in zip(trials, json.loads(node.stdout), strict=True):
        expected = [value in patterns[pattern] for value in values]
        assert matches == expected, (pattern, values)


@pytest.mark.parametrize(
    ("path", "example", "detail"),
    [
        ("/v1/en/search?q=", "grooming", "q: it holds a control character; take it out"),
        ("/v1/en/suggest?q=", "gro", "q: it holds a control character; take it out"),
        ("/v1/en/terms?group=", "day", "group: it holds a control character; take it out"),
        ("/v1/terms/csam?lang=", "fr", "lang: it is not a language tag; write one such as fr, pt-BR or zh-Hant"),
    ],
)
def test_the_service_itself_holds_a_query_to_the_whole_pattern(path: str, example: str, detail: str) -> None:
    client = APP.test_client()
    assert client.get(path + quote(example)).status_code == 200
    for value in _spoiled(example):
        answer = client.get(path + quote(value))
        assert (answer.status_code, answer.get_json(force=True)["detail"]) == (400, detail), value


@pytest.mark.parametrize(
    ("example", "kind"),
    [
        (examples.ENTRY, Entry),
        (examples.VETTING, Vetting),
        (examples.LANGUAGE, Language),
        (examples.MATCH, Match),
        (examples.FOUND, Found),
        (examples.VERSION_ROW, VersionRow),
        (examples.CHANGE, Change),
        (examples.SUGGESTION, Suggestion),
        (examples.PROBLEM_ITEM, ProblemItem),
        (examples.SUPPORT_COUNTRY, SupportCountry),
        (figure_examples.FIGURE, Figure),
        (figure_examples.CLAIM, Claim),
        (examples.SUPPORT_RECORD, SupportRecord),
        (examples.SUPPORT_DIRECTORY, SupportDirectory),
    ],
)
def test_the_examples_are_of_the_shape_that_they_show(example: dict[str, Any], kind: type[Any]) -> None:
    assert json.dumps(kind().dump(kind().load(example))) == json.dumps(example)


def test_answers_are_of_the_shapes_that_they_claim() -> None:
    client = APP.test_client()
    shapes = {
        "/v1/index.json": Index,
        "/v1/languages.json": Languages,
        "/v1/fr/terms.json": Entries,
        "/v1/fr/terms/csam.json": Entry,
        "/v1/terms/csam.json": Concept,
        "/v1/fr/search?q=csam": Hits,
        "/v1/fr/suggest?q=cs": Suggestions,
        "/readyz": Readiness,
        "/healthz": Health,
        "/v1/fr/figures.json": Figures,
        "/v1/en/figures/swifts.json": Figure,
        "/v1/en/figures/myth.json": Problem,
        "/v1/support.json": SupportCountries,
        "/v1/support/fi.json": SupportCountry,
        "/v1/support/xx.json": Problem,
        "/v1/terms/csan": Problem,
        "/v1/terms/gone": Problem,
    }
    for path, kind in shapes.items():
        document = client.get(path).get_json(force=True)
        assert kind().dump(kind().load(document)) == document, path  # a field that is not described would be lost
