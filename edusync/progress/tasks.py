"""Background entry points."""

from edusync.enrollment.queries import organization_ids_with_enrollments
from edusync.kernel.tasks import periodic
from edusync.kernel.tenancy import organization_context
from edusync.progress.services import close_stale_sessions, follow_engagement


@periodic("progress.close_sessions", every_seconds=300)
def close_sessions() -> None:
    """End the learning sessions that nobody continues."""
    close_stale_sessions()


@periodic("progress.score_engagement", every_seconds=600)
def score_engagement() -> None:
    """Bring the engagement scores of all organizations in line with what was done since."""
    for organization_id in organization_ids_with_enrollments():
        with organization_context(organization_id):
            follow_engagement()
