"""Routes of copies, templates and blueprints."""

from django.urls import path

from edusync.courses.rest import copies_views as views

urlpatterns = [
    path("courses/<slug:slug>/copies", views.CopiesView.as_view()),
    path("courses/<slug:slug>/copy-dates", views.CopyDatesView.as_view()),
    path("courses/<slug:slug>/copying", views.CopyingView.as_view()),
    path("courses/<slug:slug>/template", views.TemplateView.as_view()),
    path("course-copies/<uuid:copy_uuid>", views.CopyView.as_view()),
    path("course-templates", views.TemplatesView.as_view()),
    path("blueprint-links/<int:link_id>", views.LinkView.as_view()),
    path("blueprint-links/<int:link_id>/preview", views.PreviewView.as_view()),
    path("blueprint-links/<int:link_id>/syncs", views.SyncsView.as_view()),
    path("blueprint-links/<int:link_id>/syncs/<int:sync_id>/undo", views.UndoView.as_view()),
]
