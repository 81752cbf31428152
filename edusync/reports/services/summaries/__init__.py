"""Summary tables: brought up to date by what changed, or made anew; both ways give the same rows."""

from edusync.reports.services.summaries.running import SUMMARY, refresh_all_organizations, refresh_summaries

__all__ = ["SUMMARY", "refresh_all_organizations", "refresh_summaries"]
