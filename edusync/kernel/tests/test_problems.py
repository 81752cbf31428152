"""Every failure is a problem, wherever it comes from."""

import re

import pytest
from django.core import exceptions as django_errors
from rest_framework import serializers

from edusync.kernel import problems
from edusync.kernel.problems import FieldError, Problem, every_problem
from edusync.kernel.rest.errors import as_problem

KEBAB = re.compile(r"[a-z]+(-[a-z0-9]+)*")


def test_every_problem_is_named_once_in_kebab_case_with_a_status_and_a_title():
    seen = {}
    for kind in every_problem():
        assert KEBAB.fullmatch(kind.code), kind
        assert kind.title.strip(), kind
        assert 400 <= kind.status <= 599, kind
        owner = seen.setdefault(kind.code, kind)
        assert owner is kind, f"{kind.__qualname__} and {owner.__qualname__} are both {kind.code}"


def test_body_tells_type_code_title_status_and_facts():
    problem = problems.Conflict("12 of 12", errors=[FieldError("/a", "blank", "Say it.")], room=0)
    assert problem.body(request_id="r-1") == {
        "room": 0,
        "type": "urn:edusync:problem:conflict",
        "code": "conflict",
        "title": "The present state does not allow this.",
        "status": 409,
        "detail": "12 of 12",
        "errors": [{"pointer": "/a", "code": "blank", "detail": "Say it."}],
        "request_id": "r-1",
    }


def test_facts_never_hide_the_members_of_the_contract():
    assert Problem(code="something-else").body()["code"] == "internal-error"


def test_nested_serializer_errors_become_json_pointers():
    class Inner(serializers.Serializer):
        name = serializers.CharField()

    class Outer(serializers.Serializer):
        items = Inner(many=True)
        count = serializers.IntegerField(max_value=3)

    outer = Outer(data={"items": [{"name": "a"}, {}], "count": 9})
    with pytest.raises(serializers.ValidationError) as caught:
        outer.is_valid(raise_exception=True)
    problem = as_problem(caught.value)
    assert problem.status == 422
    assert {(error.pointer, error.code) for error in problem.errors} == {
        ("/items/1/name", "required"),
        ("/count", "max_value"),
    }


def test_errors_about_the_whole_object_point_at_it():
    error = serializers.ValidationError({"non_field_errors": ["Together they make no sense."]})
    assert [one.pointer for one in as_problem(error).errors] == [""]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (django_errors.PermissionDenied(), problems.Forbidden),
        (django_errors.RequestDataTooBig(), problems.TooLarge),
        (django_errors.SuspiciousOperation(), problems.BadRequest),
        (django_errors.ValidationError({"title": "Too short."}), problems.ValidationProblem),
        (OverflowError(), problems.ValidationProblem),
    ],
)
def test_errors_of_django_become_problems(error, kind):
    assert type(as_problem(error)) is kind


def test_a_bug_is_no_problem():
    assert as_problem(KeyError("x")) is None
