"""Translations of quizzes travel with backups and course as code."""

from pathlib import Path
from typing import Any

import pytest

from edusync.assessment.testing import drafts_of_every_kind, make_quiz
from edusync.courses.models import Course, Lesson
from edusync.courses.models.translation import Translation
from edusync.courses.queries.translations import rows_of, source_pieces
from edusync.courses.services.translations import offer_language, save_pieces
from edusync.courses.snapshots import take_snapshot
from edusync.courses.testing import make_course
from edusync.integrations.formats.archive import opened_package
from edusync.integrations.services import code
from edusync.integrations.tests.test_exports import backup_of, restored

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(organization: Any, instructor: Any) -> Course:
    """A course with a quiz of every kind of question, all of it translated."""
    made = make_course("Soil", modules=1, lessons=1, created_by_id=instructor.pk)
    make_quiz(course=made, questions=drafts_of_every_kind(), introduction="<p>Think.</p>")
    made.refresh_from_db()
    pieces = [
        {**piece.place._asdict(), "text": f"தமிழ் {number}", "state": "ready", "row_version": 0}
        for number, piece in enumerate(source_pieces(made))
    ]
    save_pieces(course=made, language="ta", pieces=pieces, by_id=instructor.pk)
    offer_language(course=made, language="ta", is_offered=True, by_id=instructor.pk)
    return Course.objects.get(pk=made.pk)


def untranslated(course: Course) -> list[str]:
    """Fields that have no translation, or an outdated one."""
    rows = rows_of(course.pk, "ta")
    found = []
    for piece in source_pieces(course):
        row = rows.get(("ta", piece.place))
        if row is None or row.source_digest != piece.digest:
            found.append(piece.place.field)
    return found


def test_a_folder_keeps_them(course: Course, tmp_path: Path) -> None:
    before = take_snapshot(course)
    code.pull_code(course, tmp_path)
    Translation.objects.filter(course=course).delete()
    Course.objects.filter(pk=course.pk).update(translation_version=99)
    with opened_package(tmp_path) as opened:
        code.push_code(course=course, folder=opened, by_id=None, is_forced=True)
    course.refresh_from_db()
    assert take_snapshot(course) == before
    assert untranslated(course) == []


def test_a_restored_backup_has_them(course: Course, instructor: Any) -> None:
    job = restored(backup_of(course, instructor), instructor)
    copy = Course.objects.get(pk=job.course_id)
    assert untranslated(copy) == []
    lesson = Lesson.objects.get(course=copy, kind="quiz")
    fields = Translation.objects.filter(course=copy, entity="lesson", entity_id=lesson.pk)
    assert fields.filter(field__startswith="question/").count() > 20
