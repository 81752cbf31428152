"""Screens of quizzes as authors see them."""

from tests.e2e import acts

# Its exam has many answers, its last lesson essays.
WORKBENCH = "/teach/safe-at-the-workbench"

SCREENS = {
    "instructor": {
        "quiz-editor": f"/teach/{acts.SMALL_COURSE}/build/15",
        "course-quizzes": f"/teach/{acts.SMALL_COURSE}/quizzes",
        "quiz-attempts": f"{WORKBENCH}/quizzes/2",
        "mark-answers": f"{WORKBENCH}/quizzes/9/marking",
        "regrade-quiz": f"/teach/{acts.SMALL_COURSE}/quizzes/4/regrade",
        "quiz-doctor": f"{WORKBENCH}/quizzes/2/doctor",
        "accommodations": "/teach/learn-anything-and-keep-it/quizzes/accommodations",
    }
}
