"""Tables of questions and their banks, quizzes and attempts, of assignments and submissions, of rubrics."""

from edusync.assessment.models.answer_checks import AnswerCheck
from edusync.assessment.models.answer_files import AnswerFile
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
from edusync.assessment.models.double_marking import MarkerMark, MarkerScore, MarkingPlan
from edusync.assessment.models.exam_behavior import ExamBehavior
from edusync.assessment.models.exam_line import ExamWaitlistEntry
from edusync.assessment.models.exams import (
    Exam,
    ExamConfigKey,
    ExamConsentText,
    ExamRegistration,
    ExamSitting,
    ProctorEvent,
    ProctorSession,
)
from edusync.assessment.models.peer_reviews import PeerPlan, PeerReview, PeerSample, PeerScore
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
from edusync.assessment.models.regrades import Regrade, RegradeChange
from edusync.assessment.models.rubrics import (
    AnswerLevel,
    CommentBankEntry,
    Rubric,
    RubricAssessment,
    RubricCriterion,
    RubricLevel,
    RubricScore,
)
from edusync.assessment.models.similarity import (
    Fingerprint,
    SimilarityMatch,
    SimilarityReport,
    WorkText,
)
from edusync.assessment.models.statistics import (
    ItemChoice,
    ItemGroupCount,
    ItemStatistic,
    ItemTally,
    QuizStatistic,
)
from edusync.assessment.models.stimuli import (
    QuestionDifference,
    QuestionFlag,
    QuestionSkill,
    Stimulus,
)

__all__ = [
    "Accommodation",
    "Annotation",
    "AnswerCheck",
    "AnswerFile",
    "AnswerLevel",
    "Assignment",
    "AssignmentExtension",
    "AttemptEvent",
    "CommentBankEntry",
    "Exam",
    "ExamBehavior",
    "ExamConfigKey",
    "ExamConsentText",
    "ExamRegistration",
    "ExamSitting",
    "ExamWaitlistEntry",
    "Fingerprint",
    "ItemChoice",
    "ItemGroupCount",
    "ItemStatistic",
    "ItemTally",
    "LatePolicy",
    "MarkerMark",
    "MarkerScore",
    "MarkingPlan",
    "PeerPlan",
    "PeerReview",
    "PeerSample",
    "PeerScore",
    "ProctorEvent",
    "ProctorSession",
    "Question",
    "QuestionBank",
    "QuestionCategory",
    "QuestionDifference",
    "QuestionFlag",
    "QuestionOption",
    "QuestionSketch",
    "QuestionSkill",
    "QuestionTag",
    "QuestionVersion",
    "Quiz",
    "QuizAnswer",
    "QuizAttempt",
    "QuizDraw",
    "QuizPart",
    "QuizReview",
    "QuizSlot",
    "QuizStatistic",
    "Regrade",
    "RegradeChange",
    "Rubric",
    "RubricAssessment",
    "RubricCriterion",
    "RubricLevel",
    "RubricScore",
    "SimilarityMatch",
    "SimilarityReport",
    "Stimulus",
    "Submission",
    "SubmissionComment",
    "SubmissionFile",
    "WorkText",
]
