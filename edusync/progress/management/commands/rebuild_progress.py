"""Makes the sums of progress anew from the facts."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from edusync.enrollment.queries import organization_ids_with_enrollments
from edusync.kernel.tenancy import organization_context
from edusync.progress.services import rebuild_progress


class Command(BaseCommand):
    """manage.py rebuild_progress [--course ID]."""

    help = "Make the progress of all enrollments (or of one course) anew from what was done in the lessons."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options of the command."""
        parser.add_argument("--course", type=int, default=None, help="id of one course")

    def handle(self, **options: Any) -> None:
        """Rebuild, organization by organization."""
        total = 0
        for organization_id in organization_ids_with_enrollments():
            with organization_context(organization_id):
                total += rebuild_progress(course_id=options["course"])
        self.stdout.write(f"{total} courses rebuilt")
