"""Routes of quizzes for their authors."""

from django.urls import path

from edusync.assessment.rest.quiz_editing_views import QuizEditingView, TryAnswerView

urlpatterns = [
    path("lessons/<int:lesson_id>/quiz", QuizEditingView.as_view(), name="lesson-quiz"),
    path("lessons/<int:lesson_id>/quiz/try", TryAnswerView.as_view(), name="lesson-quiz-try"),
]
