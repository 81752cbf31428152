"""The rules of a quiz as they hold for one learner: those of the quiz, and what was granted to the learner or a group."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from edusync.assessment.models import Accommodation, Quiz, QuizAttempt
from edusync.enrollment.models import Enrollment
from edusync.enrollment.queries import group_ids_of

# When something opens and closes. None: no such date.
Window = tuple[dt.datetime | None, dt.datetime | None]


@dataclasses.dataclass(frozen=True, slots=True)
class QuizTerms:
    """What holds for one learner. None: no such rule. Times are UTC."""

    opens_at: dt.datetime | None
    closes_at: dt.datetime | None
    time_limit_seconds: int | None
    attempts_allowed: int | None
    retake_wait_minutes: int
    is_accommodated: bool

    def due_at(self, started_at: dt.datetime) -> dt.datetime | None:
        """When an attempt begun then is over: at the end of its time, and never after the window."""
        ends = [self.closes_at] if self.closes_at else []
        if self.time_limit_seconds:
            ends.append(started_at + dt.timedelta(seconds=self.time_limit_seconds))
        return min(ends, default=None)


def terms_for(quiz: Quiz, enrollment: Enrollment) -> QuizTerms:
    """The rules for this learner: of several accommodations the most favorable holds, each rule for itself.

    One query, and one more where lesson and course of the quiz are not known.
    """
    return with_accommodations(quiz, accommodations_of(quiz, enrollment_id=enrollment.pk))


def accommodations_of(quiz: Quiz, *, enrollment_id: int) -> list[Accommodation]:
    """What was granted to the learner or to a group of theirs, for this quiz or for all of its course."""
    whom = Q(enrollment_id=enrollment_id) | Q(group_id__in=group_ids_of(enrollment_id))
    rows = Accommodation.unscoped.filter(course_id=quiz.lesson.course_id).filter(whom)
    return list(rows.filter(Q(quiz_id=quiz.pk) | Q(quiz=None)))


def accommodations_of_course(course_id: int, *, quiz_id: str = "") -> Any:
    """What was granted in the course with quiz, learner, group and who granted it, in one query."""
    rows = Accommodation.objects.filter(course_id=course_id)
    if quiz_id.isdigit():
        rows = rows.filter(Q(quiz_id=int(quiz_id)) | Q(quiz=None))
    return rows.select_related("quiz__lesson", "enrollment__learner", "group", "granted_by")


def attempts_allowed(quiz: Quiz) -> int | None:
    """The attempts that the quiz gives, else those of its course; practice that says nothing has no end."""
    if quiz.attempts_allowed is not None or quiz.mode == Quiz.Mode.PRACTICE:
        return quiz.attempts_allowed
    given: int | None = quiz.lesson.course.quiz_attempts
    return given


def window_with(window: Window, granted: Sequence[Window]) -> Window:
    """First and last instant, with those granted. A date that opens later or closes earlier than the quiz's is none."""
    opens, closes = window
    if opens is not None:
        opens = min([opens, *(first for first, _ in granted if first)])
    if closes is not None:
        closes = max([closes, *(last for _, last in granted if last)])
    return opens, closes


def with_accommodations(quiz: Quiz, granted: Sequence[Accommodation]) -> QuizTerms:
    """The rules of the quiz with what was granted, each rule for itself."""
    opens, closes = window_with(
        (quiz.opens_at, quiz.closes_at), [(one.opens_at, one.closes_at) for one in granted]
    )
    limit, allowed = quiz.time_limit_seconds, attempts_allowed(quiz)
    more_time = max((one.extra_time_percent for one in granted), default=0)
    if limit is not None:
        # Rounded up: nobody loses a second by a percent.
        limit += -(-limit * more_time // 100)
    if allowed is not None:
        allowed += max((one.extra_attempts for one in granted), default=0)
    return QuizTerms(opens, closes, limit, allowed, quiz.retake_wait_minutes, is_accommodated=bool(granted))


def next_attempt_at(terms: QuizTerms, attempts: Sequence[QuizAttempt]) -> dt.datetime | None:
    """When the wait after the newest attempt ends; None without a wait."""
    ended = attempts[0].submitted_at if attempts else None
    if ended is None or not terms.retake_wait_minutes:
        return None
    return ended + dt.timedelta(minutes=terms.retake_wait_minutes)
