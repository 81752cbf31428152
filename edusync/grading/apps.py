"""App configuration."""

from django.apps import AppConfig


class GradingConfig(AppConfig):
    """Registers the app with Django, and its answers with the progress app."""

    name = "edusync.grading"
    label = "grading"
    verbose_name = "Grading"

    def ready(self) -> None:
        """Let courses and progress ask about grades."""
        from edusync.courses.learner_facts import register_grade_provider
        from edusync.grading.services.totals import CourseGradeAnswers
        from edusync.progress.grade_facts import register_grades

        register_grades(CourseGradeAnswers())
        register_grade_provider(CourseGradeAnswers())
