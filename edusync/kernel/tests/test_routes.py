"""Routes found by their first word."""

import pytest
from django.http import HttpResponse
from django.urls import Resolver404, include, path
from django.urls.resolvers import RoutePattern, URLResolver

from edusync.kernel.rest.routes import SubjectResolver


def _view(name):
    def view(_request, **_values):
        return HttpResponse(name)

    return view


def _resolver():
    """As the site's: the API's routes below a prefix, of two modules that share a word."""
    courses = [
        path("courses", _view("list"), name="list"),
        path("courses/<slug:slug>", _view("one"), name="one"),
        path("courses/<slug:slug>/outline", _view("outline"), name="outline"),
    ]
    more = [path("courses/<slug:slug>/insights", _view("insights")), path("people", _view("people"))]
    odd = [path("<slug:word>/help", _view("help"))]
    groups = [path("", include(courses)), path("", include(more)), path("", include(odd))]
    return URLResolver(
        RoutePattern(""), [path("api/v1/", include([SubjectResolver(groups)])), path("x", _view("x"))]
    )


@pytest.mark.parametrize(
    ("address", "name", "values"),
    [
        ("api/v1/courses", "list", {}),
        ("api/v1/courses/rice", "one", {"slug": "rice"}),
        ("api/v1/courses/rice/outline", "outline", {"slug": "rice"}),
        ("api/v1/courses/rice/insights", "insights", {"slug": "rice"}),
        ("api/v1/people", "people", {}),
        ("api/v1/people/help", "help", {"word": "people"}),
        ("api/v1/anything/help", "help", {"word": "anything"}),
        ("x", "x", {}),
    ],
)
def test_an_address_finds_its_route_whichever_module_has_it(address, name, values):
    match = _resolver().resolve(address)
    assert match.func(None).content == name.encode()
    assert match.kwargs == values


def test_the_route_of_a_match_is_written_out_in_full():
    assert _resolver().resolve("api/v1/courses/rice/outline").route == "api/v1/courses/<slug:slug>/outline"


@pytest.mark.parametrize(
    "address", ["api/v1/courses/rice/nothing", "api/v1/cours", "api/v1/", "api/v1/nobody"]
)
def test_what_nobody_answers_is_not_found(address):
    with pytest.raises(Resolver404):
        _resolver().resolve(address)


def test_routes_can_be_named():
    assert _resolver().reverse("outline", slug="rice") == "api/v1/courses/rice/outline"
