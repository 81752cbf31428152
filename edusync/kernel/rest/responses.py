"""JSON answers: fast ones, and problems."""

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from rest_framework.renderers import BaseRenderer
from rest_framework.response import Response

from edusync.kernel.problems import Problem

JSON = "application/json"
PROBLEM_JSON = "application/problem+json"


def fallback(value: Any) -> Any:
    """What orjson does not know by itself."""
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    if isinstance(value, int | float):
        return value
    if isinstance(value, str) or hasattr(value, "__str__"):
        return str(value)
    raise TypeError


def to_json(data: Any) -> bytes:
    """UTF-8 JSON; instants end in Z, UUIDs and decimals become text."""
    return orjson.dumps(
        data,
        default=fallback,
        option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_SUBCLASS,
    )


class FastResponse(HttpResponse):
    """A JSON answer without content negotiation and serializers, for hot reads."""

    def __init__(self, data: Any, status: int = 200, headers: dict[str, str] | None = None) -> None:
        super().__init__(to_json(data), status=status, content_type=JSON, headers=headers)


class OrjsonRenderer(BaseRenderer):
    """Renders REST framework's responses by orjson."""

    media_type = JSON
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None) -> bytes:
        """JSON, or nothing for an answer without content."""
        return b"" if data is None else to_json(data)


def problem_response(problem: Problem, request: HttpRequest | None = None) -> HttpResponse:
    """The problem as an answer."""
    request_id = getattr(request, "request_id", "")
    response = HttpResponse(
        to_json(problem.body(request_id=request_id)), status=problem.status, content_type=PROBLEM_JSON
    )
    for name, value in problem.headers.items():
        response[name] = value
    response["Cache-Control"] = "no-store"
    if problem.status == 401 and not response.has_header("WWW-Authenticate"):
        response["WWW-Authenticate"] = 'Session realm="edusync"'
    response.problem_code = problem.code  # type: ignore[attr-defined]
    return response


def rendered(response: Any) -> Any:
    """The response with its content made, also when REST framework would make it later."""
    if isinstance(response, Response) and not response.is_rendered:
        response.accepted_renderer = OrjsonRenderer()
        response.accepted_media_type = JSON
        response.renderer_context = {}  # type: ignore[attr-defined]
        response.render()
    return response
