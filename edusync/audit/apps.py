"""App configuration."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    """Registers the app with Django, and its sink with the kernel."""

    name = "edusync.audit"
    label = "audit"
    verbose_name = "Audit"

    def ready(self) -> None:
        """Receive what all apps record."""
        from edusync.audit.services import record_event
        from edusync.kernel.audit import register_sink

        register_sink(record_event)
        post_migrate.connect(stamp_after_migrate, sender=self)


def stamp_after_migrate(using: str, **_signal: Any) -> None:
    """Stamp the chains of an installation that is older than the stamps."""
    from django.db import connections

    from edusync.audit.models import AuditAnchor
    from edusync.audit.services import stamp_older_heads

    if using == "default" and AuditAnchor._meta.db_table in connections[using].introspection.table_names():
        stamp_older_heads()
