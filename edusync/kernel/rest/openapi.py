"""Makes the OpenAPI 3.1 description of the API from its views."""

import re
from typing import Any, ClassVar

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import force_instance
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from edusync.kernel.rest.views import ApiView, FastResponse

PROBLEM = {"$ref": "#/components/schemas/Problem"}
PROBLEM_JSON = "application/problem+json"
LARGEST_ID = 2**63 - 1
MEANINGS = {
    400: "The request cannot be understood.",
    401: "Not signed in.",
    403: "Not allowed.",
    404: "There is nothing here, or nothing you may see.",
    405: "The address does not know the method.",
    409: "The present state does not allow this.",
    412: "Somebody changed it meanwhile.",
    413: "The body is too large.",
    415: "The media type is not understood.",
    422: "Some of the input is not valid.",
    428: "If-Match is missing.",
    429: "Too many requests.",
}
PAGE_PARAMETERS = {
    "cursor": "`next` of the page before; empty for the first page.",
    "limit": {"type": "integer", "minimum": 1, "description": "Rows a page; more than allowed is cut down."},
}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The browser's session cookie."""

    target_class = "edusync.kernel.rest.authentication.RequestUser"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Where the credential travels."""
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": settings.SESSION_COOKIE_NAME,
            "description": "Writing requests also carry the token of the cookie `csrftoken` as `X-CSRFToken`.",
        }


BEARER = {
    "type": "http",
    "scheme": "bearer",
    "description": "An API key or access token; it must carry the permission that the method needs.",
}


def takes_keys(view: Any, method: str) -> bool:
    """Whether a program with a key or token may use the method at all."""
    if view.public or view.permissions.get(method) or view.key_scopes.get(method):
        return True
    return method == "get" and view.policy is not None and view.policy.key_scope is not None


class HouseSchema(AutoSchema):
    """Reads what `@schema` says about a method."""

    @property
    def facts(self) -> dict[str, Any]:
        """What the method's decorator recorded."""
        handler = getattr(self.view, self.method.lower(), None)
        return getattr(handler, "schema_facts", {})

    def get_operation_id(self) -> str:
        """Method and path in one word: unique, and stable while the address is."""
        path = self.path.removeprefix("/api/v1/")
        return "_".join([self.method.lower(), *re.findall(r"[A-Za-z0-9]+", path)])

    def get_tags(self) -> list[str]:
        """First word of the path."""
        return [self.path.removeprefix("/api/v1/").split("/", maxsplit=1)[0]]

    def get_summary(self) -> str | None:
        """One line."""
        return self.facts.get("summary") or None

    def get_auth(self) -> list[dict[str, list[str]]]:
        """Public routes also know who is signed in."""
        needed: list[dict[str, list[str]]] = [{"session": []}]
        if takes_keys(self.view, self.method.lower()):
            needed.append({"bearer": []})
        return [*needed, {}] if getattr(self.view, "public", False) else needed

    def get_request_serializer(self) -> Any:
        """What the body is."""
        return self.facts.get("request")

    def get_override_parameters(self) -> list[Any]:
        """Query parameters and headers."""
        query = {**(PAGE_PARAMETERS if self.facts.get("paginated") else {}), **self.facts.get("query", {})}
        found = [query_parameter(name, about) for name, about in query.items()]
        handler = getattr(self.view, self.method.lower(), None)
        if getattr(handler, "is_idempotent", False):
            found.append(header("Idempotency-Key", "Repeats with the same key get the first answer."))
        if self.facts.get("needs_version"):
            found.append(header("If-Match", "The version to change: the ETag of the last answer."))
        return found

    def get_response_serializers(self) -> Any:
        """Answers by status, problems among them."""
        facts = self.facts
        answers: dict[Any, Any] = {}
        success = facts.get("status", 200)
        media_type = facts.get("media_type", "application/json")
        if media_type.startswith("multipart/"):
            # Said of the body; the answer is JSON.
            media_type = "application/json"
        response = facts.get("response", OpenApiTypes.OBJECT if not facts else None)
        if facts.get("paginated"):
            response = self.page_of(response)
        answers[success if response is None else (success, media_type)] = response
        for status, answer in facts.get("responses", {}).items():
            answers[status if answer is None else (status, "application/json")] = answer
        for status in self.problem_statuses():
            answers[(status, PROBLEM_JSON)] = OpenApiResponse(PROBLEM, MEANINGS[status])
        answers[("default", PROBLEM_JSON)] = OpenApiResponse(PROBLEM, "Any other problem.")
        return answers

    def page_of(self, serializer: Any) -> dict[str, Any]:
        """Schema of one page of a list."""
        item = self.resolve_serializer(force_instance(serializer), "response").ref
        return {
            "type": "object",
            "properties": {
                "results": {"type": "array", "items": item},
                "next": {"type": ["string", "null"], "description": "Cursor of the next page."},
            },
            "required": ["results", "next"],
        }

    def problem_statuses(self) -> list[int]:
        """Which problems the route can answer by itself; services add theirs under `default`."""
        statuses = [400, 405, 429]
        if not getattr(self.view, "public", False):
            statuses += [401, 403]
        if "{" in self.path:
            statuses.append(404)
        if self.method in {"POST", "PUT", "PATCH", "DELETE"}:
            statuses += [403, 409, 413, 415]
        if self.facts.get("request") or self.facts.get("query") or self.facts.get("paginated"):
            statuses.append(422)
        if self.facts.get("needs_version"):
            statuses += [412, 428]
        return sorted(set(statuses))


def query_parameter(name: str, about: Any) -> OpenApiParameter:
    """A parameter from its help text, its Python type, or its JSON schema."""
    if isinstance(about, OpenApiParameter):
        return about
    if isinstance(about, type):
        return OpenApiParameter(name, about, OpenApiParameter.QUERY)
    if isinstance(about, dict):
        about = dict(about)
        text = about.pop("description", "")
        return OpenApiParameter(name, about, OpenApiParameter.QUERY, description=text)
    return OpenApiParameter(name, str, OpenApiParameter.QUERY, description=about)


def header(name: str, about: str) -> OpenApiParameter:
    """A request header."""
    return OpenApiParameter(name, str, OpenApiParameter.HEADER, description=about)


COMPONENTS: dict[str, dict[str, Any]] = {
    "FieldError": {
        "type": "object",
        "properties": {
            "pointer": {"type": "string", "description": "JSON pointer into the body; empty: the whole."},
            "code": {"type": "string"},
            "detail": {"type": "string"},
        },
        "required": ["pointer", "code", "detail"],
    },
    "Problem": {
        "type": "object",
        "description": "RFC 9457 problem details; `code` is the contract. Further members tell facts.",
        "properties": {
            "type": {"type": "string"},
            "code": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "errors": {"type": "array", "items": {"$ref": "#/components/schemas/FieldError"}},
            "request_id": {"type": "string"},
        },
        "required": ["type", "code", "title", "status"],
    },
}


def finish(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Add the components of problems, and bounds to the ids in paths."""
    components = result.setdefault("components", {}).setdefault("schemas", {})
    components.update(COMPONENTS)
    result["components"]["schemas"] = dict(sorted(components.items()))
    result["components"].setdefault("securitySchemes", {})["bearer"] = BEARER
    for item in result.get("paths", {}).values():
        for operation in item.values():
            for parameter in operation.get("parameters", ()):
                bound_id(parameter)
    return result


def bound_id(parameter: dict[str, Any]) -> None:
    """Tell the largest id there can be."""
    about = parameter.get("schema", {})
    if parameter.get("in") == "path" and about.get("type") == "integer":
        about.update({"minimum": 0, "maximum": LARGEST_ID})


class SchemaView(ApiView):
    """The description itself."""

    public = True
    schema: ClassVar[None] = None  # type: ignore[misc]
    _document: ClassVar[dict[str, Any] | None] = None

    def get(self, request: Any) -> FastResponse:
        """OpenAPI document, made once in a process."""
        cls = type(self)
        if cls._document is None:
            cls._document = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
        return FastResponse(cls._document)
