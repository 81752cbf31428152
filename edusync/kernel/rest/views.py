"""The base of all API views: refuses by default, costs little, answers problems."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.authentication import CSRFCheck
from rest_framework.parsers import BaseParser
from rest_framework.views import APIView

from edusync.kernel import flags, problems
from edusync.kernel.policy import Actor, Policy, check, require_scope
from edusync.kernel.rest import guards
from edusync.kernel.rest.authentication import RequestUser
from edusync.kernel.rest.errors import as_problem
from edusync.kernel.rest.parsers import FormParser, OrjsonParser
from edusync.kernel.rest.rate_limits import use_named
from edusync.kernel.rest.responses import JSON, FastResponse, OrjsonRenderer, problem_response
from edusync.kernel.rest.schema import schema
from edusync.kernel.view_as import record_act, refuse_forbidden

__all__ = ["ApiView", "FastResponse", "schema"]

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
LARGEST_ID = 2**63 - 1


class ApiView(APIView):
    """A route of the API. A subclass names its `policy`, or says `public = True`.

    `permissions` maps a method name to what the actor must be allowed without a target; methods that need a target
    call `self.check(permission, row)` or ask the service. A method that is not defined answers 405.

    `needs_step_up` names methods that a session may call only if it proved itself within the last 15 minutes (else 403
    `step-up-needed`; the front end asks and repeats): granting of roles, exports, second factors, seeing as another.
    Who sees the site as another person is refused more (kernel.view_as): `refused_while_viewing` adds methods to that,
    `open_while_viewing` takes some away.
    `flag` names the feature that the route belongs to (kernel.flags): 404 for whom it is off, as if it did not exist.
    `is_open_before_second_factor` opens a route to people who must set up a second factor before anything else.
    """

    policy: ClassVar[Policy | None] = None
    public: ClassVar[bool] = False
    permissions: ClassVar[Mapping[str, str]] = {}
    flag: ClassVar[flags.Flag | None] = None
    needs_step_up: ClassVar[frozenset[str]] = frozenset()
    is_open_before_second_factor: ClassVar[bool] = False
    refused_while_viewing: ClassVar[frozenset[str]] = frozenset()
    open_while_viewing: ClassVar[frozenset[str]] = frozenset()
    # What a key or token must carry, by method, where neither `permissions` nor the policy's `key_scope` says it.
    key_scopes: ClassVar[Mapping[str, str]] = {}
    # Strict limits of the settings (RATE_LIMITS) by method.
    rate_limits: ClassVar[Mapping[str, str]] = {}

    authentication_classes = (RequestUser,)
    permission_classes = ()
    throttle_classes = ()
    parser_classes: Sequence[type[BaseParser]] = (OrjsonParser,)
    renderer_classes = (OrjsonRenderer,)
    http_method_names = ["get", "post", "put", "patch", "delete", "head"]

    @property
    def actor(self) -> Actor:
        """Who makes the request."""
        return self.request.actor  # type: ignore[attr-defined, no-any-return]

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Everything that may refuse the request before its method runs."""
        request.accepted_renderer, request.accepted_media_type = OrjsonRenderer(), JSON
        method = request.method.lower()
        if method not in self.http_method_names or not hasattr(self, method):
            self.http_method_not_allowed(request)
        refuse_odd_address(request, kwargs)
        flags.require(self.flag, self.actor)
        self.require_access(method)
        refuse_forbidden(self, self.actor, method)
        # A key or token comes in a header that no foreign page can make a browser send.
        is_by_session = self.actor.is_authenticated and self.actor.credential == "session"
        if is_by_session:
            if request.method not in SAFE_METHODS:
                enforce_csrf(request._request)
            self.require_proofs(request._request, method)
        self.count_use(method)
        record_act(self, self.actor, method)

    def require_proofs(self, request: HttpRequest, method: str) -> None:
        """Raise what the guards of sessions raise: second factor missing, proof of identity too old."""
        # Who sees the site as another person proved themselves before, as themselves.
        is_own_self = self.actor.impersonator_id is None
        if is_own_self and not self.public and not self.is_open_before_second_factor:
            guards.require_entry(request)
        if method in self.needs_step_up:
            guards.require_step_up(request)

    def count_use(self, method: str) -> None:
        """Count the request against the method's strict limit, if it has one. Raises RateLimited."""
        name = self.rate_limits.get("get" if method == "head" else method)
        usage = use_named(self.request._request, name) if name else None
        if usage is not None:
            self.headers.update(usage.headers)

    def require_key_scope(self, method: str) -> None:
        """Raise OutOfScope unless a person acts, or a key or token that carries what the method needs."""
        if self.actor.ceiling is None or self.actor.credential == "session":
            return
        method = "get" if method == "head" else method
        scope = self.permissions.get(method) or self.key_scopes.get(method)
        if scope is None and method == "get" and self.policy is not None:
            scope = self.policy.key_scope
        if scope is None and not self.public:
            raise problems.OutOfScope
        require_scope(self.actor, scope)

    def require_access(self, method: str) -> None:
        """Raise Unauthenticated or Forbidden unless the actor may use the method at all."""
        self.require_key_scope(method)
        if self.public:
            return
        if self.policy is None:
            raise problems.Forbidden
        if not self.actor.is_authenticated:
            raise problems.Unauthenticated
        permission = self.permissions.get("get" if method == "head" else method)
        if permission is not None:
            check(self.policy, self.actor, permission)

    def check(self, permission: str, target: Any = None) -> None:
        """Raise NotFound, Unauthenticated or Forbidden unless the actor may do it with the target."""
        check(self.required_policy(), self.actor, permission, target)

    def required_policy(self) -> Policy:
        """The view's policy."""
        if self.policy is None:
            raise TypeError(f"{type(self).__name__} has no policy")
        return self.policy

    def get_visible(self, queryset: Any, pk: Any = None, **lookup: Any) -> Any:
        """The row of that key (or lookup) if the actor may see it. Raises NotFound."""
        condition = lookup or {"pk": pk}
        row = self.required_policy().visible(queryset, self.actor).filter(**condition).first()
        if row is None:
            raise problems.NotFound
        return row

    def validated(self, serializer_class: Callable[..., Any], **options: Any) -> dict[str, Any]:
        """The body as the serializer cleans it; unknown members are ignored. Raises ValidationProblem."""
        serializer = serializer_class(data=self.request.data, context={"request": self.request}, **options)
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data  # type: ignore[no-any-return]

    def http_method_not_allowed(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """405 with the header that RFC 9110 wants."""
        raise problems.MethodNotAllowed(headers={"Allow": ", ".join(self.allowed_methods)})

    @property
    def allowed_methods(self) -> list[str]:
        """Methods the view has."""
        return [name.upper() for name in self.http_method_names if hasattr(self, name)]

    def handle_exception(self, exc: Exception) -> HttpResponseBase:  # type: ignore[override]
        """A problem for what may happen; bugs go on to Django and become a 500 with the request id."""
        problem = as_problem(exc)
        if problem is None:
            raise exc
        if not hasattr(self.request, "accepted_renderer"):
            self.request.accepted_renderer, self.request.accepted_media_type = OrjsonRenderer(), JSON
        return problem_response(problem, self.request._request)

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        """The view function; HEAD is answered by GET."""
        if hasattr(cls, "get") and not hasattr(cls, "head"):
            cls.head = cls.get  # type: ignore[attr-defined]
        return super().as_view(**initkwargs)


class UploadView(ApiView):
    """A route whose body is multipart/form-data with files."""

    parser_classes = (FormParser,)


def refuse_odd_address(request: Any, kwargs: Mapping[str, Any]) -> None:
    """Raise NotFound for ids no table can hold, ValidationProblem for NUL characters in the query."""
    for value in kwargs.values():
        if (isinstance(value, int) and value > LARGEST_ID) or (isinstance(value, str) and "\0" in value):
            raise problems.NotFound
    if "%00" in request.META.get("QUERY_STRING", ""):
        raise problems.ValidationProblem(
            errors=[
                problems.FieldError(f"/{key}", "null-character", "NUL characters are not allowed.")
                for key, values in request.GET.lists()
                if "\0" in key or any("\0" in value for value in values)
            ]
        )


def enforce_csrf(request: HttpRequest) -> None:
    """Raise CsrfFailed unless the request carries this site's token."""
    guard = CSRFCheck(lambda _request: None)  # type: ignore[arg-type, return-value]
    guard.process_request(request)
    if guard.process_view(request, None, (), {}):  # type: ignore[arg-type]
        raise problems.CsrfFailed
