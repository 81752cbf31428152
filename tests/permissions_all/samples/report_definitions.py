"""A report that the admin wrote in the studio and shares with nobody."""

from edusync.reports.models import ReportDefinition
from tests.permissions_all.samples import School


def ids(school: School) -> dict[str, str]:
    """Its id."""
    definition = ReportDefinition.objects.create(
        organization_id=school.organization.pk,
        owner=school.admin,
        name="Largest courses",
        statement="SELECT course, enrolled FROM course_completion",
    )
    return {"/api/v1/report-definitions/:uuid": str(definition.uuid)}
