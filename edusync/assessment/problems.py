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


class QuizNotOpen(Conflict):
    code = "quiz-not-open"
    title = "This quiz cannot be started yet."


class QuizClosed(Conflict):
    code = "quiz-closed"
    title = "This quiz is closed."


class RetakeTooSoon(Conflict):
    code = "retake-too-soon"
    title = "The next attempt has to wait a while."


class QuizPasswordNeeded(Conflict):
    code = "quiz-password-needed"
    title = "This quiz asks for a password."


class TooFewQuestions(Conflict):
    code = "too-few-questions"
    title = "There are not enough questions for this quiz. Tell your teacher."


class AccommodationThere(Conflict):
    code = "accommodation-there"
    title = "There are other rules for this learner or group already. Change those."


class QuestionNotReached(Conflict):
    code = "question-not-reached"
    title = "This question is not open now."


class CheckNotOffered(Conflict):
    code = "check-not-offered"
    title = "Answers are checked at once only in practice, and not those that a person marks."


class AnswerSettled(Conflict):
    code = "answer-settled"
    title = "This answer was checked and stays as it is."


class AttemptStillOpen(Conflict):
    code = "attempt-still-open"
    title = "This attempt is not over yet."


class NoLateAnswers(Conflict):
    code = "no-late-answers"
    title = "No answer arrived after the end of this attempt."


class AssignmentNotOpen(Conflict):
    code = "assignment-not-open"
    title = "This assignment cannot be handed in yet."


class AssignmentClosed(Conflict):
    code = "assignment-closed"
    title = "This assignment takes no more submissions."


class SubmissionsUsedUp(Conflict):
    code = "submissions-used-up"
    title = "There is no try left for this assignment."


class NothingHandedIn(Conflict):
    code = "nothing-to-hand-in"
    title = "There is nothing to hand in yet."


class NoLearnerGroup(Conflict):
    code = "no-learner-group"
    title = "This assignment is done in groups, and you are in none yet."


class RubricInUse(Conflict):
    code = "rubric-in-use"
    title = "Work was marked by this rubric: its criteria and points stay. Copy it to change them."


class MarkMissing(Conflict):
    code = "mark-missing"
    title = "There is no mark to post yet."


class NotMarkedByRubric(Conflict):
    code = "not-marked-by-rubric"
    title = "This assignment has no such rubric."


class NotYoursToMark(Conflict):
    code = "not-yours-to-mark"
    title = "Two people mark this work, and you are none of them; or its mark is posted, and a moderator changes it."


class FlagAnswered(Conflict):
    code = "flag-answered"
    title = "This report has been answered already."


class PassageInUse(Conflict):
    code = "passage-in-use"
    title = "Questions show this passage. Make another one, and let the questions name that."


class AnswerNotMarkable(Conflict):
    code = "answer-not-markable"
    title = "This answer is not marked by hand, or its attempt is not over."


class RegradeRunning(Conflict):
    code = "regrade-running"
    title = "Another regrade of this quiz is under way: apply it or drop it first."


class NothingToRegrade(Conflict):
    code = "nothing-to-regrade"
    title = "Attempts were scored by the newest wording of this question. Correct the question first."


class RegradeNotReady(Conflict):
    code = "regrade-not-ready"
    title = "This regrade is not in a state for that."


class NothingWouldBeLeft(Conflict):
    code = "nothing-would-be-left"
    title = "Without this question the quiz would have nothing that earns points."


class PeerReviewsClosed(Conflict):
    code = "peer-reviews-closed"
    title = "Reviews of this assignment cannot be written now."


class PeerReviewsBegun(Conflict):
    code = "peer-reviews-begun"
    title = "Works are given out to reviewers already; the plan stays while there are reviews."


class TwoPeopleMark(Conflict):
    code = "two-people-mark"
    title = "Two people mark this assignment; reviews of learners do not make its marks."
