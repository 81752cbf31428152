"""Refuses what allauth's pages would stumble over: texts that are no Unicode."""

import json
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from edusync.kernel.problems import MalformedBody
from edusync.kernel.rest.responses import problem_response

PREFIX = "/_allauth/"


class SignInBodyMiddleware:
    """A lone surrogate (`"\\ud800"`) passes JSON, but neither a hash nor a database takes it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request or refuse it."""
        if request.path.startswith(PREFIX) and has_lone_surrogate(request.body):
            return problem_response(MalformedBody("The body is not Unicode text."), request)
        return self.get_response(request)


def has_lone_surrogate(body: bytes) -> bool:
    """Whether a JSON text holds half of a surrogate pair. What is no JSON is left to the view."""
    if b"\\ud" not in body.lower():
        return False
    try:
        json.dumps(json.loads(body), ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    except ValueError:
        return False
    return False
