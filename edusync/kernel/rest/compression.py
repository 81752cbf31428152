"""Compresses JSON answers."""

import gzip
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

SMALLEST = 1000
LEVEL = 1


class JsonGzipMiddleware:
    """Gzips JSON above a kilobyte, cheaply. Pages carry no secret beside what a visitor sends back (BREACH)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        response = self.get_response(request)
        if isinstance(response, HttpResponse) and is_compressible(response):
            patch_vary_headers(response, ("Accept-Encoding",))
            if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
                response.content = gzip.compress(response.content, LEVEL, mtime=0)
                response["Content-Encoding"] = "gzip"
                response["Content-Length"] = str(len(response.content))
        return response


def is_compressible(response: HttpResponse) -> bool:
    """Whether it is JSON worth the work."""
    if response.has_header("Content-Encoding") or len(response.content) < SMALLEST:
        return False
    return response.get("Content-Type", "").startswith(
        ("application/json", "application/problem+json", "text/csv")
    )
