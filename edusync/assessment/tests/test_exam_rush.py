"""Twelve processes at one sitting of four seats, on whatever database the tests run."""

from datetime import timedelta

import pytest

from edusync.assessment.models import ExamRegistration, ExamWaitlistEntry
from edusync.assessment.testing import make_quiz
from edusync.assessment.tests.exam_rows import make_exam, make_sitting
from edusync.courses.testing import make_course
from edusync.enrollment.services import enroll_learner
from edusync.identity.services import create_person, ensure_default_organization, ensure_system_roles
from edusync.kernel import clock
from edusync.kernel.tenancy import organization_context
from edusync.kernel.testing_rush import rush

pytestmark = pytest.mark.django_db(transaction=True)
MANY, SEATS, PATIENCE_SECONDS = 12, 4, 240


@pytest.fixture
def school():
    organization = ensure_default_organization()
    ensure_system_roles()
    with organization_context(organization.pk):
        yield organization


@pytest.mark.parametrize("waitlist", ["give", "offer"])
def test_never_a_seat_too_many_while_candidates_come_wait_and_go(school, waitlist):
    course = make_course(modules=1, lessons=1)
    exam = make_exam(make_quiz(course=course), is_registration_needed=True)
    sitting = make_sitting(exam, seats=SEATS, starts_at=clock.now() + timedelta(days=9))
    sitting.waitlist = waitlist
    sitting.save(update_fields=["waitlist"])
    people = [
        create_person(email=f"p{number}@example.com", first_name=f"P{number}", organization_id=school.pk)
        for number in range(MANY)
    ]
    facts = {
        "organization_id": school.pk,
        "sitting_id": sitting.pk,
        "enrollment_ids": [enroll_learner(course_id=course.pk, learner_id=one.pk).pk for one in people],
    }
    seen = rush("edusync.assessment.tests.exam_rush", facts, seconds=PATIENCE_SECONDS)
    assert max(one["most"] for one in seen) <= SEATS
    sitting.refresh_from_db()
    here = ExamRegistration.objects.filter(sitting=sitting).exclude(state="canceled")
    assert sitting.seats_taken == here.count()
    assert here.values("enrollment").distinct().count() == here.count()
    offered = set(here.filter(state="offered").values_list("enrollment_id", flat=True))
    entries = ExamWaitlistEntry.objects.filter(sitting=sitting)
    assert offered == set(entries.filter(state="offered").values_list("enrollment_id", flat=True))
    # No seat stays empty while somebody waits.
    assert sitting.seats_taken == SEATS or not entries.filter(state="waiting").exists()
