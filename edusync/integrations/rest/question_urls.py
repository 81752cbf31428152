"""Routes of questions in and out of banks."""

from django.urls import path

from edusync.integrations.rest.question_views import (
    QuestionExportView,
    QuestionImportView,
    QuestionMoodleView,
)

urlpatterns = [
    path("question-banks/<int:bank_id>/import", QuestionImportView.as_view(), name="question-bank-import"),
    path("question-banks/<int:bank_id>/gift", QuestionExportView.as_view(), name="question-bank-gift"),
    path(
        "question-banks/<int:bank_id>/moodle-xml",
        QuestionMoodleView.as_view(),
        name="question-bank-moodle-xml",
    ),
]
