"""Reads about progress, permission-free. What counts toward a course is written down once, in COUNTED."""

import dataclasses
import datetime
import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import connection

from edusync.courses.learner_facts import (
    EnrollmentFacts,
    LessonFacts,
    LessonProgressFacts,
    OutlineFacts,
    RuleFacts,
    RuleNeeds,
)
from edusync.enrollment.queries import live_enrollments
from edusync.kernel.ids import BinUUIDField
from edusync.kernel.tenancy import current_organization_id
from edusync.progress.insight_queries import attention_by_course  # noqa: F401 - offered to other apps here
from edusync.progress.models import LessonProgress, ModuleProgress
from edusync.progress.rule_facts import columns_of, marks, rule_facts

if TYPE_CHECKING:
    from edusync.enrollment.models import Enrollment

# Lesson `l` of module `m` counts when it is required, published and not deleted, and so is its module.
COUNTED = "l.is_required = 1 AND l.is_published = 1 AND l.deleted_at IS NULL AND m.is_published = 1 AND m.deleted_at IS NULL"


NO_FACTS = RuleFacts()


@dataclasses.dataclass(frozen=True, slots=True)
class LessonTarget:
    """A lesson as far as recording progress needs it. Times in seconds, shares and scores 0 to 100."""

    id: int
    course_id: int
    module_id: int
    kind: str
    completion: str
    completion_value: int
    video_provider: str | None = None
    video_required_share: int | None = None
    video_duration_seconds: int = 0
    is_seek_locked: bool = False
    # Of the course, where it was read along: whether its outline is kept is then known without a query.
    course_uuid: uuid.UUID | None = None
    outline_version: int = 0

    @property
    def known(self) -> tuple[uuid.UUID, int] | None:
        """The version of the course's outline, if it was read along."""
        return None if self.course_uuid is None else (self.course_uuid, self.outline_version)

    @property
    def needed_share(self) -> int:
        """Share of the video that must be watched; 0 where the player cannot know it."""
        is_measured = self.kind == "video" and self.video_provider in {"file", "url"}
        return (self.video_required_share or 0) if is_measured else 0


@dataclasses.dataclass(frozen=True, slots=True)
class ModuleSums:
    """Required weight of a module and how much of it one enrollment has done.

    `has_row`: the summary is stored already; `is_announced`: it was complete before. `needed_percent` is the share
    of the whole course's weight that completes the course, `needed_score` the grade in percent below which it is not
    completed (None: no grade is asked for); both are the same in all modules.
    """

    required: int
    done: int
    has_row: bool = True
    is_announced: bool = False
    needed_percent: int = 100
    needed_score: int | None = None


# Each engine gives the column in its own way: MySQL as bytes, MariaDB and SQLite as text.
UUID = BinUUIDField()
# The same as the ORM would ask, written out: putting the statement together cost more than the database needs for it.
LEARNER_LESSON = """
    SELECT e.*, l.module_id AS of_module_id, l.kind AS of_kind, l.completion AS of_completion,
      l.completion_value AS of_completion_value, v.provider AS of_video_provider,
      v.required_share AS of_video_required_share, v.duration_seconds AS of_video_duration,
      v.is_seek_locked AS of_seek_lock, c.uuid AS of_course_uuid, c.outline_version AS of_outline_version
    FROM enrollment_enrollment e
    JOIN courses_course c ON c.id = e.course_id AND c.deleted_at IS NULL AND c.status IN ('published', 'archived')
    JOIN courses_lesson l ON l.course_id = c.id AND l.id = %s AND l.is_published = 1 AND l.deleted_at IS NULL
    JOIN courses_module m ON m.id = l.module_id AND m.is_published = 1 AND m.deleted_at IS NULL
    LEFT JOIN courses_video v ON v.lesson_id = l.id
    WHERE e.learner_id = %s AND e.organization_id = %s AND e.deleted_at IS NULL
    ORDER BY e.attempt_number DESC LIMIT 1
"""


def learner_lesson(*, lesson_id: int, learner_id: int) -> "tuple[Enrollment, LessonTarget] | None":
    """The learner's live enrollment in the lesson's course, and the lesson if it is published; one query."""
    model = live_enrollments(learner_id).model
    found = model.objects.raw(LEARNER_LESSON, [lesson_id, learner_id, current_organization_id()])
    row: Any = next(iter(found), None)
    if row is None:
        return None
    target = LessonTarget(
        id=lesson_id,
        course_id=row.course_id,
        module_id=row.of_module_id,
        kind=row.of_kind,
        completion=row.of_completion,
        completion_value=row.of_completion_value,
        video_provider=row.of_video_provider,
        video_required_share=row.of_video_required_share,
        video_duration_seconds=row.of_video_duration or 0,
        is_seek_locked=bool(row.of_seek_lock),
        course_uuid=UUID.to_python(row.of_course_uuid),
        outline_version=row.of_outline_version,
    )
    return row, target


def lesson_target(lesson: Any) -> LessonTarget:
    """The target made of a lesson row; the video detail is read only where it matters."""
    video = getattr(lesson, "video", None) if lesson.kind == "video" else None
    return LessonTarget(
        id=lesson.pk,
        course_id=lesson.course_id,
        module_id=lesson.module_id,
        kind=lesson.kind,
        completion=lesson.completion,
        completion_value=lesson.completion_value,
        video_provider=video.provider if video else None,
        video_required_share=video.required_share if video else None,
        video_duration_seconds=video.duration_seconds if video else 0,
        is_seek_locked=video.is_seek_locked if video else False,
    )


def module_sums(*, enrollment_id: int, course_id: int) -> dict[int, ModuleSums]:
    """Required and done weight of every module that counts, from the facts, in one query."""
    sql = f"""
        SELECT l.module_id, SUM(l.weight), SUM(CASE WHEN p.state = 'completed' THEN l.weight ELSE 0 END),
               MAX(CASE WHEN x.id IS NULL THEN 0 ELSE 1 END),
               MAX(CASE WHEN x.completed_at IS NULL THEN 0 ELSE 1 END),
               COALESCE((SELECT MAX(c.percent) FROM courses_completion_rule c WHERE c.course_id = %s), 100),
               (SELECT o.required_score FROM courses_course o WHERE o.id = %s)
        FROM courses_lesson l
        JOIN courses_module m ON m.id = l.module_id
        LEFT JOIN progress_lesson_progress p ON p.lesson_id = l.id AND p.enrollment_id = %s
        LEFT JOIN progress_module_progress x ON x.module_id = l.module_id AND x.enrollment_id = %s
        WHERE l.course_id = %s AND {COUNTED}
        GROUP BY l.module_id
    """  # noqa: S608 - COUNTED is a constant
    with connection.cursor() as cursor:
        cursor.execute(sql, [course_id, course_id, enrollment_id, enrollment_id, course_id])
        return {
            module_id: ModuleSums(
                int(required), int(done), bool(has_row), bool(is_announced), int(needed), score
            )
            for module_id, required, done, has_row, is_announced, needed, score in cursor.fetchall()
        }


def lesson_states(enrollment_ids: Iterable[int]) -> dict[int, dict[int, str]]:
    """By enrollment id: state of each touched lesson."""
    wanted = list(enrollment_ids)
    states: dict[int, dict[int, str]] = {}
    if not wanted:
        return states
    sql = (
        "SELECT enrollment_id, lesson_id, state FROM progress_lesson_progress"  # noqa: S608 - only placeholders
        f" WHERE enrollment_id IN ({', '.join(['%s'] * len(wanted))})"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, wanted)
        for enrollment_id, lesson_id, state in cursor.fetchall():
            states.setdefault(enrollment_id, {})[lesson_id] = state
    return states


def progress_of(*, enrollment_id: int, lesson_id: int) -> LessonProgress | None:
    """What the enrollment has done in the lesson."""
    row: LessonProgress | None = LessonProgress.objects.filter(
        enrollment_id=enrollment_id, lesson_id=lesson_id
    ).first()
    return row


def best_score(*, enrollment_id: int, lesson_id: int) -> Decimal | None:
    """The best score in percent, None without one."""
    row = progress_of(enrollment_id=enrollment_id, lesson_id=lesson_id)
    return row.best_score if row else None


def modules_done(enrollment_id: int) -> dict[int, datetime.datetime | None]:
    """When each touched module was completed first, None if not yet."""
    rows = ModuleProgress.objects.filter(enrollment_id=enrollment_id)
    return dict(rows.values_list("module_id", "completed_at"))


class ProgressAnswers:
    """Tells the courses app what a learner has done (`courses.learner_facts.ProgressProvider`)."""

    def outline_facts(self, *, course_id: int, user_id: int, needs: RuleNeeds | None = None) -> OutlineFacts:
        """Enrollment and lesson states; one query, which joins the lessons only if there is an enrollment."""
        rows = self._rows(course_id, user_id, "e.id = p.enrollment_id", needs=needs)
        if not rows:
            return OutlineFacts()
        rows = [row for row in rows if row[0] == rows[0][0]]
        states = {row[5]: row[6] for row in rows if row[5] is not None}
        return OutlineFacts(facts_of(rows[0]), states, self._rule_facts(rows, needs))

    def lesson_facts(
        self, *, course_id: int, lesson_id: int, user_id: int, needs: RuleNeeds | None = None
    ) -> LessonFacts:
        """Enrollment and the progress in this lesson, in one query."""
        wanted = sorted({lesson_id, *(needs.lesson_ids if needs else ())})
        joined = f"e.id = p.enrollment_id AND p.lesson_id IN ({marks(wanted)})"
        rows = self._rows(course_id, user_id, joined, wanted, needs=needs, watched="p.watched")
        if not rows:
            return LessonFacts()
        rows = [row for row in rows if row[0] == rows[0][0]]
        own = next((row for row in rows if row[5] == lesson_id), None)
        progress = (
            None
            if own is None
            else LessonProgressFacts(
                own[6], own[7], own[8], own[9], as_instant(own[10]), as_stretches(own[11])
            )
        )
        return LessonFacts(facts_of(rows[0]), progress, self._rule_facts(rows, needs))

    def rule_facts_of(self, *, needs: Mapping[int, RuleNeeds], user_id: int) -> dict[int, RuleFacts]:
        """What the rules of several courses ask, in one query."""
        together = RuleNeeds(
            *(
                tuple(sorted({one for need in needs.values() for one in getattr(need, field)}))
                for field in ("lesson_ids", "group_ids", "course_ids")
            )
        )
        more, of_more = columns_of(together, user_id)
        lessons = together.lesson_ids or (0,)
        sql = f"""
            SELECT e.course_id, e.attempt_number, p.lesson_id, p.state, {more}
            FROM enrollment_enrollment e
            LEFT JOIN progress_lesson_progress p ON e.id = p.enrollment_id AND p.lesson_id IN ({marks(lessons)})
            WHERE e.course_id IN ({marks(tuple(needs))}) AND e.learner_id = %s AND e.deleted_at IS NULL
            ORDER BY e.course_id, e.attempt_number DESC
        """  # noqa: S608 - conditions and columns are constants
        with connection.cursor() as cursor:
            cursor.execute(sql, [*of_more, *lessons, *needs, user_id])
            by_course: dict[int, list[Any]] = {}
            for row in cursor.fetchall():
                rows = by_course.setdefault(row[0], [])
                # The latest attempt comes first; earlier ones open nothing.
                if not rows or rows[0][1] == row[1]:
                    rows.append(row)
        return {
            course_id: rule_facts(rows, at=4, lesson_at=2, enrolled_at=as_instant(rows[0][5]))
            for course_id, rows in by_course.items()
        }

    @staticmethod
    def _rule_facts(rows: Sequence[Sequence[Any]], needs: RuleNeeds | None) -> RuleFacts:
        if needs is None:
            return NO_FACTS
        return rule_facts(rows, at=12, lesson_at=5, enrolled_at=as_instant(rows[0][13]))

    def _rows(
        self,
        course_id: int,
        user_id: int,
        joined: str,
        parameters: Sequence[int] = (),
        *,
        needs: RuleNeeds | None = None,
        watched: str = "NULL",
    ) -> list[Any]:
        more, of_more = columns_of(needs, user_id) if needs else ("NULL", [])
        sql = f"""
            SELECT e.id, e.status, e.percent, e.last_lesson_id, e.attempt_number,
                   p.lesson_id, p.state, p.position_seconds, p.watched_share, p.seconds, p.completed_at,
                   {watched}, {more}
            FROM enrollment_enrollment e
            LEFT JOIN progress_lesson_progress p ON {joined}
            WHERE e.course_id = %s AND e.learner_id = %s AND e.deleted_at IS NULL
            ORDER BY e.attempt_number DESC
        """  # noqa: S608 - conditions and columns are constants
        with connection.cursor() as cursor:
            cursor.execute(sql, [*of_more, *parameters, course_id, user_id])
            return list(cursor.fetchall())


def facts_of(row: Sequence[Any]) -> EnrollmentFacts:
    """The enrollment's part of a row of `ProgressAnswers`."""
    return EnrollmentFacts(id=row[0], status=row[1], percent=row[2], last_lesson_id=row[3])


def as_stretches(value: Any) -> list[list[float]]:
    """Stretches of a film as the ORM would give them: drivers hand out text."""
    return json.loads(value) if isinstance(value, str | bytes) else list(value or [])


def as_instant(value: Any) -> datetime.datetime | None:
    """An instant as the ORM would give it: SQLite's driver hands out text, MySQL's naive instants."""
    if isinstance(value, str):
        value = datetime.datetime.fromisoformat(value)
    return None if value is None else value.replace(tzinfo=datetime.UTC)
