"""What the checklist before publishing asks of quizzes."""

from collections.abc import Iterator

from django.db.models import F

from edusync.assessment.drawing import is_enough
from edusync.assessment.models import QuizDraw, QuizSlot
from edusync.courses.checklist import Finding
from edusync.courses.models import Course, Lesson
from edusync.courses.queries.lessons import live_lessons


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
