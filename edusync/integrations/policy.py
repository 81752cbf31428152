"""Who may import courses and read the reports: authors their own, those who keep the catalog all of the organization."""

from typing import Any, ClassVar

from django.db.models import Q

from edusync.courses.models import Course
from edusync.courses.policy import CoursePolicy, keeps_catalog, staffed_courses
from edusync.enrollment.models import Enrollment
from edusync.enrollment.policy import EnrollmentPolicy
from edusync.kernel.policy import Actor, Permission, Policy


class ImportPolicy(Policy):
    """Imports of courses."""

    key_scope = Permission.IMPORT_READ
    offered: ClassVar[tuple[Permission, ...]] = (Permission.IMPORT_READ, Permission.IMPORT_RUN)

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Own imports; all of the organization for those who keep its catalog or audit it."""
        if not actor.is_authenticated or not actor.has(Permission.IMPORT_READ):
            return queryset.none()
        queryset = queryset.filter(organization_id=actor.organization_id)
        if actor.has(Permission.CATEGORY_MANAGE) or actor.has(Permission.AUDIT_READ):
            return queryset
        return queryset.filter(requested_by_id=actor.user_id)

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """The permission itself, and for a row that it is one's own or in one's care."""
        if not actor.is_authenticated or not actor.has(permission):
            return False
        if target is None:
            return True
        if target.organization_id != actor.organization_id or not actor.has(Permission.IMPORT_READ):
            return False
        if target.requested_by_id == actor.user_id or actor.has(Permission.CATEGORY_MANAGE):
            return True
        return permission == Permission.IMPORT_READ and actor.has(Permission.AUDIT_READ)


class OutlinePolicy(Policy):
    """Modules as part of the outline: seen with their course, drafts by its staff."""

    key_scope = Permission.LESSON_READ

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Modules of visible courses."""
        courses = CoursePolicy().visible(Course.objects.all(), actor)
        queryset = queryset.filter(deleted_at=None, course__in=courses)
        if keeps_catalog(actor):
            return queryset
        return queryset.filter(Q(is_published=True) | Q(course_id__in=staffed_courses(actor)))


class RecordPolicy(Policy):
    """Progress in lessons: seen with its enrollment."""

    key_scope = Permission.PROGRESS_READ

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Records of visible enrollments."""
        return queryset.filter(enrollment__in=EnrollmentPolicy().visible(Enrollment.objects.all(), actor))


class OwnSettingsPolicy(Policy):
    """Settings: one's own."""

    key_scope = Permission.PROFILE_UPDATE

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """The actor's row."""
        return queryset.filter(user_id=actor.user_id) if actor.is_authenticated else queryset.none()


class PeopleImportPolicy(Policy):
    """Imports of people: all of the organization, for whoever may import people."""

    offered: ClassVar[tuple[Permission, ...]] = (Permission.PERSON_IMPORT,)

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """All of the organization."""
        if not actor.is_authenticated or not actor.has(Permission.PERSON_IMPORT):
            return queryset.none()
        return queryset.filter(organization_id=actor.organization_id)

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """The permission itself, within the organization."""
        if not actor.is_authenticated or not actor.has(permission):
            return False
        if target is None:
            return True
        return target.organization_id == actor.organization_id and actor.has(Permission.PERSON_IMPORT)
