"""Routes of the item doctor and of learners' reports."""

from django.urls import path

from edusync.assessment.rest import doctor_views as views

urlpatterns = [
    path("quizzes/<int:quiz_id>/doctor", views.QuizDoctorView.as_view(), name="quiz-doctor"),
    path("quizzes/<int:quiz_id>/flags", views.QuizFlagsView.as_view(), name="quiz-flags"),
    path("attempts/<uuid:attempt_uuid>/flags", views.AttemptFlagsView.as_view(), name="attempt-flags"),
    path("question-flags/<int:flag_id>", views.QuestionFlagView.as_view(), name="question-flag"),
]
