"""Routes of progress."""

from django.urls import path

from edusync.progress.rest import learning_views, views

urlpatterns = [
    path("lessons/<int:pk>/progress", views.HeartbeatView.as_view(), name="lesson-progress"),
    path("lessons/<int:pk>/complete", views.CompletionView.as_view(), name="lesson-complete"),
    path("my/learning", learning_views.MyLearningView.as_view(), name="my-learning"),
]
