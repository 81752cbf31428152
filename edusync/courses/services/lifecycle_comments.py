"""What the team says about drafts: threads on a course, a lesson or a block."""

from collections.abc import Iterable

from django.db import transaction

from edusync.courses.events import CommentWritten
from edusync.courses.models import CommentMention, ContentComment, Course, Lesson
from edusync.courses.queries.team import team_ids
from edusync.courses.services.fields import invalid, short_text
from edusync.kernel import audit, clock, events
from edusync.kernel.locking import save_versioned
from edusync.kernel.problems import Forbidden, NotFound

MAX_BODY_CHARACTERS = 4_000
MAX_MENTIONS = 20


@transaction.atomic
def write_comment(
    *,
    course: Course,
    author_id: int,
    body: str,
    lesson_id: int | None = None,
    block_id: str = "",
    quote: str = "",
    thread_id: int | None = None,
    mentioned_ids: Iterable[int] = (),
) -> ContentComment:
    """Say something about a course, one of its lessons or blocks, or answer in a thread, which opens it again.

    Who is mentioned must be of the team. Raises ValidationProblem, NotFound for a lesson or thread of another course.
    """
    body = body_of(body)
    thread = None if thread_id is None else _thread(course, thread_id)
    if thread is not None:
        lesson_id, block_id, quote = thread.lesson_id, thread.block_id, ""
        _reopen(thread)
    elif lesson_id is not None:
        _require_lesson(course, lesson_id)
    elif block_id:
        raise invalid("/block_id", "needs-lesson", "A block belongs to a lesson.")
    comment: ContentComment = ContentComment.objects.create(
        organization_id=course.organization_id,
        course=course,
        lesson_id=lesson_id,
        block_id=short_text(block_id, pointer="/block_id", limit=64),
        quote=short_text(quote, pointer="/quote", limit=500),
        thread=thread,
        author_id=author_id,
        body=body,
    )
    called = _mention(course, comment, mentioned_ids)
    audit.record(
        "courses.comment.written",
        actor=author_id,
        target=("course", course.pk),
        facts={"comment": comment.pk, "lesson": lesson_id},
    )
    events.publish(
        CommentWritten(
            course_id=course.pk, comment_id=comment.pk, by_id=author_id, mentioned_ids=sorted(called)
        )
    )
    return comment


def body_of(value: str) -> str:
    """The text of a comment. Raises ValidationProblem when it is empty or too long."""
    body = short_text(value, pointer="/body", limit=MAX_BODY_CHARACTERS)
    if not body:
        raise invalid("/body", "blank", "Must not be empty.")
    return body


def _require_lesson(course: Course, lesson_id: int) -> None:
    if not Lesson.objects.filter(pk=lesson_id, course=course, deleted_at=None).exists():
        raise NotFound


def _thread(course: Course, thread_id: int) -> ContentComment:
    """The first comment of the thread, locked. Raises NotFound."""
    row: ContentComment | None = (
        ContentComment.objects.select_for_update()
        .filter(pk=thread_id, course=course, thread=None, deleted_at=None)
        .first()
    )
    if row is None:
        raise NotFound
    return row


def _mention(course: Course, comment: ContentComment, mentioned_ids: Iterable[int]) -> set[int]:
    """Note who is called; returns those who were not called in this comment before. Raises ValidationProblem."""
    wanted = set(mentioned_ids) - {comment.author_id}
    if len(wanted) > MAX_MENTIONS or not wanted <= set(team_ids(course.pk)):
        raise invalid("/mentioned_ids", "unknown", "Only people who work on the course are called.")
    known = set(CommentMention.objects.filter(comment=comment).values_list("user_id", flat=True))
    CommentMention.objects.bulk_create(
        CommentMention(organization_id=course.organization_id, comment=comment, user_id=user_id)
        for user_id in sorted(wanted - known)
    )
    return wanted - known


@transaction.atomic
def edit_comment(
    *, comment: ContentComment, body: str, by_id: int, mentioned_ids: Iterable[int] = ()
) -> ContentComment:
    """Change one's own comment; people called for the first time get a mail. Raises Forbidden, ValidationProblem."""
    _require_own(comment, by_id)
    comment.body, comment.edited_at = body_of(body), clock.now()
    save_versioned(comment, ["body", "edited_at"])
    called = _mention(comment.course, comment, mentioned_ids)
    audit.record("courses.comment.edited", actor=by_id, target=("course", comment.course_id))
    if called:
        events.publish(
            CommentWritten(
                course_id=comment.course_id,
                comment_id=comment.pk,
                by_id=by_id,
                mentioned_ids=sorted(called),
            )
        )
    return comment


@transaction.atomic
def delete_comment(*, comment: ContentComment, by_id: int, is_keeper: bool = False) -> None:
    """Delete one's own comment, or any as keeper. Its answers stay, below a note that it is gone. Raises Forbidden."""
    if not is_keeper:
        _require_own(comment, by_id)
    comment.deleted_at, comment.body, comment.quote = clock.now(), "", ""
    save_versioned(comment, ["deleted_at", "body", "quote"])
    audit.record("courses.comment.deleted", actor=by_id, target=("course", comment.course_id))


def _require_own(comment: ContentComment, by_id: int) -> None:
    if comment.author_id != by_id:
        raise Forbidden


@transaction.atomic
def resolve_thread(*, comment: ContentComment, by_id: int, is_resolved: bool = True) -> ContentComment:
    """Say that what the thread asks for is done, or open it again. Raises NotFound for an answer."""
    thread: ContentComment = ContentComment.objects.select_for_update().get(pk=comment.pk)
    if thread.thread_id is not None:
        raise NotFound
    if (thread.resolved_at is not None) == is_resolved:
        return thread
    thread.resolved_at = clock.now() if is_resolved else None
    thread.resolved_by_id = by_id if is_resolved else None
    save_versioned(thread, ["resolved_at", "resolved_by_id"])
    act = "resolved" if is_resolved else "reopened"
    audit.record(f"courses.comment.{act}", actor=by_id, target=("course", thread.course_id))
    return thread


def _reopen(thread: ContentComment) -> None:
    if thread.resolved_at is not None:
        thread.resolved_at = thread.resolved_by_id = None
        save_versioned(thread, ["resolved_at", "resolved_by_id"])
