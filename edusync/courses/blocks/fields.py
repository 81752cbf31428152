"""Field readers of blocks: each takes raw JSON, gives the clean value, and reports what is wrong by JSON pointer."""

import dataclasses
import re
import uuid
from collections.abc import Callable, Collection
from typing import Any
from urllib.parse import urlsplit

from edusync.courses.blocks.inline import clean_inline
from edusync.kernel.problems import FieldError

MAX_HTML_CHARACTERS = 200_000
MAX_TEXT_CHARACTERS = 2_000
MAX_CODE_CHARACTERS = 200_000
MAX_TABLE_ROWS = 1_000
MAX_TABLE_COLUMNS = 60

# Controls that no engine stores faithfully or that turn text around; tab and line breaks stay.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_SITE_PATH = re.compile(r"/(?![/\\])[^\s\\]*")


@dataclasses.dataclass
class Errors:
    """Collects what is wrong, so that an author sees everything at once."""

    found: list[FieldError] = dataclasses.field(default_factory=list)

    def add(self, pointer: str, code: str, detail: str) -> None:
        """Note one fault."""
        self.found.append(FieldError(pointer=pointer, code=code, detail=detail))


Reader = Callable[[Any, str, Errors], Any]


def plain(text: str) -> str:
    """Text without the characters that cannot be stored."""
    return _CONTROLS.sub("", text)


def text(*, limit: int = MAX_TEXT_CHARACTERS, is_required: bool = False) -> Reader:
    """Plain text, shown as text."""

    def read(value: Any, pointer: str, errors: Errors) -> str:
        if value is None:
            value = ""
        if not isinstance(value, str):
            errors.add(pointer, "not-text", "Must be text.")
            return ""
        value = plain(value)
        if is_required and not value.strip():
            errors.add(pointer, "blank", "Must not be empty.")
        if len(value) > limit:
            errors.add(pointer, "too-long", f"At most {limit} characters.")
            return ""
        return value

    return read


def html(value: Any, pointer: str, errors: Errors) -> str:
    """Inline HTML, cleaned by the allow-list."""
    raw = text(limit=MAX_HTML_CHARACTERS)(value, pointer, errors)
    return str(clean_inline(raw))


def flag(value: Any, pointer: str, errors: Errors) -> bool:
    """True or false; absent is false."""
    if value is None:
        return False
    if not isinstance(value, bool):
        errors.add(pointer, "not-boolean", "Must be true or false.")
        return False
    return value


def number(*, low: int, high: int, default: int | None = None) -> Reader:
    """Whole number in a range; absent gives the default."""

    def read(value: Any, pointer: str, errors: Errors) -> int | None:
        if value is None and default is not None:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            errors.add(pointer, "out-of-range", f"Must be a whole number from {low} to {high}.")
            return default
        return value

    return read


def optional_number(*, low: int, high: int) -> Reader:
    """Whole number in a range, or null."""

    def read(value: Any, pointer: str, errors: Errors) -> int | None:
        return None if value is None else number(low=low, high=high)(value, pointer, errors)

    return read


def choice(options: Collection[str], *, default: str | None = None) -> Reader:
    """One of a few words."""

    def read(value: Any, pointer: str, errors: Errors) -> str | None:
        if value is None and default is not None:
            return default
        if value not in options:
            errors.add(pointer, "not-a-choice", f"Must be one of {', '.join(sorted(options))}.")
            return default
        return str(value)

    return read


def file_id(value: Any, pointer: str, errors: Errors) -> str | None:
    """Public id of a stored file, or null."""
    if value is None:
        return None
    try:
        return str(uuid.UUID(value))
    except (ValueError, TypeError, AttributeError):
        errors.add(pointer, "not-a-file", "Must be the id of a stored file.")
        return None


def question_id(value: Any, pointer: str, errors: Errors) -> str | None:
    """Public id of a practice question, or null while none is chosen."""
    if value is None:
        return None
    try:
        return str(uuid.UUID(value))
    except (ValueError, TypeError, AttributeError):
        errors.add(pointer, "not-a-question", "Must be the id of a question.")
        return None


def is_web_address(value: str, *, is_site_path_allowed: bool = False) -> bool:
    """Whether a browser may be sent there: http or https, or a path of this site."""
    if is_site_path_allowed and _SITE_PATH.fullmatch(value):
        return True
    if re.search(r"[\s\\\x00-\x1f]", value):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def address(*, is_required: bool = False) -> Reader:
    """Address of a page, image or film: http, https or a path of this site."""

    def read(value: Any, pointer: str, errors: Errors) -> str:
        raw = str(text(is_required=is_required)(value, pointer, errors)).strip()
        if raw and not is_web_address(raw, is_site_path_allowed=True):
            errors.add(pointer, "bad-address", "Must be an http or https address.")
            return ""
        return raw

    return read


def external_id(value: Any, pointer: str, errors: Errors) -> str:
    """Id of a film at a provider."""
    raw = str(text(limit=64)(value, pointer, errors))
    if raw and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", raw):
        errors.add(pointer, "bad-id", "Must be the provider's id of the film.")
        return ""
    return raw


def html_row(value: Any, pointer: str, errors: Errors) -> list[str]:
    """Cells of a table row."""
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > MAX_TABLE_COLUMNS:
        errors.add(pointer, "not-a-row", f"Must be a list of at most {MAX_TABLE_COLUMNS} cells.")
        return []
    return [html(cell, f"{pointer}/{index}", errors) for index, cell in enumerate(value)]


def html_rows(value: Any, pointer: str, errors: Errors) -> list[list[str]]:
    """Rows of a table."""
    if not isinstance(value, list) or len(value) > MAX_TABLE_ROWS:
        errors.add(pointer, "not-rows", f"Must be a list of at most {MAX_TABLE_ROWS} rows.")
        return []
    return [html_row(row, f"{pointer}/{index}", errors) for index, row in enumerate(value)]


def captions(value: Any, pointer: str, errors: Errors) -> list[dict[str, str]]:
    """Caption tracks of a film."""
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > 50:
        errors.add(pointer, "not-captions", "Must be a list of at most 50 tracks.")
        return []
    return [_caption(track, f"{pointer}/{index}", errors) for index, track in enumerate(value)]


def _caption(track: Any, pointer: str, errors: Errors) -> dict[str, str]:
    if not isinstance(track, dict):
        errors.add(pointer, "not-an-object", "Must be an object.")
        return {"language": "", "label": "", "url": ""}
    return {
        "language": text(limit=16, is_required=True)(track.get("language"), f"{pointer}/language", errors),
        "label": text(limit=80)(track.get("label"), f"{pointer}/label", errors),
        "url": address(is_required=True)(track.get("url"), f"{pointer}/url", errors),
    }
