"""Makes the engagement scores anew from the facts."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from edusync.enrollment.queries import organization_ids_with_enrollments
from edusync.kernel.tenancy import organization_context
from edusync.progress.services import rebuild_engagement


class Command(BaseCommand):
    """manage.py rebuild_engagement [--course ID]."""

    help = "Make the engagement scores of all open enrollments (or of one course) anew from the facts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options of the command."""
        parser.add_argument("--course", type=int, default=None, help="id of one course")

    def handle(self, **options: Any) -> None:
        """Rebuild, organization by organization."""
        total = 0
        for organization_id in organization_ids_with_enrollments():
            with organization_context(organization_id):
                total += rebuild_engagement(course_id=options["course"])
        self.stdout.write(f"{total} engagement scores rebuilt")
