"""Routes of quizzes for their authors."""

from django.urls import path

from edusync.assessment.rest.accommodation_views import AccommodationsView, AccommodationView
from edusync.assessment.rest.quiz_editing_views import FitsView, QuizEditingView, TryAnswerView

urlpatterns = [
    path("courses/<slug:slug>/accommodations", AccommodationsView.as_view(), name="accommodations"),
    path("accommodations/<int:accommodation_id>", AccommodationView.as_view(), name="accommodation"),
    path("lessons/<int:lesson_id>/quiz", QuizEditingView.as_view(), name="lesson-quiz"),
    path("lessons/<int:lesson_id>/quiz/fits", FitsView.as_view(), name="lesson-quiz-fits"),
    path("lessons/<int:lesson_id>/quiz/try", TryAnswerView.as_view(), name="lesson-quiz-try"),
]
