"""The addresses of SCIM: `/scim/v2/<organization>/...`. Only for API keys of that organization that carry provisioning."""

from collections.abc import Callable
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from edusync.identity.models import ScimResource, User
from edusync.identity.scim import groups, schemas, users
from edusync.identity.scim.directory import Directory
from edusync.identity.scim.errors import ScimError, not_there
from edusync.identity.scim.resources import find, number, page_of, told, version
from edusync.identity.scim.schemas import GROUPS, MAX_RESULTS, USERS, Kind, listed
from edusync.identity.scim.versions import names_version
from edusync.identity.standing import standing_of
from edusync.kernel.policy import Actor, Permission
from edusync.kernel.problems import Problem
from edusync.kernel.rest.errors import as_problem

SCIM_JSON = "application/scim+json"
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="edusync"'}
MEDIA_TYPES = {SCIM_JSON, "application/json", ""}
# A refusal that says nothing about this directory's rows is none to show to people.
UNNOTED = {401, 403, 404, 405, 412, 429}


@method_decorator(csrf_exempt, name="dispatch")
class ScimView(View):
    """Asks for the key, reads the body, answers errors in SCIM's form."""

    http_method_names = ["get", "post", "put", "patch", "delete"]
    directory: Directory
    kind: Kind | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer the request."""
        try:
            self.directory = directory_of(request, kwargs.pop("slug"))
            return super().dispatch(request, *args, **kwargs)
        except ScimError as error:
            return self.refuse(error)
        except Exception as error:
            problem = as_problem(error)
            if problem is None:
                raise
            return self.refuse(as_scim(problem), problem)

    def refuse(self, error: ScimError, problem: Problem | None = None) -> HttpResponse:
        """The error as an answer, and for changes as a note for people."""
        if self.request.method != "GET" and error.status not in UNNOTED and self.kind is not None:
            code = problem.code if problem is not None else (error.kind or "refused")
            self.directory.note("refused", self.kind.name.lower(), code, label=self.label())
        headers = problem.headers if problem is not None else {}
        return respond(error.body(), error.status, headers=CHALLENGE if error.status == 401 else headers)

    def label(self) -> str:
        """What the refused request was about, as far as it can be told."""
        try:
            body = self.body()
        except ScimError:
            return ""
        name = body.get("userName") or body.get("displayName") if isinstance(body, dict) else ""
        text = name if isinstance(name, str) and name.isprintable() else ""
        return text or str(self.kwargs.get("resource_id", ""))

    def body(self) -> Any:
        """The JSON body. Raises ScimError."""
        if self.request.content_type not in MEDIA_TYPES:
            raise ScimError(415, "The body is application/scim+json.")
        try:
            return orjson.loads(self.request.body)
        except orjson.JSONDecodeError as error:
            raise ScimError(400, "The body is not well-formed JSON.", "invalidSyntax") from error

    @property
    def if_match(self) -> str:
        """The version that the request names, if any."""
        return str(self.request.META.get("HTTP_IF_MATCH", ""))

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """405 in SCIM's form."""
        error = ScimError(405, "This address does not know that method.")
        allowed = ", ".join(name.upper() for name in self.http_method_names if hasattr(self, name))
        return respond(error.body(), 405, headers={"Allow": allowed})


def directory_of(request: HttpRequest, slug: str) -> Directory:
    """Whose directory asks. Raises ScimError: 401 without a key, 403 without the permission, 404 for another organization's."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.credential != "api-key" or actor.organization_id is None or actor.credential_id is None:
        raise ScimError(401, "Send an API key as bearer token.")
    user: User = request.user  # type: ignore[assignment]
    standing = standing_of(user)
    if standing.organization is None or standing.organization.slug != slug:
        raise not_there()
    if not actor.has(Permission.PROVISIONING_MANAGE):
        raise ScimError(403, "The API key does not carry the permission for provisioning.")
    owner = Actor(
        user_id=user.pk,
        organization_id=actor.organization_id,
        permissions=standing.permissions,
        course_permissions=standing.course_permissions,
        unit_permissions=standing.unit_permissions,
        is_superuser=user.is_superuser,
        label=actor.label,
        credential=actor.credential,
        credential_id=actor.credential_id,
    )
    return Directory(actor.organization_id, slug, owner, actor.credential_id)


def as_scim(problem: Problem) -> ScimError:
    """A problem of the site in SCIM's words."""
    status = 400 if problem.status == 422 else problem.status
    kinds = {400: "invalidValue", 409: "uniqueness"}
    return ScimError(status, problem.detail or problem.title, kinds.get(status, ""))


def respond(data: Any, status: int = 200, headers: Any = None) -> HttpResponse:
    """A JSON answer of SCIM's media type."""
    return JsonResponse(data, status=status, content_type=SCIM_JSON, headers={**NO_STORE, **(headers or {})})


NO_STORE = {"Cache-Control": "no-store"}


class ScimResourceView(ScimView):
    """What lists and single resources have in common."""

    kind: Kind = USERS

    def answer(self, resource: ScimResource, status: int = 200) -> HttpResponse:
        """One resource with its version and address."""
        document = told(self.directory, self.kind, [resource], self.request.GET.dict())[0]
        location = self.directory.location(resource)
        headers = {"ETag": version(resource), "Location" if status == 201 else "Content-Location": location}
        return respond(document, status, headers)


class ScimListView(ScimResourceView):
    """People, or groups."""

    create: Callable[[Directory, Any], ScimResource] = staticmethod(users.create_user)

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page."""
        return respond(page_of(self.directory, self.kind, request.GET.dict()))

    def post(self, request: HttpRequest) -> HttpResponse:
        """A new resource."""
        return self.answer(type(self).create(self.directory, self.body()), 201)


class ScimGroupsView(ScimListView):
    """Groups."""

    kind = GROUPS
    create = staticmethod(groups.create)


class ScimUserView(ScimResourceView):
    """A person."""

    def get(self, request: HttpRequest, resource_id: str) -> HttpResponse:
        """The resource; 304 if the caller has this version."""
        resource = find(self.kind, resource_id)
        if names_version(request.META.get("HTTP_IF_NONE_MATCH", ""), resource):
            return HttpResponse(status=304, headers={"ETag": version(resource)})
        return self.answer(resource)

    def put(self, request: HttpRequest, resource_id: str) -> HttpResponse:
        """Replace."""
        return self.answer(
            users.replace_user(self.directory, resource_id, self.body(), if_match=self.if_match)
        )

    def patch(self, request: HttpRequest, resource_id: str) -> HttpResponse:
        """Change."""
        return self.answer(users.patch_user(self.directory, resource_id, self.body(), if_match=self.if_match))

    def delete(self, request: HttpRequest, resource_id: str) -> HttpResponse:
        """The person leaves the organization."""
        users.delete_user(self.directory, resource_id, if_match=self.if_match)
        return HttpResponse(status=204)


class ScimGroupView(ScimUserView):
    """A group."""

    kind = GROUPS

    def put(self, request: HttpRequest, resource_id: str) -> HttpResponse:
        """Replace."""
        return self.answer(groups.replace(self.directory, resource_id, self.body(), if_match=self.if_match))

    def patch(self, request: HttpRequest, resource_id: str) -> HttpResponse:
        """Change. Answers without the group, which may have tens of thousands of members, unless attributes are named."""
        resource = groups.patch(self.directory, resource_id, self.body(), if_match=self.if_match)
        if request.GET.get("attributes") or request.GET.get("excludedAttributes"):
            return self.answer(resource)
        return HttpResponse(status=204, headers={"ETag": version(resource)})

    def delete(self, request: HttpRequest, resource_id: str) -> HttpResponse:
        """The group goes."""
        groups.delete(self.directory, resource_id, if_match=self.if_match)
        return HttpResponse(status=204)


class ScimSearchView(ScimView):
    """Search by POST, over one type of resources or both."""

    kinds: tuple[Kind, ...] = (USERS, GROUPS)

    def post(self, request: HttpRequest) -> HttpResponse:
        """A page; people come before groups."""
        asked = self.body()
        if not isinstance(asked, dict):
            raise ScimError(400, "The body is a JSON object.", "invalidSyntax")
        start = max(1, number(asked, "startIndex", 1))
        left = min(max(0, number(asked, "count", MAX_RESULTS)), MAX_RESULTS)
        found: list[Any] = []
        total = 0
        for kind in self.kinds:
            first = max(1, start - total)
            page = page_of(self.directory, kind, {**asked, "startIndex": first, "count": left - len(found)})
            found += page["Resources"]
            total += page["totalResults"]
        return respond(listed(found, total=total, start=start))


class ScimSchemasView(ScimView):
    """The schemas."""

    def get(self, request: HttpRequest, urn: str = "") -> HttpResponse:
        """All, or one."""
        base = self.directory.base
        refuse_filter(request)
        return respond(schemas.schema_named(base, urn) if urn else listed(schemas.all_schemas(base)))


class ScimTypesView(ScimView):
    """The types of resources."""

    def get(self, request: HttpRequest, name: str = "") -> HttpResponse:
        """All, or one."""
        base = self.directory.base
        refuse_filter(request)
        return respond(schemas.type_named(base, name) if name else listed(schemas.all_types(base)))


class ScimConfigView(ScimView):
    """What this service can do."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The configuration."""
        refuse_filter(request)
        return respond(schemas.provider_config(self.directory.base))


class ScimMissingView(ScimView):
    """Any other address."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """404 for who has a key, 401 else."""
        try:
            directory_of(request, kwargs["slug"])
        except ScimError as error:
            return respond(error.body(), error.status, headers=CHALLENGE if error.status == 401 else {})
        return respond(not_there().body(), 404)


def refuse_filter(request: HttpRequest) -> None:
    """Raise ScimError: what describes the service is not filtered (RFC 7644, 4)."""
    if "filter" in request.GET:
        raise ScimError(403, "This cannot be filtered.")
