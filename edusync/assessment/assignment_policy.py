"""Who may see and do what with assignments, submissions and rubrics."""

from typing import Any

from django.db.models import Q

from edusync.assessment.models import Assignment, CommentBankEntry, Rubric, Submission
from edusync.assessment.policy import learned_courses, reads_everything
from edusync.courses.policy import keeps_catalog, manages, staffed_courses
from edusync.kernel.policy import Actor, Permission, Policy


def marks_course(actor: Actor, course_id: int) -> bool:
    """Whether the actor marks the work of the course's learners."""
    return actor.is_authenticated and manages(actor, Permission.SUBMISSION_MARK, course_id)


def reads_work(actor: Actor, course_id: int) -> bool:
    """Whether the actor reads what learners of the course handed in: its markers, and who may read all."""
    if actor.ceiling is not None and Permission.ATTEMPT_READ not in actor.ceiling:
        return marks_course(actor, course_id)
    return marks_course(actor, course_id) or reads_everything(actor)


def marked_courses(actor: Actor) -> list[int]:
    """Ids of the courses whose work the actor marks by a duty in them."""
    return actor.courses_with(Permission.SUBMISSION_MARK)


def marks_anywhere(actor: Actor) -> bool:
    """Whether there is any course whose work the actor marks."""
    if not actor.is_authenticated:
        return False
    is_general = keeps_catalog(actor) and actor.has(Permission.SUBMISSION_MARK)
    return is_general or bool(marked_courses(actor))


class AssignmentPolicy(Policy):
    """Learners hand in work in courses they take; staff of the course manage assignments, its markers mark."""

    key_scope = Permission.ATTEMPT_TAKE
    offered = (Permission.ATTEMPT_TAKE, Permission.QUIZ_MANAGE, Permission.SUBMISSION_MARK)

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Assignments of courses the actor learns, teaches, or may read all of."""
        if not actor.is_authenticated:
            return queryset.none()
        queryset = queryset.filter(
            organization_id=actor.organization_id, lesson__deleted_at=None, course__deleted_at=None
        )
        if reads_everything(actor):
            return queryset
        shown = Q(lesson__is_published=True, lesson__module__is_published=True)
        return queryset.filter(
            (Q(course_id__in=learned_courses(actor)) & shown) | Q(course_id__in=staffed_courses(actor))
        )

    def allows(self, actor: Actor, permission: str, target: Assignment | None) -> bool:
        """Handing in is for everyone who sees the assignment; the rest is a duty in its course."""
        if not actor.is_authenticated:
            return False
        if target is None:
            if permission == Permission.SUBMISSION_MARK:
                return marks_anywhere(actor)
            return actor.has(permission)
        if target.organization_id != actor.organization_id:
            return False
        if permission == Permission.ATTEMPT_TAKE:
            return actor.has(permission) and self.sees(actor, target)
        if permission == Permission.ATTEMPT_READ:
            return reads_work(actor, target.course_id)
        return manages(actor, permission, target.course_id)


class SubmissionPolicy(Policy):
    """A learner's own submissions; markers of the course see those that were handed in."""

    key_scope = Permission.ATTEMPT_READ

    def own(self, queryset: Any, actor: Actor) -> Any:
        """Submissions of the actor's own."""
        if not actor.is_authenticated:
            return queryset.none()
        return queryset.filter(organization_id=actor.organization_id, enrollment__learner_id=actor.user_id)

    def marked(self, queryset: Any, actor: Actor) -> Any:
        """Submissions that the actor may read as a marker: those of others, once they were handed in."""
        if not actor.is_authenticated:
            return queryset.none()
        queryset = queryset.filter(
            organization_id=actor.organization_id,
            submitted_at__isnull=False,
            assignment__lesson__deleted_at=None,
        ).exclude(enrollment__learner_id=actor.user_id)
        if reads_everything(actor):
            return queryset
        return queryset.filter(assignment__course_id__in=marked_courses(actor))

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Own ones, and those to mark."""
        return self.own(queryset, actor) | self.marked(queryset, actor)

    def allows(self, actor: Actor, permission: str, target: Submission | None) -> bool:
        """Marking is a duty in the course, and never of one's own work; reading also for the learner."""
        if not actor.is_authenticated:
            return False
        if target is None:
            return (
                marks_anywhere(actor) if permission == Permission.SUBMISSION_MARK else actor.has(permission)
            )
        if target.organization_id != actor.organization_id:
            return False
        course_id, is_own = target.assignment.course_id, target.enrollment.learner_id == actor.user_id
        if permission == Permission.SUBMISSION_MARK:
            return not is_own and target.submitted_at is not None and marks_course(actor, course_id)
        if permission == Permission.ATTEMPT_TAKE:
            return is_own
        return permission == Permission.ATTEMPT_READ and (
            is_own or (target.submitted_at is not None and reads_work(actor, course_id))
        )


class RubricPolicy(Policy):
    """Rubrics of the organization are for all who write courses or mark; those of a course for its staff."""

    key_scope = Permission.QUIZ_MANAGE
    offered = (Permission.QUIZ_MANAGE,)

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Live rubrics of the organization's bank and of courses the actor works on."""
        if not actor.is_authenticated or not self._works(actor):
            return queryset.none()
        queryset = queryset.filter(organization_id=actor.organization_id, deleted_at=None)
        if keeps_catalog(actor):
            return queryset
        return queryset.filter(Q(course=None) | Q(course_id__in=staffed_courses(actor)))

    def _works(self, actor: Actor) -> bool:
        return keeps_catalog(actor) or bool(staffed_courses(actor)) or actor.has(Permission.QUIZ_MANAGE)

    def allows(self, actor: Actor, permission: str, target: Rubric | None) -> bool:
        """A rubric of a course is changed by its authors, one of the organization by who made it or keeps all."""
        if not actor.is_authenticated:
            return False
        if target is None:
            return actor.has(permission) or bool(actor.courses_with(permission))
        if target.organization_id != actor.organization_id or target.deleted_at is not None:
            return False
        if target.course_id is not None:
            return manages(actor, permission, target.course_id)
        is_held = actor.has(permission) or bool(actor.courses_with(permission))
        return is_held and (keeps_catalog(actor) or target.created_by_id == actor.user_id)


class CommentBankPolicy(Policy):
    """Everybody's remarks are their own."""

    key_scope = Permission.SUBMISSION_MARK

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """The actor's own."""
        if not actor.is_authenticated:
            return queryset.none()
        return queryset.filter(organization_id=actor.organization_id, owner_id=actor.user_id)

    def allows(self, actor: Actor, permission: str, target: CommentBankEntry | None) -> bool:
        """Those who mark anywhere keep remarks."""
        if not marks_anywhere(actor):
            return False
        return target is None or target.owner_id == actor.user_id
