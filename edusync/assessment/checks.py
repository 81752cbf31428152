"""What the checklist before publishing asks of quizzes."""

from collections.abc import Iterator

from django.db.models import F

from edusync.assessment.models import QuizSlot
from edusync.courses.checklist import Finding
from edusync.courses.models import Course, Lesson
from edusync.courses.queries.lessons import live_lessons


def check_quizzes(course: Course) -> Iterator[Finding]:
    """Quizzes that learners would start and be asked nothing, in two queries."""
    titles = dict(live_lessons(course.pk).filter(kind=Lesson.Kind.QUIZ).values_list("pk", "title"))
    asked = QuizSlot.objects.filter(quiz__lesson__in=list(titles), edition=F("quiz__edition"))
    for lesson_id in sorted(set(titles) - set(asked.values_list("quiz__lesson_id", flat=True))):
        yield Finding("empty-lesson", "warning", f"“{titles[lesson_id]}” has no questions.", lesson_id)
