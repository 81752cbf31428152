"""Whatever a statement says, it reads the rows of its reader only, within its limits, and changes nothing."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edusync.courses.testing import make_course
from edusync.kernel.policy import Actor, Permission
from edusync.kernel.tenancy import current_organization_id, organization_context
from edusync.reports.engine.statements import Statement
from edusync.reports.models import CourseMonth
from edusync.reports.problems import (
    ReportStatementFailed,
    ReportStatementRefused,
    ReportStatementTooManyRows,
    ReportStatementTooSlow,
)
from edusync.reports.studio import compiling, running
from edusync.reports.studio.refusals import REASONS
from edusync.reports.studio.relations import relations
from edusync.reports.studio.source import StatementSource
from edusync.reports.testing import make_course_figure

OURS, THEIRS = "Ours", "Theirs"
# What a curious analyst might write into a WHERE, around and instead of our own conditions.
CONDITIONS = (
    "1 = 1",
    "NOT 1 = 1",
    "course LIKE '%'",
    "course = 'Theirs'",
    "enrolled >= 0",
    "course_id > 0",
    "status IS NULL",
    "course IN ('Ours', 'Theirs')",
    "enrolled BETWEEN -1 AND 100000",
    "CASE WHEN 1 = 1 THEN 1 ELSE 0 END = 1",
    "COALESCE(NULL, course) IS NOT NULL",
    "LENGTH(course) >= 0",
)
SHAPES = (
    "SELECT course FROM course_completion WHERE {0}",
    "SELECT DISTINCT course FROM course_completion AS s1 WHERE {0}",
    "SELECT course FROM course_completion WHERE {0} GROUP BY course HAVING COUNT(*) >= 0",
    "SELECT MAX(course) AS course FROM course_completion WHERE {0}",
    "SELECT MIN(course) AS course FROM course_completion WHERE {0}",
    "SELECT organization_id.course FROM course_completion AS organization_id WHERE {0}",
    "SELECT x.course FROM (SELECT course FROM course_completion WHERE {0}) AS x",
    "SELECT b.course FROM (SELECT course, course_id FROM course_completion WHERE {0}) AS a"
    " LEFT JOIN course_completion AS b ON a.course_id = b.course_id OR 1 = 1",
    "SELECT b.course FROM (SELECT course FROM course_completion WHERE {0}) AS a"
    " JOIN course_popularity AS b ON 1 = 1",
)


def conditions() -> st.SearchStrategy[str]:
    """Conditions joined and turned round in every way."""
    return st.recursive(
        st.sampled_from(CONDITIONS),
        lambda inner: st.one_of(
            st.tuples(inner, st.sampled_from(["AND", "OR"]), inner).map(
                lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"
            ),
            inner.map(lambda part: f"NOT ({part})"),
        ),
        max_leaves=5,
    )


@pytest.fixture
def actor(organization: Any, admin: Any) -> Actor:
    """Who sees the whole organization's reports."""
    return Actor(
        user_id=admin.pk,
        organization_id=organization.pk,
        permissions=frozenset({str(Permission.REPORT_READ)}),
    )


@pytest.fixture
def schools(organization: Any, other_organization: Any) -> None:
    """A course with figures here, one elsewhere."""
    for place, title in ((organization, OURS), (other_organization, THEIRS)):
        with organization_context(place.pk):
            course = make_course(title, status="draft", modules=0)
            make_course_figure(course=course)
            CourseMonth.objects.create(
                organization_id=place.pk, course=course, month=datetime.date(2026, 11, 1), views=5
            )


@pytest.fixture
def few_rows(organization: Any) -> None:
    """Figures of a dozen courses."""
    for number in range(12):
        make_course_figure(f"Course {number:02}", enrolled=number, completion_percent=Decimal(number))


def rows(statement: str, actor: Actor) -> list[tuple[Any, ...]]:
    """All rows of the statement."""
    return list(StatementSource(statement, actor).iterate_rows({}))


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shape=st.sampled_from(SHAPES), condition=conditions())
def test_rows_of_another_organization_never_appear(
    schools: None, actor: Actor, shape: str, condition: str
) -> None:
    found = {cell for row in rows(shape.format(condition), actor) for cell in row}
    assert found <= {OURS, None}


def test_each_shape_of_that_test_reads_rows_at_all(schools: None, actor: Actor) -> None:
    for shape in SHAPES:
        assert {cell for row in rows(shape.format("1 = 1"), actor) for cell in row} == {OURS}


@settings(max_examples=40, deadline=None)
@given(
    text=st.text(alphabet=st.sampled_from("SELECT*FROMcourse_completion(),.'\"= 1abAND;-%\n\\"), max_size=60)
)
def test_whatever_is_typed_is_answered_with_a_reason(text: str) -> None:
    reason = ""
    try:
        compiling.compiled(f"SELECT {text}", "sqlite")
    except ReportStatementRefused as problem:
        reason = problem.facts["reason"]
    assert reason in {"", *REASONS}


@pytest.mark.parametrize("name", sorted(relations()))
def test_every_relation_can_be_read_whole(organization: Any, actor: Actor, name: str) -> None:
    assert rows(f"SELECT * FROM {name}", actor) == []
    assert StatementSource(f"SELECT COUNT(*) FROM {name}", actor).count_rows({}) == 1


def test_every_function_gives_the_same_on_every_engine(few_rows: None, actor: Actor) -> None:
    statement = """
      SELECT COUNT(*) AS a, COUNT(DISTINCT status) AS b, SUM(enrolled) AS c, AVG(enrolled) AS d,
        MIN(course) AS e, MAX(completion_percent) AS f, ROUND(AVG(enrolled), 0) AS g, ABS(MIN(enrolled) - 3) AS h,
        SHARE(SUM(enrolled), 2 * SUM(enrolled)) AS i, COALESCE(NULL, MAX(enrolled)) AS j,
        NULLIF(MAX(enrolled), 11) AS k, CONCAT(LOWER(MIN(course)), '-', UPPER(MAX(course))) AS l,
        LENGTH(TRIM(MIN(course))) AS m, SUM(enrolled) / 0 AS n, SUM(enrolled) / 4 AS o, -MAX(enrolled) AS p,
        MIN(enrolled) - MAX(enrolled) AS q, CASE WHEN SUM(enrolled) > 5 THEN 'many' ELSE 'few' END AS r
      FROM course_completion
    """
    assert rows(statement, actor) == [
        (
            12, 1, 66, Decimal("5.50"), "Course 00", Decimal("11.0"), 6, 3,
            Decimal("50.0"), 11, None, "course 00-COURSE 11",
            9, None, Decimal("16.50"), -11, -11, "many",
        )
    ]  # fmt: skip


def test_days_are_calculated_with_alike_on_every_engine(schools: None, actor: Actor) -> None:
    statement = """
      SELECT YEAR(month) AS a, MONTH(month) AS b, DATE(month) AS c, FIRST_OF_MONTH(month) AS d,
        DAYS_BETWEEN(month, DATE(month)) AS e, DAYS_BETWEEN(DAYS_AGO(30), TODAY()) AS f
      FROM course_popularity WHERE month >= '2026-11-01' AND month < '2026-12-01'
    """
    first = datetime.date(2026, 11, 1)
    assert rows(statement, actor) == [(2026, 11, first, first, 0, 30)]


def test_pages_follow_one_another_whatever_ties_there_are(few_rows: None, actor: Actor) -> None:
    source = StatementSource(
        "SELECT status, course FROM course_completion ORDER BY status LIMIT 10 OFFSET 1", actor
    )
    found, after = [], ""
    while True:
        page = source.page_of_rows({}, after=after, limit=3)
        found += [row[1] for row in page.rows]
        assert (page.total, page.is_total_exact) == (10, True)
        if page.following is None:
            break
        after = page.following
    assert found == [f"Course {number:02}" for number in range(1, 11)]


def test_more_rows_than_a_file_has_are_refused(
    few_rows: None, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("edusync.reports.studio.source.MOST_ROWS", 5)
    source = StatementSource("SELECT course FROM course_completion", actor)
    assert source.count_rows({}) == 6
    with pytest.raises(ReportStatementTooManyRows):
        source.iterate_rows({})
    assert len(rows("SELECT course FROM course_completion LIMIT 5", actor)) == 5


def test_a_statement_that_takes_too_long_is_stopped(few_rows: None, actor: Actor) -> None:
    statement = (
        "SELECT COUNT(*) FROM course_completion a JOIN course_completion b ON a.course <> b.course"
        " JOIN course_completion c ON c.course <> CONCAT(a.course, b.course)"
        " JOIN course_completion d ON d.course <> CONCAT(a.course, b.course, c.course)"
        # The servers look at their clocks now and then only: 20,736 rows must be work.
        f" WHERE {' AND '.join(f'LENGTH(CONCAT(a.course, b.course, c.course, d.course)) > {n}' for n in range(40))}"
    )
    source = StatementSource(statement, actor)
    pieces = compiling.compiled(statement, running.engine()).rows(limit=1)
    ready = source.bound(pieces)
    with pytest.raises(ReportStatementTooSlow):
        running.run(ready, seconds=0.001)
    assert rows("SELECT COUNT(*) FROM course_completion", actor) == [(12,)]


def test_a_number_out_of_range_is_no_failure_of_the_server(few_rows: None, actor: Actor) -> None:
    power = " * ".join(["1000000000000000"] * 25)
    with pytest.raises(ReportStatementFailed):
        rows(f"SELECT {power} AS n FROM course_completion", actor)
    assert len(rows("SELECT course FROM course_completion", actor)) == 12


@pytest.mark.django_db(transaction=True)
def test_nothing_is_written_on_the_way(organization: Any) -> None:
    """The language cannot say it; the connection would refuse it as well."""
    write = Statement("DELETE FROM reports_course_figure WHERE organization_id = %s", (organization.pk,))
    figure = make_course_figure()
    with pytest.raises(ReportStatementFailed):
        running.run(write)
    figure.refresh_from_db()
    figure.enrolled = 41
    figure.save()


def test_the_report_user_is_used_where_there_is_one(organization: Any) -> None:
    assert running.alias() == "default"
    connections.databases["report"] = connections.databases["default"]
    try:
        assert running.alias() == "report"
    finally:
        del connections.databases["report"]
    assert current_organization_id() == organization.pk
    assert running.engine() == ("sqlite" if connection.vendor == "sqlite" else "mysql")
