"""Turns every failure, ours, REST framework's or Django's, into one kind of problem."""

import logging
from collections.abc import Iterator
from typing import Any

from django.core import exceptions as django_errors
from django.db import DataError
from django.http import Http404
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException, UnreadablePostError
from rest_framework import exceptions as rest_errors

from edusync.kernel import problems
from edusync.kernel.problems import FieldError, Problem

logger = logging.getLogger(__name__)


def as_problem(error: BaseException) -> Problem | None:
    """The problem that tells of the error, None for a bug."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, rest_errors.ValidationError):
        return problems.ValidationProblem(errors=field_errors(error.detail))
    if isinstance(error, rest_errors.APIException):
        return from_rest_framework(error)
    return from_django(error)


def from_rest_framework(error: rest_errors.APIException) -> Problem:
    """Problem for an exception of REST framework."""
    kinds: dict[int, type[Problem]] = {
        400: problems.MalformedBody,
        401: problems.Unauthenticated,
        403: problems.Forbidden,
        404: problems.NotFound,
        405: problems.MethodNotAllowed,
        406: problems.NotAcceptable,
        415: problems.UnsupportedMedia,
    }
    if isinstance(error, rest_errors.Throttled):
        seconds = max(1, round(getattr(error, "wait", None) or 1))
        return problems.RateLimited(headers={"Retry-After": str(seconds)}, retry_after_seconds=seconds)
    kind = kinds.get(error.status_code, Problem)
    return kind("" if kind.status in {401, 404, 405} else str(error.detail))


def from_django(error: BaseException) -> Problem | None:
    """Problem for an exception of Django or its database layer."""
    if isinstance(error, Http404):
        return problems.NotFound()
    if isinstance(error, django_errors.PermissionDenied):
        return problems.Forbidden()
    if isinstance(error, django_errors.ValidationError):
        return problems.ValidationProblem(errors=list(model_errors(error)))
    if isinstance(error, django_errors.RequestDataTooBig):
        return problems.TooLarge()
    if isinstance(error, MultiPartParserError | UnreadablePostError | RawPostDataException):
        return problems.MalformedBody()
    if isinstance(error, django_errors.BadRequest | django_errors.SuspiciousOperation):
        return problems.BadRequest()
    if isinstance(error, DataError | OverflowError):
        # A value that no serializer stopped and the engine has no room for.
        logger.warning("value refused by the database", exc_info=error)
        return problems.ValidationProblem("A value is out of range.")
    return None


def field_errors(detail: Any, pointer: str = "") -> list[FieldError]:
    """REST framework's nested error lists and dicts as a flat list with JSON pointers."""
    if isinstance(detail, dict):
        return [error for key, value in detail.items() for error in field_errors(value, below(pointer, key))]
    if isinstance(detail, list):
        found: list[FieldError] = []
        for position, value in enumerate(detail):
            nested = isinstance(value, dict | list)
            if nested and not value:
                continue
            found += field_errors(value, f"{pointer}/{position}" if nested else pointer)
        return found
    return [FieldError(pointer, str(getattr(detail, "code", "invalid")), str(detail))]


def below(pointer: str, key: Any) -> str:
    """Pointer to a member; errors about the whole object stay where they are."""
    if key == "non_field_errors":
        return pointer
    return pointer + "/" + str(key).replace("~", "~0").replace("/", "~1")


def model_errors(error: django_errors.ValidationError) -> Iterator[FieldError]:
    """Errors of a model's or form's validation."""
    if hasattr(error, "error_dict"):
        for name, errors in error.error_dict.items():
            pointer = "" if name == "__all__" else f"/{name}"
            for one in errors:
                yield FieldError(pointer, one.code or "invalid", " ".join(one.messages))
        return
    for one in error.error_list:
        yield FieldError("", one.code or "invalid", " ".join(one.messages))
