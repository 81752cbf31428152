"""What SCIM answers when it refuses (RFC 7644, 3.12)."""

from typing import Any

ERROR_URN = "urn:ietf:params:scim:api:messages:2.0:Error"


class ScimError(Exception):
    """A refusal. `kind` is the `scimType` of RFC 7644, table 9, where one fits."""

    def __init__(self, status: int, detail: str, kind: str = "") -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.kind = kind

    def body(self) -> dict[str, Any]:
        """The error as JSON; `status` is text there."""
        body: dict[str, Any] = {"schemas": [ERROR_URN], "status": str(self.status), "detail": self.detail}
        return {**body, "scimType": self.kind} if self.kind else body


def invalid_value(detail: str) -> ScimError:
    """A value has the wrong type or form."""
    return ScimError(400, detail, "invalidValue")


def invalid_filter(detail: str) -> ScimError:
    """A filter that cannot be understood or is not supported."""
    return ScimError(400, detail, "invalidFilter")


def invalid_path(detail: str) -> ScimError:
    """A PATCH path that cannot be understood."""
    return ScimError(400, detail, "invalidPath")


def not_there() -> ScimError:
    """There is no such resource, or none of this organization."""
    return ScimError(404, "There is no such resource.")


def taken(name: str) -> ScimError:
    """Another resource of the organization has it."""
    return ScimError(409, f"Another resource has this {name}.", "uniqueness")
