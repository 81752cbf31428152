"""A file of a report that the admin asked for."""

from edusync.reports.models import ReportExport
from tests.permissions_all.samples import School


def ids(school: School) -> dict[str, str]:
    """Its id; it waits to be made."""
    export = ReportExport.objects.create(
        organization_id=school.organization.pk,
        report="course_completion",
        format="csv",
        requested_by=school.admin,
    )
    return {"/api/v1/report-exports/:uuid": str(export.uuid)}
