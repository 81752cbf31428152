"""Dates of assignments, quizzes and exams as they hold for one learner, over all of their courses in one statement.

Own dates are in: an extension of an assignment, and what was granted to the learner or to a group of theirs in a quiz.
Whether a lesson is in the learner's sight is not asked here: callers lay the outline over it.
"""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import connection

from edusync.assessment.assignment_dates import with_extension
from edusync.assessment.quiz_terms import Window, window_with
from edusync.kernel.ids import BinUUIDField
from edusync.progress.queries import as_instant

as_uuid = BinUUIDField().to_python


@dataclasses.dataclass(frozen=True, slots=True)
class LearnerDate:
    """When something opens, is due and closes for the learner; None: no such date. Instants are UTC.

    `kind` is "assignment", "quiz", "sitting" (from `opens_at` to `closes_at`, at `place`), or "running": an attempt
    begun at `opens_at` whose time is up at `closes_at`. `is_own`: others in the course have another date. `done_at`:
    handed in, sat or submitted; `is_late`: after the due date.
    """

    kind: str
    key: str
    enrollment_id: int
    lesson_id: int
    title: str
    opens_at: dt.datetime | None
    due_at: dt.datetime | None
    closes_at: dt.datetime | None
    changed_at: dt.datetime
    is_own: bool = False
    done_at: dt.datetime | None = None
    is_late: bool = False
    place: str = ""

    @property
    def ends_at(self) -> dt.datetime | None:
        """The date that the learner has to keep."""
        return self.due_at or self.closes_at

    def is_over(self, now: dt.datetime) -> bool:
        """Whether nothing is taken any more."""
        return self.closes_at is not None and self.closes_at < now


COLUMNS = (
    "kind",
    "enrollment_id",
    "lesson_id",
    "title",
    "quiz_id",
    "opens_at",
    "due_at",
    "closes_at",
    "own_at",
    "accepts_late",
    "done_at",
    "late_seconds",
    "changed_at",
    "uuid",
    "place",
)
# Enrollments come first in each branch: one learner has few, and the keys of the other tables begin with them.
STATEMENT = """
SELECT 'running', e.id, l.id, l.title, q.id, a.started_at, NULL, a.due_at, NULL, 0, NULL, 0, a.started_at, a.uuid, ''
FROM enrollment_enrollment e
JOIN assessment_quiz_attempt a ON a.enrollment_id = e.id AND a.state = 'open' AND a.due_at >= %s
JOIN assessment_quiz q ON q.id = a.quiz_id
JOIN courses_lesson l ON l.id = q.lesson_id
WHERE {mine}
UNION ALL
SELECT 'assignment', e.id, l.id, l.title, NULL, w.opens_at, w.due_at, w.closes_at, x.due_at, w.accepts_late,
  s.submitted_at, COALESCE(s.late_seconds, 0), w.updated_at, NULL, ''
FROM enrollment_enrollment e
JOIN assessment_assignment w ON w.course_id = e.course_id
JOIN courses_lesson l ON l.id = w.lesson_id AND l.deleted_at IS NULL
LEFT JOIN assessment_assignment_extension x ON x.assignment_id = w.id AND x.enrollment_id = e.id
LEFT JOIN assessment_submission s ON s.assignment_id = w.id AND s.enrollment_id = e.id AND s.is_current = 1
  AND s.state IN ('submitted', 'late', 'graded')
WHERE {mine} AND (w.due_at IS NOT NULL OR w.closes_at IS NOT NULL OR x.due_at IS NOT NULL)
UNION ALL
SELECT 'quiz', e.id, l.id, l.title, q.id, q.opens_at, NULL, q.closes_at, NULL, 0,
  (SELECT MAX(t.submitted_at) FROM assessment_quiz_attempt t
   WHERE t.enrollment_id = e.id AND t.quiz_id = q.id AND t.state = 'submitted'), 0, q.updated_at, NULL, ''
FROM enrollment_enrollment e
JOIN courses_lesson l ON l.course_id = e.course_id AND l.kind = 'quiz' AND l.deleted_at IS NULL
JOIN assessment_quiz q ON q.lesson_id = l.id
WHERE {mine} AND (q.opens_at IS NOT NULL OR q.closes_at IS NOT NULL)
UNION ALL
SELECT 'granted', e.id, NULL, '', g.quiz_id, g.opens_at, NULL, g.closes_at, NULL, 0, NULL, 0, g.updated_at, NULL, ''
FROM enrollment_enrollment e
JOIN assessment_accommodation g ON g.enrollment_id = e.id
WHERE {mine} AND (g.opens_at IS NOT NULL OR g.closes_at IS NOT NULL)
UNION ALL
SELECT 'granted', e.id, NULL, '', g.quiz_id, g.opens_at, NULL, g.closes_at, NULL, 0, NULL, 0, g.updated_at, NULL, ''
FROM enrollment_enrollment e
JOIN enrollment_learner_group_member m ON m.enrollment_id = e.id
JOIN enrollment_learner_group n ON n.id = m.group_id AND n.deleted_at IS NULL
JOIN assessment_accommodation g ON g.group_id = n.id
WHERE {mine} AND (g.opens_at IS NOT NULL OR g.closes_at IS NOT NULL)
UNION ALL
SELECT 'sitting', e.id, l.id, l.title, q.id, i.starts_at, NULL, i.ends_at, NULL, 0,
  CASE WHEN r.state = 'used' THEN i.starts_at END, 0, r.updated_at, r.uuid, i.title
FROM enrollment_enrollment e
JOIN assessment_exam_registration r ON r.enrollment_id = e.id AND r.state IN ('booked', 'used')
JOIN assessment_exam_sitting i ON i.id = r.sitting_id
JOIN assessment_exam z ON z.id = r.exam_id
JOIN assessment_quiz q ON q.id = z.quiz_id
JOIN courses_lesson l ON l.id = q.lesson_id AND l.deleted_at IS NULL
WHERE {mine}
""".format(  # noqa: S608 - what is put in is a constant
    mine="e.learner_id = %s AND e.organization_id = %s AND e.deleted_at IS NULL AND e.status = 'active'"
)
INSTANTS = ("opens_at", "due_at", "closes_at", "own_at", "done_at", "changed_at")


def learner_dates(*, learner_id: int, organization_id: int, now: dt.datetime) -> list[LearnerDate]:
    """Every date of the learner's active courses, and attempts that run at `now`; one statement."""
    whose = [learner_id, organization_id]
    moment = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, [moment, *whose * 6])
        rows = [_row(values) for values in cursor.fetchall()]
    granted: dict[tuple[int, int | None], list[Window]] = {}
    for row in rows:
        if row["kind"] == "granted":
            key = (row["enrollment_id"], row["quiz_id"])
            granted.setdefault(key, []).append((row["opens_at"], row["closes_at"]))
    seated = {(row["enrollment_id"], row["quiz_id"]) for row in rows if row["kind"] == "sitting"}
    return [
        _date(row, granted)
        for row in rows
        # Who holds a place in a sitting keeps its time, not that of the quiz.
        if row["kind"] != "granted"
        and not (row["kind"] == "quiz" and (row["enrollment_id"], row["quiz_id"]) in seated)
    ]


def _row(values: Sequence[Any]) -> dict[str, Any]:
    row = dict(zip(COLUMNS, values, strict=True))
    return {**row, **{name: as_instant(row[name]) for name in INSTANTS}}


def _date(row: dict[str, Any], granted: dict[tuple[int, int | None], list[Window]]) -> LearnerDate:
    shared: dict[str, Any] = {
        name: row[name] for name in ("enrollment_id", "lesson_id", "title", "changed_at")
    }
    shared |= {"kind": row["kind"], "done_at": row["done_at"], "place": row["place"]}
    if row["kind"] == "assignment":
        dates = with_extension(
            row["opens_at"],
            row["due_at"],
            row["closes_at"],
            accepts_late=bool(row["accepts_late"]),
            extended_to=row["own_at"],
        )
        return LearnerDate(
            **shared,
            key=str(row["lesson_id"]),
            opens_at=dates.opens_at,
            due_at=dates.due_at,
            closes_at=dates.closes_at,
            is_own=dates.is_extended,
            is_late=row["late_seconds"] > 0,
        )
    window: Window = (row["opens_at"], row["closes_at"])
    if row["kind"] != "quiz":
        key = str(as_uuid(row["uuid"]))
        return LearnerDate(**shared, key=key, opens_at=window[0], due_at=None, closes_at=window[1])
    # For this quiz, and for all quizzes of the course.
    own = [
        one for quiz_id in (row["quiz_id"], None) for one in granted.get((row["enrollment_id"], quiz_id), ())
    ]
    opens_at, closes_at = window_with(window, own)
    return LearnerDate(
        **shared,
        key=str(row["lesson_id"]),
        opens_at=opens_at,
        due_at=None,
        closes_at=closes_at,
        is_own=(opens_at, closes_at) != window,
    )
