"""Routes of keys, links, rules and CSV imports."""

from django.urls import path

from edusync.enrollment.rest import import_views, rule_views, ways_in_views

_IMPORT = "enrollment-imports/<uuid:uuid>"

urlpatterns = [
    path("courses/<slug:slug>/keys", ways_in_views.KeysView.as_view()),
    path("enrollment-keys/<int:pk>", ways_in_views.KeyView.as_view()),
    path("enrollment-links/<str:token>", ways_in_views.LinkView.as_view()),
    path("enrollment-links/<str:token>/use", ways_in_views.LinkUseView.as_view()),
    path("courses/<slug:slug>/enrollment-rules", rule_views.RulesView.as_view()),
    path("courses/<slug:slug>/enrollment-rules/preview", rule_views.RulePreviewView.as_view()),
    path("courses/<slug:slug>/enrollment-rules/choices", rule_views.RuleChoicesView.as_view()),
    path("enrollment-rules/<int:pk>", rule_views.RuleView.as_view()),
    path("enrollment-rules/<int:pk>/run", rule_views.RuleRunView.as_view()),
    path("courses/<slug:slug>/enrollment-imports", import_views.ImportsView.as_view()),
    path(_IMPORT, import_views.ImportView.as_view()),
    path(f"{_IMPORT}/run", import_views.ImportRunView.as_view()),
    path(f"{_IMPORT}/rows", import_views.ImportRowsView.as_view()),
    path(f"{_IMPORT}/errors.csv", import_views.ImportErrorsView.as_view()),
]
