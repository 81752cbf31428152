"""Answers that need neither session nor actor: pages of the application, and health."""

import hmac
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from edusync.kernel.problems import MethodNotAllowed, NotFound, Unavailable
from edusync.kernel.rest.responses import FastResponse, problem_response
from edusync.operations import health, metrics
from edusync.operations.rest import crawling, shell

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class EarlyMiddleware:
    """Answers pages and health before sessions, so that they work while the database does not."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or pass the request on."""
        answer = HEALTH.get(request.path)
        if answer is not None:
            return answer(request) if request.method in {"GET", "HEAD"} else refuse_method(request)
        crawled = crawling.crawler_answer(request)
        if crawled is not None:
            return crawled
        if shell.is_page_request(request):
            return shell.page(request)
        return self.get_response(request)


def live(request: HttpRequest) -> HttpResponseBase:
    """The process answers."""
    return FastResponse({"status": "live"}, headers={"Cache-Control": "no-store"})


def ready(request: HttpRequest) -> HttpResponseBase:
    """Everything the site needs is there; 503 names what is not."""
    checks = health.readiness()
    if all(check["is_ok"] for check in checks.values()):
        return FastResponse({"status": "ready", "checks": checks}, headers={"Cache-Control": "no-store"})
    return problem_response(Unavailable(checks=checks), request)


def refuse_method(request: HttpRequest) -> HttpResponseBase:
    """405."""
    return problem_response(MethodNotAllowed(headers={"Allow": "GET, HEAD"}), request)


def measure(request: HttpRequest) -> HttpResponseBase:
    """Numbers for Prometheus, for who brings the token of the settings; without a token in the settings there are none."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    wanted = settings.METRICS_TOKEN
    if not wanted or not hmac.compare_digest(given.encode(), wanted.encode()):
        return problem_response(NotFound(), request)
    return HttpResponse(
        metrics.exposition(), content_type=metrics.CONTENT_TYPE, headers={"Cache-Control": "no-store"}
    )


HEALTH: dict[str, Callable[[HttpRequest], HttpResponseBase]] = {
    "/healthz": live,
    "/readyz": ready,
    "/metrics": measure,
}
