"""Routes of what stands beside questions of a bank."""

from django.urls import path

from edusync.assessment.rest import bank_care_views as views

QUESTION = "bank-questions/<uuid:bank_question_uuid>"

urlpatterns = [
    path(
        "question-banks/<int:bank_id>/passages",
        views.BankPassagesView.as_view(),
        name="question-bank-passages",
    ),
    path(
        "question-banks/<int:bank_id>/alike-decisions",
        views.AlikeDecisionView.as_view(),
        name="question-bank-alike-decisions",
    ),
    path("passages/<int:passage_id>", views.PassageView.as_view(), name="passage"),
    path(f"{QUESTION}/care", views.BankQuestionCareView.as_view(), name="bank-question-care"),
    path(f"{QUESTION}/skills", views.BankQuestionSkillsView.as_view(), name="bank-question-skills"),
    path(f"{QUESTION}/passage", views.BankQuestionPassageView.as_view(), name="bank-question-passage"),
    path(f"{QUESTION}/flags", views.BankQuestionFlagsView.as_view(), name="bank-question-flags"),
]
