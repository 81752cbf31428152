"""Failures outside of API views: problems for programs, a plain page for people."""

import html
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from edusync.kernel import problems
from edusync.kernel.problems import Problem
from edusync.kernel.rest.errors import as_problem
from edusync.kernel.rest.responses import problem_response

API_PREFIXES = ("/api/", "/_allauth/", "/healthz", "/readyz")
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>body{{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem;
color:#1e293b;background:#f8fafc}}a{{color:#4338ca}}code{{color:#64748b}}
@media(prefers-color-scheme:dark){{body{{color:#e2e8f0;background:#0f172a}}a{{color:#a5b4fc}}}}</style></head>
<body><p><code>{status}</code></p><h1>{title}</h1><p>{detail}</p><p><a href="/">EduSync</a></p>
<p><code>{request_id}</code></p></body></html>
"""


class ProblemMiddleware:
    """Answers problems and framework errors that a plain Django view lets out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The answer for an expected failure, None for a bug."""
        problem = as_problem(exception)
        return None if problem is None else failure(request, problem)


def failure(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The problem in the form that the caller reads."""
    if is_page(request):
        return error_page(request, problem)
    return problem_response(problem, request)


def is_page(request: HttpRequest) -> bool:
    """Whether a person in a browser waits for the answer."""
    if request.path.startswith(API_PREFIXES):
        return False
    return "text/html" in request.META.get("HTTP_ACCEPT", "")


def error_page(request: HttpRequest, problem: Problem) -> HttpResponse:
    """A page that needs nothing: no front end, no database."""
    content = PAGE.format(
        status=problem.status,
        title=html.escape(problem.title),
        detail=html.escape(problem.detail),
        request_id=html.escape(getattr(request, "request_id", "")),
    )
    return HttpResponse(content, status=problem.status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Handler for 400, and for bodies over the limit, which Django counts among them."""
    return failure(request, as_problem(exception) or problems.BadRequest())


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Handler for 403."""
    return failure(request, problems.Forbidden())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Handler for 404."""
    return failure(request, problems.NotFound())


def server_error(request: HttpRequest) -> HttpResponse:
    """Handler for 500: tells nothing but the id under which the log has the rest."""
    return failure(request, Problem())


def csrf_failure(request: HttpRequest, reason: str = "", **kwargs: Any) -> HttpResponse:
    """Answer of Django's CSRF guard."""
    return failure(request, problems.CsrfFailed())
