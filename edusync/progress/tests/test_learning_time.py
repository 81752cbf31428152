"""Learning time: every second of a person counts once, whatever device, tab, course or order it is told in."""

import datetime
import itertools
import uuid

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edusync.courses.testing import lessons_of, make_course
from edusync.enrollment.models import Enrollment
from edusync.enrollment.testing import make_enrollment
from edusync.identity.models import UserSetting
from edusync.kernel import clock
from edusync.progress.models import LearningClock, LearningDay, LearningSession, LessonProgress
from edusync.progress.services import (
    Agent,
    Beat,
    close_stale_sessions,
    network_of,
    rebuild_progress,
    record_beats,
    record_view,
)
from edusync.progress.tasks import close_sessions

NOON = datetime.datetime(2026, 3, 4, 12, 0, tzinfo=datetime.UTC)
PHONE, LAPTOP = uuid.UUID(int=1), uuid.UUID(int=2)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E1 Safari/604.1"


@pytest.fixture
def enrollment(learner):
    return make_enrollment(learner, make_course(modules=1, lessons=2))


def tell(enrollment, at, *beats, agent=None, lesson=0):
    """The seconds that count of beats told at a second after noon."""
    with clock.frozen(NOON + datetime.timedelta(seconds=at)):
        _, counts = record_beats(
            enrollment=enrollment,
            lesson=lessons_of(enrollment.course)[lesson],
            beats=beats,
            agent=agent or Agent(FIREFOX, "192.0.2.0"),
        )
    return counts


def beat(seconds, client=LAPTOP, sequence=None, age=0, **values):
    return Beat(seconds=seconds, client_id=client, sequence=sequence, age_seconds=age, **values)


def test_beats_in_time_count_in_full(enrollment):
    counted = [tell(enrollment, at, beat(30, sequence=at // 30 + 1))[0] for at in (0, 30, 60, 90)]
    assert counted == [30, 30, 30, 30]


def test_a_slow_network_costs_nobody_time(enrollment):
    """The second beat took five seconds longer; the third comes in time again."""
    counted = [tell(enrollment, at, beat(30))[0] for at in (30, 65, 90)]
    assert counted == [30, 30, 30]


def test_two_devices_at_once_are_one_person(enrollment):
    for at in range(30, 330, 30):
        tell(enrollment, at, beat(30, LAPTOP))
        tell(enrollment, at + 10, beat(30, PHONE, age=0))
    total = Enrollment.objects.get().seconds
    assert 300 <= total <= 310
    assert LearningSession.objects.aggregate(total=Sum("seconds"))["total"] == total


def test_two_courses_at_once_are_one_person(learner, enrollment):
    other = make_enrollment(learner, make_course("Knots", modules=1, lessons=1))
    assert tell(enrollment, 60, beat(60, LAPTOP)) == [60]
    assert tell(other, 60, beat(60, PHONE)) == [0]
    assert tell(other, 90, beat(30, PHONE)) == [30]


def test_a_beat_told_twice_counts_once(enrollment):
    tell(enrollment, 0, beat(0, sequence=1))
    assert tell(enrollment, 30, beat(30, sequence=2, interactions=4)) == [30]
    # The answer was lost: the device tells it again, as old as it is now.
    assert tell(enrollment, 100, beat(30, sequence=2, age=70, interactions=4)) == [0]
    session = LearningSession.objects.get()
    assert (session.seconds, session.interactions) == (30, 4)


def test_beats_kept_without_network_count_later_and_are_marked(enrollment):
    tell(enrollment, 0, beat(0, sequence=1))
    kept = [beat(60, sequence=number + 2, age=600 - 60 * number) for number in range(10)]
    assert tell(enrollment, 660, *kept) == [60] * 10
    session = LearningSession.objects.get()
    assert (session.seconds, session.late_seconds) == (600, 600 - 60)
    assert LessonProgress.objects.get().last_viewed_at == NOON + datetime.timedelta(seconds=600)


def test_late_beats_fill_only_what_passed_since_the_device_was_seen_first(enrollment):
    assert sum(tell(enrollment, 0, *[beat(120, PHONE, n, age=3000 - 120 * n) for n in range(1, 11)])) <= 120
    tell(enrollment, 1000, beat(0, LAPTOP, 1))
    claimed = [beat(120, LAPTOP, number, age=86_000 - number) for number in range(2, 40)]
    assert sum(tell(enrollment, 1060, *claimed)) <= 180


def test_a_clock_of_the_server_that_goes_back_counts_nothing_twice(enrollment):
    assert tell(enrollment, 100, beat(60)) == [60]
    assert tell(enrollment, 70, beat(60)) == [30]
    assert tell(enrollment, 130, beat(60)) == [30]
    session = LearningSession.objects.get()
    assert session.started_at <= session.last_seen_at


def test_the_session_knows_device_network_and_attention(enrollment):
    tell(
        enrollment,
        60,
        beat(60, focus_seconds=45, idle_seconds=10, interactions=7),
        agent=Agent(IPHONE, "198.51.100.0"),
    )
    row = LearningSession.objects.get()
    assert (row.device_type, row.address, row.user_agent) == ("mobile", "198.51.100.0", IPHONE)
    assert (row.focus_seconds, row.idle_seconds, row.interactions) == (45, 10, 7)
    assert (row.started_at, row.last_seen_at) == (NOON, NOON + datetime.timedelta(seconds=60))


def test_with_the_switch_off_only_seconds_are_kept(learner, enrollment):
    tell(enrollment, 60, beat(60, focus_seconds=45, interactions=7))
    UserSetting.objects.update_or_create(user=learner, defaults={"is_session_detail_on": False})
    tell(enrollment, 120, beat(60, focus_seconds=60, interactions=9))
    row = LearningSession.objects.get()
    assert (row.seconds, row.focus_seconds, row.interactions) == (120, 45, 7)
    assert (row.device_type, row.address, row.user_agent) == ("unknown", "", "")


def test_attention_is_never_more_than_the_time_that_counts(enrollment):
    tell(enrollment, 60, beat(60, focus_seconds=60))
    tell(enrollment, 70, beat(60, focus_seconds=60, idle_seconds=60))
    row = LearningSession.objects.get()
    assert (row.seconds, row.focus_seconds, row.idle_seconds) == (70, 70, 0)


def test_days_are_those_of_the_persons_calendar(learner, enrollment):
    UserSetting.objects.update_or_create(user=learner, defaults={"time_zone": "Asia/Kolkata"})
    # 18:29 and 18:31 UTC: before and after midnight in India.
    tell(enrollment, 6.5 * 3600 - 60, beat(60))
    tell(enrollment, 6.5 * 3600 + 60, beat(60))
    days = dict(LearningDay.objects.values_list("day", "seconds"))
    assert days == {datetime.date(2026, 3, 4): 60, datetime.date(2026, 3, 5): 60}


def test_silent_sessions_end_with_their_last_sign_of_life(enrollment):
    tell(enrollment, 0, beat(0))
    with clock.frozen(NOON + datetime.timedelta(minutes=29)):
        assert close_stale_sessions() == 0
    with clock.frozen(NOON + datetime.timedelta(minutes=31)):
        close_sessions()
    assert LearningSession.objects.get().ended_at == NOON
    tell(enrollment, 3000, beat(30))
    assert LearningSession.objects.get().ended_at is None


def test_time_without_a_sitting_counts_but_makes_no_session(enrollment):
    with clock.frozen(NOON):
        record_view(enrollment=enrollment, lesson=lessons_of(enrollment.course)[0], seconds=20)
    assert Enrollment.objects.get().seconds == 20
    assert not LearningSession.objects.exists()
    assert LearningDay.objects.get().seconds == 20


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::"),
        ("::ffff:203.0.113.77", "203.0.113.0"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_addresses_lead_to_a_network_only(address, network):
    assert network_of(address) == network


told = st.tuples(
    st.sampled_from([0, 1, 5, 29, 30, 31, 60, 600, -40, -3]),  # the server's clock moves by
    st.integers(0, 1),  # course
    st.sampled_from([PHONE, LAPTOP, None]),
    st.sampled_from([0, 1, 15, 30, 60, 120, 5000]),  # claims
    st.sampled_from([0, 0, 0, 20, 300, 90_000]),  # so long ago
    st.integers(1, 6),  # number of the beat
    st.booleans(),  # told twice
)


def sums(learner, enrollments):
    """Total by enrollments, lessons, days and the clock."""
    rows = Enrollment.objects.filter(pk__in=[row.pk for row in enrollments])
    clock_row = LearningClock.objects.filter(learner=learner).first()
    return [
        rows.aggregate(total=Sum("seconds"))["total"],
        LessonProgress.objects.aggregate(total=Sum("seconds"))["total"] or 0,
        LearningDay.objects.filter(learner=learner).aggregate(total=Sum("seconds"))["total"] or 0,
        clock_row.total_seconds if clock_row else 0,
    ]


@pytest.mark.django_db
@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=st.lists(told, min_size=1, max_size=16))
def test_no_order_of_beats_counts_more_than_the_wall_clock(learner, acts):
    with transaction.atomic():
        courses = [make_course(f"Course {number}", modules=1, lessons=1) for number in range(2)]
        enrollments = [make_enrollment(learner, course) for course in courses]
        at, latest = 0, 0
        for step, place, client, seconds, age, sequence, is_twice in acts:
            at += step
            latest = max(latest, at)
            one = Beat(
                seconds=seconds, client_id=client, age_seconds=age, sequence=sequence if client else None
            )
            for _ in range(1 + is_twice):
                tell(enrollments[place], at, one)
            totals = sums(learner, enrollments)
            assert len(set(totals)) == 1
            # A first beat may claim two minutes from before it; the clock may have gone back 40 seconds a step.
            earliest = min(0, at) - 40 * len(acts) - 120
            assert totals[0] <= latest - earliest
            stretches = LearningClock.objects.get(learner=learner).state.get("s", [])
            assert sum(end - start for start, end in stretches) == totals[0]
            assert all(one[1] < other[0] for one, other in itertools.pairwise(stretches))
            assert all(end <= NOON.timestamp() + latest for _, end in stretches)
        for row in LearningSession.objects.all():
            assert row.focus_seconds + row.idle_seconds <= row.seconds
            assert row.seconds <= (row.last_seen_at - row.started_at).total_seconds() + 1
        before = sums(learner, enrollments)
        rebuild_progress()
        assert sums(learner, enrollments) == before
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(order=st.permutations(range(8)), again=st.lists(st.integers(0, 7), max_size=4))
def test_late_beats_make_the_same_total_in_every_order(learner, order, again):
    with transaction.atomic():
        enrollment = make_enrollment(learner, make_course(modules=1, lessons=2))
        tell(enrollment, 0, beat(0, sequence=1))
        kept = [beat(40, sequence=number + 2, age=600 - 50 * number) for number in range(8)]
        for place in [*order, *again]:
            tell(enrollment, 700, kept[place], lesson=place % 2)
        assert Enrollment.objects.get(pk=enrollment.pk).seconds == 8 * 40
        transaction.set_rollback(True)
