"""App configuration."""

from django.apps import AppConfig


class EnrollmentConfig(AppConfig):
    """Registers the app with Django, and its answers with the courses app."""

    name = "edusync.enrollment"
    label = "enrollment"
    verbose_name = "Enrollment"

    def ready(self) -> None:
        """Let courses ask who is enrolled."""
        from edusync.courses.learner_facts import register_enrollments
        from edusync.courses.queries.similar import register_companions
        from edusync.courses.services.seats import register_seat_watcher
        from edusync.enrollment import merge  # noqa: F401 - registers its rule
        from edusync.enrollment.queries import EnrollmentAnswers, companions_of
        from edusync.enrollment.services import offer_free_seats

        register_enrollments(EnrollmentAnswers())
        register_companions(companions_of)
        register_seat_watcher(offer_free_seats)
