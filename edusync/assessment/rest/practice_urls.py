"""Routes of practice questions."""

from django.urls import path

from edusync.assessment.rest.practice_views import CourseQuestionsView, PageQuestionsView, PracticeAnswerView

urlpatterns = [
    path(
        "lessons/<int:lesson_id>/practice-questions",
        PageQuestionsView.as_view(),
        name="page-practice-questions",
    ),
    path("courses/<int:course_id>/questions", CourseQuestionsView.as_view(), name="course-questions"),
    path(
        "practice-questions/<uuid:question_uuid>/answer",
        PracticeAnswerView.as_view(),
        name="practice-question-answer",
    ),
]
