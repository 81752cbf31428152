"""Courses in which somebody has a duty, for lists."""

from edusync.courses.policy import keeps_catalog
from edusync.kernel.policy import Actor, Permission


def managed_courses(actor: Actor, permission: Permission) -> list[int] | None:
    """Ids of the courses for which `manages` says yes; None means all of the organization."""
    if not actor.is_authenticated:
        return []
    if keeps_catalog(actor):
        return None if actor.has(permission) else []
    return actor.courses_with(permission)


def manages_any(actor: Actor, permission: Permission) -> bool:
    """Whether there is a course with which the actor may do this by duty; no query."""
    return managed_courses(actor, permission) != []
