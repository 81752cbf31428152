"""Who may see and do what: permissions, actors, and the base of all policies."""

import dataclasses
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from edusync.kernel.problems import Forbidden, NotFound, NotWhileViewing, OutOfScope, Unauthenticated

if TYPE_CHECKING:
    from django.http import HttpRequest


class Permission(StrEnum):
    """Everything that may be permitted, as `app:resource:action`. Roles hold sets of these codes."""

    PERSON_READ = "identity:person:read"
    PERSON_MANAGE = "identity:person:manage"
    PERSON_INVITE = "identity:person:invite"
    PERSON_IMPORT = "identity:person:import"
    PERSON_EXPORT = "identity:person:export"
    PERSON_MERGE = "identity:person:merge"
    PERSON_IMPERSONATE = "identity:person:impersonate"
    PERSONAL_FACTS_READ = "identity:personal-facts:read"
    PERSONAL_FACTS_MANAGE = "identity:personal-facts:manage"
    CUSTOM_FIELD_MANAGE = "identity:custom-field:manage"
    ROLE_READ = "identity:role:read"
    ROLE_MANAGE = "identity:role:manage"
    ROLE_GRANT = "identity:role:grant"
    ORGANIZATION_MANAGE = "identity:organization:manage"
    UNIT_MANAGE = "identity:unit:manage"
    TERM_MANAGE = "identity:term:manage"
    GROUP_MANAGE = "identity:group:manage"
    GUARDIAN_MANAGE = "identity:guardian:manage"
    SIGN_IN_MANAGE = "identity:sign-in:manage"
    APPLICATION_MANAGE = "identity:application:manage"
    API_KEY_MANAGE = "identity:api-key:manage"
    PROVISIONING_MANAGE = "identity:provisioning:manage"
    PROFILE_UPDATE = "identity:profile:update"

    FILE_UPLOAD = "files:file:upload"
    FILE_READ = "files:file:read"
    FILE_MANAGE = "files:file:manage"

    COURSE_READ = "courses:course:read"
    COURSE_CREATE = "courses:course:create"
    COURSE_UPDATE = "courses:course:update"
    COURSE_PUBLISH = "courses:course:publish"
    COURSE_ARCHIVE = "courses:course:archive"
    COURSE_DELETE = "courses:course:delete"
    LESSON_READ = "courses:lesson:read"
    CATEGORY_MANAGE = "courses:category:manage"
    TAG_MANAGE = "courses:tag:manage"
    COURSE_REVIEW = "courses:course:review"
    COURSE_COPY = "courses:course:copy"
    COURSE_EXPORT = "courses:course:export"
    STAFF_MANAGE = "courses:staff:manage"
    COMMENT_WRITE = "courses:comment:write"
    TRANSLATION_MANAGE = "courses:translation:manage"
    RATING_WRITE = "courses:rating:write"
    RATING_MODERATE = "courses:rating:moderate"
    ACCESSIBILITY_READ = "courses:accessibility:read"

    ENROLLMENT_READ = "enrollment:enrollment:read"
    ENROLLMENT_CREATE = "enrollment:enrollment:create"
    ENROLLMENT_MANAGE = "enrollment:enrollment:manage"
    ENROLLMENT_WITHDRAW = "enrollment:enrollment:withdraw"

    PROGRESS_READ = "progress:progress:read"
    PROGRESS_RECORD = "progress:progress:record"
    PROGRESS_MANAGE = "progress:progress:manage"

    QUIZ_MANAGE = "assessment:quiz:manage"
    ATTEMPT_READ = "assessment:attempt:read"
    ATTEMPT_TAKE = "assessment:attempt:take"
    SUBMISSION_MARK = "assessment:submission:mark"
    EXAM_INVIGILATE = "assessment:exam:invigilate"

    GRADE_VIEW = "grading:grade:view"
    GRADE_CHANGE = "grading:grade:change"
    GRADE_POST = "grading:grade:post"
    GRADEBOOK_MANAGE = "grading:book:manage"
    GRADING_SCHEME_MANAGE = "grading:scheme:manage"

    CERTIFICATE_READ = "credentials:certificate:read"
    CERTIFICATE_ISSUE = "credentials:certificate:issue"
    CERTIFICATE_REVOKE = "credentials:certificate:revoke"

    IMPORT_READ = "integrations:import:read"
    IMPORT_RUN = "integrations:import:run"

    REPORT_READ = "reports:report:read"
    REPORT_DEFINITION_MANAGE = "reports:definition:manage"
    RESEARCH_EXPORT = "reports:research:export"

    CONSENT_MANAGE = "privacy:consent:manage"
    PRIVACY_REQUEST_MANAGE = "privacy:request:manage"
    RETENTION_MANAGE = "privacy:retention:manage"

    AUDIT_READ = "audit:event:read"
    AUDIT_EXPORT = "audit:event:export"
    SITE_MANAGE = "operations:site:manage"


Credential = Literal["session", "api-key", "token"]


@dataclasses.dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person with a session, or a machine with a key or token that acts for a person.

    `ceiling` caps what its permissions may be. `unit_permissions` are held in a unit and the units below it.
    `impersonator_id` is the admin who sees the site as this person. `credential` says what the request proved itself by.
    """

    user_id: int | None = None
    organization_id: int | None = None
    permissions: frozenset[str] = frozenset()
    course_permissions: Mapping[int, frozenset[str]] = dataclasses.field(default_factory=dict)
    unit_permissions: Mapping[int, frozenset[str]] = dataclasses.field(default_factory=dict)
    is_superuser: bool = False
    ceiling: frozenset[str] | None = None
    label: str = ""
    # Codes of the roles held in the organization, in whatever scope; permissions say what they allow.
    roles: tuple[str, ...] = ()
    credential: Credential = "session"
    credential_id: int | None = None
    impersonator_id: int | None = None

    @property
    def is_authenticated(self) -> bool:
        """Whether a person is signed in."""
        return self.user_id is not None

    def has(self, permission: str, course_id: int | None = None) -> bool:
        """Whether the actor holds the permission in the whole organization, or in that course."""
        if self.ceiling is not None and permission not in self.ceiling:
            return False
        if self.is_superuser or permission in self.permissions:
            return True
        return course_id is not None and permission in self.course_permissions.get(course_id, ())

    def courses_with(self, permission: str) -> list[int]:
        """Ids of the courses in which the actor holds the permission by a role in that course."""
        if self.ceiling is not None and permission not in self.ceiling:
            return []
        return [course_id for course_id, codes in self.course_permissions.items() if permission in codes]

    def units_with(self, permission: str) -> list[int]:
        """Ids of the units in which the actor holds the permission by a role there or in a unit above."""
        if self.ceiling is not None and permission not in self.ceiling:
            return []
        return [unit_id for unit_id, codes in self.unit_permissions.items() if permission in codes]

    def has_in_unit(self, permission: str, unit_id: int | None) -> bool:
        """Whether the actor holds the permission for what belongs to the unit."""
        if self.has(permission):
            return True
        return unit_id is not None and unit_id in self.units_with(permission)


ANONYMOUS = Actor()


class Policy:
    """Answers for one resource both who sees it and who may do what with it.

    Whatever is allowed must be visible. `offered` are the permissions listed in a resource's `actions`.
    """

    offered: ClassVar[tuple[Permission, ...]] = ()
    # What a key or token must carry to read where the route names no permission. None: such routes are for people.
    key_scope: ClassVar[Permission | None] = None

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """The rows of `queryset` the actor may know of; nothing unless a subclass says so."""
        return queryset.none()

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """Whether the actor may do it; `target` is a row, or None for acts without one (create, list)."""
        return False

    def sees(self, actor: Actor, target: Any) -> bool:
        """Whether the row is visible. Override where that is known without a query."""
        manager = getattr(type(target), "unscoped", None) or type(target)._default_manager
        return bool(self.visible(manager.filter(pk=target.pk), actor).exists())

    def actions(self, actor: Actor, target: Any) -> list[str]:
        """Codes of the offered permissions that the actor has on the target."""
        return [str(permission) for permission in self.offered if self.allows(actor, permission, target)]


class SignedIn(Policy):
    """For routes about the actor's own things: every signed-in person may, on their own rows."""

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """All rows; the route itself asks only for the actor's own."""
        return queryset if actor.is_authenticated else queryset.none()

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """Every signed-in person."""
        return actor.is_authenticated


def check(policy: Policy, actor: Actor, permission: str, target: Any = None) -> None:
    """Raise NotFound if the actor may not see the target, Unauthenticated or Forbidden if not do this with it."""
    require_scope(actor, permission)
    if policy.allows(actor, permission, target):
        return
    if target is not None and not policy.sees(actor, target):
        raise NotFound
    if not actor.is_authenticated:
        raise Unauthenticated
    if actor.impersonator_id is not None and actor.ceiling is not None and permission not in actor.ceiling:
        raise NotWhileViewing(permission=str(permission))
    raise Forbidden(permission=str(permission))


def require_scope(actor: Actor, permission: str | None) -> None:
    """Raise OutOfScope if the actor's key or token does not carry the permission, or any where None is asked.

    A relation (own row, taught course) opens to a key no more than its scopes name.
    """
    if actor.ceiling is None or actor.credential == "session":
        return
    if not actor.ceiling or (permission is not None and permission not in actor.ceiling):
        raise OutOfScope(permission=str(permission or ""))


ActorProvider = Callable[["HttpRequest"], Actor | None]
_providers: list[ActorProvider] = []


def register_actor_provider(provider: ActorProvider) -> ActorProvider:
    """Let `provider` say who makes a request (None: nobody). Asked in order of registration."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def actor_of(request: "HttpRequest") -> Actor:
    """Who makes the request, or ANONYMOUS."""
    for provider in _providers:
        actor = provider(request)
        if actor is not None:
            return actor
    return ANONYMOUS
