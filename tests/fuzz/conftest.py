"""A school with a row of every kind, which every case of the fuzzing finds unchanged."""

from typing import Any

import pytest

from edusync.assessment.models import Quiz
from edusync.assessment.services import start_attempt
from edusync.assessment.testing import drafts_of_every_kind, make_quiz
from edusync.courses.testing import make_category, make_course, make_file, make_lesson
from edusync.credentials.testing import make_certificate
from edusync.enrollment.testing import make_enrollment
from edusync.integrations.testing import import_package, zip_of
from edusync.kernel.testing import run_worker
from tests.permissions_all import samples


@pytest.fixture
def rows(organization: Any, learner: Any, stranger: Any, instructor: Any, admin: Any) -> dict[str, list[str]]:
    """Values for the parameters of paths, by name, or by start of the path and name."""
    make_category()
    course = make_course(modules=2, lessons=1, created_by_id=instructor.pk, tags=["python"])
    others = [make_lesson(course=course, kind=kind) for kind in ("video", "document", "link")]
    quiz = make_quiz(course=course, questions=drafts_of_every_kind())
    draft = make_course("A draft", modules=1, lessons=1, status="draft", created_by_id=instructor.pk)
    knots = make_course("Knots", modules=1, lessons=1, created_by_id=instructor.pk)
    certificate = make_certificate(learner, knots)
    enrollment = make_enrollment(learner, course)
    foreign = make_enrollment(stranger, course)
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    file = make_file(uploaded_by_id=instructor.pk)
    job = import_package(zip_of({"README.md": "# Nothing"}), by=instructor)
    run_worker()
    # Before the samples of the walk make further rows of the same kinds.
    quiz_ids = words(Quiz.objects.get().pk)
    more = samples_of(organization, learner, instructor, admin)
    people = words(learner.pk, stranger.pk, instructor.pk, admin.pk)
    courses = words(course.pk, draft.pk, knots.pk)
    modules = words(*course.modules.values_list("pk", flat=True))
    enrollments = words(enrollment.pk, foreign.pk, certificate.enrollment_id)
    lessons = words(quiz.lesson_id, *(lesson.pk for lesson in others), course.lessons.first().pk)
    return more | {
        "attempt_uuid": words(attempt.uuid),
        "code": words(certificate.code),
        "course_id": courses,
        "lesson_id": lessons,
        "module_id": modules,
        "quiz_id": quiz_ids,
        "slot_id": words(*attempt.quiz.slots.order_by("pk").values_list("pk", flat=True)),
        "slug": [course.slug, draft.slug, knots.slug],
        "user_id": people,
        "/api/v1/files:uuid": words(file.uuid),
        "/api/v1/imports:uuid": words(job.uuid),
        "/api/v1/lessons:id": lessons,
        "/api/v1/enrollments:id": enrollments,
        "/api/users:id": people,
        "/api/settings:id": people,
        "/api/courses:id": courses,
        "/api/modules:id": modules,
        "/api/enrollments:id": enrollments,
        "/api/progress:id": enrollments,
        "/api/certificates:id": words(certificate.pk),
    }


def samples_of(organization: Any, learner: Any, instructor: Any, admin: Any) -> dict[str, list[str]]:
    """The rows of the walk over all routes, under the names that parameters have in the description."""
    school = samples.School(organization=organization, learner=learner, instructor=instructor, admin=admin)
    found = {}
    for key, value in samples.ids_of(school).items():
        start, colon, name = key.rpartition("/:")
        place = f"{start}:{'id' if name == 'pk' else name}" if colon else key
        found[place] = [str(value)]
    return found


def words(*values: Any) -> list[str]:
    """As they stand in an address."""
    return [str(value) for value in values]
