"""Versions of courses: recorded, read, restored."""

import dataclasses
import zlib
from collections.abc import Collection, Iterable
from typing import Any

import orjson
from django.db import transaction
from django.db.models import Max

from edusync.courses.models import Course, CourseSnapshot, CourseVersion
from edusync.courses.policy import is_staff
from edusync.courses.services.pages import DRAFTED
from edusync.courses.snapshots import apply_snapshot, digest, take_snapshot
from edusync.courses.snapshots.changes import Entry, entries_of, steps_between
from edusync.courses.snapshots.linking import files_named
from edusync.courses.snapshots.shapes import dumped, lessons_of
from edusync.files.policy import register_place
from edusync.files.services import link_file
from edusync.kernel import audit
from edusync.kernel.policy import Actor

Reason = CourseVersion.Reason
# So many changes are told in the timeline; a comparison tells all.
FIRST_CHANGES = 5
MAX_NOTES_CHARACTERS = 500


@transaction.atomic
def record_version(
    *, course: Course, reason: str, by_id: int | None, notes: str = "", only_if_changed: bool = False
) -> CourseVersion:
    """Keep the course as it is now. `reason` as `CourseVersion.Reason`.

    With `only_if_changed`, a newest version that says the same is returned in place of a new one.
    """
    Course.unscoped.select_for_update().get(pk=course.pk)
    snapshot = take_snapshot(course)
    newest = CourseVersion.objects.filter(course=course).order_by("-number").first()
    sha256 = digest(snapshot)
    if only_if_changed and newest is not None and newest.snapshot.sha256 == sha256:
        return newest
    version = CourseVersion.objects.create(
        organization_id=course.organization_id,
        course=course,
        number=(CourseVersion.objects.filter(course=course).aggregate(last=Max("number"))["last"] or 0) + 1,
        reason=reason,
        notes=notes[:MAX_NOTES_CHARACTERS],
        author_id=by_id,
        parent=newest,
        snapshot=_kept(course, snapshot, sha256),
        lesson_count=sum(1 for lesson in lessons_of(snapshot) if lesson["is_published"]),
        changes=_summary(newest, snapshot),
    )
    audit.record(
        "courses.version.recorded",
        actor=by_id,
        target=("course", course.pk),
        facts={"number": version.number, "reason": reason},
    )
    return version


def _kept(course: Course, snapshot: dict[str, Any], sha256: str) -> CourseSnapshot:
    """The stored snapshot of that digest; its files stay in the store as long as it does."""
    known = CourseSnapshot.objects.filter(course=course, sha256=sha256).first()
    if known is not None:
        return known
    for file in files_named(snapshot["files"]).values():
        link_file(file=file, place="course_version", place_id=course.pk, role="version")
    body = dumped(snapshot)
    return CourseSnapshot.objects.create(
        organization_id=course.organization_id,
        course=course,
        sha256=sha256,
        body=zlib.compress(body, 6),
        size_bytes=len(body),
    )


def snapshot_of(version: CourseVersion) -> dict[str, Any]:
    """What the course was at that version."""
    return body_of(version.snapshot)


def body_of(row: CourseSnapshot) -> dict[str, Any]:
    """The JSON in a stored snapshot."""
    snapshot: dict[str, Any] = orjson.loads(zlib.decompress(bytes(row.body)))
    return snapshot


def present_snapshot(course: Course) -> dict[str, Any]:
    """What the course is now."""
    return take_snapshot(course)


def lesson_of(snapshot: dict[str, Any], name: str) -> dict[str, Any] | None:
    """The lesson of that UUID in a snapshot."""
    return next((lesson for lesson in lessons_of(snapshot) if lesson["uuid"] == name), None)


def restore_preview(*, course: Course, version: CourseVersion) -> dict[str, Any]:
    """What restoring would do: how many learners are under way, lessons that return or are hidden, and every change."""
    old, new = take_snapshot(course), snapshot_of(version)
    here = {lesson["uuid"]: lesson for lesson in lessons_of(old)}
    there = {lesson["uuid"]: lesson for lesson in lessons_of(new)}
    # Who gets in is not restored.
    entries = changes_between({**old, "offer": {}}, {**new, "offer": {}})
    return {
        "number": version.number,
        "learner_count": course.seats_taken,
        "returning": [lesson["title"] for name, lesson in there.items() if name not in here],
        "hidden": [
            lesson["title"] for name, lesson in here.items() if name not in there and lesson["is_published"]
        ],
        "is_text_a_draft": course.status in DRAFTED,
        "count": len(entries),
        "entries": [entry.as_json() for entry in entries],
    }


def changes_between(old: dict[str, Any], new: dict[str, Any]) -> list[Entry]:
    """What differs between two snapshots, in words."""
    return entries_of(steps_between(old, new), old=old, new=new)


def _summary(newest: CourseVersion | None, snapshot: dict[str, Any]) -> dict[str, Any]:
    """How many things differ from the newest version, and the first of them without their details."""
    if newest is None:
        return {"count": 0, "first": []}
    entries = changes_between(snapshot_of(newest), snapshot)
    first = [dataclasses.replace(entry, runs=[], details=[]).as_json() for entry in entries[:FIRST_CHANGES]]
    return {"count": len(entries), "first": first}


@transaction.atomic
def restore_version(
    *, version: CourseVersion, by_id: int | None, only_lessons: Collection[str] | None = None
) -> CourseVersion:
    """Bring the course, or some of its lessons (UUIDs), back to that version. Returns the version kept of it as it was.

    Lessons are matched by UUID: those in the version get their old content, deleted ones come back, newer ones are
    unpublished and stay with everybody's progress. Finished enrollments and certificates stay. Pages of a published
    course are restored as drafts. Restoring the returned version undoes it. Raises ValidationProblem.
    """
    course = Course.objects.select_for_update().get(pk=version.course_id)
    before = record_version(course=course, reason=Reason.BEFORE_RESTORE, by_id=by_id, only_if_changed=True)
    apply_snapshot(course, snapshot_of(version), only_lessons=only_lessons)
    course.refresh_from_db()
    record_version(course=course, reason=Reason.RESTORED, by_id=by_id, notes=f"#{version.number}")
    audit.record(
        "courses.version.restored",
        actor=by_id,
        target=("course", course.pk),
        facts={"number": version.number, "is_whole": only_lessons is None},
    )
    return before


def visible_version_places(actor: Actor, place_ids: Iterable[int]) -> set[int]:
    """Of which of these courses the actor may fetch files that only old versions use: those they work on."""
    return {course_id for course_id in place_ids if is_staff(actor, course_id)}


register_place("course_version", visible=visible_version_places)
