"""`manage.py rebuild_search`: write the full-text rows of all courses and lessons anew."""

from typing import Any

from django.core.management.base import BaseCommand

from edusync.courses.models import Course
from edusync.courses.search.engine import install_index, refresh_index
from edusync.courses.services import rebuild_search
from edusync.kernel.tenancy import organization_context


class Command(BaseCommand):
    """After changes of how text is cut into terms, or when rows were written past the services."""

    help = "Make the full-text index of courses and lessons anew, organization by organization."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild all organizations."""
        install_index()
        organization_ids = Course.unscoped.order_by("organization_id").values_list(
            "organization_id", flat=True
        )
        for organization_id in organization_ids.distinct():
            with organization_context(organization_id):
                courses, lessons = rebuild_search()
            if options["verbosity"]:
                self.stdout.write(f"organization {organization_id}: {courses} courses, {lessons} lessons")
        refresh_index()
