"""Dashboards by role."""

from typing import Any

from django.http.response import HttpResponseBase

from edusync.enrollment.policy import courses_with_learners_seen
from edusync.kernel.policy import Permission, SignedIn
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.reports import queries
from edusync.reports.policy import ReportPolicy
from edusync.reports.queries import dashboards
from edusync.reports.rest import dashboard_serializers as shapes
from edusync.reports.services.summaries import SUMMARY


class OrganizationDashboardBase(ApiView):
    """Base of dashboards of the whole organization."""

    policy = ReportPolicy()
    permissions = {"get": Permission.REPORT_READ}


class AdminDashboardView(OrganizationDashboardBase):
    """Numbers for who runs the organization."""

    @schema(response=shapes.AdminDashboardSerializer, summary="The last thirty days beside the thirty before")
    def get(self, request: Any) -> HttpResponseBase:
        """Sign-ups, active people, enrollments and completions, and how fresh they are."""
        return FastResponse({**dashboards.admin_figures(), "fresh_at": queries.covered_until(SUMMARY)})


class ManagerDashboardView(OrganizationDashboardBase):
    """For managers and auditors: how the organization learns, and where somebody is needed."""

    @schema(
        response=shapes.ManagerDashboardSerializer,
        summary="How the organization learns, for managers and auditors",
    )
    def get(self, request: Any) -> HttpResponseBase:
        """Numbers, thirty days one by one, the ten courses where most learners need somebody, and ratings."""
        return FastResponse({**dashboards.organization_figures(), "fresh_at": queries.covered_until(SUMMARY)})


class MetricsDashboardView(OrganizationDashboardBase):
    """The numbers of people that are calculated every hour."""

    @schema(response=shapes.MetricsDashboardSerializer, summary="Metrics of all learners and how they went")
    def get(self, request: Any) -> HttpResponseBase:
        """Progress, grades and streaks: mean, spread, and the mean of ninety days."""
        return FastResponse(
            {"metrics": dashboards.metric_figures(), "fresh_at": queries.covered_until(SUMMARY)}
        )


class InstructorDashboardView(ApiView):
    """For who teaches: their courses."""

    policy = SignedIn()

    @schema(response=shapes.InstructorDashboardSerializer, summary="How my courses do")
    def get(self, request: Any) -> HttpResponseBase:
        """Learners, completion, who waits for somebody, ratings and thirty days; empty for who teaches none."""
        taught = sorted(courses_with_learners_seen(self.actor))
        return FastResponse(
            {**dashboards.teaching_figures(taught), "fresh_at": queries.covered_until(SUMMARY)}
        )
