"""Routes of exams."""

from django.urls import path

from edusync.assessment.rest import exam_line_views as line
from edusync.assessment.rest import exam_staff_views as staff
from edusync.assessment.rest import exam_views as candidate

EXAM = "quizzes/<int:quiz_id>/exam"
SITTING = "exam-sittings/<uuid:sitting_uuid>"
SESSION = "proctor-sessions/<uuid:session_uuid>"

urlpatterns = [
    path(EXAM, candidate.ExamView.as_view(), name="exam"),
    path(f"{EXAM}/registration", candidate.ExamRegistrationView.as_view(), name="exam-registration"),
    path(f"{EXAM}/line", candidate.ExamLineView.as_view(), name="exam-line"),
    path(f"{EXAM}/line/offer", candidate.ExamOfferView.as_view(), name="exam-line-offer"),
    path(f"{EXAM}/session", candidate.ExamSessionView.as_view(), name="exam-session"),
    path(f"{EXAM}/session/picture", candidate.ExamPictureView.as_view(), name="exam-picture"),
    path(f"{EXAM}/session/door", candidate.ExamDoorView.as_view(), name="exam-door"),
    path(f"{EXAM}/session/events", candidate.ExamEventsView.as_view(), name="exam-events"),
    path(f"{EXAM}/browser-file", candidate.ExamBrowserFileView.as_view(), name="exam-browser-file"),
    path("courses/<slug:slug>/exams", staff.CourseExamsView.as_view(), name="course-exams"),
    path(f"{EXAM}/settings", staff.ExamSettingsView.as_view(), name="exam-settings"),
    path(f"{EXAM}/sittings", staff.ExamSittingsView.as_view(), name="exam-sittings"),
    path(f"{EXAM}/sessions", staff.ExamSessionsView.as_view(), name="exam-sessions"),
    path(f"{EXAM}/behavior", staff.ExamBehaviorView.as_view(), name="exam-behavior"),
    path(f"{EXAM}/candidates", staff.ExamCandidatesView.as_view(), name="exam-candidates"),
    path(SITTING, staff.ExamSittingView.as_view(), name="exam-sitting"),
    path(f"{SITTING}/line", line.SittingLineView.as_view(), name="exam-sitting-line"),
    path(f"{SITTING}/line/<uuid:entry_uuid>", line.SittingPlaceView.as_view(), name="exam-sitting-place"),
    path(f"{SITTING}/cancellation", line.SittingCancelView.as_view(), name="exam-sitting-cancellation"),
    path(SESSION, staff.ProctorSessionView.as_view(), name="proctor-session"),
    path(f"{SESSION}/acts", staff.InvigilationActView.as_view(), name="proctor-session-acts"),
    path(f"{SESSION}/verdict", staff.VerdictView.as_view(), name="proctor-session-verdict"),
    path(f"{SESSION}/picture", staff.CandidatePictureView.as_view(), name="proctor-session-picture"),
]
