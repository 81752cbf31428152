"""Copies and blueprints as JSON."""

from typing import Any

from edusync.courses.copy_policy import BlueprintLinkPolicy
from edusync.courses.models import BlueprintLink, BlueprintSync, Course, CourseCopy
from edusync.courses.services.blueprint_facts import is_in_line
from edusync.kernel.policy import Actor


def course_json(course: Course) -> dict[str, Any]:
    """A course by name."""
    return {"id": course.pk, "slug": course.slug, "title": course.title, "status": course.status}


def copy_json(copy: CourseCopy) -> dict[str, Any]:
    """The making of a copy."""
    return {
        "uuid": copy.uuid,
        "state": copy.state,
        "done_count": copy.done_count,
        "total_count": copy.total_count,
        "error_code": copy.error_code,
        "course": course_json(copy.result) if copy.result else None,
        "moved": copy.moved,
    }


def link_json(link: BlueprintLink, actor: Actor) -> dict[str, Any]:
    """A tie between blueprint and copy; both courses read along."""
    return {
        "id": link.pk,
        "blueprint": course_json(link.blueprint),
        "copy": course_json(link.copy),
        "locked_parts": link.locked_parts,
        "synced_at": link.synced_at,
        "is_in_line": is_in_line(link),
        "actions": BlueprintLinkPolicy().actions(actor, link),
    }


def sync_json(sync: BlueprintSync, names: dict[int, Any]) -> dict[str, Any]:
    """A sync that was done."""
    person = names.get(sync.by_id or 0)
    return {
        "id": sync.pk,
        "created_at": sync.created_at,
        "by": person.display_name if person else None,
        "changes": sync.changes,
        "undone_at": sync.undone_at,
    }
