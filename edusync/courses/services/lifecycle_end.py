"""Out of the catalog: back to a draft, into the archive, or deleted."""

from django.db import transaction

from edusync.courses.events import CourseArchived
from edusync.courses.models import Course
from edusync.courses.problems import CourseStateConflict
from edusync.courses.services.lifecycle import close_request, current_request
from edusync.courses.services.lifecycle_log import lock_for_change, log_change
from edusync.courses.services.pages import publish_page_drafts
from edusync.kernel import clock, events
from edusync.kernel.locking import save_versioned

Status = Course.Status


@transaction.atomic
def unpublish_course(*, course: Course, by_id: int | None = None, reason: str = "") -> Course:
    """Take a published or archived course back to draft; drafts of its pages become their text.

    Raises CourseStateConflict while people are enrolled or the course is in review.
    """
    before = lock_for_change(course)
    if before == Status.DRAFT:
        return course
    if before not in (Status.PUBLISHED, Status.ARCHIVED):
        raise CourseStateConflict("Take it back from review instead.", course_status=before)
    if course.seats_taken:
        raise CourseStateConflict("People are enrolled: archive the course instead.", course_status=before)
    publish_page_drafts(course=course, by_id=by_id)
    close_request(course, current_request(course))
    _move(course, Status.DRAFT)
    log_change(course=course, act="unpublished", from_status=before, by_id=by_id, reason=reason)
    return course


@transaction.atomic
def archive_course(*, course: Course, by_id: int | None = None, reason: str = "") -> Course:
    """Take a published course out of the catalog; those enrolled keep it.

    Raises CourseStateConflict for a course that was never published.
    """
    before = lock_for_change(course)
    if before == Status.ARCHIVED:
        return course
    if before != Status.PUBLISHED:
        raise CourseStateConflict("A draft is deleted, not archived.", course_status=before)
    close_request(course, current_request(course))
    _move(course, Status.ARCHIVED)
    events.publish(CourseArchived(course_id=course.pk, by_id=by_id))
    log_change(course=course, act="archived", from_status=before, by_id=by_id, reason=reason)
    return course


@transaction.atomic
def delete_course(*, course: Course, by_id: int | None = None) -> None:
    """Delete a draft (the row stays, marked). Raises CourseStateConflict otherwise."""
    before = lock_for_change(course)
    if before != Status.DRAFT or course.seats_taken:
        raise CourseStateConflict("Only a draft can be deleted.", course_status=before)
    course.deleted_at, course.publish_at = clock.now(), None
    save_versioned(course, ["deleted_at", "publish_at"])
    log_change(course=course, act="deleted", from_status=before, by_id=by_id)


def _move(course: Course, status: str) -> None:
    course.status, course.publish_at = status, None
    save_versioned(course, ["status", "publish_at"])
