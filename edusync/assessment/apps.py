"""App configuration."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """Registers the app with Django."""

    name = "edusync.assessment"
    label = "assessment"
    verbose_name = "Assessment"

    def ready(self) -> None:
        """Tells the lesson view and snapshots of courses about quizzes."""
        from edusync.assessment.course_content import QuizContent
        from edusync.assessment.queries import QuizDetail
        from edusync.courses.learner_facts import register_lesson_detail
        from edusync.courses.snapshots import register_content

        register_lesson_detail("quiz", QuizDetail())
        register_content("quiz", QuizContent())
