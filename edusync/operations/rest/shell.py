"""Answers pages of the single-page application."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase


class ShellMiddleware:
    """First in line: pages need no session and no database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a page, or pass the request on."""
        return self.get_response(request)
