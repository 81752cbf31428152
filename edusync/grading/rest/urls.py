"""Routes below /api/v1/."""

from django.urls import path

from edusync.grading.rest import attendance_own_views as attendance_own
from edusync.grading.rest import attendance_views as attendance
from edusync.grading.rest import (
    book_views,
    file_views,
    grade_views,
    own_views,
    regrade_views,
    scheme_views,
)

BOOK = "courses/<slug:slug>/gradebook"
ATTENDANCE = "courses/<slug:slug>/attendance"
SESSION = "attendance-sessions/<int:session_id>"

urlpatterns = [
    path(BOOK, book_views.GradebookView.as_view()),
    path(f"{BOOK}/rows", book_views.BookRowsView.as_view()),
    path(f"{BOOK}/matrix", book_views.BookMatrixView.as_view()),
    path(f"{BOOK}/grades", grade_views.GradesView.as_view()),
    path(f"{BOOK}/undo", grade_views.UndoView.as_view()),
    path(f"{BOOK}/items", grade_views.ItemsView.as_view()),
    path(f"{BOOK}/cells/<int:enrollment_id>/<int:item_id>", grade_views.CellView.as_view()),
    path(f"{BOOK}/explain/<int:enrollment_id>", grade_views.ExplainView.as_view()),
    path(f"{BOOK}/export.csv", file_views.BookCsvView.as_view()),
    path(f"{BOOK}/export.xlsx", file_views.BookXlsxView.as_view()),
    path(f"{BOOK}/preview", file_views.ImportPreviewView.as_view()),
    path(f"{BOOK}/regrade-requests", regrade_views.RegradeRequestsView.as_view()),
    path("regrade-requests/<int:request_id>/answer", regrade_views.RegradeAnswerView.as_view()),
    path("grade-items/<int:item_id>", grade_views.ItemView.as_view()),
    path("grade-items/<int:item_id>/fill", grade_views.FillView.as_view()),
    path("grading-schemes", scheme_views.SchemesView.as_view()),
    path("grading-schemes/<int:scheme_id>", scheme_views.SchemeView.as_view()),
    path(f"{ATTENDANCE}/plan", attendance.AttendancePlanView.as_view()),
    path(f"{ATTENDANCE}/sessions", attendance.AttendanceSessionsView.as_view()),
    path(SESSION, attendance.AttendanceSessionView.as_view()),
    path(f"{SESSION}/records", attendance.AttendanceRecordsView.as_view()),
    path(f"{SESSION}/fill", attendance.AttendanceFillView.as_view()),
    path(f"{SESSION}/close", attendance.AttendanceCloseView.as_view()),
    path(f"{SESSION}/check-in", attendance.CheckInCodeView.as_view()),
    path(f"{SESSION}/preview", attendance.AttendancePreviewView.as_view()),
    path(f"{SESSION}/history/<int:enrollment_id>", attendance.AttendanceHistoryView.as_view()),
    path("my/check-in", attendance_own.CheckInView.as_view()),
    path("my/courses/<slug:slug>/attendance", attendance_own.OwnAttendanceView.as_view()),
    path("me/children/<int:learner_id>/attendance", attendance_own.ChildAttendanceView.as_view()),
    path("my/grades", own_views.OwnGradesView.as_view()),
    path("my/courses/<slug:slug>/grades", own_views.OwnCourseGradesView.as_view()),
    path("my/courses/<slug:slug>/grades/<int:item_id>", regrade_views.OwnCellView.as_view()),
    path("my/courses/<slug:slug>/grades/what-if", own_views.WhatIfView.as_view()),
    path("me/children/<int:learner_id>/grades", own_views.ChildGradesView.as_view()),
]
