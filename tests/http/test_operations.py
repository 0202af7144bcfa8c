"""The description of the API as others' tools read it: names that stay, examples that are true, values that may grow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from api import create_app
from glossary.content.text import Text
from tests.figures import claim, counted
from tests.world import World

OPERATIONS = {
    "/v1/index.json": "getIndex",
    "/v1/languages.json": "listLanguages",
    "/v1/{lang}/terms.json": "listEntries",
    "/v1/{lang}/bundle.json": "getBundle",
    "/v1/{lang}/bundle/head.json": "getBundleHead",
    "/v1/{lang}/bundle/{part}.json": "getBundlePart",
    "/v1/{lang}/forms.json": "getForms",
    "/v1/{lang}/terms/{id}.json": "getEntry",
    "/v1/{lang}/terms/{id}.evidence.json": "getEvidence",
    "/v1/terms/{id}.json": "getConcept",
    "/v1/{lang}/figures.json": "listFigures",
    "/v1/{lang}/figures/{id}.json": "getFigure",
    "/v1/support.json": "listSupport",
    "/v1/support/{country}.json": "getSupport",
    "/v1/terms/{id}": "getEntryForReader",
    "/v1/{lang}/terms": "selectEntries",
    "/v1/{lang}/search": "search",
    "/v1/{lang}/search#post": "searchByForm",
    "/v1/{lang}/suggest": "suggest",
    "/v1/terms": "getScheme",
    "/v1/terms.ttl": "getTermsAsTurtle",
    "/v1/terms.jsonld": "getTermsAsJsonLd",
    "/v1/terms.tbx": "getTermsAsTbx",
    "/v1/{lang}/terms.v2.tbx": "getTermsAsTbxV2",
    "/v1/{lang}/glossary.po": "getGlossaryForWeblate",
    "/v1/{lang}/terms.csv": "getTermsAsCsv",
    "/v1/{lang}/terms.utf8": "getTermsAsUtf8",
    "/v1/{lang}/terms/{id}.ttl": "getEntryAsTurtle",
    "/v1/{lang}/terms/{id}.jsonld": "getEntryAsJsonLd",
    "/v1/{lang}/terms/{id}/{digest}.json": "getVersion",
    "/v1/{lang}/terms/{id}/versions.json": "listVersions",
    "/v1/changes.json": "listChanges",
    "/v1/changes": "listChangesSince",
    "/healthz": "getHealth",
    "/readyz": "getReadiness",
    "/metrics": "getMetrics",
}
"""What generated clients call their functions. A line may be added; none may ever change."""

DOVE = {
    "term": "Dove",
    "definition": "is a bird of peace.",
    "avoid": "pigeon",
    "avoid_reason": "It names a bird of the street.",
}
LIVE = {
    "getVersion": f"/v1/en/terms/dove/{Text.of(DOVE).digest.removeprefix('sha256:')}.json",
    "listVersions": "/v1/en/terms/dove/versions.json",
    "listChanges": "/v1/changes.json",
    "listChangesSince": "/v1/changes?since=2026-11-23",
    "getIndex": "/v1/index.json",
    "listLanguages": "/v1/languages.json",
    "listEntries": "/v1/fr/terms.json",
    "getBundle": "/v1/fr/bundle.json",
    "getForms": "/v1/fr/forms.json",
    "getBundleHead": "/v1/fr/bundle/head.json",
    "getEntry": "/v1/fr/terms/owl.json",
    "getEvidence": "/v1/fr/terms/dove.evidence.json",
    "getConcept": "/v1/terms/dove.json",
    "listFigures": "/v1/en/figures.json",
    "getFigure": "/v1/en/figures/swifts.json",
    "listSupport": "/v1/support.json",
    "getSupport": "/v1/support/fi.json",
    "getEntryForReader": "/v1/terms/dove",
    "selectEntries": "/v1/fr/terms?ids=dove,dovr",
    "search": "/v1/fr/search?q=dove",
    "searchByForm": "/v1/fr/search?q=dove",
    "suggest": "/v1/fr/suggest?q=do",
    "getHealth": "/healthz",
    "getReadiness": "/readyz",
}
"""An address that each operation answers."""


OF_LARGE = "getBundlePart"
"""What only a large glossary answers: ``tests/embed/test_parts.py`` compares it with its description."""


@pytest.fixture(scope="module")
def birds(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A glossary of birds that has something of everything."""
    world = World(tmp_path_factory.mktemp("birds"))
    world.term("dove", related=("owl",), **DOVE)
    world.term("owl", related=("dove",))
    counted(world, "swifts")
    claim(world, "myth")
    world.approve("en", "dove", "owl")
    world.catalog("fr", {"dove.term": "Colombe", "dove.definition": "est un oiseau de paix."})
    world.approve("fr", "dove")
    world.record("FI")
    (world.root / "glossary.toml").write_text(
        'id = "birds"\ntitle = "Glossary of birds"\npublisher = "Bird Society"\ncontact = "mailto:birds@example.org"\n'
        '[licence]\nid = "CC-BY-4.0"\nurl = "https://creativecommons.org/licenses/by/4.0/"\n'
    )
    return world


@pytest.fixture(scope="module")
def descriptions(birds: World) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is described for everybody, and for operators."""
    client = create_app(birds.settings()).test_client()
    return client.get("/v1/openapi.json").get_json(), client.get("/operations.json").get_json()


def _operations(description: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in description["paths"].items():
        for method in ("get", "post"):
            if method in item:
                yield path + ("" if method == "get" else f"#{method}"), item[method]


def test_the_names_of_operations_never_change(descriptions: tuple[dict[str, Any], ...]) -> None:
    found = {path: operation for each in descriptions for path, operation in _operations(each)}
    assert {path: found[path]["operationId"] for path in OPERATIONS} == OPERATIONS
    names = [operation["operationId"] for operation in found.values()]
    assert len(set(names)) == len(names)
    assert [path for path, operation in found.items() if not operation["summary"] or not operation["description"]] == []


def test_what_operators_ask_is_described_apart(descriptions: tuple[dict[str, Any], ...]) -> None:
    public, operators = descriptions
    assert all(path.startswith("/v1/") for path in public["paths"])
    assert set(operators["paths"]) == {"/healthz", "/metrics", "/readyz"}
    assert [tag["name"] for tag in operators["tags"]] == ["operations"]


def test_licence_and_contact_are_those_of_the_glossary(birds: World, tmp_path_factory: pytest.TempPathFactory) -> None:
    info = create_app(birds.settings()).test_client().get("/v1/openapi.json").get_json()["info"]
    assert info["title"] == "Glossary of birds"
    assert info["contact"] == {"name": "Bird Society", "email": "birds@example.org"}
    assert info["license"] == {"name": "CC-BY-4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}
    nameless = World(tmp_path_factory.mktemp("nameless"))
    nameless.term("dove")
    nameless.approve("en", "dove")
    assert not {"contact", "license"} & set(nameless.get("/v1/openapi.json").get_json()["info"])


def _schemas(description: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema that has examples, with where it stands."""
    if isinstance(description, list):
        for number, member in enumerate(description):
            yield from _schemas(member, f"{path}/{number}")
    elif isinstance(description, dict):
        if isinstance(description.get("examples"), list):
            yield path, description
        for name, member in description.items():
            if name not in ("example", "examples"):
                yield from _schemas(member, f"{path}/{name}")


def _bound(schema: dict[str, Any], description: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator({**schema, "components": description["components"]})


def test_every_example_in_the_description_is_valid(descriptions: tuple[dict[str, Any], ...]) -> None:
    seen = 0
    for description in descriptions:
        for path, schema in _schemas(description):
            for example in schema["examples"]:
                assert _bound(schema, description).is_valid(example), path
                seen += 1
        for item in description["paths"].values():
            for parameter in item.get("parameters", ()):
                for example in parameter["examples"].values():
                    assert _bound(parameter["schema"], description).is_valid(example["value"]), parameter
    assert seen > 150


MAPS = ("/entries", "/text")
"""Where an object of an answer is by id or by field, and not of a shape."""


def _unlike(example: Any, live: Any, path: str = "") -> Iterator[str]:
    """Where two documents differ in their fields. A list is compared by its first member, and null with anything."""
    if isinstance(live, dict) and path in MAPS:
        yield from _unlike(list(example.values()), list(live.values()), f"{path}/*")
    elif isinstance(example, dict) and isinstance(live, dict):
        if list(example) != list(live):
            yield f"{path}: {list(example)} and {list(live)}"
        for name in set(example) & set(live):
            yield from _unlike(example[name], live[name], f"{path}/{name}")
    elif isinstance(example, list) and isinstance(live, list):
        if example and live:
            yield from _unlike(example[0], live[0], f"{path}[]")
    elif None not in (example, live) and type(example) is not type(live):
        yield f"{path}: {example} and {live}"


def test_the_example_of_each_answer_is_what_the_service_answers(
    birds: World, descriptions: tuple[dict[str, Any], ...]
) -> None:
    client = create_app(birds.settings()).test_client()
    tried = set()
    for description in descriptions:
        for _path, operation in _operations(description):
            content = operation["responses"]["200"]["content"].get("application/json")
            name = operation["operationId"]
            if content is None or name == OF_LARGE:
                continue
            live = client.get(LIVE[name]).get_json()
            for document in (content["example"], live):
                errors = list(_bound(content["schema"], description).iter_errors(document))
                assert errors == [], (name, errors)
            assert list(_unlike(content["example"], live)) == [], name
            tried.add(name)
    assert tried == set(LIVE)


def test_examples_of_ids_are_ids_that_this_glossary_has(birds: World, descriptions: tuple[dict[str, Any], ...]) -> None:
    client = create_app(birds.settings()).test_client()
    for path, item in descriptions[0]["paths"].items():
        values = {each["name"]: next(iter(each["examples"].values()))["value"] for each in item.get("parameters", ())}
        if "{part}" in path:
            continue
        address = path.replace("{lang}", "en").replace("{id}", values.get("id", "")).replace("{country}", "fi")
        address = address.replace("{digest}", values.get("digest", ""))
        query = "?q=dove" if path.endswith(("search", "suggest")) else ""
        assert client.get(address + query).status_code == 200, address


def _closed(described: Any, path: str = "") -> Iterator[tuple[str, list[Any]]]:
    if isinstance(described, list):
        for member in described:
            yield from _closed(member, path)
    elif isinstance(described, dict):
        if "enum" in described:
            yield path, described["enum"]
        for name, member in described.items():
            yield from _closed(member, f"{path}/{name}")


CLOSED = {"direction", "status", "days"}
"""The fields of answers whose values are all that there will ever be; of ``status`` the one word of health."""


def test_a_value_that_comes_later_is_no_breach_of_the_description(descriptions: tuple[dict[str, Any], ...]) -> None:
    for description in descriptions:
        schemas = description["components"]["schemas"]
        found = {path: values for name, schema in schemas.items() for path, values in _closed(schema, name)}
        assert {path.split("/")[2] for path in found} <= CLOSED, found
        assert all(len(values) == 1 for path, values in found.items() if path.endswith("/status"))
    entry = descriptions[0]["components"]["schemas"]["Entry"]["properties"]
    assert entry["usage"]["x-extensible-enum"] == ["confident", "caution", "avoid"]
    assert "A later release may add values." in entry["usage"]["description"]
