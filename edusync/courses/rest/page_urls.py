"""Routes of pages being written."""

from django.urls import path

from edusync.courses.rest.page_views import (
    MarkdownView,
    PageBeginningsView,
    PageDraftView,
    PageTemplatesView,
    PageTemplateView,
    PageView,
)

urlpatterns = [
    path("lessons/<int:lesson_id>/page", PageView.as_view(), name="lesson-page"),
    path("lessons/<int:lesson_id>/page/discard-draft", PageDraftView.as_view(), name="lesson-page-discard"),
    path("blocks/markdown", MarkdownView.as_view(), name="blocks-markdown"),
    path("page-templates", PageTemplatesView.as_view(), name="page-templates"),
    path("page-templates/built-in", PageBeginningsView.as_view(), name="page-templates-built-in"),
    path("page-templates/<int:pk>", PageTemplateView.as_view(), name="page-template"),
]
