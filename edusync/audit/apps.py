"""App configuration."""

from django.apps import AppConfig


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
