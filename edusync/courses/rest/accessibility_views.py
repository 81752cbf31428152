"""Routes of reports on accessibility."""

from typing import Any, ClassVar

from django.db.models import Max
from django.http import StreamingHttpResponse

from edusync.courses.models import AccessibilityReport, Course
from edusync.courses.policy import CatalogPolicy
from edusync.courses.queries.lessons import live_lessons
from edusync.courses.rest import accessibility_serializers as kinds
from edusync.courses.rest.course_views import CourseBaseView
from edusync.courses.services.accessibility import accessibility_findings, record_report
from edusync.kernel.idempotency import idempotent
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission, Policy
from edusync.kernel.rest.csv_response import csv_response
from edusync.kernel.rest.views import ApiView, FastResponse, schema

SHOWN_REPORTS = 20
_CSV = ("course", "status", "checked", "standard", "lessons", "lessons_without_findings", "findings")


def report_json(report: AccessibilityReport) -> dict[str, Any]:
    """A report in numbers."""
    names = (
        "uuid",
        "occasion",
        "standard",
        "created_at",
        "lesson_count",
        "clean_lesson_count",
        "finding_count",
    )
    made_by = report.made_by.display_name if report.made_by else ""
    return {**{name: getattr(report, name) for name in names}, "made_by": made_by}


def row_json(report: AccessibilityReport) -> dict[str, Any]:
    """A report with its course."""
    course = report.course
    return {
        **report_json(report),
        "course_slug": course.slug,
        "course_title": course.title,
        "course_status": course.status,
    }


class CourseAccessibilityView(CourseBaseView):
    """Accessibility of one course."""

    public = False
    key_scopes = {"get": Permission.ACCESSIBILITY_READ, "post": Permission.ACCESSIBILITY_READ}

    @schema(response=kinds.CourseAccessibilitySerializer, summary="What stands in somebody's way in a course")
    def get(self, request: Any, slug: str) -> FastResponse:
        """As it is now, and the latest reports."""
        return self.answer(self.course_for(Permission.ACCESSIBILITY_READ, slug))

    @schema(
        response=kinds.CourseAccessibilitySerializer,
        status=201,
        summary="Keep a report on a course's accessibility",
    )
    @idempotent
    def post(self, request: Any, slug: str) -> FastResponse:
        """The report stands first from now on."""
        course = self.course_for(Permission.ACCESSIBILITY_READ, slug)
        record_report(course=course, occasion=AccessibilityReport.Occasion.ASKED, by_id=self.actor.user_id)
        return self.answer(course, status=201)

    def answer(self, course: Course, *, status: int = 200) -> FastResponse:
        """Findings of now with the latest reports."""
        rows = AccessibilityReport.objects.filter(course=course).select_related("made_by").order_by("-pk")
        body = {
            "standard": AccessibilityReport.STANDARD,
            "lesson_count": live_lessons(course.pk).count(),
            "findings": accessibility_findings(course),
            "reports": [report_json(row) for row in rows[:SHOWN_REPORTS]],
        }
        return FastResponse(body, status=status)


def latest_reports(organization_id: int | None, *, search: str = "") -> Any:
    """The latest report of every course of the organization that has one; every word of `search` is in the title."""
    reports = AccessibilityReport.objects.filter(organization_id=organization_id, course__deleted_at=None)
    for word in search.split()[:8]:
        reports = reports.filter(course__title__icontains=word)
    latest = reports.order_by().values("course_id").annotate(last=Max("pk")).values("last")
    return AccessibilityReport.objects.filter(pk__in=latest).select_related("course", "made_by")


class AccessibilityReportsBaseView(ApiView):
    """A route about the reports of all courses, for who answers for them."""

    policy: ClassVar[Policy] = CatalogPolicy()
    permissions = {"get": Permission.CATEGORY_MANAGE}


class AccessibilityReportsView(AccessibilityReportsBaseView):
    """The latest report of each course."""

    @schema(
        response=kinds.AccessibilityRowSerializer,
        paginated=True,
        query={"search": "Words of the course's title."},
        summary="Accessibility of all courses, worst first",
    )
    def get(self, request: Any) -> FastResponse:
        """Most findings first."""
        rows = latest_reports(self.actor.organization_id, search=request.GET.get("search", "")[:100])
        page = keyset_page(rows, request=request, order=("-finding_count", "-id"), serialize=row_json)
        return FastResponse(page)


class AccessibilityReportsCsvView(AccessibilityReportsBaseView):
    """The same as a file."""

    @schema(media_type="text/csv", summary="Accessibility of all courses as CSV")
    def get(self, request: Any) -> StreamingHttpResponse:
        """A row for each course."""
        rows = latest_reports(self.actor.organization_id).order_by("-finding_count", "-pk")
        lines = (
            (
                row.course.title,
                row.course.status,
                row.created_at.date().isoformat(),
                row.standard,
                row.lesson_count,
                row.clean_lesson_count,
                row.finding_count,
            )
            for row in rows.iterator(chunk_size=500)
        )
        return csv_response("accessibility.csv", _CSV, lines)
