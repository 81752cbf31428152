"""Saving courses, rating them, and what becomes of reviews: votes, reports, answers, moderation."""

import re
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, IntegerField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from edusync.courses.learner_facts import EnrollmentFacts
from edusync.courses.models import Course, CourseReview, ReviewReport, ReviewVote, SavedCourse
from edusync.courses.problems import ReviewNotOpen
from edusync.courses.services import fields
from edusync.kernel import audit, clock

# Share of the course to have done before rating it: enough to know it, early enough for those who give up.
MIN_PERCENT = 20
MAX_TEXT_CHARACTERS = 4000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_EMPTY_LINES = re.compile(r"\n{3,}")


def save_course(*, course_id: int, user_id: int) -> None:
    """Keep a course for later; once is enough."""
    SavedCourse.objects.get_or_create(course_id=course_id, user_id=user_id)


def unsave_course(*, course_id: int, user_id: int) -> None:
    """Keep it no longer."""
    SavedCourse.objects.filter(course_id=course_id, user_id=user_id).delete()


def may_review(enrollment: EnrollmentFacts | None) -> bool:
    """Whether the learner has done enough of the course to rate it."""
    return enrollment is not None and enrollment.opens_content and enrollment.percent >= MIN_PERCENT


def plain_text(value: str, *, pointer: str) -> str:
    """Words as plain text: no control and direction marks, no heaps of empty lines. Raises ValidationProblem."""
    text = _EMPTY_LINES.sub("\n\n", _CONTROL.sub("", value.replace("\r\n", "\n"))).strip()
    if len(text) > MAX_TEXT_CHARACTERS:
        raise fields.invalid(pointer, "too-long", f"At most {MAX_TEXT_CHARACTERS} characters.")
    return text


@transaction.atomic
def write_review(
    *, course: Course, author_id: int, enrollment: EnrollmentFacts | None, stars: int, text: str = ""
) -> CourseReview:
    """Rate a course, or change the own rating. A hidden review stays hidden.

    Raises ReviewNotOpen, ValidationProblem.
    """
    if enrollment is None or not may_review(enrollment):
        percent = enrollment.percent if enrollment and enrollment.opens_content else None
        raise ReviewNotOpen(percent=percent, needed_percent=MIN_PERCENT)
    if not 1 <= stars <= 5:
        raise fields.invalid("/stars", "out-of-range", "From 1 to 5.")
    values = {"stars": stars, "text": plain_text(text, pointer="/text"), "percent": enrollment.percent}
    row = CourseReview.objects.select_for_update().filter(course=course, author_id=author_id).first()
    if row is not None:
        return _change_review(row, values)
    try:
        with transaction.atomic():
            row = CourseReview.objects.create(course=course, author_id=author_id, **values)
    except IntegrityError:
        # Two clicks at once: the first one made it.
        return _change_review(CourseReview.objects.get(course=course, author_id=author_id), values)
    audit.record(
        "courses.review.written", actor=author_id, target=("review", row.pk), facts={"course": course.pk}
    )
    return row


def _change_review(row: CourseReview, values: dict[str, Any]) -> CourseReview:
    for name, value in values.items():
        setattr(row, name, value)
    row.edited_at = clock.now()
    row.row_version += 1
    row.save(update_fields=[*values, "edited_at", "row_version", "updated_at"])
    audit.record(
        "courses.review.changed",
        actor=row.author_id,
        target=("review", row.pk),
        facts={"course": row.course_id},
    )
    return row


@transaction.atomic
def delete_review(*, review: CourseReview, by_id: int | None) -> None:
    """Take the own review back, with all that hangs on it."""
    audit.record(
        "courses.review.deleted",
        actor=by_id,
        target=("review", review.pk),
        facts={"course": review.course_id},
    )
    review.delete()


def vote_review(*, review: CourseReview, voter_id: int) -> None:
    """Find a review helpful; once. Raises ValidationProblem for the own one."""
    if review.author_id == voter_id:
        raise fields.invalid("/review", "own", "Your own review needs no vote of yours.")
    ReviewVote.objects.get_or_create(review=review, voter_id=voter_id)


def unvote_review(*, review: CourseReview, voter_id: int) -> None:
    """Take the vote back."""
    ReviewVote.objects.filter(review=review, voter_id=voter_id).delete()


@transaction.atomic
def report_review(*, review: CourseReview, reporter_id: int, reason: str, note: str = "") -> None:
    """Ask a moderator to look at it; once a person. Raises ValidationProblem."""
    fields.choice_of(reason, ReviewReport.Reason.values, pointer="/reason")
    _, is_new = ReviewReport.objects.get_or_create(
        review=review,
        reporter_id=reporter_id,
        defaults={"reason": reason, "note": plain_text(note, pointer="/note")[:500]},
    )
    if is_new:
        audit.record(
            "courses.review.reported",
            actor=reporter_id,
            target=("review", review.pk),
            facts={"reason": reason},
        )


@transaction.atomic
def answer_review(*, review: CourseReview, text: str, by_id: int | None) -> CourseReview:
    """Answer in public for the course; an empty text takes the answer back. Raises ValidationProblem."""
    review.answer = plain_text(text, pointer="/text")
    review.answered_by_id = by_id if review.answer else None
    review.answered_at = clock.now() if review.answer else None
    review.row_version += 1
    review.save(update_fields=["answer", "answered_by", "answered_at", "row_version", "updated_at"])
    audit.record(
        "courses.review.answered",
        actor=by_id,
        target=("review", review.pk),
        facts={"course": review.course_id},
    )
    return review


@transaction.atomic
def hide_review(*, review: CourseReview, reason: str, note: str = "", by_id: int | None) -> CourseReview:
    """Take a review out of the public; its author still sees it, with the reason. Raises ValidationProblem."""
    review.hidden_reason = fields.choice_of(reason, CourseReview.HiddenReason.values, pointer="/reason")
    review.hidden_note = plain_text(note, pointer="/note")[:500]
    return _moderate(review, is_hidden=True, by_id=by_id, action="courses.review.hidden")


@transaction.atomic
def show_review(*, review: CourseReview, by_id: int | None) -> CourseReview:
    """Leave a reported review as it is, or show a hidden one again; open reports are settled."""
    review.hidden_reason = review.hidden_note = ""
    return _moderate(review, is_hidden=False, by_id=by_id, action="courses.review.shown")


def _moderate(review: CourseReview, *, is_hidden: bool, by_id: int | None, action: str) -> CourseReview:
    review.is_hidden = is_hidden
    review.hidden_by_id = by_id if is_hidden else None
    review.hidden_at = clock.now() if is_hidden else None
    review.row_version += 1
    review.save(
        update_fields=[
            "is_hidden", "hidden_reason", "hidden_note", "hidden_by", "hidden_at", "row_version", "updated_at",
        ]
    )  # fmt: skip
    ReviewReport.objects.filter(review=review, settled_at=None).update(settled_at=clock.now())
    audit.record(action, actor=by_id, target=("review", review.pk), facts={"reason": review.hidden_reason})
    review.refresh_from_db()
    return review


@transaction.atomic
def rebuild_ratings() -> int:
    """Count the ratings of all courses of the organization in context anew; returns how many courses were wrong.

    Triggers keep them right; this is for rows that came past them.
    """
    shown = CourseReview.objects.filter(course=OuterRef("pk"), is_hidden=False).order_by().values("course")
    right = Course.objects.annotate(
        real_count=Coalesce(Subquery(shown.annotate(n=Count("pk")).values("n")), 0),
        real_sum=Coalesce(
            Subquery(shown.annotate(n=Sum("stars")).values("n")), 0, output_field=IntegerField()
        ),
    )
    wrong = []
    for pk, count, total, real_count, real_sum in right.values_list(
        "pk", "rating_count", "rating_sum", "real_count", "real_sum"
    ):
        if (count, total) != (real_count, real_sum):
            wrong.append(pk)
            Course.objects.filter(pk=pk).update(rating_count=real_count, rating_sum=real_sum)
    return len(wrong)
