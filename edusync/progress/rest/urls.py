"""Routes of progress."""

from django.urls import path

from edusync.progress.rest import learning_views, time_views, views

urlpatterns = [
    path("lessons/<int:pk>/progress", views.HeartbeatView.as_view(), name="lesson-progress"),
    path("lessons/<int:pk>/complete", views.CompletionView.as_view(), name="lesson-complete"),
    path("learning/beats", views.LateBeatsView.as_view(), name="late-beats"),
    path("my/time", time_views.MyTimeView.as_view(), name="my-time"),
    path("my/sessions", time_views.MySessionsView.as_view(), name="my-sessions"),
    path("my/sessions/details", time_views.MySessionDetailsView.as_view(), name="my-session-details"),
    path("my/engagement/<slug:slug>", time_views.MyEngagementView.as_view(), name="my-engagement"),
    path(
        "courses/<slug:slug>/learners/<int:pk>/sessions",
        time_views.LearnerSessionsView.as_view(),
        name="learner-sessions",
    ),
    path(
        "courses/<slug:slug>/learners/<int:pk>/sessions.csv",
        time_views.LearnerSessionsCsvView.as_view(),
        name="learner-sessions-csv",
    ),
    path("my/learning", learning_views.MyLearningView.as_view(), name="my-learning"),
]
