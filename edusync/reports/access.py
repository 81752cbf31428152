"""Which rows of a report a person sees. The policy and the reads both follow it."""

from edusync.enrollment.policy import courses_with_learners_seen
from edusync.kernel.policy import Actor, Permission
from edusync.kernel.tenancy import current_organization_id
from edusync.reports.engine import Report
from edusync.reports.engine.statements import RowScope


def row_scope(report: Report, actor: Actor) -> RowScope | None:
    """The rows that the actor sees, None where the report itself is hidden from them.

    Holders of the permission see the organization's; who teaches a course, or looks after its learners, those of a
    course report that are about their courses.
    """
    if not actor.is_authenticated or actor.organization_id != current_organization_id():
        return None
    if actor.has(Permission.REPORT_READ):
        return RowScope(current_organization_id())
    if report.scope != "course":
        return None
    taught = courses_with_learners_seen(actor)
    return RowScope(current_organization_id(), tuple(sorted(taught))) if taught else None
