"""Gives the screens of enrollment something to show: a full course with a line, requests, a cohort, a break."""

import datetime

from edusync.courses.models import Course
from edusync.courses.services import assign_staff, update_course
from edusync.enrollment.models import Enrollment
from edusync.enrollment.services import enroll_learner, pause_enrollment, reject_enrollment
from edusync.enrollment.services.cohorts import create_cohort
from edusync.identity.models import User
from edusync.kernel import clock
from edusync.kernel.policy import Actor

FULL = "first-steps-in-python"
ON_REQUEST = "reading-tamil-verse"
WITH_COHORT = "safe-at-the-workbench"
IN_LINE = 4
MESSAGES = (
    "My grandmother recites Tirukkural by heart. I would like to understand what she says.",
    "I read Tamil slowly, but I read it. Is that enough?",
)
REFUSAL = "The verses are read in Tamil script from the first lesson on. Please learn the letters first."


def furnish_enrollment(people: dict[str, User], courses: list[Course], *, until: datetime.datetime) -> None:
    """After the learners have learned: who waits, who asks, who takes a break, and who comes together."""
    by_slug = {course.slug: course for course in courses}
    ines = people["ines"]
    for slug in (FULL, ON_REQUEST):
        assign_staff(course=by_slug[slug], user_id=ines.pk, duty="instructor")
    _fill(by_slug[FULL], people, until)
    _ask(by_slug[ON_REQUEST], people, until)
    _take_a_break(by_slug[FULL], until)
    create_cohort(
        course_id=by_slug[WITH_COHORT].pk,
        values={
            "name": "Evening class",
            "starts_at": until + datetime.timedelta(days=14),
            "ends_at": until + datetime.timedelta(days=70),
            "capacity": 12,
            "pacing": "scheduled",
            # By invitation of the staff: the course itself stays open to everybody at any time.
            "is_open": False,
        },
        by=Actor(user_id=people["tomas"].pk, organization_id=by_slug[WITH_COHORT].organization_id),
    )


def _outsiders(course: Course, people: dict[str, User]) -> list[User]:
    """Learners who have nothing in the course, the last of the list first: the first ones play other parts."""
    taken = set(Enrollment.objects.filter(course=course).values_list("learner_id", flat=True))
    free = [user for key, user in people.items() if key.startswith("learner") and key != "learner"]
    return [user for user in reversed(free) if user.pk not in taken]


def _fill(course: Course, people: dict[str, User], until: datetime.datetime) -> None:
    """No seat is left; a few wait, the first since days."""
    course.refresh_from_db()
    update_course(course=course, capacity=max(course.seats_taken, 1), is_waitlist_on=True, due_days=60)
    for place, learner in enumerate(_outsiders(course, people)[:IN_LINE]):
        with clock.frozen(until - datetime.timedelta(days=6 - place, hours=place)):
            enroll_learner(course_id=course.pk, learner_id=learner.pk)


def _ask(course: Course, people: dict[str, User], until: datetime.datetime) -> None:
    """Two wait for an answer, one has got a no."""
    course.refresh_from_db()
    update_course(course=course, access="approval")
    *asking, refused = _outsiders(course, people)[: len(MESSAGES) + 1]
    for place, (learner, message) in enumerate(zip(asking, MESSAGES, strict=False)):
        with clock.frozen(until - datetime.timedelta(days=3 - place)):
            enroll_learner(course_id=course.pk, learner_id=learner.pk, message=message)
    with clock.frozen(until - datetime.timedelta(days=4)):
        request = enroll_learner(course_id=course.pk, learner_id=refused.pk)
        reject_enrollment(enrollment=request, by_id=course.created_by_id or 0, reason=REFUSAL)


def _take_a_break(course: Course, until: datetime.datetime) -> None:
    active = Enrollment.objects.filter(course=course, status="active").order_by("-id").first()
    if active is not None:
        with clock.frozen(until - datetime.timedelta(hours=20)):
            pause_enrollment(enrollment=active, by_id=active.learner_id)
