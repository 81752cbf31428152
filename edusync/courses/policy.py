"""Who may see and change courses and their content.

Published courses are seen as their visibility says: public ones by everybody, visitors too; restricted ones by members
of the organization; private ones by those enrolled. Drafts are seen by their staff and by those who keep the catalog;
archived courses also by those enrolled. A role in the whole organization says what a person may do at all, the staff
list says in which courses.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Q

from edusync.courses import learner_facts
from edusync.courses.learner_facts import EnrollmentFacts
from edusync.courses.models import Course, Lesson
from edusync.courses.problems import LessonLocked
from edusync.courses.queries.availability import lock_before, locked_among
from edusync.files.policy import everyone_of_the_organization, register_place
from edusync.identity.scopes import register_scope
from edusync.kernel.policy import Actor, Permission, Policy
from edusync.kernel.problems import NotFound

# A role in a course makes its holder staff when it holds one of these; a learner's role does not.
STAFF_MARKS = frozenset(
    str(permission)
    for permission in (
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


# What reviewers of the whole organization read: what was handed in, and what is published (its changes may wait).
REVIEWED = (
    Course.Status.IN_REVIEW,
    Course.Status.CHANGES_REQUESTED,
    Course.Status.APPROVED,
    Course.Status.PUBLISHED,
)
REVIEWER_ACTS = (Permission.COURSE_REVIEW, Permission.COMMENT_WRITE, Permission.ACCESSIBILITY_READ)


def reviews_all(actor: Actor) -> bool:
    """Whether the actor reviews the courses of the organization, not only those they work on."""
    return actor.is_authenticated and actor.has(Permission.COURSE_REVIEW)


def reads_for_review(actor: Actor, status: str) -> bool:
    """Whether the actor reads a course of that state because they review it."""
    return status in REVIEWED and reviews_all(actor)


def works_on(actor: Actor, course: Course) -> bool:
    """Whether the course's studio is open to the actor: by duty, by the care of all, or as its reviewer."""
    return is_staff(actor, course.pk) or reads_for_review(actor, course.status)


def publishes_freely(actor: Actor) -> bool:
    """Whether the actor publishes without an approval, also where the organization demands one."""
    return keeps_catalog(actor) and actor.has(Permission.COURSE_PUBLISH)


def manages(actor: Actor, permission: str, course_id: int) -> bool:
    """Whether the actor may do this with the course by duty: a role in it, or the care of all."""
    if keeps_catalog(actor):
        return actor.has(permission)
    if actor.ceiling is not None and permission not in actor.ceiling:
        return False
    return permission in actor.course_permissions.get(course_id, ())


def sees_course(
    actor: Actor, *, course_id: int, status: str, visibility: str, enrollment: EnrollmentFacts | None
) -> bool:
    """`CoursePolicy.visible` for one course of the actor's organization, without a query."""
    if status == Course.Status.PUBLISHED and visibility in open_visibilities(actor):
        return True
    if is_staff(actor, course_id) or reads_for_review(actor, status):
        return True
    is_kept = status in (Course.Status.PUBLISHED, Course.Status.ARCHIVED)
    return is_kept and enrollment is not None and enrollment.opens_content


def open_visibilities(actor: Actor) -> tuple[str, ...]:
    """Kinds of visibility whose published courses the actor finds without being enrolled."""
    if actor.is_authenticated:
        return (Course.Visibility.PUBLIC.value, Course.Visibility.RESTRICTED.value)
    return (Course.Visibility.PUBLIC.value,)


def found_in_catalog(queryset: Any, actor: Actor) -> Any:
    """The published courses that the actor finds in lists: theirs by visibility, by duty or by enrollment."""
    queryset = queryset.filter(
        organization_id=actor.organization_id, deleted_at=None, status=Course.Status.PUBLISHED
    )
    if keeps_catalog(actor):
        return queryset
    condition = Q(visibility__in=open_visibilities(actor))
    if not actor.is_authenticated:
        return queryset.filter(condition)
    if staffed := staffed_courses(actor):
        condition |= Q(pk__in=staffed)
    return queryset.filter(condition | Q(pk__in=learner_facts.enrolled_course_ids(user_id=actor.user_id)))


def opens_lesson(
    actor: Actor,
    *,
    course_id: int,
    is_published: bool,
    is_preview: bool,
    enrollment: EnrollmentFacts | None,
    status: str = "",
) -> bool:
    """Whether the actor may read a lesson of a course, in that state, that is visible to them."""
    if is_staff(actor, course_id) or reads_for_review(actor, status):
        return True
    return is_published and (is_preview or (enrollment is not None and enrollment.opens_content))


def require_unlocked(
    actor: Actor, *, course_id: int, lesson_id: int, known: tuple[uuid.UUID, int] | None = None
) -> None:
    """Raise LessonLocked, or NotFound for a lesson that hides, unless its rules let the actor in. Staff always enter."""
    if not is_staff(actor, course_id):
        lock = lock_before(course_id=course_id, lesson_id=lesson_id, user_id=actor.user_id, known=known)
        refuse_locked(lock)


def refuse_locked(lock: Mapping[str, Any] | None) -> None:
    """Raise what an enforced lock means."""
    if lock is None or not lock["is_enforced"]:
        return
    if lock["is_hidden"]:
        raise NotFound
    raise LessonLocked(reasons=lock["reasons"])


def sufficient(permission: str) -> tuple[str, ...]:
    """Permissions one of which is enough: whoever publishes a course teaches it, and who teaches sees and manages its learners."""
    if permission in {Permission.ENROLLMENT_READ, Permission.ENROLLMENT_MANAGE}:
        return (permission, Permission.COURSE_PUBLISH)
    return (permission,)


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
        Permission.ENROLLMENT_MANAGE,
        Permission.QUIZ_MANAGE,
        Permission.ATTEMPT_READ,
        Permission.EXAM_INVIGILATE,
    )

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Rows by the rules above."""
        queryset = queryset.filter(organization_id=actor.organization_id, deleted_at=None)
        if keeps_catalog(actor):
            return queryset
        condition = Q(status=Course.Status.PUBLISHED, visibility__in=open_visibilities(actor))
        if staffed := staffed_courses(actor):
            condition |= Q(pk__in=staffed)
        if reviews_all(actor):
            condition |= Q(status__in=REVIEWED)
        if actor.is_authenticated:
            enrolled = learner_facts.enrolled_course_ids(user_id=actor.user_id)
            kept = (Course.Status.PUBLISHED, Course.Status.ARCHIVED)
            condition |= Q(status__in=kept, pk__in=enrolled)
        return queryset.filter(condition)

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """Reading needs visibility, all else a duty; creating a role in the organization."""
        if target is None:
            return permission == Permission.COURSE_READ or (actor.is_authenticated and actor.has(permission))
        if actor.organization_id != target.organization_id or target.deleted_at is not None:
            return False
        if permission == Permission.COURSE_READ:
            return self.sees(actor, target)
        if permission in REVIEWER_ACTS and reads_for_review(actor, target.status):
            return actor.has(permission)
        # An own role may hold something in the course that makes nobody its staff: it opens nothing that is not seen.
        is_seen = is_staff(actor, target.pk) or self.sees(actor, target)
        return is_seen and any(manages(actor, code, target.pk) for code in sufficient(permission))


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
        condition = live & Q(
            is_preview=True,
            course__status=Course.Status.PUBLISHED,
            course__visibility__in=open_visibilities(actor),
        )
        if staffed := staffed_courses(actor):
            condition |= Q(course_id__in=staffed)
        if reviews_all(actor):
            condition |= Q(course__status__in=REVIEWED)
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


class ApprovalPolicy(Policy):
    """Submissions of courses: for those who review all, or for the reviewers of the course."""

    key_scope = Permission.COURSE_REVIEW

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Submissions that the actor may decide on, their own too."""
        queryset = queryset.filter(organization_id=actor.organization_id)
        if reviews_all(actor) and keeps_catalog(actor):
            return queryset
        condition = Q(course_id__in=actor.courses_with(Permission.COURSE_REVIEW))
        if reviews_all(actor):
            condition |= Q(course__status__in=REVIEWED)
        return queryset.filter(condition)

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """Reviewing, in all courses or in one; the rule is set by those who keep the catalog."""
        if not actor.is_authenticated:
            return False
        if permission == Permission.COURSE_REVIEW:
            return actor.has(permission) or bool(actor.courses_with(permission))
        return actor.has(permission)


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


def writes_courses(actor: Actor) -> bool:
    """Whether the actor writes any course, by a role in the organization or by a duty in a course."""
    if not actor.is_authenticated:
        return False
    permission = str(Permission.COURSE_UPDATE)
    if actor.ceiling is not None and permission not in actor.ceiling:
        return False
    return actor.has(permission) or any(permission in codes for codes in actor.course_permissions.values())


class PageTemplatePolicy(Policy):
    """Saved page templates: seen by all who write courses, deleted by who saved them or keeps the catalog."""

    key_scope = Permission.COURSE_UPDATE
    offered = (Permission.COURSE_UPDATE,)

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """All of the organization."""
        if not writes_courses(actor):
            return queryset.none()
        return queryset.filter(organization_id=actor.organization_id)

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """Making one needs the writing of courses, changing one its ownership."""
        if not writes_courses(actor):
            return False
        if target is None:
            return True
        if actor.organization_id != target.organization_id:
            return False
        return keeps_catalog(actor) or target.saved_by_id == actor.user_id


def visible_template_places(actor: Actor, place_ids: Iterable[int]) -> set[int]:
    """All of these templates for those who write courses, for files that stand in them."""
    return set(place_ids) if writes_courses(actor) else set()


def visible_lesson_places(actor: Actor, place_ids: Iterable[int]) -> set[int]:
    """Which of these lessons the actor may open, for files that stand in them."""
    rows = LessonPolicy().visible(Lesson.objects.filter(pk__in=list(place_ids)), actor)
    found = dict(rows.values_list("pk", "course_id"))
    own = [course_id for course_id in set(found.values()) if is_staff(actor, course_id)]
    if len(own) == len(set(found.values())):
        return set(found)
    return found.keys() - locked_among(found, user_id=actor.user_id, open_courses=own)


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
register_place("page_template", visible=visible_template_places)
register_place("course_image", visible=everyone_of_the_organization)
