"""Routes of translations."""

from django.urls import path

from edusync.courses.rest.translation_views import TranslationPartView, TranslationsView, TranslationView

urlpatterns = [
    path("courses/<slug:slug>/translations", TranslationsView.as_view(), name="course-translations"),
    path(
        "courses/<slug:slug>/translations/<slug:language>",
        TranslationView.as_view(),
        name="course-translation",
    ),
    path(
        "courses/<slug:slug>/translations/<slug:language>/parts/<slug:key>",
        TranslationPartView.as_view(),
        name="course-translation-part",
    ),
]
