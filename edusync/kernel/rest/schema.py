"""OpenAPI: how views say what they take and give."""

from collections.abc import Callable
from typing import Any, TypeVar

Method = TypeVar("Method", bound=Callable[..., Any])


def schema(
    *,
    request: Any = None,
    response: Any = None,
    status: int = 200,
    responses: dict[int, Any] | None = None,
    query: dict[str, Any] | None = None,
    paginated: bool = False,
    needs_version: bool = False,
    summary: str = "",
    media_type: str = "application/json",
) -> Callable[[Method], Method]:
    """Method decorator: `request` and `response` are serializer classes (or instances with many=True).

    `status` is that of the success answer, `responses` adds more, `query` maps parameter names to their help, their type or their
    JSON schema, `needs_version` says that the method calls `require_match` (If-Match),
    `paginated` wraps the response in `{results, next}` and adds `cursor` and `limit`.
    """

    def decorate(method: Method) -> Method:
        method.schema_facts = {  # type: ignore[attr-defined]
            "request": request,
            "response": response,
            "status": status,
            "responses": responses or {},
            "query": query or {},
            "paginated": paginated,
            "needs_version": needs_version,
            "summary": summary,
            "media_type": media_type,
        }
        return method

    return decorate
