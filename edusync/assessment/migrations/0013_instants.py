from django.db import migrations

from edusync.kernel.instants import GiveInstants


class Migration(migrations.Migration):
    dependencies = [("assessment", "0012_question_source")]

    operations = [
        GiveInstants(
            models=[
                "Accommodation",
                "Annotation",
                "AnswerFile",
                "Assignment",
                "AssignmentExtension",
                "AttemptEvent",
                "CommentBankEntry",
                "Exam",
                "ExamConfigKey",
                "ExamConsentText",
                "ExamRegistration",
                "ExamSitting",
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
        ),
    ]
