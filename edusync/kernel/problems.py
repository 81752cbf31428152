"""What can go wrong, as RFC 9457 problem details: one class per kind, raised by services, answered by one handler."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar


@dataclasses.dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one place of the input. `pointer` is a JSON pointer (RFC 6901) into the body."""

    pointer: str
    code: str
    detail: str = ""


class Problem(Exception):
    """An expected failure. Subclasses set `status`, `code` (the contract, kebab-case) and `title`.

    `facts` become members of the JSON answer; `headers` go into the response.
    """

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal-error"
    title: ClassVar[str] = "The server failed. Try again later."

    def __init__(
        self,
        detail: str = "",
        *,
        errors: Iterable[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        **facts: Any,
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.errors = list(errors)
        self.headers = dict(headers or {})
        self.facts = facts

    def body(self, *, request_id: str = "") -> dict[str, Any]:
        """The problem as a JSON object."""
        answer: dict[str, Any] = {
            "type": f"urn:edusync:problem:{self.code}",
            "code": self.code,
            "title": self.title,
            "status": self.status,
        }
        if self.detail:
            answer["detail"] = self.detail
        if self.errors:
            answer["errors"] = [dataclasses.asdict(error) for error in self.errors]
        if request_id:
            answer["request_id"] = request_id
        return {**self.facts, **answer}


class UploadCutOff(Problem):
    """The body ended before its announced length: nothing of it was used."""

    status = 400
    code = "upload-cut-off"
    title = "The upload broke off. Nothing was stored; please try again."


class BadRequest(Problem):
    status = 400
    code = "bad-request"
    title = "The request cannot be understood."


class MalformedBody(BadRequest):
    code = "malformed-body"
    title = "The body is not well-formed."


class InvalidCursor(BadRequest):
    code = "invalid-cursor"
    title = "The cursor does not belong to this list."


class Unauthenticated(Problem):
    status = 401
    code = "not-authenticated"
    title = "Sign in first."


class InvalidCredential(Unauthenticated):
    code = "invalid-credential"
    title = "This key or token is not known, has expired or was revoked."


class Forbidden(Problem):
    status = 403
    code = "forbidden"
    title = "You may not do this."


class OutOfScope(Forbidden):
    code = "out-of-scope"
    title = "The key or token does not carry the permission that this needs."


class NotWhileViewing(Forbidden):
    """Money, sign-in, keys, roles, exports, deletion, messages and the person's own settings are not theirs to touch."""

    code = "not-while-viewing"
    title = "You cannot do this while you see the site as another person."


class CsrfFailed(Forbidden):
    code = "csrf-failed"
    title = "The request does not come from this site's own page. Reload the page and try again."


class NotFound(Problem):
    status = 404
    code = "not-found"
    title = "There is nothing here."


class MethodNotAllowed(Problem):
    status = 405
    code = "method-not-allowed"
    title = "This address does not know that method."


class NotAcceptable(Problem):
    status = 406
    code = "not-acceptable"
    title = "There is no answer of the wanted media type."


class Conflict(Problem):
    status = 409
    code = "conflict"
    title = "The present state does not allow this."


class IdempotencyConflict(Conflict):
    code = "idempotency-key-reused"
    title = "This idempotency key was used for a different request."


class IdempotencyInProgress(Conflict):
    code = "request-in-progress"
    title = "The same request is still being answered."


class PreconditionFailed(Problem):
    status = 412
    code = "stale-version"
    title = "Somebody changed this meanwhile. Load it again."


class TooLarge(Problem):
    status = 413
    code = "too-large"
    title = "The request is larger than allowed."


class UnsupportedMedia(Problem):
    status = 415
    code = "unsupported-media-type"
    title = "The body has a media type that is not understood here."


class ValidationProblem(Problem):
    status = 422
    code = "invalid-input"
    title = "Some of the input is not valid."


class PreconditionRequired(Problem):
    status = 428
    code = "version-required"
    title = "Name the version you change, in the header If-Match."


class RateLimited(Problem):
    status = 429
    code = "rate-limited"
    title = "Too many requests. Wait a little."


class Unavailable(Problem):
    status = 503
    code = "unavailable"
    title = "The service is not ready."


def every_problem() -> Iterator[type[Problem]]:
    """`Problem` and all classes below it that have been imported, in the order of their codes."""
    found: dict[str, type[Problem]] = {}
    waiting: list[type[Problem]] = [Problem]
    while waiting:
        kind = waiting.pop()
        found[f"{kind.__module__}.{kind.__qualname__}"] = kind
        waiting.extend(kind.__subclasses__())
    yield from sorted(found.values(), key=lambda kind: (kind.code, kind.__qualname__))
