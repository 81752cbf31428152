"""The engagement score. The worked examples are those of docs/explanation/engagement.md, which names them by letter."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from edusync.courses.testing import lessons_of, make_course
from edusync.enrollment.models import Enrollment
from edusync.enrollment.testing import make_enrollment
from edusync.kernel import clock
from edusync.progress.engagement import EngagementFacts, parts_of
from edusync.progress.models import Engagement, LearningDay
from edusync.progress.services import (
    Beat,
    complete_lesson,
    follow_engagement,
    rebuild_engagement,
    record_beats,
)
from edusync.progress.tasks import score_engagement

NOON = datetime.datetime(2026, 3, 4, 12, 0, tzinfo=datetime.UTC)

EXAMPLES = {
    # Halfway to the due date, half done, learned on six of fourteen days, attentive, all exercises so far.
    "a": (
        EngagementFacts(
            elapsed_days=30, planned_days=60, percent=50, active_days=6, watched_seconds=36_000, focus_seconds=28_800,
            practice_lessons=4, practice_done=2, other_lessons=8, other_done=4,
        ),
        ("1", "1", "0.8", "1", "0.960"),
    ),
    # Came on three days, a third of the way where two thirds were due, reads but does few exercises.
    "b": (
        EngagementFacts(
            elapsed_days=40, planned_days=60, percent=33, active_days=3, watched_seconds=3_600, focus_seconds=1_800,
            practice_lessons=4, practice_done=1, other_lessons=6, other_done=3,
        ),
        ("0.5", "0.495", "0.5", "0.5", "0.499"),
    ),
    # As a, with the privacy switch off and no exercises in the course: two parts are left, and share the weight.
    "c": (
        EngagementFacts(elapsed_days=30, planned_days=60, percent=40, active_days=3, other_lessons=5, other_done=2),
        ("0.5", "0.8", None, None, "0.650"),
    ),
    # Enrolled two weeks ago and never came back.
    "d": (
        EngagementFacts(elapsed_days=14, planned_days=28, percent=0, practice_lessons=2, other_lessons=5),
        ("0", "0", None, None, "0"),
    ),
    # The first hour.
    "e": (EngagementFacts(elapsed_days=0.04, percent=10, active_days=1, other_lessons=9), ("1", "1", None, None, "1")),
    # Completed early, without a due date.
    "f": (
        EngagementFacts(
            elapsed_days=21, percent=100, is_completed=True, active_days=2, watched_seconds=1_200, focus_seconds=900,
            practice_lessons=2, practice_done=2, other_lessons=3, other_done=3,
        ),
        ("0.333", "1", "0.75", "1", "0.750"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
def test_worked_examples(name):
    facts, expected = EXAMPLES[name]
    parts = parts_of(facts)
    found = (parts.regularity, parts.pace, parts.attention, parts.practice, parts.score)
    assert found == tuple(None if value is None else Decimal(value) for value in expected)


def test_the_shares_of_the_known_parts_are_one():
    parts = parts_of(EXAMPLES["c"][0])
    assert parts.shares() == {"regularity": Decimal("0.5"), "pace": Decimal("0.5")}


@given(
    st.builds(
        EngagementFacts,
        elapsed_days=st.floats(0, 4000),
        percent=st.integers(0, 100),
        is_completed=st.booleans(),
        planned_days=st.none() | st.floats(-10, 4000),
        active_days=st.integers(0, 14),
        watched_seconds=st.integers(0, 10**6),
        focus_seconds=st.integers(0, 10**6),
        practice_lessons=st.integers(0, 50),
        practice_done=st.integers(0, 60),
        other_lessons=st.integers(0, 50),
        other_done=st.integers(0, 60),
    )
)
def test_every_score_lies_between_zero_and_one(facts):
    parts = parts_of(facts)
    assert 0 <= parts.score <= 1
    assert all(
        0 <= part <= 1 for part in (parts.regularity, parts.pace, parts.attention, parts.practice) if part
    )


@pytest.fixture
def enrollment(learner):
    enrollment = make_enrollment(learner, make_course(modules=1, lessons=4))
    Enrollment.objects.filter(pk=enrollment.pk).update(enrolled_at=NOON - datetime.timedelta(days=10))
    return enrollment


def learn(enrollment, day, seconds=600, focus=0.75):
    """Learn on a day before or after noon of the fourth of March."""
    client = uuid.UUID(int=day + 100)
    start = NOON + datetime.timedelta(days=day)
    lesson = lessons_of(enrollment.course)[0]
    for at in range(0, seconds + 1, 60):
        with clock.frozen(start + datetime.timedelta(seconds=at)):
            spent = min(60, at)
            record_beats(
                enrollment=enrollment,
                lesson=lesson,
                beats=[
                    Beat(seconds=spent, client_id=client, focus_seconds=int(spent * focus), interactions=1)
                ],
            )


def stored(enrollment):
    row = Engagement.objects.get(enrollment_id=enrollment.pk)
    return (row.regularity, row.pace, row.attention, row.practice, row.score)


def test_the_job_scores_what_was_learned(enrollment):
    for day in (-8, -4, -1):
        learn(enrollment, day)
    with clock.frozen(NOON - datetime.timedelta(days=1)):
        complete_lesson(enrollment=enrollment, lesson=lessons_of(enrollment.course)[0], method="manual")
    with clock.frozen(NOON):
        score_engagement()
    # Three of four days; 25 percent where a ninth was due.
    assert stored(enrollment) == (Decimal("0.75"), Decimal(1), Decimal("0.75"), None, Decimal("0.844"))
    assert Enrollment.objects.get().engagement_score == Decimal("0.844")
    assert LearningDay.objects.get(day=datetime.date(2026, 3, 3)).lessons_completed == 1


def test_the_job_takes_only_what_changed_and_a_rebuild_says_the_same(enrollment):
    learn(enrollment, -1)
    with clock.frozen(NOON):
        assert follow_engagement() == 1
        assert follow_engagement() == 0
        before = stored(enrollment)
        assert rebuild_engagement() == 1
        assert stored(enrollment) == before
    with clock.frozen(NOON + datetime.timedelta(minutes=20)):
        learn(enrollment, 0, seconds=300)
        assert follow_engagement() == 1
    with clock.frozen(NOON + datetime.timedelta(days=2)):
        assert follow_engagement() == 1


def test_who_has_not_begun_is_judged_after_a_week(learner, stranger):
    course = make_course(modules=1, lessons=1)
    fresh, old = make_enrollment(learner, course), make_enrollment(stranger, course)
    Enrollment.objects.filter(pk=fresh.pk).update(enrolled_at=NOON - datetime.timedelta(days=6))
    Enrollment.objects.filter(pk=old.pk).update(enrolled_at=NOON - datetime.timedelta(days=8))
    with clock.frozen(NOON):
        follow_engagement()
    assert dict(Enrollment.objects.values_list("pk", "engagement_score")) == {
        fresh.pk: None,
        old.pk: Decimal(0),
    }


def test_the_command_rebuilds(enrollment, capsys):
    learn(enrollment, -1)
    call_command("rebuild_engagement", course=enrollment.course_id)
    assert capsys.readouterr().out == "1 engagement scores rebuilt\n"


@pytest.mark.parametrize("number", [1, 6])
def test_scoring_costs_the_same_queries_for_any_number(make_person, number, django_assert_max_num_queries):
    course = make_course(modules=1, lessons=2)
    for each in range(number):
        learn(make_enrollment(make_person(f"person{each}"), course), -1, seconds=120)
    with clock.frozen(NOON), django_assert_max_num_queries(20):
        assert follow_engagement() == number
