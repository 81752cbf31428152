"""Twenty processes at one course of ten seats, on whatever database the tests run."""

import collections

import pytest

from edusync.courses.testing import make_course
from edusync.enrollment.models import Enrollment, EnrollmentTransition, WaitlistEntry, WaitlistOffer
from edusync.enrollment.states import HOLDS_SEAT, is_allowed
from edusync.identity.services import create_person, ensure_default_organization, ensure_system_roles
from edusync.kernel.tenancy import organization_context
from edusync.kernel.testing_rush import rush

pytestmark = pytest.mark.django_db(transaction=True)
MANY, SEATS, PATIENCE_SECONDS = 20, 10, 120


@pytest.fixture
def school():
    organization = ensure_default_organization()
    ensure_system_roles()
    with organization_context(organization.pk):
        yield organization


def rush_on(school, course, plan):
    """What each of the learners' processes saw."""
    learners = [
        create_person(email=f"p{number}@example.com", first_name=f"P{number}", organization_id=school.pk)
        for number in range(MANY)
    ]
    facts = {
        "organization_id": school.pk,
        "course_id": course.pk,
        "learner_ids": [learner.pk for learner in learners],
        "plan": plan,
    }
    return rush("edusync.enrollment.tests.rush", facts, seconds=PATIENCE_SECONDS)


def require_true_books(course):
    """Counters are what a recount gives, nobody sits twice, and the log tells how each came to where they are."""
    course.refresh_from_db()
    assert course.seats_taken == Enrollment.objects.filter(status__in=HOLDS_SEAT).count()
    assert course.seats_offered == WaitlistOffer.objects.filter(answer="open").count()
    assert course.seats_taken + course.seats_offered <= SEATS
    log = collections.defaultdict(list)
    for row in EnrollmentTransition.objects.order_by("id"):
        log[row.enrollment_id].append((row.from_status, row.to_status))
    for row in Enrollment.objects.all():
        changes = log[row.pk]
        assert all(is_allowed(*change) for change in changes)
        assert [before for before, _ in changes] == ["", *(after for _, after in changes[:-1])]
        assert changes[-1][1] == row.status


def test_ten_seats_are_given_ten_times(school):
    course = make_course(modules=1, lessons=1, capacity=SEATS)
    seen = rush_on(school, course, "seats")
    outcomes = collections.Counter(one["outcomes"][0] for one in seen)
    assert outcomes == {"active": SEATS, "course-full": MANY - SEATS}
    assert max(one["most"] for one in seen) <= SEATS
    require_true_books(course)


def test_never_a_seat_too_many_while_people_come_go_and_let_offers_lapse(school):
    course = make_course(modules=1, lessons=1, capacity=SEATS, is_waitlist_on=True)
    seen = rush_on(school, course, "line")
    assert max(one["most"] for one in seen) <= SEATS
    require_true_books(course)
    # Nobody waits beside a free seat, and everybody in line is there once.
    waiting = WaitlistEntry.objects.filter(state="waiting").count()
    assert not waiting or course.seats_taken + course.seats_offered == SEATS
    in_line = Enrollment.objects.filter(status="waitlisted").count()
    assert in_line == waiting + WaitlistEntry.objects.filter(state="offered").count()
