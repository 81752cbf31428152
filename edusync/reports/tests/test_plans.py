"""How each engine reads each report: stored, and without a walk through a whole table that grows with people.

After a change of views or indexes: `PLANS_WRITE=1 pytest edusync/reports/tests/test_plans.py -n0` on each engine, read what
it wrote, and commit it.
"""

import datetime
import os
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection

from edusync.courses.models import Course
from edusync.enrollment.models import Enrollment
from edusync.grading.models import AttendanceRecord, AttendanceSession, Grade, GradeItem
from edusync.identity.models import PersonSearchWord, User
from edusync.kernel.tenancy import organization_context
from edusync.kernel.testing import make_organization
from edusync.reports.engine import catalog
from edusync.reports.engine.filters import conditions_of
from edusync.reports.engine.statements import (
    RowScope,
    chart_statement,
    count_statement,
    rows_statement,
)
from edusync.reports.models import CourseFigure, CourseMonth, CourseStatistic, InstructorFigure, PersonFigure

PEOPLE, COURSES, DAYS, MONTHS = 1500, 40, 60, 12
FEW = 4
NOW = datetime.datetime(2026, 5, 1, tzinfo=datetime.UTC)
PLANS = Path(__file__).parent / "plans"
# Aliases in the views of tables with a row for each person, or for each day or month of each course.
GROWING = {"e", "u", "s", "m", "r", "g", "t", "identity_person_search_word"}
OF_PEOPLE = {"engagement_summary", "top_students"}


def engine_name():
    if connection.vendor == "sqlite":
        return "sqlite"
    return "mariadb" if connection.mysql_is_mariadb else "mysql"


def make_rows(people, organization_id):
    """A school of that many people, written past the services; returns the ids of its courses."""
    with organization_context(organization_id):
        own = {"organization_id": organization_id}
        names = [f"o{organization_id}p{number}" for number in range(people)]
        insert(User, [User(username=name, first_name="Ada", last_name=f"L{name}") for name in names])
        users = list(User.objects.filter(username__in=names).order_by("pk"))
        insert(Course, [Course(title=f"Course {n}", slug=f"c{n}", **own) for n in range(COURSES)])
        courses = list(Course.objects.order_by("pk"))
        make_rows_of_people(users, courses, own)
        make_rows_of_courses(courses, own)
        insert(InstructorFigure, [InstructorFigure(user=user, courses=1, **own) for user in users[:20]])
        return [course.pk for course in courses]


def insert(model, rows):
    (getattr(model, "unscoped", None) or model.objects).bulk_create(rows, batch_size=500)


def make_marks(courses, own):
    """A meeting and a column of each course, with everybody in them."""
    insert(AttendanceSession, [AttendanceSession(course=course, starts_at=NOW, **own) for course in courses])
    insert(GradeItem, [GradeItem(course=course, title="Essay", **own) for course in courses])
    sessions = {row.course_id: row for row in AttendanceSession.objects.all()}
    items = {row.course_id: row for row in GradeItem.objects.all()}
    places = list(Enrollment.objects.order_by("pk"))
    insert(
        AttendanceRecord,
        [
            AttendanceRecord(session=sessions[row.course_id], enrollment=row, state="late", **own)
            for row in places
        ],
    )
    insert(Grade, [Grade(item=items[row.course_id], enrollment=row, max_points=10, **own) for row in places])


def make_rows_of_people(users, courses, own):
    insert(
        Enrollment,
        [
            Enrollment(course=courses[n % COURSES], learner=user, enrolled_at=NOW, **own)
            for n, user in enumerate(users)
        ],
    )
    make_marks(courses, own)
    insert(
        PersonFigure,
        [
            PersonFigure(
                user=user,
                enrolled=1,
                focus_seconds=n * 7 % 5000,
                quizzes=n % 3,
                quiz_rank=n if n % 3 else None,
                engagement_percent=Decimal(n % 100),
                last_active_at=NOW - datetime.timedelta(minutes=n * 13 % 90_000),
                **own,
            )
            for n, user in enumerate(users, start=1)
        ],
    )
    words = [(user, word) for n, user in enumerate(users) for word in ("ada", f"l{n}", user.username)]
    insert(PersonSearchWord, [PersonSearchWord(user=user, word=word, **own) for user, word in words])


def make_rows_of_courses(courses, own):
    days = [NOW.date() - datetime.timedelta(days=number) for number in range(DAYS)]
    months = [datetime.date(2025, number + 1, 1) for number in range(MONTHS)]
    insert(CourseFigure, [CourseFigure(course=course, enrolled=5, **own) for course in courses])
    insert(
        CourseStatistic,
        [CourseStatistic(course=c, day=day, active_in_month=3, **own) for c in courses for day in days],
    )
    insert(
        CourseMonth,
        [
            CourseMonth(course=c, month=month, enrolled=month.month, views=month.month * 3, **own)
            for c in courses
            for month in months
        ],
    )


def statements(organization_id, course_ids):
    """What a page of each report asks, by a name for it."""
    for slug, report in catalog.reports().items():
        all_rows = RowScope(organization_id).conditions
        first = rows_statement(report, all_rows, report.order, limit=51)
        yield f"{slug}: first page", first
        with connection.cursor() as cursor:
            cursor.execute(first.sql, first.parameters)
            row = cursor.fetchall()[-1]
        names = [column.name for column in report.columns]
        after = [row[names.index(report.order.lstrip("-"))], row[names.index(report.key)]]
        yield f"{slug}: next page", rows_statement(report, all_rows, report.order, limit=51, after=after)
        yield f"{slug}: number of rows", count_statement(report, all_rows, most=1_001)
        if report.scope == "course":
            taught = RowScope(organization_id, tuple(course_ids[:2])).conditions
            yield f"{slug}: rows of two courses", rows_statement(report, taught, report.order, limit=51)
        if report.filter_named("name"):
            named = [*all_rows, *conditions_of(report, {"name": "l12"}, datetime.UTC)]
            yield f"{slug}: people by name", rows_statement(report, named, report.order, limit=51)
        for place, chart in enumerate(report.charts):
            filters = {chart.needs: course_ids[0]} if chart.needs else {}
            found = [*all_rows, *conditions_of(report, filters, datetime.UTC)]
            yield f"{slug}: chart {place}", chart_statement(report, chart, found)


def plan_of(statement):
    """Lines of (table, how it is entered, by which index, what it costs besides)."""
    word = {"sqlite": "EXPLAIN QUERY PLAN", "mariadb": "EXPLAIN", "mysql": "EXPLAIN FORMAT=TRADITIONAL"}
    with connection.cursor() as cursor:
        cursor.execute(f"{word[engine_name()]} {statement.sql}", statement.parameters)
        heads = [head[0].lower() for head in cursor.description]
        rows = [dict(zip(heads, row, strict=True)) for row in cursor.fetchall()]
    if engine_name() == "sqlite":
        # Whether a filter of bits is put before a join is the version's affair.
        return [row["detail"] for row in rows if not row["detail"].startswith("BLOOM")]
    lines = []
    for row in rows:
        extra = [word for word in ("Using temporary", "Using filesort") if word in (row["extra"] or "")]
        lines.append(" ".join(filter(None, [row["table"], row["type"], row["key"], *extra])))
    return lines


def growing_tables(name):
    return GROWING | ({"f"} if name.partition(":")[0] in OF_PEOPLE else set())


def table_of(line):
    words = line.split()
    return words[1] if words[0] in {"SEARCH", "SCAN"} else words[0]


def index_of(line):
    """Name of the index by which a table is entered, nothing for a walk.

    PRIMARY for its key, and for the organization's index where that holds the rows in the order of the key, too.
    """
    words = line.split()
    if table_of(line) == "e" and " enrollment_enrollmen" in line and "organization_id" in line:
        return "PRIMARY"
    if words[0] in {"SEARCH", "SCAN"}:
        return (
            words[words.index("INDEX") + 1] if "INDEX" in words else "PRIMARY" if "PRIMARY" in words else ""
        )
    return "" if words[1] == "ALL" else words[2]


def entries(name, lines):
    """How the growing tables of a plan are entered. Small ones, and the order of joins, are the engine's affair."""
    growing = [line for line in lines if table_of(line) in growing_tables(name)]
    return sorted(f"{table_of(line)} by {index_of(line) or 'a walk through it'}" for line in growing)


def stored_text(plans):
    return "".join("\n  ".join([name, *lines]) + "\n" for name, lines in plans.items())


@pytest.mark.django_db(transaction=True)
def test_pages_are_read_by_indexes(organization):
    elsewhere = make_organization("Far School")
    make_rows(PEOPLE // FEW, elsewhere.pk)
    course_ids = make_rows(PEOPLE, organization.pk)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(
                ("reports_", "enrollment_enrollment", "identity_user", "courses_course", "identity_person")
            ):
                cursor.execute(f"{'ANALYZE' if connection.vendor == 'sqlite' else 'ANALYZE TABLE'} {table}")
                cursor.fetchall()
    plans = {name: plan_of(statement) for name, statement in statements(organization.pk, course_ids)}
    # Sums and counts read what they count; a count stops at 1,001.
    pages = {
        name: entries(name, lines)
        for name, lines in plans.items()
        if ": chart" not in name and ": number" not in name
    }
    assert {name: found for name, found in pages.items() if any("walk" in entry for entry in found)} == {}
    # Of two courses, or of a name, there are few rows whichever way is taken.
    stored = {name: found for name, found in pages.items() if name.endswith("page") and found}
    path, text = PLANS / f"{engine_name()}.txt", stored_text(stored)
    if os.environ.get("PLANS_WRITE") == "1":
        path.write_text(text)
    assert path.read_text() == text
