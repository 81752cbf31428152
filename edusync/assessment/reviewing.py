"""What a learner is told about an attempt: nothing while it is open, later what the quiz says for that time."""

import dataclasses
import datetime
import threading
import uuid
from collections import OrderedDict
from collections.abc import Sequence

from django.db.models import Max, Q

from edusync.assessment.models import Accommodation, Quiz, QuizAttempt, QuizReview

# How long "just after" lasts.
JUST_AFTER = datetime.timedelta(minutes=2)
KEPT_QUIZZES = 1000


@dataclasses.dataclass(frozen=True, slots=True)
class Review:
    """What may be told: points, the learner's own answers, right or wrong, feedback, and what would have been right."""

    points: bool
    answers: bool
    correctness: bool
    feedback: bool
    key: bool


# While it is open learners see what they answered, and nothing of what it is worth.
NOTHING = Review(points=False, answers=True, correctness=False, feedback=False, key=False)
CLOSED_BOOK = Review(points=False, answers=False, correctness=False, feedback=False, key=False)
SCORE = Review(points=True, answers=True, correctness=False, feedback=False, key=False)
EVERYTHING = Review(points=True, answers=True, correctness=True, feedback=True, key=True)
# In the order in which an attempt goes through them.
PHASES = (QuizReview.Phase.JUST_AFTER, QuizReview.Phase.WHILE_OPEN, QuizReview.Phase.CLOSED)
_BY_FEEDBACK = {
    Quiz.Feedback.AFTER_SUBMIT: EVERYTHING,
    Quiz.Feedback.SCORE_ONLY: SCORE,
    Quiz.Feedback.NONE: CLOSED_BOOK,
}


_kept: OrderedDict[tuple[uuid.UUID, int], dict[str, Review]] = OrderedDict()
_lock = threading.Lock()


def review_of(quiz: Quiz, attempt: QuizAttempt, now: datetime.datetime) -> Review:
    """What the learner may be told about the attempt at that instant; two queries at most."""
    if attempt.state != QuizAttempt.State.SUBMITTED:
        return NOTHING
    rows = review_rows(quiz)
    found = rows.get(phase_of(quiz, attempt, now)) if rows else None
    return found or default_review(quiz)


def was_score_told(quiz: Quiz, attempt: QuizAttempt, now: datetime.datetime) -> bool:
    """Whether the learner may know the points, now or since a time before: what was told is not taken back."""
    if attempt.state != QuizAttempt.State.SUBMITTED or attempt.submitted_at is None:
        return False
    first, last = (PHASES.index(phase_of(quiz, attempt, at)) for at in (attempt.submitted_at, now))
    rows = review_rows(quiz)
    return any((rows.get(phase) or default_review(quiz)).points for phase in PHASES[first : last + 1])


def default_review(quiz: Quiz) -> Review:
    """What holds in a phase of which the quiz says nothing. Practice tells everything."""
    if quiz.mode == Quiz.Mode.PRACTICE:
        return EVERYTHING
    return _BY_FEEDBACK[Quiz.Feedback(quiz.feedback)]


def as_review(row: QuizReview) -> Review:
    """The row as plain data. Who may see the key may see what was right."""
    return Review(
        points=row.shows_points,
        answers=row.shows_answers,
        correctness=row.shows_correctness or row.shows_key,
        feedback=row.shows_feedback,
        key=row.shows_key,
    )


def review_rows(quiz: Quiz) -> dict[str, Review]:
    """What the quiz says, by phase. A process reads each state of a quiz once: every change counts `row_version` up."""
    key = (quiz.edition, quiz.row_version)
    if getattr(quiz, "has_reviews", True) is False:
        return {}
    with _lock:
        rows = _kept.get(key)
    if rows is None:
        rows = {row.phase: as_review(row) for row in QuizReview.objects.filter(quiz_id=quiz.pk)}
        with _lock:
            _kept[key] = rows
            while len(_kept) > KEPT_QUIZZES:
                _kept.popitem(last=False)
    return rows


def note_reviews_of(quizzes: Sequence[Quiz]) -> None:
    """Read in two queries what `review_of` asks of any number of quizzes: what they say, and when they close."""
    rows: dict[int, dict[str, Review]] = {quiz.pk: {} for quiz in quizzes}
    for row in QuizReview.objects.filter(quiz_id__in=list(rows)):
        rows[row.quiz_id][row.phase] = as_review(row)
    courses = {quiz.lesson.course_id for quiz in quizzes}
    about = Q(quiz_id__in=list(rows)) | Q(quiz=None, course_id__in=courses)
    windows = Accommodation.objects.filter(about, closes_at__isnull=False).values_list("quiz_id", "course_id")
    longest: dict[tuple[int | None, int | None], datetime.datetime] = {
        (quiz_id, None if quiz_id else course_id): last
        for quiz_id, course_id, last in windows.annotate(last=Max("closes_at"))
    }
    with _lock:
        for quiz in quizzes:
            _kept[quiz.edition, quiz.row_version] = rows[quiz.pk]
        while len(_kept) > KEPT_QUIZZES:
            _kept.popitem(last=False)
    for quiz in quizzes:
        if quiz.closes_at is not None:
            ends = [quiz.closes_at, longest.get((quiz.pk, None)), longest.get((None, quiz.lesson.course_id))]
            end = max(one for one in ends if one is not None)
            quiz._closed_at = end + datetime.timedelta(seconds=quiz.grace_seconds)  # type: ignore[attr-defined]


def review_json(review: Review) -> dict[str, bool]:
    """The review as ReviewShape describes it."""
    return {
        "points": review.points,
        "responses": review.answers,
        "correctness": review.correctness,
        "feedback": review.feedback,
        "key": review.key,
    }


def note_reviews(quiz: Quiz, has_reviews: bool) -> None:
    """Whoever read the quiz by plain SQL knows whether it says anything: what is not there needs no query."""
    quiz.has_reviews = has_reviews  # type: ignore[attr-defined]


def phase_of(quiz: Quiz, attempt: QuizAttempt, now: datetime.datetime) -> str:
    """The phase of a submitted attempt. A quiz is closed when nobody can take it any more, accommodations included."""
    end = closed_at(quiz) if quiz.closes_at is not None and now > quiz.closes_at else None
    if end is not None and now > end:
        return QuizReview.Phase.CLOSED
    if attempt.submitted_at is not None and now <= attempt.submitted_at + JUST_AFTER:
        return QuizReview.Phase.JUST_AFTER
    return QuizReview.Phase.WHILE_OPEN


def closed_at(quiz: Quiz) -> datetime.datetime | None:
    """When the last learner's window ends, with the time for answers on their way; None for a quiz that never closes."""
    if quiz.closes_at is None:
        return None
    kept: datetime.datetime | None = getattr(quiz, "_closed_at", None)
    if kept is None:
        about = Q(quiz_id=quiz.pk) | Q(quiz=None, course_id=quiz.lesson.course_id)
        longest = Accommodation.objects.filter(about).aggregate(last=Max("closes_at"))["last"]
        kept = max(quiz.closes_at, longest or quiz.closes_at)
        kept += datetime.timedelta(seconds=quiz.grace_seconds)
        quiz._closed_at = kept  # type: ignore[attr-defined]
    return kept
