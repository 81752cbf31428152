"""App configuration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class KernelConfig(AppConfig):
    """Registers the app with Django, and the modules of all apps with the kernel."""

    name = "edusync.kernel"
    label = "kernel"
    verbose_name = "Kernel"

    def ready(self) -> None:
        """Attach checks and signals."""
        from edusync.kernel import checks, migration_signals  # noqa: F401
        from edusync.kernel.registry import autoload

        pre_migrate.connect(migration_signals.before_migrate, sender=self)
        post_migrate.connect(migration_signals.after_migrate, sender=self)
        autoload()
        autoload("tables")
