"""`manage.py rebuild_search`: write the full-text rows of all courses and lessons anew."""

from typing import Any

from django.core.management.base import BaseCommand

from edusync.courses.search.engine import install_index, refresh_index
from edusync.courses.services import rebuild_search
from edusync.identity.models import Organization
from edusync.kernel.tenancy import organization_context


class Command(BaseCommand):
    """After changes of how text is cut into terms, or when rows were written past the services."""

    help = "Make the full-text index of courses and lessons anew, organization by organization."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild all organizations."""
        install_index()
        for organization in Organization.objects.order_by("id"):
            with organization_context(organization.pk):
                courses, lessons = rebuild_search()
            if options["verbosity"]:
                self.stdout.write(f"{organization.slug}: {courses} courses, {lessons} lessons")
        refresh_index()
