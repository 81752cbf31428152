"""Scores that learners may not know yet: rules of availability pass them over, as they do with grades that are not posted."""

from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef, Q

from edusync.assessment.models import Quiz, QuizAttempt, QuizReview
from edusync.assessment.queries import percent_of
from edusync.assessment.reviewing import note_reviews_of, review_of, was_score_told
from edusync.courses.learner_facts import WithheldScore
from edusync.kernel import clock


class WithheldScores:
    """Tells rules of availability which scores are kept back (`courses.learner_facts.ScoreProvider`)."""

    def withheld_scores(self, *, user_id: int) -> Mapping[int, WithheldScore]:
        """The lessons in which a score is kept back now, with what the person knows all the same.

        One query where no quiz of theirs keeps anything back, three otherwise.
        """
        attempts = _veiled_attempts(user_id)
        if not attempts:
            return {}
        note_reviews_of([attempt.quiz for attempt in attempts])
        now = clock.now()
        # Rules ask about the latest enrollment in a course; what was done in one before does not count.
        latest: dict[int, int] = {}
        for attempt in attempts:
            lesson_id = attempt.quiz.lesson_id
            latest[lesson_id] = max(attempt.enrollment_id, latest.get(lesson_id, 0))
        by_lesson: dict[int, list[QuizAttempt]] = {}
        for attempt in attempts:
            if attempt.enrollment_id == latest[attempt.quiz.lesson_id]:
                by_lesson.setdefault(attempt.quiz.lesson_id, []).append(attempt)
        return {
            lesson_id: WithheldScore(
                counted=_best(one for one in tries if was_score_told(one.quiz, one, now)),
                told=_best(one for one in tries if review_of(one.quiz, one, now).points),
            )
            for lesson_id, tries in by_lesson.items()
            if not all(review_of(one.quiz, one, now).points for one in tries)
        }


def _best(attempts: Iterable[QuizAttempt]) -> float | None:
    return max((float(percent_of(attempt)) for attempt in attempts), default=None)


def _veiled_attempts(user_id: int) -> list[QuizAttempt]:
    """What was scored in quizzes that at some time tell no points. A quiz that never hides anything costs no row."""
    silent = QuizReview.objects.filter(quiz_id=OuterRef("quiz_id"), shows_points=False)
    rows = QuizAttempt.objects.filter(
        Exists(silent) | Q(quiz__feedback=Quiz.Feedback.NONE),
        enrollment__learner_id=user_id,
        enrollment__deleted_at__isnull=True,
        state=QuizAttempt.State.SUBMITTED,
        needs_marking=False,
    )
    return list(rows.select_related("quiz__lesson").order_by("id"))
