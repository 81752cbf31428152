"""App configuration."""

from django.apps import AppConfig


class ProgressConfig(AppConfig):
    """Registers the app with Django, and its answers with the courses app."""

    name = "edusync.progress"
    label = "progress"
    verbose_name = "Progress"

    def ready(self) -> None:
        """Let courses ask what a learner has done."""
        from edusync.courses.learner_facts import register_progress
        from edusync.progress import merge  # noqa: F401 - registers its rule
        from edusync.progress.queries import ProgressAnswers

        register_progress(ProgressAnswers())
