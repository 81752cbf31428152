"""Screens of quizzes as authors see them."""

from tests.e2e import acts

SCREENS = {
    "instructor": {
        "quiz-editor": f"/teach/{acts.SMALL_COURSE}/build/15",
        "course-quizzes": f"/teach/{acts.SMALL_COURSE}/quizzes",
        "quiz-attempts": f"/teach/{acts.SMALL_COURSE}/quizzes/4",
        "mark-answers": f"/teach/{acts.SMALL_COURSE}/quizzes/4/marking",
        "regrade-quiz": f"/teach/{acts.SMALL_COURSE}/quizzes/4/regrade",
        "quiz-doctor": f"/teach/{acts.SMALL_COURSE}/quizzes/4/doctor",
        "accommodations": "/teach/learn-anything-and-keep-it/quizzes/accommodations",
    }
}
