"""Addresses of this app."""

from django.urls import path

from edusync.assessment.rest import answer_views, guardian_views, views

urlpatterns = [
    path(
        "me/children/<int:learner_id>/results",
        guardian_views.ChildResultsView.as_view(),
        name="child-results",
    ),
    path("courses/<slug:slug>/quizzes", answer_views.CourseQuizzesView.as_view(), name="course-quizzes"),
    path("quizzes/<int:quiz_id>/attempts", views.AttemptsView.as_view(), name="quiz-attempts"),
    path("attempts/<uuid:attempt_uuid>", views.AttemptView.as_view(), name="attempt"),
    path(
        "attempts/<uuid:attempt_uuid>/answers/<int:slot_id>",
        views.AnswerView.as_view(),
        name="attempt-answer",
    ),
    path(
        "attempts/<uuid:attempt_uuid>/answers/<int:slot_id>/check",
        views.CheckView.as_view(),
        name="attempt-answer-check",
    ),
    path("attempts/<uuid:attempt_uuid>/answers", answer_views.AnswersView.as_view(), name="attempt-answers"),
    path("attempts/<uuid:attempt_uuid>/log", answer_views.AttemptLogView.as_view(), name="attempt-log"),
    path(
        "attempts/<uuid:attempt_uuid>/late-answers",
        answer_views.LateAnswersView.as_view(),
        name="attempt-late-answers",
    ),
    path("attempts/<uuid:attempt_uuid>/advance", views.AdvanceView.as_view(), name="attempt-advance"),
    path("attempts/<uuid:attempt_uuid>/submit", views.SubmitView.as_view(), name="attempt-submit"),
]
