"""Practice questions in snapshots of courses: a copy of a course brings its own, with UUIDs of their own."""

import uuid
from collections.abc import Collection
from typing import Any

from edusync.assessment import bank_queries, course_content
from edusync.assessment.models import Question, QuestionVersion
from edusync.assessment.services import authoring
from edusync.courses.blocks import questions_of
from edusync.courses.models import Course, Lesson
from edusync.courses.queries import lessons_by_uuid, page_documents
from edusync.courses.snapshots import register_part
from edusync.courses.snapshots.columns import as_json
from edusync.kernel.ids import uuid7

Entry = dict[str, Any]


def take_practice(course: Course) -> list[Entry] | None:
    """The questions that blocks of pages name, each with the first lesson it stands in; four queries at most."""
    places: dict[uuid.UUID, str] = {}
    for lesson_uuid, documents in page_documents(course):
        for document in documents:
            for name in questions_of(document):
                places.setdefault(name, lesson_uuid)
    rows = (
        {row.uuid: row for row in Question.objects.filter(uuid__in=list(places), deleted_at=None)}
        if places
        else {}
    )
    if not rows:
        return None
    return _entries(rows, places)


def _entries(rows: dict[uuid.UUID, Question], places: dict[uuid.UUID, str]) -> list[Entry]:
    """The questions in the order of `places` with their newest wording, in two queries."""
    newest: dict[int, QuestionVersion] = {}
    ids = [row.pk for row in rows.values()]
    wordings = QuestionVersion.objects.filter(question_id__in=ids).select_related("stimulus")
    for version in wordings.order_by("question_id", "number"):
        newest[version.question_id] = version
    options = bank_queries.options_of([version.pk for version in newest.values()])
    return [
        _entry(rows[name], newest[rows[name].pk], options, lesson_uuid)
        for name, lesson_uuid in places.items()
        if name in rows and rows[name].pk in newest
    ]


def copy_practice(*, questions: Collection[uuid.UUID], lesson: Lesson) -> dict[str, str]:
    """Copies of these questions in the course of the lesson, whose page will name them: their UUIDs by the old ones."""
    rows = {row.uuid: row for row in Question.objects.filter(uuid__in=list(questions), deleted_at=None)}
    entries = _entries(rows, {name: str(lesson.uuid) for name in questions})
    new = {entry["uuid"]: str(uuid7()) for entry in entries}
    entries = [{**entry, "uuid": new[entry["uuid"]]} for entry in entries]
    if entries:
        checked = authoring.check_drafts(course_content.drafts_of(entries, "/practice"))
        course_content.QuestionWriter(lesson, entries, checked).versions(is_all=False)
    return new


def _entry(row: Question, version: QuestionVersion, options: dict[int, list[Entry]], lesson: str) -> Entry:
    return {
        "uuid": str(row.uuid),
        "lesson": lesson,
        "kind": row.kind,
        "title": row.title,
        "points": as_json(version.points),
        **course_content.wording_of(version, options.get(version.pk, [])),
        **course_content.passage_of(version),
    }


def apply_practice(course: Course, data: Any) -> None:
    """Have these questions, worded so. Others stay in the bank of the course: pages may be given back to them."""
    if not data:
        return
    pointer = "/parts/practice"
    if not isinstance(data, list) or not all(isinstance(one, dict) for one in data):
        raise course_content.fault(pointer, "not-a-list", "Must be a list of questions.")
    lessons = lessons_by_uuid(course)
    by_lesson: dict[str, list[Entry]] = {}
    for one in data:
        if one.get("lesson") in lessons:
            by_lesson.setdefault(one["lesson"], []).append(one)
    for name, questions in by_lesson.items():
        drafts = course_content.drafts_of(questions, pointer)
        with course_content.pointed(pointer):
            checked = authoring.check_drafts(drafts)
        course_content.QuestionWriter(lessons[name], questions, checked).versions(is_all=False)


def taken_questions(names: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those UUIDs that a question of any organization has."""
    return set(Question.unscoped.filter(uuid__in=list(names)).values_list("uuid", flat=True))


register_part("practice", take_practice, apply_practice, taken=taken_questions)
