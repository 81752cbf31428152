"""What an exam asks for, and its sittings."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from edusync.assessment.exam_problems import SittingCanceled, SittingInUse
from edusync.assessment.exam_signals import clean_thresholds
from edusync.assessment.models import Exam, ExamBehavior, ExamConfigKey, ExamSitting, Quiz
from edusync.assessment.services.exams.promoting import promote
from edusync.kernel import audit
from edusync.kernel.problems import FieldError, PreconditionFailed, ValidationProblem

HEX = frozenset("0123456789abcdef")
RULES = (
    "is_registration_needed",
    "registration_opens_at",
    "registration_closes_at",
    "identity",
    "consent_text",
    "is_full_screen_asked",
    "is_one_device",
    "is_safe_browser_needed",
    "fast_seconds",
    "is_behavior_compared",
    "validity_days",
    "tries_allowed",
    "retake_wait_days",
    "picture_days",
)


@transaction.atomic
def save_exam(*, quiz: Quiz, values: Mapping[str, Any], base_version: int, by_id: int) -> Exam:
    """Write what the exam asks for; `base_version` 0 makes the first. Raises PreconditionFailed, ValidationProblem."""
    exam = Exam.objects.select_for_update().filter(quiz=quiz).first()
    if (exam.row_version if exam else 0) != base_version:
        raise PreconditionFailed
    if exam is None:
        exam = Exam(organization_id=quiz.organization_id, quiz=quiz, row_version=0)
    for name in RULES:
        if name in values:
            setattr(exam, name, values[name])
    exam.warn_after = clean_thresholds(values.get("warn_after", exam.warn_after))
    exam.review_after = clean_thresholds(values.get("review_after", exam.review_after))
    _check_window(exam.registration_opens_at, exam.registration_closes_at, "/registration_closes_at")
    exam.row_version += 1
    exam.save()
    if not exam.is_behavior_compared:
        # Switched off: nothing that was found stays.
        ExamBehavior.objects.filter(exam=exam).delete()
    if "config_keys" in values:
        _put_config_keys(exam, values["config_keys"])
    audit.record("assessment.exam.changed", actor=by_id, target=("quiz", quiz.pk))
    return exam


def _check_window(starts: dt.datetime | None, ends: dt.datetime | None, pointer: str) -> None:
    if starts is not None and ends is not None and ends <= starts:
        raise ValidationProblem(
            errors=[FieldError(pointer, "ends-before-start", "The end must come after the beginning.")]
        )


def _put_config_keys(exam: Exam, keys: Sequence[Mapping[str, str]]) -> None:
    """Keys as Safe Exam Browser shows them: 64 hexadecimal digits. Raises ValidationProblem."""
    rows = {}
    for place, one in enumerate(keys):
        text = one["config_key"].strip().lower()
        if len(text) != 64 or not HEX.issuperset(text):
            raise ValidationProblem(
                errors=[
                    FieldError(
                        f"/config_keys/{place}/config_key",
                        "not-a-key",
                        "A Config Key has 64 digits, 0-9 and a-f.",
                    )
                ]
            )
        rows[text] = ExamConfigKey(exam=exam, config_key=text, label=one.get("label", "")[:120])
    exam.config_keys.all().delete()
    ExamConfigKey.objects.bulk_create(rows.values())


@transaction.atomic
def save_sitting(
    *, exam: Exam, values: Mapping[str, Any], by_id: int, sitting: ExamSitting | None = None
) -> ExamSitting:
    """Make a sitting, or change it; seats that it has more go to its line.

    Raises SittingCanceled, ValidationProblem, also where more seats are taken than would be left.
    """
    _check_window(values["starts_at"], values["ends_at"], "/ends_at")
    if sitting is None:
        row = ExamSitting(organization_id=exam.organization_id, exam=exam)
    else:
        row = ExamSitting.objects.select_for_update().get(pk=sitting.pk)
        if row.canceled_at is not None:
            raise SittingCanceled
    if values["seats"] < row.seats_taken:
        raise ValidationProblem(
            errors=[FieldError("/seats", "seats-taken", f"{row.seats_taken} seats are taken already.")]
        )
    row.title, row.seats = values.get("title", ""), values["seats"]
    row.waitlist = values.get("waitlist", row.waitlist)
    row.offer_hours = values.get("offer_hours", row.offer_hours)
    row.starts_at, row.ends_at = values["starts_at"], values["ends_at"]
    if row.pk is None:
        row.save()
    else:
        # The number of taken seats is the triggers'.
        row.save(
            update_fields=[
                "title", "seats", "starts_at", "ends_at", "waitlist", "offer_hours", "updated_at"
            ]
        )  # fmt: skip
        promote(row)
    audit.record("assessment.exam_sitting.changed", actor=by_id, target=("quiz", exam.quiz_id))
    return row


@transaction.atomic
def remove_sitting(*, sitting: ExamSitting, by_id: int) -> None:
    """Take a sitting away that nobody was ever registered for. Raises SittingInUse."""
    row = ExamSitting.objects.select_for_update().get(pk=sitting.pk)
    if row.registrations.exists() or row.line.exists():
        raise SittingInUse
    row.delete()
    audit.record("assessment.exam_sitting.removed", actor=by_id, target=("quiz", sitting.exam.quiz_id))
