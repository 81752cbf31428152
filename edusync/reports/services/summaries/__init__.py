"""Summary tables: brought up to date by what changed, or made anew; both ways give the same rows."""

from edusync.reports.services.summaries.running import (
    SUMMARY,
    follow_person,
    refresh_all_organizations,
    refresh_summaries,
)

__all__ = ["SUMMARY", "follow_person", "refresh_all_organizations", "refresh_summaries"]
