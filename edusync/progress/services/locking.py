"""Locks an enrollment: always the first thing to lock, so that two writers wait instead of blocking each other."""

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import connection

from edusync.kernel.problems import NotFound
from edusync.kernel.tenancy import current_organization_id
from edusync.progress.models import LessonProgress
from edusync.progress.problems import EnrollmentClosed
from edusync.progress.queries import as_instant

if TYPE_CHECKING:
    from edusync.enrollment.models import Enrollment

OPEN = frozenset({"active", "completed"})
COLUMNS = (
    "id", "state", "method", "seconds", "views", "position_seconds", "watched_share", "watched", "best_score",
    "created_at", "started_at", "completed_at", "last_viewed_at",
)  # fmt: skip
INSTANTS = frozenset({"created_at", "started_at", "completed_at", "last_viewed_at"})
# The setting is read, not locked: whoever changes it just now waits for nobody.
SETTING = "SELECT s.{} FROM identity_user_setting s WHERE s.user_id = e.learner_id"
SELECT = f"""
    SELECT e.*, {", ".join(f"p.{name} AS p_{name}" for name in COLUMNS)},
      k.state AS clock_state, ({SETTING.format("time_zone")}) AS time_zone,
      ({SETTING.format("is_session_detail_on")}) AS is_session_detail_on
    FROM enrollment_enrollment e
    LEFT JOIN progress_learning_clock k ON k.learner_id = e.learner_id
    LEFT JOIN progress_lesson_progress p ON p.enrollment_id = e.id AND p.lesson_id = %s
    WHERE e.id = %s AND e.organization_id = %s
"""  # noqa: S608 - the names of columns are constants


def lock_with_progress(
    enrollment: "Enrollment", lesson_id: int
) -> "tuple[Enrollment, LessonProgress | None]":
    """The enrollment as it is now, locked until the transaction ends, and its progress in the lesson; one query.

    With it comes, locked too, the person's clock (`clock_state`, None before the first beat), and what they have set.
    Raises EnrollmentClosed when the enrollment is neither active nor completed.
    """
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    parameters = [lesson_id, enrollment.pk, current_organization_id()]
    row: Any = next(iter(type(enrollment).objects.raw(SELECT + lock, parameters)), None)
    if row is None:
        raise NotFound
    if row.status not in OPEN:
        raise EnrollmentClosed(enrollment_status=row.status)
    return row, _progress_in(row, lesson_id)


def _progress_in(row: Any, lesson_id: int) -> LessonProgress | None:
    if row.p_id is None:
        return None
    values = {name: getattr(row, f"p_{name}") for name in COLUMNS}
    for name in INSTANTS:
        values[name] = as_instant(values[name])
    if isinstance(values["watched"], str | bytes):
        values["watched"] = json.loads(values["watched"])
    if values["best_score"] is not None:
        values["best_score"] = Decimal(str(values["best_score"]))
    progress = LessonProgress(
        organization_id=row.organization_id, enrollment_id=row.pk, lesson_id=lesson_id, **values
    )
    progress._state.adding = False
    return progress
