"""App configuration."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """Registers the app with Django."""

    name = "edusync.assessment"
    label = "assessment"
    verbose_name = "Assessment"

    def ready(self) -> None:
        """Tells the lesson view and snapshots and translations of courses about quizzes and assignments, pages about questions."""
        from edusync.assessment import assignment_content, practice_content
        from edusync.assessment.assignment_queries import AssignmentDetail
        from edusync.assessment.checks import check_quizzes, check_told_scores
        from edusync.assessment.course_content import QuizContent
        from edusync.assessment.queries import QuizDetail
        from edusync.assessment.services.exams.departing import free_places
        from edusync.assessment.services.practice import unknown_questions
        from edusync.assessment.translation import lesson_texts
        from edusync.assessment.withheld_scores import WithheldScores
        from edusync.courses.checklist import register_check
        from edusync.courses.learner_facts import register_lesson_detail, register_score_provider
        from edusync.courses.page_questions import register_copier, register_questions
        from edusync.courses.snapshots import register_content
        from edusync.courses.translation import register_texts
        from edusync.enrollment.services import register_departure_watcher

        register_departure_watcher(free_places)
        register_score_provider(WithheldScores())
        register_lesson_detail("quiz", QuizDetail())
        register_lesson_detail("assignment", AssignmentDetail())
        register_questions(unknown_questions)
        register_copier(practice_content.copy_practice)
        register_content("quiz", QuizContent())
        register_content("assignment", assignment_content.AssignmentContent())
        register_check("quizzes", check_quizzes)
        register_check("told-scores", check_told_scores)
        register_check("assignments", assignment_content.check_assignments)
        register_texts(lesson_texts)
        register_texts(assignment_content.lesson_texts)
