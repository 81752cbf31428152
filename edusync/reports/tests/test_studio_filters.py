"""Filters and orders that readers put around a statement of the studio."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from edusync.courses.testing import make_course
from edusync.kernel.policy import Actor, Permission
from edusync.kernel.tenancy import organization_context
from edusync.reports.models import CourseMonth
from edusync.reports.problems import ReportFilterInvalid
from edusync.reports.studio.source import StatementSource
from edusync.reports.testing import make_course_figure

STATEMENT = "SELECT course, enrolled, completed FROM course_completion ORDER BY enrolled DESC"


@pytest.fixture
def actor(organization: Any, admin: Any) -> Actor:
    """Who sees the whole organization's reports."""
    return Actor(
        user_id=admin.pk,
        organization_id=organization.pk,
        permissions=frozenset({str(Permission.REPORT_READ)}),
    )


@pytest.fixture
def figures(organization: Any, other_organization: Any) -> None:
    """Four courses here and one elsewhere."""
    for title, enrolled in (("Algebra", 30), ("Botany 100%", 10), ("Chemistry", 20), ("Algae", 5)):
        make_course_figure(title, enrolled=enrolled)
    with organization_context(other_organization.pk):
        make_course_figure("Algebra elsewhere", enrolled=99)


def titles(source: StatementSource, order: str = "", **asked: str) -> list[Any]:
    return [row[0] for row in source.iterate_rows(source.parse_filters(asked), order)]


@pytest.mark.usefixtures("figures")
def test_rows_are_narrowed_by_what_columns_show(actor: Actor) -> None:
    source = StatementSource(STATEMENT, actor)
    assert titles(source, only_course="alg") == ["Algebra", "Algae"]
    assert titles(source, only_course="100%") == ["Botany 100%"]
    assert titles(source, only_course="alg", only_enrolled="6") == ["Algebra"]
    assert source.count_rows(source.parse_filters({"only_enrolled": "10"})) == 3
    assert titles(source) == ["Algebra", "Chemistry", "Botany 100%", "Algae"]


@pytest.mark.usefixtures("figures")
def test_rows_are_sorted_by_any_head_both_ways(actor: Actor) -> None:
    source = StatementSource(STATEMENT, actor)
    assert titles(source, "course") == ["Algae", "Algebra", "Botany 100%", "Chemistry"]
    assert titles(source, "-course") == ["Chemistry", "Botany 100%", "Algebra", "Algae"]
    assert titles(source, "enrolled")[0] == "Algae"
    with pytest.raises(ReportFilterInvalid):
        source.parse_order({}, "c1; DROP TABLE courses_course")


@pytest.mark.usefixtures("figures")
def test_a_limit_that_was_typed_is_taken_before_filters(actor: Actor) -> None:
    source = StatementSource(f"{STATEMENT} LIMIT 2", actor)
    assert titles(source, only_course="a") == ["Algebra"]
    assert titles(source, "enrolled") == ["Chemistry", "Algebra"]


@pytest.mark.usefixtures("figures")
def test_pages_go_on_within_filter_and_order(actor: Actor) -> None:
    source = StatementSource(STATEMENT, actor)
    filters = source.parse_filters({"only_enrolled": "10"})
    first = source.page_of_rows(filters, "course", limit=2)
    assert [row[0] for row in first.rows] == ["Algebra", "Botany 100%"]
    assert first.total == 3
    assert first.following is not None
    following = source.page_of_rows(filters, "course", first.following, limit=2)
    assert [row[0] for row in following.rows] == ["Chemistry"]


@pytest.mark.usefixtures("figures")
@pytest.mark.parametrize("typed", ["' OR 1=1 --", "%", "_", "Algebra' UNION SELECT 1", "!"])
def test_what_is_typed_is_a_text_and_nothing_else(actor: Actor, typed: str) -> None:
    found = titles(StatementSource(STATEMENT, actor), only_course=typed)
    assert found == (["Botany 100%"] if typed == "%" else [])


def test_days_are_bounded_and_choices_are_chosen(organization: Any, actor: Actor) -> None:
    course = make_course("New", status="draft", modules=0)
    for month in (9, 10, 11):
        CourseMonth.objects.create(
            organization_id=organization.pk, course=course, month=datetime.date(2026, month, 1), views=month
        )
    months = StatementSource("SELECT month, views FROM course_popularity ORDER BY month", actor)
    asked = months.parse_filters({"only_month_from": "2026-10-01", "only_month_to": "2026-10-31"})
    assert [row[1] for row in months.iterate_rows(asked)] == [10]
    make_course_figure(course=course)
    states = StatementSource("SELECT course, status FROM course_completion", actor)
    assert titles(states, only_status="draft") == ["New"]
    assert titles(states, only_status="published") == []


@pytest.mark.usefixtures("figures")
def test_the_page_tells_the_filters_and_files_obey_them(api: Callable[..., Any], admin: Any) -> None:
    client = api(admin)
    body = {"name": "Sizes", "description": "", "statement": STATEMENT, "chart": None}
    made = client.post("/api/v1/report-definitions", body).json()
    slug = made["slug"]
    told = client.get(f"/api/v1/reports/{slug}").json()
    assert [(one["name"], one["kind"], one["title"]) for one in told["filters"]] == [
        ("only_course", "text", "Course"),
        ("only_enrolled", "minimum", "Enrolled: at least"),
        ("only_completed", "minimum", "Completed: at least"),
    ]
    assert all(column["is_sortable"] for column in told["columns"])
    rows = client.get(f"/api/v1/reports/{slug}/rows?only_course=alg&order=course").json()
    assert [row[0] for row in rows["rows"]] == ["Algae", "Algebra"]
    refused = client.get(f"/api/v1/reports/{slug}/rows?only_enrolled=many")
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/only_enrolled"
