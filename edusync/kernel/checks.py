"""System checks: what would fail later, told at start."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as CheckWarning
from django.db import connections
from django.urls import URLPattern, URLResolver, get_resolver

from edusync.kernel import sqlobjects


@register()
def sql_objects_of_both_vendors(**kwargs: Any) -> list[CheckMessage]:
    """Both vendors must have the same triggers and views."""
    return [
        Error(f"{name} exists for one vendor only", id="kernel.E001")
        for name in sqlobjects.vendor_differences()
    ]


@register(Tags.database)
def sql_objects_are_installed(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """The catalog must agree with the files. A warning: `migrate`, which repairs it, runs this check first."""
    from edusync.kernel.models import SqlObject

    messages: list[CheckMessage] = []
    for using in databases or ():
        if SqlObject._meta.db_table in connections[using].introspection.table_names():
            messages += [
                CheckWarning(text, hint="Run: manage.py sqlobjects", id="kernel.W002")
                for text in sqlobjects.drift(using)
            ]
    return messages


@register(Tags.urls)
def routes_name_a_policy(**kwargs: Any) -> list[CheckMessage]:
    """A route of the API must name a policy or be public."""
    return [
        Error(f"{route}: {view.__name__} names no policy and is not public", id="kernel.E003")
        for route, view in api_routes()
        if view.policy is None and not view.public
    ]


def api_routes() -> Iterator[tuple[str, Any]]:
    """Path pattern and class of every view made from ApiView."""
    from edusync.kernel.rest.views import ApiView

    for route, callback in all_routes():
        view = getattr(callback, "view_class", None) or getattr(callback, "cls", None)
        if isinstance(view, type) and issubclass(view, ApiView):
            yield route, view


def all_routes(resolver: URLResolver | None = None, prefix: str = "/") -> Iterator[tuple[str, Any]]:
    """Path pattern and view function of every route."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern).lstrip("^")
        if isinstance(entry, URLResolver):
            yield from all_routes(entry, route)
        elif isinstance(entry, URLPattern):
            yield route, entry.callback
