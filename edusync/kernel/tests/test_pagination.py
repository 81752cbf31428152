"""Pages of lists."""

import datetime as dt

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edusync.kernel.models import OutboxEvent, ScheduledJob
from edusync.kernel.pagination import keyset_page
from edusync.kernel.problems import InvalidCursor, ValidationProblem

NOON = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)


def request(**query):
    made = RequestFactory().get("/")
    made.GET = QueryDict(mutable=True)
    made.GET.update(query)
    return made


def make_events(*minutes):
    OutboxEvent.objects.bulk_create(
        OutboxEvent(event_type="t", created_at=NOON + dt.timedelta(minutes=m), available_at=NOON)
        for m in minutes
    )


def walk(queryset, *, limit, order):
    found, cursor = [], ""
    for _ in range(100):
        page = keyset_page(queryset, request=request(cursor=cursor, limit=str(limit)), order=order)
        found += page["results"]
        cursor = page["next"]
        if cursor is None:
            return found
    raise AssertionError("the list does not end")


@pytest.mark.django_db
@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
def test_pages_together_are_the_whole_list_in_order(limit):
    make_events(5, 1, 1, 1, 9, 3, 3)
    rows = OutboxEvent.objects.filter(event_type="t")
    expected = list(rows.order_by("-created_at", "-id"))
    assert walk(rows, limit=limit, order=("-created_at", "-id")) == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    "order", [("last_run_at", "name"), ("-last_run_at", "name"), ("-last_run_at", "-name")]
)
def test_rows_without_a_value_have_their_place_in_the_order(order):
    for number, minute in enumerate([None, 3, None, 1, 3]):
        last = None if minute is None else NOON + dt.timedelta(minutes=minute)
        ScheduledJob.objects.create(name=f"job{number}", next_run_at=NOON, last_run_at=last)
    rows = ScheduledJob.objects.all()
    for limit in (1, 2, 3):
        assert walk(rows, limit=limit, order=order) == list(rows.order_by(*order))


@pytest.mark.django_db
def test_rows_added_before_the_place_shift_nothing():
    make_events(1, 2, 3, 4)
    rows = OutboxEvent.objects.filter(event_type="t")
    first = keyset_page(rows, request=request(limit="2"))
    make_events(60)
    second = keyset_page(rows, request=request(limit="2", cursor=first["next"]))
    minutes = [row.created_at.minute for row in first["results"] + second["results"]]
    assert minutes == [4, 3, 2, 1]


@pytest.mark.django_db
def test_dicts_and_serializers_work_too(django_assert_num_queries):
    make_events(1, 2, 3)
    rows = OutboxEvent.objects.filter(event_type="t").values("id", "created_at")
    with django_assert_num_queries(1):
        page = keyset_page(rows, request=request(limit="2"), serialize=lambda row: row["created_at"].minute)
    assert page["results"] == [3, 2]
    assert page["next"]


@pytest.mark.django_db
def test_the_limit_is_cut_down_to_the_largest():
    make_events(*range(12))
    page = keyset_page(OutboxEvent.objects.filter(event_type="t"), request=request(limit="50"), max_limit=10)
    assert len(page["results"]) == 10


@pytest.mark.django_db
@pytest.mark.parametrize("limit", ["0", "-1", "x", "1.5", "١", "9" * 30])
def test_a_limit_that_is_no_number_is_refused(limit):
    with pytest.raises(ValidationProblem) as caught:
        keyset_page(OutboxEvent.objects.all(), request=request(limit=limit))
    assert caught.value.errors[0].pointer == "/limit"


@pytest.mark.django_db
def test_a_cursor_of_another_list_is_refused():
    make_events(1, 2)
    rows = OutboxEvent.objects.filter(event_type="t")
    cursor = keyset_page(rows, request=request(limit="1"))["next"]
    with pytest.raises(InvalidCursor):
        keyset_page(rows, request=request(cursor=cursor), order=("id",))


@pytest.mark.django_db
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
    deadline=None,
    max_examples=60,
)
@given(cursor=st.text(min_size=1, max_size=40))
def test_a_cursor_made_up_is_refused(cursor):
    with pytest.raises(InvalidCursor):
        keyset_page(OutboxEvent.objects.all(), request=request(cursor=cursor))
