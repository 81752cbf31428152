"""Screens of quizzes as authors see them."""

from tests.e2e import acts

SCREENS = {"instructor": {"quiz-editor": f"/teach/{acts.SMALL_COURSE}/build/15"}}
