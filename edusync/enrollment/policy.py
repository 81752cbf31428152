"""Who may see and do what with enrollments: the learner with their own, the course's staff, administrators."""

from typing import Any

from edusync.kernel.policy import Actor, Permission, Policy

# A duty of instructor in a course comes as a role in the course's scope; this permission in it tells it from authors.
TEACHING = Permission.COURSE_PUBLISH
OWN_ACTS = frozenset({Permission.ENROLLMENT_READ, Permission.ENROLLMENT_WITHDRAW})


def teaches(actor: Actor, course_id: int) -> bool:
    """Whether the actor is an instructor or owner of that course."""
    return course_id in actor.courses_with(TEACHING)


def courses_with_learners_seen(actor: Actor, permission: str = Permission.ENROLLMENT_READ) -> set[int]:
    """Ids of the courses whose learners the actor sees by a duty there."""
    return {*actor.courses_with(permission), *actor.courses_with(TEACHING)}


class EnrollmentPolicy(Policy):
    """A learner reads and leaves their own enrollment; staff of the course and administrators see and manage all."""

    key_scope = Permission.ENROLLMENT_READ
    offered = (Permission.ENROLLMENT_WITHDRAW, Permission.ENROLLMENT_MANAGE)

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Own ones, those of courses taught, or all of the organization."""
        if not actor.is_authenticated:
            return queryset.none()
        queryset = queryset.filter(organization_id=actor.organization_id, deleted_at__isnull=True)
        if actor.has(Permission.ENROLLMENT_READ):
            return queryset
        own = queryset.filter(learner_id=actor.user_id)
        taught = courses_with_learners_seen(actor)
        return own | queryset.filter(course_id__in=taught) if taught else own

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """`target` is an enrollment, or None for taking a course oneself."""
        if not actor.is_authenticated:
            return False
        if target is None:
            return actor.has(permission)
        if target.organization_id != actor.organization_id or target.deleted_at is not None:
            return False
        if target.learner_id == actor.user_id and permission in OWN_ACTS:
            return True
        if permission == Permission.ENROLLMENT_READ:
            return actor.has(permission, target.course_id) or teaches(actor, target.course_id)
        if teaches(actor, target.course_id):
            return True
        # Who may change an enrollment must be able to see it.
        needed = (Permission.ENROLLMENT_READ, Permission.ENROLLMENT_MANAGE)
        return all(actor.has(code, target.course_id) for code in needed)


class CourseLearnersPolicy(Policy):
    """The learners of a course are for its staff and administrators. The target is the course."""

    key_scope = Permission.ENROLLMENT_READ

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Courses whose learners the actor may see."""
        if not actor.is_authenticated:
            return queryset.none()
        queryset = queryset.filter(organization_id=actor.organization_id)
        if actor.has(Permission.ENROLLMENT_READ):
            return queryset
        return queryset.filter(pk__in=courses_with_learners_seen(actor))

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """Reading needs a duty in the course; changing one that allows it."""
        if not actor.is_authenticated:
            return False
        if target is None:
            return actor.has(permission) or bool(courses_with_learners_seen(actor, permission))
        if target.organization_id != actor.organization_id:
            return False
        if teaches(actor, target.pk):
            return True
        # Who may change something about learners must be able to see them.
        return actor.has(permission, target.pk) and actor.has(Permission.ENROLLMENT_READ, target.pk)


def courses_to_decide(queryset: Any, actor: Actor) -> Any:
    """Courses whose requests the actor may answer: those of their duty, or all of the organization."""
    queryset = queryset.filter(organization_id=actor.organization_id)
    if _decides_everywhere(actor):
        return queryset
    return queryset.filter(pk__in=_decided_by_duty(actor))


def decides_anywhere(actor: Actor) -> bool:
    """Whether there is a course whose requests the actor may answer; no query."""
    return _decides_everywhere(actor) or bool(_decided_by_duty(actor))


def _decides_everywhere(actor: Actor) -> bool:
    return actor.has(Permission.ENROLLMENT_READ) and actor.has(Permission.ENROLLMENT_MANAGE)


def _decided_by_duty(actor: Actor) -> set[int]:
    decided = {*actor.courses_with(Permission.ENROLLMENT_MANAGE), *actor.courses_with(TEACHING)}
    return courses_with_learners_seen(actor) & decided


class OfferPolicy(Policy):
    """A seat kept free is its learner's alone to take or leave."""

    key_scope = Permission.ENROLLMENT_CREATE

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Own offers."""
        if not actor.is_authenticated:
            return queryset.none()
        return queryset.filter(organization_id=actor.organization_id, entry__learner_id=actor.user_id)

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """Whoever sees it."""
        if not actor.is_authenticated:
            return False
        return target is None or target.entry.learner_id == actor.user_id
