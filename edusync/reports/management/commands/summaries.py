"""Brings the summary tables of reports up to date, or makes them anew."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from edusync.identity.queries import organization_ids
from edusync.kernel.tenancy import organization_context
from edusync.reports.services.summaries import refresh_summaries


class Command(BaseCommand):
    """manage.py summaries refresh|rebuild [--organization ID]."""

    help = (
        "Bring the summary tables of reports up to date (refresh), or compare them with all facts (rebuild)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options of the command."""
        parser.add_argument("act", choices=["refresh", "rebuild"])
        parser.add_argument("--organization", type=int, default=None, help="id of one organization")

    def handle(self, **options: Any) -> None:
        """Run, organization by organization."""
        wanted = options["organization"]
        for organization_id in organization_ids() if wanted is None else [wanted]:
            with organization_context(organization_id):
                run = refresh_summaries(is_rebuild=options["act"] == "rebuild")
            kind = "rebuilt" if run.is_rebuild else "refreshed"
            self.stdout.write(f"organization {organization_id}: {kind}, {run.rows_written} parts looked at")
