"""Checks of single values, shared by the services of courses, modules and lessons."""

import uuid
from collections.abc import Iterable
from typing import Any

from edusync.courses.models import Language
from edusync.files.models import FileObject
from edusync.files.queries import files_by_uuid
from edusync.kernel.problems import FieldError, ValidationProblem

MAX_TITLE_CHARACTERS = 200
MAX_OUTCOMES = 50
MAX_DAYS = 32_767


def invalid(pointer: str, code: str, detail: str) -> ValidationProblem:
    """The problem that one value is wrong."""
    return ValidationProblem(errors=[FieldError(pointer=pointer, code=code, detail=detail)])


def title_of(value: Any, *, pointer: str = "/title") -> str:
    """A title without white space around it. Raises ValidationProblem when it is empty or too long."""
    text = str(value).strip()
    if not text:
        raise invalid(pointer, "blank", "Must not be empty.")
    return short_text(text, pointer=pointer)


def short_text(value: Any, *, pointer: str, limit: int = MAX_TITLE_CHARACTERS) -> str:
    """Text that fits its column. Raises ValidationProblem."""
    text = str(value).strip()
    if len(text) > limit:
        raise invalid(pointer, "too-long", f"At most {limit} characters.")
    if "\0" in text:
        raise invalid(pointer, "null-character", "NUL characters are not allowed.")
    return text


def choice_of(value: Any, choices: Iterable[str], *, pointer: str) -> str:
    """One of the choices. Raises ValidationProblem."""
    words = [str(choice) for choice in choices]
    if value not in words:
        raise invalid(pointer, "not-a-choice", f"Must be one of {', '.join(words)}.")
    return str(value)


def number_of(value: Any, *, pointer: str, low: int = 0, high: int = 2_000_000_000) -> int:
    """A whole number in a range. Raises ValidationProblem."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise invalid(pointer, "out-of-range", f"Must be a whole number from {low} to {high}.")
    return value


def number_or_none(value: Any, *, pointer: str, high: int = 2_000_000_000) -> int | None:
    """A whole number from 1, None for no bound. Raises ValidationProblem."""
    return None if value is None else number_of(value, pointer=pointer, low=1, high=high)


def days_of(value: Any, *, pointer: str) -> int | None:
    """A number of days from 1, None for no end. Raises ValidationProblem."""
    return number_or_none(value, pointer=pointer, high=MAX_DAYS)


def outcomes_of(values: Any, *, pointer: str = "/outcomes") -> list[str]:
    """What learners will be able to do: a list of short texts. Raises ValidationProblem."""
    if not isinstance(values, list | tuple) or len(values) > MAX_OUTCOMES:
        raise invalid(pointer, "not-a-list", f"Must be a list of at most {MAX_OUTCOMES} texts.")
    texts = [short_text(text, pointer=f"{pointer}/{index}", limit=500) for index, text in enumerate(values)]
    return [text for text in texts if text]


def language_of(code: str, *, pointer: str = "/language") -> str:
    """A known language: the code itself, or its first part ("pt-BR" gives "pt"). Raises ValidationProblem."""
    wanted = code.strip().replace("_", "-")
    candidates = [wanted, wanted.partition("-")[0].lower()]
    known = set(Language.objects.filter(code__in=candidates).values_list("code", flat=True))
    for candidate in candidates:
        if candidate in known:
            return candidate
    raise invalid(pointer, "unknown-language", "The site does not know this language.")


def file_of(value: FileObject | uuid.UUID | str, *, pointer: str) -> FileObject:
    """A stored file of the organization, given itself or its public id. Raises ValidationProblem."""
    if isinstance(value, FileObject):
        return value
    try:
        wanted = uuid.UUID(str(value))
    except ValueError:
        raise invalid(pointer, "not-a-file", "Must be the id of a stored file.") from None
    file = files_by_uuid([wanted]).get(wanted)
    if file is None:
        raise invalid(pointer, "unknown-file", "No such file.")
    return file
