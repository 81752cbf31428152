"""Routes of question banks."""

from django.urls import path

from edusync.assessment.rest import bank_question_views as questions
from edusync.assessment.rest import bank_views as banks

urlpatterns = [
    path("question-banks", banks.BanksView.as_view(), name="question-banks"),
    path("question-banks/<int:bank_id>", banks.BankView.as_view(), name="question-bank"),
    path(
        "question-banks/<int:bank_id>/categories",
        banks.BankFoldersView.as_view(),
        name="question-bank-folders",
    ),
    path("question-banks/<int:bank_id>/alike", banks.BankAlikeView.as_view(), name="question-bank-alike"),
    path(
        "question-banks/<int:bank_id>/questions",
        questions.BankQuestionsView.as_view(),
        name="question-bank-questions",
    ),
    path("question-banks/<int:bank_id>/acts", questions.BankActsView.as_view(), name="question-bank-acts"),
    path("question-categories/<int:folder_id>", banks.BankFolderView.as_view(), name="question-folder"),
    path(
        "bank-questions/<uuid:bank_question_uuid>",
        questions.BankQuestionView.as_view(),
        name="bank-question",
    ),
    path(
        "bank-questions/<uuid:bank_question_uuid>/wordings",
        questions.BankQuestionWordingsView.as_view(),
        name="bank-question-wordings",
    ),
    path(
        "bank-questions/<uuid:bank_question_uuid>/alike",
        questions.BankQuestionAlikeView.as_view(),
        name="bank-question-alike",
    ),
    path(
        "bank-questions/<uuid:bank_question_uuid>/try",
        questions.BankQuestionTryView.as_view(),
        name="bank-question-try",
    ),
]
