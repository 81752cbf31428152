"""Who may see and change courses and their content.

Published courses are seen by everybody of their organization, guests of the default organization too; drafts by
their staff and by those who keep the catalog; archived ones also by those enrolled. A role in the whole organization
says what a person may do at all, the staff list says in which courses.
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q

from edusync.courses import learner_facts
from edusync.courses.learner_facts import EnrollmentFacts
from edusync.courses.models import Course, Lesson
from edusync.files.policy import everyone_of_the_organization, register_place
from edusync.identity.scopes import register_scope
from edusync.kernel.policy import Actor, Permission, Policy

# A role in a course makes its holder staff when it holds one of these; a learner's role does not.
STAFF_MARKS = frozenset(
    str(permission)
    for permission in (
        Permission.COURSE_UPDATE,
        Permission.COURSE_PUBLISH,
        Permission.COURSE_ARCHIVE,
        Permission.COURSE_DELETE,
        Permission.COURSE_REVIEW,
        Permission.COMMENT_WRITE,
        Permission.TRANSLATION_MANAGE,
        Permission.ENROLLMENT_READ,
    )
)


def keeps_catalog(actor: Actor) -> bool:
    """Whether the actor looks after all courses of the organization (managers and admins)."""
    return actor.is_authenticated and actor.has(Permission.CATEGORY_MANAGE)


def staffed_courses(actor: Actor) -> list[int]:
    """Ids of the courses the actor teaches or writes."""
    return [
        course_id
        for course_id, codes in actor.course_permissions.items()
        if not STAFF_MARKS.isdisjoint(codes)
    ]


def is_staff(actor: Actor, course_id: int) -> bool:
    """Whether the actor teaches or writes the course, or looks after all."""
    if keeps_catalog(actor):
        return True
    return not STAFF_MARKS.isdisjoint(actor.course_permissions.get(course_id, ()))


def manages(actor: Actor, permission: str, course_id: int) -> bool:
    """Whether the actor may do this with the course by duty: a role in it, or the care of all."""
    if keeps_catalog(actor):
        return actor.has(permission)
    if actor.ceiling is not None and permission not in actor.ceiling:
        return False
    return permission in actor.course_permissions.get(course_id, ())


def sees_course(actor: Actor, *, course_id: int, status: str, enrollment: EnrollmentFacts | None) -> bool:
    """`CoursePolicy.visible` for one course of the actor's organization, without a query."""
    if status == Course.Status.PUBLISHED:
        return True
    if is_staff(actor, course_id):
        return True
    return status == Course.Status.ARCHIVED and enrollment is not None and enrollment.opens_content


def opens_lesson(
    actor: Actor, *, course_id: int, is_published: bool, is_preview: bool, enrollment: EnrollmentFacts | None
) -> bool:
    """Whether the actor may read a lesson of a course that is visible to them."""
    if is_staff(actor, course_id):
        return True
    return is_published and (is_preview or (enrollment is not None and enrollment.opens_content))


class CoursePolicy(Policy):
    """Courses."""

    key_scope = Permission.COURSE_READ
    offered = (
        Permission.COURSE_UPDATE,
        Permission.COURSE_PUBLISH,
        Permission.COURSE_ARCHIVE,
        Permission.COURSE_DELETE,
        Permission.COURSE_REVIEW,
        Permission.COURSE_COPY,
        Permission.COURSE_EXPORT,
        Permission.STAFF_MANAGE,
        Permission.COMMENT_WRITE,
        Permission.TRANSLATION_MANAGE,
        Permission.ACCESSIBILITY_READ,
        Permission.ENROLLMENT_READ,
    )

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Rows by the rules above."""
        queryset = queryset.filter(organization_id=actor.organization_id, deleted_at=None)
        if keeps_catalog(actor):
            return queryset
        condition = Q(status=Course.Status.PUBLISHED)
        if staffed := staffed_courses(actor):
            condition |= Q(pk__in=staffed)
        if actor.is_authenticated:
            enrolled = learner_facts.enrolled_course_ids(user_id=actor.user_id)
            condition |= Q(status=Course.Status.ARCHIVED, pk__in=enrolled)
        return queryset.filter(condition)

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """Reading needs visibility, all else a duty; creating a role in the organization."""
        if target is None:
            return permission == Permission.COURSE_READ or (actor.is_authenticated and actor.has(permission))
        if actor.organization_id != target.organization_id or target.deleted_at is not None:
            return False
        if permission == Permission.COURSE_READ:
            return self.sees(actor, target)
        return manages(actor, permission, target.pk)


class LessonPolicy(Policy):
    """Lessons and what stands in them. Modules follow the same rules as their lessons."""

    key_scope = Permission.LESSON_READ
    offered = (Permission.LESSON_READ, Permission.COURSE_UPDATE)

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Lessons whose content the actor may open."""
        queryset = queryset.filter(
            organization_id=actor.organization_id,
            deleted_at=None,
            module__deleted_at=None,
            course__deleted_at=None,
        )
        if keeps_catalog(actor):
            return queryset
        live = Q(is_published=True, module__is_published=True)
        condition = live & Q(is_preview=True, course__status=Course.Status.PUBLISHED)
        if staffed := staffed_courses(actor):
            condition |= Q(course_id__in=staffed)
        if actor.is_authenticated:
            enrolled = learner_facts.enrolled_course_ids(user_id=actor.user_id)
            statuses = (Course.Status.PUBLISHED, Course.Status.ARCHIVED)
            condition |= live & Q(course_id__in=enrolled, course__status__in=statuses)
        return queryset.filter(condition)

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """Reading needs visibility, changing a duty in the course."""
        if target is None or actor.organization_id != target.organization_id or target.deleted_at is not None:
            return False
        if permission == Permission.LESSON_READ:
            return self.sees(actor, target)
        return manages(actor, permission, target.course_id)


class ModulePolicy(Policy):
    """Modules as rows to edit: for the staff of their course."""

    key_scope = Permission.LESSON_READ
    offered = (Permission.COURSE_UPDATE,)

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Modules of the courses the actor teaches or writes."""
        queryset = queryset.filter(
            organization_id=actor.organization_id, deleted_at=None, course__deleted_at=None
        )
        return queryset if keeps_catalog(actor) else queryset.filter(course_id__in=staffed_courses(actor))

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """Changing needs a duty in the course."""
        if target is None or actor.organization_id != target.organization_id or target.deleted_at is not None:
            return False
        return manages(actor, permission, target.course_id)


class CatalogPolicy(Policy):
    """Categories and tags: seen by all, changed by those who keep the catalog."""

    key_scope = Permission.COURSE_READ

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """All of the organization."""
        return queryset.filter(organization_id=actor.organization_id)

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """Reading is for everybody."""
        if target is not None and actor.organization_id != target.organization_id:
            return False
        return permission == Permission.COURSE_READ or (actor.is_authenticated and actor.has(permission))


def visible_lesson_places(actor: Actor, place_ids: Iterable[int]) -> set[int]:
    """Which of these lessons the actor may open, for files that stand in them."""
    rows = LessonPolicy().visible(Lesson.objects.filter(pk__in=list(place_ids)), actor)
    return set(rows.values_list("pk", flat=True))


def visible_course_places(actor: Actor, place_ids: Iterable[int]) -> set[int]:
    """Which of these courses the actor may see, for files of their overview."""
    rows = CoursePolicy().visible(Course.objects.filter(pk__in=list(place_ids)), actor)
    return set(rows.values_list("pk", flat=True))


def course_names(organization_id: int, ids: Collection[int]) -> dict[int, str]:
    """Titles of courses of an organization, for roles that hold in a course."""
    courses = Course.unscoped.filter(organization_id=organization_id, pk__in=ids, deleted_at=None)
    return dict(courses.values_list("pk", "title"))


register_scope("course", course_names)
register_place("lesson", visible=visible_lesson_places)
register_place("course", visible=visible_course_places)
register_place("course_image", visible=everyone_of_the_organization)
