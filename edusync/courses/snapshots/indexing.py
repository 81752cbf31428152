"""Search rows of many lessons, written together."""

from collections.abc import Sequence

from edusync.courses.models import Course, Lesson, SearchDocument
from edusync.courses.search.tokens import terms_of
from edusync.courses.services.captions import follow_tracks, lessons_with_tracks
from edusync.courses.services.search_index import lesson_text


def index_lessons(course: Course, lesson_ids: Sequence[int]) -> None:
    """Write the rows of these lessons anew; lessons that are not shown have none."""
    for lesson_id in lessons_with_tracks(lesson_ids):
        follow_tracks(lesson_id=lesson_id)
    SearchDocument.objects.filter(lesson_id__in=lesson_ids).delete()
    shown = Lesson.objects.filter(
        pk__in=lesson_ids,
        deleted_at=None,
        is_published=True,
        module__deleted_at=None,
        module__is_published=True,
    ).select_related("page", "video", "document", "link")
    rows = []
    for lesson in shown:
        body = lesson_text(lesson)
        rows.append(
            SearchDocument(
                course_id=course.pk,
                organization_id=course.organization_id,
                lesson_id=lesson.pk,
                title=lesson.title,
                body=body,
                terms=" ".join(terms_of(f"{lesson.title}\n{body}")),
            )
        )
    SearchDocument.objects.bulk_create(rows, batch_size=200)
