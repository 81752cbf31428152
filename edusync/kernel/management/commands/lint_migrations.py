"""Looks whether every migration lets the release before it go on working."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from edusync.kernel.migration_lint import ALLOWED_IN_HISTORY, lint_project


class Command(BaseCommand):
    """`lint_migrations` names what a migration breaks, and ends with an error if there is anything."""

    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the command."""
        findings = lint_project(ALLOWED_IN_HISTORY)
        if findings:
            raise CommandError("\n".join(str(finding) for finding in findings))
        self.stdout.write("Migrations let the release before them go on working")
