"""The numbers for who runs the organization."""

import datetime

import pytest

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
