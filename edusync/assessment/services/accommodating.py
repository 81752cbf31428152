"""Other rules for one learner or a group: more time, more attempts, other dates."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from edusync.assessment.models import Accommodation, Quiz, QuizAttempt
from edusync.assessment.problems import AccommodationThere
from edusync.assessment.quiz_terms import terms_for
from edusync.courses.models import Course
from edusync.enrollment.models import Enrollment, LearnerGroup
from edusync.enrollment.queries import members_among
from edusync.kernel import audit
from edusync.kernel.problems import FieldError, ValidationProblem

RULES = ("extra_time_percent", "extra_attempts", "opens_at", "closes_at", "reason")


@transaction.atomic
def grant_accommodation(
    *,
    course: Course,
    quiz: Quiz | None,
    whom: Enrollment | LearnerGroup,
    rules: Mapping[str, Any],
    by_id: int | None,
) -> Accommodation:
    """Let other rules hold for a learner or a group: in the quiz, or in all quizzes of the course.

    Attempts that are open get the time at once. Raises AccommodationThere, ValidationProblem.
    """
    check_rules(rules)
    row = Accommodation(
        organization_id=course.organization_id,
        course=course,
        quiz=quiz,
        enrollment=whom if isinstance(whom, Enrollment) else None,
        group=whom if isinstance(whom, LearnerGroup) else None,
        granted_by_id=by_id,
        **{name: rules[name] for name in RULES if name in rules},
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise AccommodationThere from error
    _note("assessment.accommodation.granted", row, by_id)
    lengthen_open_attempts(row)
    return row


@transaction.atomic
def change_accommodation(
    *, accommodation: Accommodation, rules: Mapping[str, Any], by_id: int | None
) -> Accommodation:
    """Other rules than those granted. Open attempts get more time at once and never less. Raises ValidationProblem."""
    for name in RULES:
        if name in rules:
            setattr(accommodation, name, rules[name])
    check_rules({name: getattr(accommodation, name) for name in RULES})
    accommodation.granted_by_id = by_id
    accommodation.save(update_fields=[*RULES, "granted_by", "updated_at"])
    _note("assessment.accommodation.changed", accommodation, by_id)
    lengthen_open_attempts(accommodation)
    return accommodation


@transaction.atomic
def withdraw_accommodation(*, accommodation: Accommodation, by_id: int | None) -> None:
    """The rules of the quiz hold again, for attempts begun from now on."""
    _note("assessment.accommodation.withdrawn", accommodation, by_id)
    accommodation.delete()


def check_rules(rules: Mapping[str, Any]) -> None:
    """Raise ValidationProblem for rules that grant nothing, or a window that ends before it begins."""
    opens_at, closes_at = rules.get("opens_at"), rules.get("closes_at")
    if opens_at and closes_at and closes_at <= opens_at:
        detail = "A window ends after it began."
        raise ValidationProblem(errors=[FieldError("/closes_at", "window-order", detail)])
    if not (rules.get("extra_time_percent") or rules.get("extra_attempts") or opens_at or closes_at):
        detail = "Give more time, more attempts or other dates."
        raise ValidationProblem(errors=[FieldError("/extra_time_percent", "nothing-granted", detail)])


def lengthen_open_attempts(row: Accommodation) -> int:
    """Give attempts that are open the time that holds for them now, where that is later; returns how many."""
    attempts = QuizAttempt.unscoped.filter(
        state=QuizAttempt.State.OPEN, due_at__isnull=False, enrollment__course_id=row.course_id
    )
    if row.quiz_id is not None:
        attempts = attempts.filter(quiz_id=row.quiz_id)
    if row.enrollment_id is not None:
        attempts = attempts.filter(enrollment_id=row.enrollment_id)
    else:
        attempts = attempts.filter(enrollment_id__in=members_among(row.group_id or 0))
    changed = 0
    for attempt in attempts.select_related("quiz__lesson__course", "enrollment").order_by("pk"):
        due_at: dt.datetime | None = terms_for(attempt.quiz, attempt.enrollment).due_at(attempt.started_at)
        if attempt.due_at is not None and (due_at is None or due_at > attempt.due_at):
            # The state is asked again: it may have been handed in meanwhile.
            changed += QuizAttempt.unscoped.filter(pk=attempt.pk, state=QuizAttempt.State.OPEN).update(
                due_at=due_at
            )
    return changed


def _note(action: str, row: Accommodation, by_id: int | None) -> None:
    """What was granted, never why: the reason may tell of somebody's health."""
    facts = {
        "extra_time_percent": row.extra_time_percent,
        "extra_attempts": row.extra_attempts,
        "opens_at": row.opens_at.isoformat() if row.opens_at else None,
        "closes_at": row.closes_at.isoformat() if row.closes_at else None,
    }
    subject = row.enrollment.learner_id if row.enrollment else None
    target = ("quiz", row.quiz_id) if row.quiz_id else ("course", row.course_id)
    audit.record(action, actor=by_id, target=target, facts=facts, subject_id=subject)
