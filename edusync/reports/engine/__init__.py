"""What a report is, how its files are found, and how a view is read. Knows nothing of who asks."""

from edusync.reports.engine.declarations import Chart, Column, Drill, Filter, Report

__all__ = ["Chart", "Column", "Drill", "Filter", "Report"]
