"""A scheduled report of the admin's, and a data set for research that they asked for."""

from edusync.kernel import clock
from edusync.reports.models import ReportReceiver, ReportSchedule, ResearchExport
from tests.permissions_all.samples import School


def ids(school: School) -> dict[str, str]:
    """Their ids; the data set waits to be made."""
    schedule = ReportSchedule.objects.create(
        organization_id=school.organization.pk,
        report="course_completion",
        cadence="daily",
        owner=school.admin,
        next_run_at=clock.now(),
        is_on=False,
    )
    ReportReceiver.objects.create(
        organization_id=school.organization.pk, schedule=schedule, user=school.admin
    )
    data_set = ResearchExport.objects.create(
        organization_id=school.organization.pk, requested_by=school.admin
    )
    return {
        "/api/v1/report-schedules/:uuid": str(schedule.uuid),
        "/api/v1/research-exports/:uuid": str(data_set.uuid),
    }
