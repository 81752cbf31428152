"""Checks the chain of the audit log."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from edusync.audit.models import AuditEvent
from edusync.audit.services import all_faults


class Command(BaseCommand):
    """Fails, naming the places, when an event was changed, removed or added from outside."""

    help = "Check that nobody changed the audit log."

    def handle(self, *args: Any, **options: Any) -> None:
        """Check all organizations."""
        faults = all_faults()
        for fault in faults:
            where = f"event {fault.event_id}" if fault.event_id is not None else "the chain"
            self.stderr.write(f"organization {fault.organization_id}: {where} {fault.what}")
        if faults:
            raise CommandError(f"The audit log does not hold: {len(faults)} faults.")
        self.stdout.write(f"The audit log holds: {AuditEvent.objects.count()} events.")
