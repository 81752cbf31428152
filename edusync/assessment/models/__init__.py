"""Tables of questions and their banks, quizzes and attempts, of assignments and submissions, of rubrics."""

from edusync.assessment.models.assignments import (
    Annotation,
    Assignment,
    AssignmentExtension,
    LatePolicy,
    Submission,
    SubmissionComment,
    SubmissionFile,
)
from edusync.assessment.models.attempt_events import AttemptEvent
from edusync.assessment.models.bank import QuestionBank, QuestionCategory, QuestionSketch, QuestionTag
from edusync.assessment.models.questions import Question, QuestionOption, QuestionVersion
from edusync.assessment.models.quizzes import (
    Accommodation,
    Quiz,
    QuizAnswer,
    QuizAttempt,
    QuizDraw,
    QuizPart,
    QuizReview,
    QuizSlot,
)
from edusync.assessment.models.rubrics import (
    CommentBankEntry,
    Rubric,
    RubricAssessment,
    RubricCriterion,
    RubricLevel,
    RubricScore,
)

__all__ = [
    "Accommodation",
    "Annotation",
    "Assignment",
    "AssignmentExtension",
    "AttemptEvent",
    "CommentBankEntry",
    "LatePolicy",
    "Question",
    "QuestionBank",
    "QuestionCategory",
    "QuestionOption",
    "QuestionSketch",
    "QuestionTag",
    "QuestionVersion",
    "Quiz",
    "QuizAnswer",
    "QuizAttempt",
    "QuizDraw",
    "QuizPart",
    "QuizReview",
    "QuizSlot",
    "Rubric",
    "RubricAssessment",
    "RubricCriterion",
    "RubricLevel",
    "RubricScore",
    "Submission",
    "SubmissionComment",
    "SubmissionFile",
]
