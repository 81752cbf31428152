"""Routes of questions in and out of banks."""

from django.urls import path

from edusync.integrations.rest.question_views import (
    QuestionExportView,
    QuestionImportView,
    QuestionMoodleView,
    QuestionPackageView,
    QuestionTableView,
)

urlpatterns = [
    path("question-banks/<int:bank_id>/import", QuestionImportView.as_view(), name="question-bank-import"),
    path("question-banks/<int:bank_id>/gift", QuestionExportView.as_view(), name="question-bank-gift"),
    path(
        "question-banks/<int:bank_id>/moodle-xml",
        QuestionMoodleView.as_view(),
        name="question-bank-moodle-xml",
    ),
    path("question-banks/<int:bank_id>/csv", QuestionTableView.as_view(), name="question-bank-csv"),
    path("question-banks/<int:bank_id>/qti", QuestionPackageView.as_view(), name="question-bank-qti"),
]
