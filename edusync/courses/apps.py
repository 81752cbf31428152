"""App configuration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoursesConfig(AppConfig):
    """Registers the app with Django."""

    name = "edusync.courses"
    label = "courses"
    verbose_name = "Courses"

    def ready(self) -> None:
        """Attach the lookup of full-text search, what follows a migrate, and the rule of merged accounts."""
        from edusync.courses import merge, migration_signals  # noqa: F401 - merge registers its rule

        post_migrate.connect(migration_signals.after_migrate, sender=self)
