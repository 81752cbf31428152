"""Routes of marking answers by hand, of files in answers, and of regrading."""

from django.urls import path

from edusync.assessment.rest import hand_marking_views as marking
from edusync.assessment.rest import regrade_views as regrades

REGRADE = "regrades/<uuid:regrade_uuid>"

urlpatterns = [
    path(
        "quizzes/<int:quiz_id>/answers-to-mark",
        marking.QuestionsToMarkView.as_view(),
        name="questions-to-mark",
    ),
    path(
        "quizzes/<int:quiz_id>/answers-to-mark/<uuid:question_uuid>",
        marking.AnswersToMarkView.as_view(),
        name="answers-to-mark",
    ),
    path("quiz-answers/<int:answer_id>/mark", marking.AnswerMarkView.as_view(), name="answer-mark"),
    path(
        "attempts/<uuid:attempt_uuid>/answers/<int:slot_id>/files",
        marking.AnswerFilesView.as_view(),
        name="answer-files",
    ),
    path("answer-files/<uuid:file_uuid>", marking.AnswerFileView.as_view(), name="answer-file"),
    path("quizzes/<int:quiz_id>/regrades", regrades.QuizRegradesView.as_view(), name="quiz-regrades"),
    path(REGRADE, regrades.RegradeView.as_view(), name="regrade"),
    path(f"{REGRADE}/apply", regrades.ApplyRegradeView.as_view(), name="regrade-apply"),
    path(f"{REGRADE}/undo", regrades.UndoRegradeView.as_view(), name="regrade-undo"),
    path(f"{REGRADE}/retry", regrades.RetryRegradeView.as_view(), name="regrade-retry"),
    path(f"{REGRADE}/changes", regrades.RegradeChangesView.as_view(), name="regrade-changes"),
    path(f"{REGRADE}/changes.csv", regrades.RegradeTableView.as_view(), name="regrade-changes-csv"),
]
