"""What of a course itself a blueprint and its copy compare: title, description, picture."""

from typing import Any

from edusync.courses.models import BlueprintLink, Course
from edusync.courses.services.blueprint_parts import digest_of

Part = BlueprintLink.Part
# The columns of a snapshot's course behind each part.
FACTS: dict[str, tuple[str, ...]] = {
    Part.TITLE: ("title",),
    Part.OVERVIEW: ("tagline", "overview", "outcomes"),
    Part.PICTURE: ("image_file",),
}


def facts_of(course: dict[str, Any]) -> dict[str, str]:
    """Digests of the parts of a snapshot's course."""
    return {part: digest_of([course.get(name) for name in columns]) for part, columns in FACTS.items()}


def row_digest(course: Course) -> str:
    """Digest of all of them by the row alone: whether a blueprint changed since the last sync, without its snapshot."""
    row = [course.title, course.tagline, course.overview, course.outcomes, course.image_file_id]
    return digest_of(row)


def is_in_line(link: BlueprintLink) -> bool:
    """Whether the blueprint says what it said at the last sync. Ties from before facts were compared look at lessons only."""
    if link.blueprint.outline_version != link.synced_version:
        return False
    seen = (link.synced_parts or {}).get("course", {}).get("row")
    return seen is None or bool(seen == row_digest(link.blueprint))


def decided(*, new: str, now: str, was: str | None, is_locked: bool) -> str:
    """What happens to a part: the code of a step, or nothing.

    `new` is what the blueprint says, `now` the copy, `was` the blueprint at the last sync. A copy that said something of its
    own from the beginning keeps it.
    """
    if new == now:
        return ""
    if is_locked:
        return "fact-changed" if now == was else "fact-overwritten"
    if was is None or new == was:
        return ""
    return "fact-changed" if now == was else "fact-kept"
