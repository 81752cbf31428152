"""All rows of a report are read fast, and are the rows that its pages have."""

import datetime as dt
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edusync.courses.testing import make_course
from edusync.enrollment.models import Enrollment
from edusync.kernel.policy import Actor, Permission
from edusync.kernel.tenancy import current_organization_id
from edusync.reports import queries
from edusync.reports.documents.csv_file import column_text
from edusync.reports.documents.tables import DocumentColumn
from edusync.reports.engine import catalog
from edusync.reports.engine.declarations import Column
from edusync.reports.engine.values import cleaner_of

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
INSTANT = Column("at", "datetime")
ZONES = [
    zoneinfo.ZoneInfo(name) for name in ("UTC", "Asia/Kolkata", "America/New_York", "Australia/Lord_Howe")
]
# Two days from the ends: no zone leaves the calendar there.
INSTANTS = st.datetimes(
    min_value=dt.datetime(1, 1, 3),  # noqa: DTZ001 - as drivers give them
    max_value=dt.datetime(9999, 12, 29),  # noqa: DTZ001
)


@given(zone=st.sampled_from(ZONES), values=st.lists(st.none() | INSTANTS, max_size=5))
def test_instants_stand_in_csv_in_the_readers_zone(zone, values):
    aware = [None if value is None else value.replace(tzinfo=dt.UTC) for value in values]
    expected = [
        "" if value is None else value.astimezone(zone).isoformat(" ", "seconds")[:19] for value in aware
    ]
    assert column_text(DocumentColumn("at", "datetime", "At"), zone)(aware) == expected


@given(
    values=st.lists(st.none() | INSTANTS, max_size=5),
    told=st.lists(st.sampled_from("ntaoz"), min_size=5, max_size=5),
)
def test_instants_of_every_driver_are_the_same_instant(values, told):
    """Without a zone as an object and as text, in UTC, in another zone, with the Z of ISO 8601: alone and mixed."""
    kolkata = dt.timezone(dt.timedelta(minutes=330))

    def raw(value, way):
        if value is None:
            return None
        aware = value.replace(tzinfo=dt.UTC)
        return {
            "n": value,
            "t": value.isoformat(" "),
            "a": aware,
            "o": aware.astimezone(kolkata).isoformat(" "),
            "z": f"{value.isoformat()}Z",
        }[way]

    expected = [None if value is None else value.replace(tzinfo=dt.UTC) for value in values]
    clean = cleaner_of(INSTANT)
    mixed = clean([raw(value, way) for value, way in zip(values, told, strict=False)])
    assert mixed == expected
    assert all(value is None or value.tzinfo is not None for value in mixed)
    for way in "ntaoz":
        assert clean([raw(value, way) for value in values]) == expected


@pytest.mark.parametrize("order", ["", "enrolled_at", "-last_access_at", "due_at", "-percent"])
def test_all_rows_are_those_of_the_pages(make_person, organization, monkeypatch, order):
    course = make_course("Algebra", modules=1, lessons=1)
    for number in range(9):
        # Some alike, some with and some without parts of a second, some not known.
        at = NOON - dt.timedelta(days=number // 2, microseconds=number % 3)
        Enrollment.objects.create(
            organization_id=organization.pk,
            course=course,
            learner=make_person(f"learner-{number}"),
            status="active",
            enrolled_at=at,
            last_access_at=at if number % 4 else None,
            due_at=None if number % 3 else NOON + dt.timedelta(days=400 + number),
            percent=number % 3,
        )
    actor = Actor(
        user_id=1,
        organization_id=current_organization_id(),
        permissions=frozenset({str(Permission.REPORT_READ)}),
    )
    report = catalog.reports()["student_progress"]
    # Sorting by anything else is asked for one course.
    filters = {"course": course.pk} if order else {}
    shown = [number for number, column in enumerate(report.columns) if column.is_shown]
    expected, after = [], ""
    while True:
        page = queries.page_of_rows(report, actor, filters, order, after, limit=3)
        expected += [tuple(row[number] for number in shown) for row in page.rows]
        after = page.following
        if not after:
            break
    assert len(expected) == 9
    for size in (1, 2, len(expected), 1000):
        monkeypatch.setattr(queries, "CHUNK", size)
        assert list(queries.iterate_rows(report, actor, filters, order)) == expected
