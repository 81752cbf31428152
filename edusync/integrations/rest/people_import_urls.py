"""Routes of people imports below /api/v1/."""

from django.urls import path

from edusync.integrations.rest import people_import_views as views

_ONE = "people-imports/<uuid:uuid>"

urlpatterns = [
    path("people-imports", views.PeopleImportsView.as_view(), name="people-imports"),
    path("people-import-choices", views.PeopleImportChoicesView.as_view(), name="people-import-choices"),
    path(_ONE, views.PeopleImportView.as_view(), name="people-import"),
    path(f"{_ONE}/check", views.PeopleImportCheckView.as_view(), name="people-import-check"),
    path(f"{_ONE}/start", views.PeopleImportStartView.as_view(), name="people-import-start"),
    path(f"{_ONE}/cancel", views.PeopleImportCancelView.as_view(), name="people-import-cancel"),
    path(f"{_ONE}/rows", views.PeopleImportRowsView.as_view(), name="people-import-rows"),
    path(f"{_ONE}/errors.csv", views.PeopleImportErrorsView.as_view(), name="people-import-errors"),
]
