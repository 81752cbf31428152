"""What the checklist before publishing asks of quizzes."""

from collections.abc import Iterator

from django.db.models import F

from edusync.assessment.drawing import is_enough
from edusync.assessment.models import Quiz, QuizDraw, QuizSlot
from edusync.assessment.reviewing import PHASES, default_review, note_reviews_of, review_rows
from edusync.courses.checklist import Finding
from edusync.courses.models import Course, Lesson
from edusync.courses.queries.lessons import live_lessons
from edusync.courses.queries.rules import rules_of
from edusync.courses.rules import leaves_of


def check_quizzes(course: Course) -> Iterator[Finding]:
    """Quizzes that learners would start and be asked nothing, and those that cannot draw enough. Three queries, and four for each quiz that draws."""
    titles = dict(live_lessons(course.pk).filter(kind=Lesson.Kind.QUIZ).values_list("pk", "title"))
    here = {"quiz__lesson__in": list(titles), "edition": F("quiz__edition")}
    asked = set(QuizSlot.objects.filter(**here).values_list("quiz__lesson_id", flat=True))
    drawn: dict[int, list[QuizDraw]] = {}
    for draw in QuizDraw.objects.filter(**here).select_related("quiz"):
        drawn.setdefault(draw.quiz.lesson_id, []).append(draw)
    for lesson_id in sorted(set(titles) - asked - set(drawn)):
        yield Finding("empty-lesson", "warning", f"“{titles[lesson_id]}” has no questions.", lesson_id)
    for lesson_id, draws in sorted(drawn.items()):
        if not is_enough(draws):
            words = f"“{titles[lesson_id]}” draws more questions than its banks have."
            yield Finding("too-few-questions", "error", words, lesson_id)


def check_told_scores(course: Course) -> Iterator[Finding]:
    """Quizzes whose score a rule asks for and that never tell it: what is kept back opens nothing. Five queries at most."""
    asked = {
        leaf["lesson_id"]
        for rule in rules_of(course.pk)
        for _pointer, leaf in leaves_of(rule.tree)
        if leaf["type"] == "lesson-score"
    }
    quizzes = list(Quiz.objects.filter(lesson_id__in=asked, lesson__deleted_at=None).select_related("lesson"))
    note_reviews_of(quizzes)
    for quiz in sorted(quizzes, key=lambda one: one.lesson_id):
        if not tells_points_sometime(quiz):
            words = f"A rule asks for the score of “{quiz.lesson.title}”, which is never told to learners."
            yield Finding("score-never-told", "warning", words, quiz.lesson_id)


def tells_points_sometime(quiz: Quiz) -> bool:
    """Whether learners hear their points in any phase that the quiz comes to: one without an end is never closed."""
    phases = PHASES if quiz.closes_at is not None else PHASES[:-1]
    rows = review_rows(quiz)
    return any((rows.get(phase) or default_review(quiz)).points for phase in phases)
