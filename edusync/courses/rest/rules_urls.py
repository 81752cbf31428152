"""Routes of rules and prerequisites."""

from django.urls import path

from edusync.courses.rest import rules_views as views

urlpatterns = [
    path("courses/<slug:slug>/rules", views.CourseRulesView.as_view()),
    path("courses/<slug:slug>/drip", views.DripView.as_view()),
    path("courses/<slug:slug>/completion-rule", views.CompletionPercentView.as_view()),
    path("courses/<slug:slug>/rule-groups", views.RuleGroupsView.as_view()),
    path("courses/<slug:slug>/prerequisites", views.PrerequisitesView.as_view()),
    path("courses/<slug:slug>/prerequisite-graph", views.CourseGraphView.as_view()),
    path("lessons/<int:lesson_id>/rule", views.LessonRuleView.as_view()),
    path("modules/<int:module_id>/rule", views.ModuleRuleView.as_view()),
    path("prerequisite-graph", views.CatalogGraphView.as_view()),
]
