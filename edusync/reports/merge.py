"""What becomes of sums when two accounts of one person are merged: they are made anew of what both did."""

from edusync.identity.services import MergeCount, register_merge
from edusync.kernel.policy import Actor
from edusync.kernel.tenancy import organization_context
from edusync.reports.models import (
    DashboardMetric,
    EnrollmentDay,
    InstructorFigure,
    PersonFigure,
    UserDailyActivity,
)
from edusync.reports.services.summaries import follow_person

SUMS = (DashboardMetric, InstructorFigure, PersonFigure, UserDailyActivity)


def merge_sums(keep_id: int, drop_id: int, actor: Actor) -> list[MergeCount]:
    """Drop the sums of the closed account; those of the survivor follow the facts, which moved before."""
    counts = []
    for model in SUMS:
        number, _ = model.unscoped.filter(user_id=drop_id).delete()
        counts.append(MergeCount(model._meta.label, moved=number))
    with organization_context(actor.organization_id):
        follow_person(keep_id)
    return counts


register_merge("reports", merge_sums, labels=[model._meta.label for model in (*SUMS, EnrollmentDay)])
