"""App configuration."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Registers the app with Django."""

    name = "edusync.audit"
    label = "audit"
    verbose_name = "Audit"
