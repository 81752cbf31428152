"""Addresses of this app."""

from django.urls import path

from edusync.assessment.rest import guardian_views, views

urlpatterns = [
    path(
        "me/children/<int:learner_id>/results",
        guardian_views.ChildResultsView.as_view(),
        name="child-results",
    ),
    path("quizzes/<int:quiz_id>/attempts", views.AttemptsView.as_view(), name="quiz-attempts"),
    path("attempts/<uuid:attempt_uuid>", views.AttemptView.as_view(), name="attempt"),
    path(
        "attempts/<uuid:attempt_uuid>/answers/<int:slot_id>",
        views.AnswerView.as_view(),
        name="attempt-answer",
    ),
    path("attempts/<uuid:attempt_uuid>/submit", views.SubmitView.as_view(), name="attempt-submit"),
]
