"""A built-in report with a row about the instructor's course; a report's slug is that of a file."""

from edusync.reports.services.summaries import refresh_summaries
from tests.permissions_all.samples import School


def ids(_school: School) -> dict[str, str]:
    """Ids of reports."""
    refresh_summaries()
    return {"/api/v1/reports/:slug": "course_completion", "/api/v1/site/plans/:report": "course_completion"}
