"""What calendar and home know of one learner, read in few statements however many courses there are.

Only rows of the learner themselves, in one organization; of courses only those a learner may see. Instants are UTC.
"""

import dataclasses
import datetime
import json
import uuid as uuids
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection

from edusync.assessment.queries import LearnerDate, learner_dates
from edusync.courses import queries as courses
from edusync.courses.learner_facts import grades_of, shown_scores_of
from edusync.courses.rules import GradeFacts, RuleFacts, ShownScores
from edusync.files.urls import file_address
from edusync.kernel import clock
from edusync.kernel.ids import BinUUIDField
from edusync.progress.queries import as_instant
from edusync.progress.rule_facts import numbers

as_uuid = BinUUIDField().to_python


@dataclasses.dataclass(frozen=True, slots=True)
class Taken:
    """A course that the learner takes, asked for or waits for; the latest attempt at it."""

    id: int
    uuid: uuids.UUID
    status: str
    percent: int
    seconds: int
    last_lesson_id: int | None
    enrolled_at: datetime.datetime
    last_access_at: datetime.datetime | None
    completed_at: datetime.datetime | None
    expires_at: datetime.datetime | None
    due_at: datetime.datetime | None
    updated_at: datetime.datetime
    course_id: int
    course_uuid: uuids.UUID
    slug: str
    title: str
    outline_version: int
    image_url: str | None
    cohort: str
    cohort_starts_at: datetime.datetime | None
    cohort_ends_at: datetime.datetime | None
    offer_id: int | None
    offer_until: datetime.datetime | None
    certificate_code: str | None

    @property
    def course(self) -> dict[str, Any]:
        """The course as lists name it."""
        return {"slug": self.slug, "title": self.title, "uuid": self.course_uuid, "image_url": self.image_url}


@dataclasses.dataclass(frozen=True, slots=True)
class Touched:
    """What was done in one lesson. `score` 0 to 100."""

    lesson_id: int
    state: str
    score: float | None
    completed_at: datetime.datetime | None
    position_seconds: int


@dataclasses.dataclass(frozen=True, slots=True)
class RunningQuiz:
    """A quiz begun whose time runs out."""

    uuid: uuids.UUID
    due_at: datetime.datetime
    started_at: datetime.datetime
    enrollment_id: int
    lesson_id: int
    lesson_title: str


@dataclasses.dataclass(frozen=True, slots=True)
class LearnerFacts:
    """Everything at one moment. `touched` by enrollment id, over all organizations: days of learning are the person's.

    `dates` of assignments, quizzes and exams by enrollment id, whether or not their lesson is in sight.
    """

    now: datetime.datetime
    taken: tuple[Taken, ...]
    touched: dict[int, list[Touched]]
    quizzes: tuple[RunningQuiz, ...]
    dates: dict[int, list[LearnerDate]]
    group_ids: frozenset[int]
    course_percents: Mapping[int, int]
    goal: tuple[int, ...]
    grades: GradeFacts
    shown: ShownScores

    def active(self) -> list[Taken]:
        """Courses that are being learned, the one used last first."""
        rows = [row for row in self.taken if row.status == "active"]
        return sorted(rows, key=lambda row: (row.last_access_at or row.enrolled_at, row.id), reverse=True)

    def states(self, row: Taken) -> dict[int, str]:
        """State of each lesson touched."""
        return {one.lesson_id: one.state for one in self.touched.get(row.id, ())}

    def rule_facts(self, row: Taken) -> RuleFacts:
        """What the rules of the course ask about."""
        touched = self.touched.get(row.id, ())
        return RuleFacts(
            enrolled_at=row.enrolled_at,
            states={one.lesson_id: one.state for one in touched},
            scores={one.lesson_id: one.score for one in touched if one.score is not None},
            group_ids=self.group_ids,
            course_percents=self.course_percents,
            grades=self.grades,
            shown=self.shown,
        )

    def outlines(self, rows: Iterable[Taken]) -> dict[int, courses.Outline]:
        """The outlines of these courses by course id; no query for those that the process keeps."""
        return courses.outlines({row.course_id: (row.course_uuid, row.outline_version) for row in rows})


TAKEN = """
SELECT e.id, e.uuid, e.status, e.percent, e.seconds, e.last_lesson_id, e.enrolled_at, e.last_access_at, e.completed_at,
  e.expires_at, e.due_at, e.updated_at, c.id, c.uuid, c.slug, c.title, c.outline_version, f.uuid, f.name,
  h.name, h.starts_at, h.ends_at, o.id, o.expires_at, t.code
FROM enrollment_enrollment e
JOIN courses_course c ON c.id = e.course_id AND c.deleted_at IS NULL AND c.status IN ('published', 'archived')
LEFT JOIN files_file_object f ON f.id = c.image_file_id
LEFT JOIN enrollment_cohort h ON h.id = e.cohort_id AND h.deleted_at IS NULL
LEFT JOIN enrollment_waitlist_entry w ON w.enrollment_id = e.id AND w.state = 'offered'
LEFT JOIN enrollment_waitlist_offer o ON o.entry_id = w.id AND o.answer = 'open'
LEFT JOIN credentials_certificate t ON t.enrollment_id = e.id AND t.state = 'issued'
WHERE e.learner_id = %s AND e.organization_id = %s AND e.deleted_at IS NULL
ORDER BY e.attempt_number, e.id
"""
TOUCHED = """
SELECT p.enrollment_id, p.lesson_id, p.state, p.best_score, p.completed_at, p.position_seconds
FROM enrollment_enrollment e
JOIN progress_lesson_progress p ON p.enrollment_id = e.id
WHERE e.learner_id = %s
"""
# Each once a statement: groups for the rules of courses, and the minutes the person means to learn.
PERSON = """
SELECT (
    SELECT GROUP_CONCAT(g.group_id) FROM identity_group_member g
    WHERE g.user_id = %s
      AND (g.starts_on IS NULL OR g.starts_on <= %s) AND (g.ends_on IS NULL OR g.ends_on >= %s)
  ),
  (SELECT j.minutes FROM communication_learning_goal j WHERE j.learner_id = %s AND j.organization_id = %s)
"""


def learner_facts(*, learner_id: int, organization_id: int) -> LearnerFacts:
    """Read the facts: four statements."""
    now = clock.now()
    touched: dict[int, list[Touched]] = {}
    for enrollment_id, *values in _rows(TOUCHED, [learner_id]):
        touched.setdefault(enrollment_id, []).append(_touched(values))
    dated = learner_dates(learner_id=learner_id, organization_id=organization_id, now=now)
    dates: dict[int, list[LearnerDate]] = {}
    for one in dated:
        if one.kind != "running":
            dates.setdefault(one.enrollment_id, []).append(one)
    today = now.date().isoformat()
    person = [learner_id, today, today, learner_id, organization_id]
    groups, minutes = _rows(PERSON, person)[0]
    attempts = attempts_of(learner_id=learner_id, organization_id=organization_id)
    percents: dict[int, int] = {}
    for row in attempts:
        own = 100 if row.status == "completed" else row.percent
        percents[row.course_id] = max(own, percents.get(row.course_id, 0))
    return LearnerFacts(
        now=now,
        taken=tuple({row.course_id: row for row in attempts}.values()),
        touched=touched,
        quizzes=_running(dated),
        dates=dates,
        group_ids=frozenset(numbers(groups)),
        course_percents=percents,
        goal=goal_of(minutes),
        grades=grades_of(learner_id),
        shown=shown_scores_of(learner_id),
    )


def attempts_of(*, learner_id: int, organization_id: int) -> list[Taken]:
    """The learner's attempts at courses, the latest of a course last; one statement."""
    return [_taken(row) for row in _rows(TAKEN, [learner_id, organization_id])]


def _rows(sql: str, parameters: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def _taken(row: Any) -> Taken:
    image, name = row[17], row[18]
    values: list[Any] = [
        row[0],
        as_uuid(row[1]),
        *row[2:6],
        *(as_instant(value) for value in row[6:12]),
        row[12],
        as_uuid(row[13]),
        *row[14:17],
        file_address(as_uuid(image), name) if image else None,  # type: ignore[arg-type]
        row[19] or "",
        as_instant(row[20]),
        as_instant(row[21]),
        row[22],
        as_instant(row[23]),
        row[24],
    ]
    return Taken(*values)


def _touched(values: list[Any]) -> Touched:
    lesson_id, state, score, completed_at, position = values
    return Touched(
        lesson_id, state, None if score is None else float(score), as_instant(completed_at), position
    )


def _running(dated: Iterable[LearnerDate]) -> tuple[RunningQuiz, ...]:
    found = [
        RunningQuiz(
            uuid=uuids.UUID(one.key),
            due_at=one.closes_at,
            started_at=one.changed_at,
            enrollment_id=one.enrollment_id,
            lesson_id=one.lesson_id,
            lesson_title=one.title,
        )
        for one in dated
        if one.kind == "running" and one.closes_at is not None
    ]
    return tuple(sorted(found, key=lambda quiz: quiz.due_at))


def goal_of(minutes: Any) -> tuple[int, ...]:
    """Seven numbers, Monday first; zeros for whoever set none. Drivers hand JSON out as text."""
    found = json.loads(minutes) if isinstance(minutes, str | bytes) else minutes
    return tuple(found) if found else (0,) * 7
