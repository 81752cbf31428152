"""The description of the API agrees with the code."""

import copy
import json
import re
from pathlib import Path

import jsonschema_rs
import pytest
from drf_spectacular import validation
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer

from edusync.kernel.checks import api_routes

METHODS = ("get", "post", "put", "patch", "delete")


@pytest.fixture(scope="module")
def document():
    """The OpenAPI document; warnings of the generator are kept."""
    GENERATOR_STATS.reset()
    with GENERATOR_STATS.silence():
        return SchemaGenerator().get_schema(request=None, public=True)


def operations(document):
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield f"{method.upper()} {path}", operation


def fault_of(document):
    """What the generator's own specification of OpenAPI 3.1 refuses; its own check takes half a minute for that."""
    specification = Path(validation.__file__).parent / "openapi_3_1_schema.json"
    validator = jsonschema_rs.validator_for(json.loads(specification.read_text(encoding="utf-8")))
    first = next(validator.iter_errors(document), None)
    return first and f"{first.instance_path}: {first.message[:500]}"


def test_the_document_is_valid(document):
    assert document["openapi"].startswith("3.1")
    assert fault_of(json.loads(OpenApiJsonRenderer().render(document))) is None


def test_a_document_with_faults_is_not_valid(document):
    plain = json.loads(OpenApiJsonRenderer().render({**document, "paths": {}}))
    assert fault_of(plain) is None
    for faulty in (
        {"info": {"version": "1"}},
        {"paths": {"/me": {"get": {"responses": []}}}},
        {"paths": {"/me": {"get": {"parameters": [{"name": "x"}]}}}},
        {"components": {"schemas": {"A name with blanks": {}}}},
    ):
        assert fault_of({**copy.deepcopy(plain), **faulty}), faulty


def test_the_generator_understands_every_view(document):
    warnings = [
        str(message) for kind in ("_error_cache", "_warn_cache") for message in getattr(GENERATOR_STATS, kind)
    ]
    assert warnings == []


def test_operations_have_names_of_their_own(document):
    names = [operation["operationId"] for _, operation in operations(document)]
    assert len(set(names)) == len(names)


def test_every_operation_tells_its_problems(document):
    for name, operation in operations(document):
        for status in ("400", "405", "429", "default"):
            answer = operation["responses"][status]["content"]
            assert list(answer) == ["application/problem+json"], (name, status)


def test_what_needs_a_sign_in_says_so(document):
    for name, operation in operations(document):
        needs = {} not in operation["security"]
        assert ("401" in operation["responses"]) == needs, name


def test_every_method_says_what_it_takes_and_gives():
    silent = [
        f"{method.upper()} {route}"
        for route, view in api_routes()
        for method in METHODS
        if hasattr(view, method)
        and not hasattr(getattr(view, method), "schema_facts")
        and getattr(view, "schema", True) is not None
    ]
    assert silent == []


def test_every_route_of_the_api_is_in_the_document(document):
    # The generator calls a parameter `pk` by the name of the key, `id`.
    routes = {
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route).replace("{pk}", "{id}")
        for route, view in api_routes()
        if route.startswith("/api/v1/") and getattr(view, "schema", True) is not None
    }
    assert routes - set(document["paths"]) == set()


@pytest.mark.django_db
def test_the_document_is_served(api):
    response = api().get("/api/v1/schema")
    assert response.status_code == 200
    assert response.json()["info"]["title"] == "EduSync API"
