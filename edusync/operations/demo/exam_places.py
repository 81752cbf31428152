"""The shift that comes for the exam of the demo school: they enter the course together, and a few of them read it."""

import datetime
from collections.abc import Sequence

from edusync.courses.models import Course, Lesson
from edusync.enrollment.models import Enrollment
from edusync.enrollment.services import enroll_learner
from edusync.identity.models import User
from edusync.kernel import clock
from edusync.operations.demo.activity import lessons_of
from edusync.progress.services import complete_lesson, record_view

READERS = 8


def enter_shift(
    course: Course, learners: Sequence[User], *, by_id: int, begin: datetime.datetime
) -> list[Enrollment]:
    """Enrolled by staff, one after the other; one in eight does the lessons, the others know them from last year."""
    lessons = [lesson for lesson in lessons_of(course) if lesson.kind != Lesson.Kind.QUIZ]
    places = []
    for number, learner in enumerate(learners):
        entered = begin + datetime.timedelta(minutes=11 * number)
        with clock.frozen(entered):
            place = enroll_learner(course_id=course.pk, learner_id=learner.pk, source="staff", by_id=by_id)
        for step, lesson in enumerate(lessons if number % READERS == 0 else (), start=1):
            with clock.frozen(entered + datetime.timedelta(hours=5 * step)):
                record_view(enrollment=place, lesson=lesson, seconds=60 + (17 * number + 23 * step) % 120)
                complete_lesson(enrollment=place, lesson=lesson, method="manual")
        places.append(place)
    return places
