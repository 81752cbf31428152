"""Courses that come first hold up enrollment, with reasons; staff pass over that with a reason of their own."""

import pytest

from edusync.audit.models import AuditEvent
from edusync.courses.problems import PrerequisitesUnmet
from edusync.courses.services.prerequisites import set_prerequisites
from edusync.courses.testing import make_course
from edusync.enrollment.models import EnrollmentTransition
from edusync.enrollment.services import enroll_learner
from edusync.enrollment.testing import make_enrollment
from edusync.progress.testing import complete_lessons

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(organization):
    return make_course("First", modules=1, lessons=4)


@pytest.fixture
def course(first):
    course = make_course("Second", modules=1, lessons=1)
    set_prerequisites(course=course, wanted=[(first.pk, 75)])
    return course


def test_refused_with_reasons_until_enough_is_done(api, learner, first, course):
    client, path = api(learner), f"/api/v1/courses/{course.slug}/enroll"
    body = client.problem(client.post(path, {}), 409, "prerequisites-unmet")
    reason = {"kind": "course-done", "percent": 75, "own_percent": None}
    named = {"id": first.pk, "slug": first.slug, "title": first.title}
    assert body["reasons"] == [{**reason, "course": named}]
    enrollment = make_enrollment(learner, first)
    complete_lessons(enrollment, 2)
    body = client.problem(client.post(path, {}), 409, "prerequisites-unmet")
    assert body["reasons"][0]["own_percent"] == 50
    complete_lessons(enrollment, 3)
    assert client.post(path, {}).status_code == 201


def test_staff_pass_over_it_with_a_reason_in_the_log(api, learner, admin, first, course):
    client, path = api(admin), f"/api/v1/courses/{course.slug}/learners"
    client.problem(client.post(path, {"learner_id": learner.pk}), 409, "prerequisites-unmet")
    assert client.post(path, {"learner_id": learner.pk, "reason": "Knows it from work."}).status_code == 201
    assert EnrollmentTransition.objects.get().reason == "Knows it from work."
    event = AuditEvent.objects.get(action="enrollment.prerequisites.passed_over")
    assert event.facts["missing"] == [first.pk]


def test_imports_are_let_in_and_drafts_ask_for_nothing(learner, stranger, first, course):
    enroll_learner(course_id=course.pk, learner_id=learner.pk, source="import")
    type(first).objects.filter(pk=first.pk).update(status="draft")
    enroll_learner(course_id=course.pk, learner_id=stranger.pk)


def test_a_service_call_raises_with_facts(learner, course):
    with pytest.raises(PrerequisitesUnmet) as caught:
        enroll_learner(course_id=course.pk, learner_id=learner.pk)
    assert caught.value.facts["reasons"][0]["percent"] == 75
