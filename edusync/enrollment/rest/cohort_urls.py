"""Routes of cohorts, groups of learners and extensions."""

from django.urls import path

from edusync.enrollment.rest import cohort_views, group_views

urlpatterns = [
    path("courses/<slug:slug>/cohorts", cohort_views.CohortsView.as_view()),
    path("cohorts/<int:pk>", cohort_views.CohortView.as_view()),
    path("courses/<slug:slug>/learner-groups", group_views.LearnerGroupsView.as_view()),
    path("courses/<slug:slug>/learner-groups/split", group_views.SplitView.as_view()),
    path("learner-groups/<int:pk>", group_views.LearnerGroupView.as_view()),
    path("learner-groups/<int:pk>/members", group_views.GroupMembersView.as_view()),
    path("enrollments/<int:pk>/extensions", cohort_views.ExtensionsView.as_view()),
]
