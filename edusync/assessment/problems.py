"""What can go wrong with quizzes and attempts."""

from edusync.kernel.problems import Conflict


class AttemptClosed(Conflict):
    code = "attempt-closed"
    title = "This attempt is over; answers are no longer accepted."


class AttemptsUsedUp(Conflict):
    code = "attempts-used-up"
    title = "There is no attempt left for this quiz."


class QuizEmpty(Conflict):
    code = "quiz-empty"
    title = "This quiz has no questions yet."


class AttemptStillOpen(Conflict):
    code = "attempt-still-open"
    title = "This attempt is not over yet."


class NoLateAnswers(Conflict):
    code = "no-late-answers"
    title = "No answer arrived after the end of this attempt."
