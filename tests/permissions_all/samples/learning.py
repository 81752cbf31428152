"""A course with all that belongs to it."""

from edusync.assessment.services import exams, start_attempt
from edusync.assessment.testing import make_quiz
from edusync.assessment.tests.exam_rows import check_in, make_exam, make_sitting
from edusync.courses.testing import make_course, make_file, png
from edusync.credentials.testing import make_certificate
from edusync.enrollment.testing import make_enrollment
from edusync.integrations.testing import import_package, zip_of
from edusync.kernel.testing import run_worker
from tests.permissions_all.samples import School


def ids(school: School) -> dict[str, str]:
    """Ids of course, lessons, quiz, attempt, certificate, file and import; the quiz is an exam with a candidate."""
    course = make_course(modules=1, lessons=1, created_by_id=school.instructor.pk)
    certificate = make_certificate(school.learner, make_course("Knots", modules=1, lessons=1))
    run_worker()
    quiz = make_quiz(course=course)
    enrollment = make_enrollment(school.learner, course)
    attempt = start_attempt(quiz=quiz, enrollment=enrollment)
    exam = make_exam(quiz, identity="picture")
    sitting = make_sitting(exam)
    session = check_in(exam, enrollment)
    exams.put_picture(session=session, content=png(), name="candidate.png")
    file = make_file(uploaded_by_id=school.instructor.pk)
    job = import_package(zip_of({"README.md": "# Nothing"}), by=school.instructor)
    module = course.modules.get(lessons=quiz.lesson)
    return {
        "user_id": str(school.learner.pk),
        "uuid": str(file.uuid),
        "name": file.name,
        "slug": course.slug,
        "course_id": str(course.pk),
        "module_id": str(module.pk),
        "lesson_id": str(quiz.lesson_id),
        "/api/v1/lessons/:pk": str(quiz.lesson_id),
        "/api/v1/enrollments/:pk": str(enrollment.pk),
        "/api/v1/courses/<slug:slug>/learners/:pk": str(enrollment.pk),
        "quiz_id": str(quiz.pk),
        "sitting_uuid": str(sitting.uuid),
        "session_uuid": str(session.uuid),
        "attempt_uuid": str(attempt.uuid),
        "slot_id": str(attempt.quiz.slots.first().pk),
        "code": certificate.code,
        "/api/v1/imports/:uuid": str(job.uuid),
        "/api/users/:pk": str(school.learner.pk),
        "/api/courses/:pk": str(course.pk),
        "/api/modules/:pk": str(module.pk),
        "/api/enrollments/:pk": str(enrollment.pk),
        "/api/progress/:pk": str(enrollment.pk),
        "/api/certificates/:pk": str(certificate.pk),
        "/api/settings/:pk": str(school.learner.pk),
    }
