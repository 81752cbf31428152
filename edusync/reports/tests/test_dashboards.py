"""The numbers for who runs the organization."""

import datetime

import pytest

from edusync.courses.models import Course
from edusync.courses.testing import make_course
from edusync.enrollment.models import Enrollment
from edusync.enrollment.testing import make_enrollment
from edusync.identity.models import OrganizationMembership
from edusync.kernel import clock
from edusync.kernel.ids import uuid7
from edusync.kernel.tenancy import organization_context
from edusync.progress.models import LearningSession
from edusync.reports.services.summaries import refresh_summaries

NOW = datetime.datetime(2026, 4, 30, 12, tzinfo=datetime.UTC)


def before(days):
    return NOW - datetime.timedelta(days=days)


def sit(enrollment, at):
    LearningSession.objects.create(
        enrollment=enrollment, client_id=uuid7(), started_at=at, last_seen_at=at, ended_at=at
    )


@pytest.fixture
def two_months(make_person, organization, other_organization):
    """Five people: what they did 0, 29, 30, 59 and 60 days ago."""
    OrganizationMembership.objects.update(created_at=before(400))
    for place, days in enumerate((0, 29, 30, 59, 60)):
        person = make_person(f"ada{place}")
        OrganizationMembership.objects.filter(user=person).update(created_at=before(days))
        row = make_enrollment(person)
        Enrollment.objects.filter(pk=row.pk).update(
            enrolled_at=before(days), completed_at=before(days) if place % 2 else None, updated_at=NOW
        )
        sit(row, before(days))
    with organization_context(other_organization.pk):
        sit(make_enrollment(make_person("zoe", organization_id=other_organization.pk)), NOW)
    with clock.frozen(NOW):
        refresh_summaries()


def test_both_periods_are_thirty_days_that_end_today(api, admin, two_months):
    OrganizationMembership.objects.filter(user=admin).update(created_at=before(400))
    with clock.frozen(NOW):
        body = api(admin).get("/api/v1/dashboards/admin").json()
    assert (body["begins_on"], body["ends_on"]) == ("2026-04-01", "2026-04-30")
    assert body["sign_ups"] == body["active"] == body["enrollments"] == {"now": 2, "before": 2}
    assert body["completions"] == {"now": 1, "before": 1}
    assert body["fresh_at"] == "2026-04-30T12:00:00Z"


def test_only_who_sees_reports_sees_it(api, learner, instructor, make_person):
    assert api(make_person("audrey", roles=("auditor",))).get("/api/v1/dashboards/admin").status_code == 200
    for person in (learner, instructor):
        client = api(person)
        client.problem(client.get("/api/v1/dashboards/admin"), 403, "forbidden")
    assert api().get("/api/v1/dashboards/admin").status_code == 401


def test_it_is_empty_before_anything_happened(api, admin, organization):
    OrganizationMembership.objects.update(created_at=before(400))
    with clock.frozen(NOW):
        body = api(admin).get("/api/v1/dashboards/admin").json()
    assert body["active"] == body["completions"] == {"now": 0, "before": 0}
    assert body["fresh_at"] is None


def test_managers_and_auditors_see_the_days_and_where_somebody_is_needed(api, make_person, two_months):
    pressed = Enrollment.objects.filter(status="active").order_by("pk").first()
    Enrollment.objects.filter(pk=pressed.pk).update(due_at=before(1))
    Course.objects.filter(pk=pressed.course_id).update(rating_count=2, rating_sum=9)
    for role in ("manager", "auditor"):
        with clock.frozen(NOW):
            body = api(make_person(f"boss-{role}", roles=(role,))).get(f"/api/v1/dashboards/{role}").json()
        assert [day["day"] for day in body["trend"]][::29] == ["2026-04-01", "2026-04-30"]
        assert [day["day"] for day in body["trend"] if day["active"]] == ["2026-04-01", "2026-04-30"]
        assert sum(day["enrollments"] for day in body["trend"]) == 2
        assert sum(day["completions"] for day in body["trend"]) == 1
        assert (body["rating"], body["rating_count"]) == (4.5, 2)
        assert body["courses"][0]["id"] == pressed.course_id
        assert body["attention"] >= body["courses"][0]["attention"] >= 1


def test_who_teaches_sees_their_own_courses_only(api, instructor, make_person, organization):
    mine = make_course("Mine", created_by_id=instructor.pk)
    other = make_course("Another", modules=0, status="draft")
    for number in range(3):
        row = make_enrollment(make_person(f"ada{number}"), mine)
        Enrollment.objects.filter(pk=row.pk).update(enrolled_at=before(20 * number), updated_at=NOW)
        sit(row, before(number))
    with clock.frozen(NOW):
        refresh_summaries()
        body = api(instructor).get("/api/v1/dashboards/instructor").json()
    assert [course["title"] for course in body["courses"]] == ["Mine"]
    assert (body["learners"], body["courses"][0]["enrolled"], body["courses"][0]["rating"]) == (3, 3, None)
    assert sum(day["active"] for day in body["trend"]) == 3
    # Two enrolled weeks ago and have done nothing since.
    assert body["attention"] == body["courses"][0]["attention"] == 2
    assert other.title not in str(body)


def test_who_teaches_nothing_has_an_empty_dashboard(api, learner):
    body = api(learner).get("/api/v1/dashboards/instructor").json()
    assert (body["courses"], body["learners"]) == ([], 0)
    client = api(learner)
    for role in ("manager", "auditor", "metrics"):
        client.problem(client.get(f"/api/v1/dashboards/{role}"), 403, "forbidden")


def test_metrics_have_a_mean_a_spread_and_a_trend(api, admin, two_months):
    with clock.frozen(NOW + datetime.timedelta(days=1)):
        refresh_summaries()
        body = api(admin).get("/api/v1/dashboards/metrics").json()
    progress, _due, grades, streaks = body["metrics"]
    assert [one["metric"] for one in body["metrics"]] == [
        "course_progress",
        "assignment_due",
        "grade_average",
        "login_streak",
    ]
    assert (progress["people"], progress["mean"], progress["bands"][0]["number"]) == (5, 0.0, 5)
    assert [point["day"] for point in progress["trend"]] == ["2026-04-30", "2026-05-01"]
    assert (grades["people"], grades["mean"], grades["trend"]) == (0, None, [])
    assert streaks["calculated_at"] is not None


def test_dashboards_cost_the_same_for_more_courses(
    api, instructor, admin, learner, django_assert_max_num_queries
):
    for number in range(4):
        make_enrollment(learner, make_course(f"Course {number}", created_by_id=instructor.pk))
    for person, path, most in (
        (instructor, "instructor", 12),
        (admin, "manager", 17),
        (admin, "metrics", 13),
    ):
        client = api(person)
        client.get(f"/api/v1/dashboards/{path}")
        with django_assert_max_num_queries(most):
            assert client.get(f"/api/v1/dashboards/{path}").status_code == 200
