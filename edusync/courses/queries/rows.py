"""Rows of courses and lessons for the apps above, permission-free: they ask here, not at the tables."""

from typing import Any

from django.db.models import QuerySet

from edusync.courses.models import Course, CourseSnapshot, Lesson, Page


def live_course(**named: Any) -> Course | None:
    """The course of the organization in context that is so named (`pk`, `slug`); None when it is gone."""
    return Course.objects.filter(deleted_at=None, **named).first()


def locked_course(course_id: int) -> Course:
    """The course, locked until the caller's transaction ends. Raises Course.DoesNotExist."""
    course: Course = Course.objects.select_for_update().get(pk=course_id)
    return course


def lesson_rows() -> QuerySet[Lesson]:
    """Lessons with their course, deleted ones too: for a policy to look through."""
    return Lesson.objects.select_related("course")


def page_rows() -> QuerySet[Lesson]:
    """Lessons that are pages, with page and course, deleted ones too: for a policy to look through."""
    return lesson_rows().filter(kind=Lesson.Kind.PAGE).select_related("page")


def live_lesson(lesson_id: int) -> Lesson | None:
    """The lesson, unless it, its module or its course is deleted."""
    rows = Lesson.objects.filter(deleted_at=None, module__deleted_at=None, course__deleted_at=None)
    return rows.filter(pk=lesson_id).first()


def lessons_by_origin(course: Course) -> dict[str, Lesson]:
    """The lessons of a course with their modules, by the UUID of what each was made from."""
    rows = Lesson.objects.filter(course=course).select_related("module")
    return {str(lesson.origin_uuid): lesson for lesson in rows}


def lessons_by_uuid(course: Course) -> dict[str, Lesson]:
    """The live lessons of a course by UUID."""
    return {str(row.uuid): row for row in Lesson.objects.filter(course=course, deleted_at=None)}


def page_documents(course: Course) -> list[tuple[str, list[dict[str, Any]]]]:
    """The documents of each page, what learners read and the draft, by UUID of the lesson in the order of rows."""
    rows = Page.objects.filter(
        lesson__course=course, lesson__deleted_at=None, lesson__module__deleted_at=None
    ).order_by("lesson_id")
    return [
        (str(name), [document for document in documents if document])
        for name, *documents in rows.values_list("lesson__uuid", "document", "draft")
    ]


def snapshot_of_digest(course: Course, sha256: str) -> CourseSnapshot | None:
    """The kept content of a course that has this digest."""
    return CourseSnapshot.objects.filter(course=course, sha256=sha256).first()
