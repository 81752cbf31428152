"""Tables of questions, quizzes and attempts."""

from edusync.assessment.models.questions import Question, QuestionOption, QuestionVersion
from edusync.assessment.models.quizzes import Quiz, QuizAnswer, QuizAttempt, QuizSlot

__all__ = ["Question", "QuestionOption", "QuestionVersion", "Quiz", "QuizAnswer", "QuizAttempt", "QuizSlot"]
