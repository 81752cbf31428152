"""Whatever people do in whatever order: the course and its history always tell the same."""

import itertools
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edusync.courses import services
from edusync.courses.models import Course, CourseApprovalRequest, CourseStateChange
from edusync.courses.problems import (
    ApprovalLapsed,
    CourseStateConflict,
    NothingHandedIn,
    OwnSubmission,
    ReviewNeeded,
)
from edusync.courses.testing import make_course

pytestmark = pytest.mark.django_db
EXPECTED = (ApprovalLapsed, CourseStateConflict, NothingHandedIn, OwnSubmission, ReviewNeeded)
STEPS = ("submit", "withdraw", "approve", "request_changes", "publish", "unpublish", "archive", "edit")


def take(course: Course, step: str, author: int, reviewer: int) -> None:
    if step == "submit":
        services.submit_course(course=course, by_id=author)
    elif step == "withdraw":
        services.withdraw_submission(course=course, by_id=author)
    elif step in ("approve", "request_changes"):
        services.decide_submission(course=course, decision=step, reason="Why.", by_id=reviewer)
    elif step == "edit":
        services.update_course(course=course, by_id=author, tagline=f"{course.tagline}x"[:100])
    else:
        acts = {
            "publish": services.publish_course,
            "unpublish": services.unpublish_course,
            "archive": services.archive_course,
        }
        acts[step](course=course, by_id=author)


class Rollback(Exception):
    """Ends one example."""


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(st.sampled_from(STEPS), min_size=1, max_size=10), is_required=st.booleans())
def test_history_and_state_agree(instructor: Any, admin: Any, steps: list[str], is_required: bool) -> None:
    try:
        with transaction.atomic():
            course = make_course(modules=1, lessons=1, status="draft", created_by_id=instructor.pk)
            services.set_review_rule(is_required=is_required, by_id=admin.pk)
            for step in steps:
                try:
                    take(course, step, instructor.pk, admin.pk)
                except EXPECTED:
                    course.refresh_from_db()
                check(course, is_required)
            raise Rollback
    except Rollback:
        pass


def check(course: Course, is_required: bool) -> None:
    """What holds after every step."""
    history = list(CourseStateChange.objects.filter(course=course).order_by("id"))
    assert all(one.to_status == two.from_status for one, two in itertools.pairwise(history))
    assert (history[-1].to_status if history else "draft") == course.status
    requests = CourseApprovalRequest.objects.filter(course=course).order_by("-id")
    assert sum(row.status == "open" for row in requests) <= 1
    latest = requests.first()
    if course.status in ("in_review", "changes_requested", "approved"):
        expected = {"in_review": "open"}.get(course.status, course.status)
        assert latest is not None
        assert latest.status == expected
    if course.status in ("published", "archived"):
        assert course.published_at is not None
        if is_required:
            assert any(row.act == "approved" for row in history)
