"""What assessment keeps about people."""

from edusync.assessment import personal_answers  # noqa: F401 (declares)
from edusync.assessment.export_veil import veil_answers, veil_attempts, veil_behavior
from edusync.kernel.personal_data import Subject, clear, declare, keep, table

declare(
    table(
        "assessment.QuizAttempt",
        "enrollment__learner_id",
        purpose="learning",
        retention="record",
        on_erasure="keep",
        reason="Scores are part of the record of learning, which stays under a number that leads to nobody any more.",
        also_exported=("quiz__lesson__title",),
        veil=veil_attempts,
    ),
    table(
        "assessment.QuizAnswer",
        "attempt__enrollment__learner_id",
        purpose="learning",
        retention="record",
        organization="attempt__organization_id",
        # What was written goes, what it was worth stays.
        columns={
            "response": clear("learning"),
            "feedback": clear("learning"),
            "remark": clear("learning"),
        },
        others=("marked_by",),
        also_exported=("attempt__number", "slot__position"),
        veil=veil_answers,
    ),
    table(
        "assessment.AttemptEvent",
        "attempt__enrollment__learner_id",
        purpose="learning",
        retention="record",
        columns={
            "response": clear("learning"),
            "reason": keep(
                "learning", "Written by staff about the attempt, in a log that cannot be changed."
            ),
        },
        others=("actor",),
        plain=("kind",),
        also_exported=("attempt__number", "slot__position"),
    ),
)
declare(
    table(
        "assessment.Accommodation",
        "enrollment__learner_id",
        purpose="learning",
        retention="record",
        # It tells of a person's health or family.
        columns={"reason": clear("learning")},
        others=("granted_by",),
    ),
)
declare(
    table("assessment.QuestionBank", purpose="teaching", retention="record", others=("owner",)),
    table("assessment.QuestionVersion", purpose="teaching", retention="record", others=("author",)),
)


def erase_work_files(subject: Subject) -> int:
    """Drop the files a person handed in, and what markers gave back with them."""
    # When asked for: the declarations are read before all apps are there.
    from edusync.assessment.models import SubmissionFile
    from edusync.files.services import unlink_file

    rows = SubmissionFile.objects.filter(submission__enrollment__learner_id=subject.user_id)
    if not subject.is_account_included:
        rows = rows.filter(submission__organization_id=subject.organization_id)
    count = 0
    for row in rows.select_related("file").order_by("id"):
        row.delete()
        count += 1
        if row.file is not None:
            unlink_file(file=row.file, place="submission", place_id=row.submission_id)
    return count


MARKS = "Marks are part of the record of learning, which stays under a number that leads to nobody any more."
declare(
    table(
        "assessment.Submission",
        "enrollment__learner_id",
        purpose="learning",
        retention="record",
        # What was written goes, what it was worth stays.
        columns={"text": clear("learning"), "url": clear("learning")},
        reason=MARKS,
        others=("graded_by",),
        plain=("digest",),
        also_exported=("assignment__lesson__title",),
    ),
    table(
        "assessment.SubmissionFile",
        "submission__enrollment__learner_id",
        purpose="learning",
        retention="record",
        organization="submission__organization_id",
        on_erasure="delete",
        columns={"name": clear("learning")},
        eraser=erase_work_files,
        also_exported=("submission__number",),
    ),
    table(
        "assessment.SubmissionComment",
        "submission__enrollment__learner_id",
        purpose="learning",
        retention="record",
        organization="submission__organization_id",
        columns={"text": clear("learning"), "transcript": clear("learning")},
        others=("author",),
        also_exported=("submission__number",),
    ),
    table(
        "assessment.Annotation",
        "submission__enrollment__learner_id",
        purpose="learning",
        retention="record",
        organization="submission__organization_id",
        columns={"quote": clear("learning"), "text": clear("learning")},
        others=("author",),
        also_exported=("submission__number",),
    ),
    table(
        "assessment.AssignmentExtension",
        "enrollment__learner_id",
        purpose="learning",
        retention="record",
        columns={"reason": clear("learning")},
        others=("granted_by",),
        also_exported=("assignment__lesson__title",),
    ),
    table(
        "assessment.RubricAssessment",
        "submission__enrollment__learner_id",
        purpose="learning",
        retention="record",
        on_erasure="keep",
        reason=MARKS,
        others=("assessed_by",),
        also_exported=("submission__number",),
    ),
    table(
        "assessment.RubricScore",
        "assessment__submission__enrollment__learner_id",
        purpose="learning",
        retention="record",
        organization="assessment__organization_id",
        columns={"comment": clear("learning")},
        also_exported=("criterion__title",),
    ),
    table(
        "assessment.CommentBankEntry",
        "owner_id",
        purpose="teaching",
        retention="membership",
        on_erasure="delete",
        plain=("text",),
    ),
    table("assessment.Rubric", purpose="teaching", retention="record", others=("created_by",)),
)


def erase_answer_files(subject: Subject) -> int:
    """Drop the files a person sent as answers."""
    from edusync.assessment.models import AnswerFile
    from edusync.files.services import unlink_file

    rows = AnswerFile.objects.filter(attempt__enrollment__learner_id=subject.user_id)
    if not subject.is_account_included:
        rows = rows.filter(attempt__organization_id=subject.organization_id)
    count = 0
    for row in rows.select_related("file").order_by("id"):
        row.delete()
        count += 1
        if row.file is not None:
            unlink_file(file=row.file, place="attempt", place_id=row.attempt_id)
    return count


declare(
    table(
        "assessment.AnswerFile",
        "attempt__enrollment__learner_id",
        purpose="learning",
        retention="record",
        organization="attempt__organization_id",
        on_erasure="delete",
        columns={"name": clear("learning")},
        eraser=erase_answer_files,
        also_exported=("attempt__number", "slot__position"),
    ),
    table(
        "assessment.RegradeChange",
        "attempt__enrollment__learner_id",
        purpose="learning",
        retention="record",
        organization="attempt__organization_id",
        on_erasure="keep",
        reason=MARKS,
        also_exported=("attempt__number",),
    ),
    table(
        "assessment.Regrade",
        purpose="teaching",
        retention="record",
        others=("requested_by",),
        plain=("reason", "failure"),
    ),
)
declare(
    table("assessment.MarkingPlan", purpose="teaching", retention="record", others=("moderator",)),
    table(
        "assessment.MarkerMark",
        "submission__enrollment__learner_id",
        purpose="learning",
        retention="record",
        on_erasure="keep",
        reason=MARKS,
        others=("marker",),
        also_exported=("submission__number",),
    ),
    table(
        "assessment.MarkerScore",
        "mark__submission__enrollment__learner_id",
        purpose="learning",
        retention="record",
        organization="mark__organization_id",
        columns={"comment": clear("learning")},
        also_exported=("criterion__title",),
    ),
    # What a learner wrote about others' work is theirs; who these are is nowhere in it.
    table(
        "assessment.PeerReview",
        "reviewer__learner_id",
        purpose="learning",
        retention="record",
        columns={"comment": clear("learning")},
        reason=MARKS,
        also_exported=("plan__assignment__lesson__title",),
    ),
    table(
        "assessment.PeerScore",
        "review__reviewer__learner_id",
        purpose="learning",
        retention="record",
        organization="review__organization_id",
        columns={"comment": clear("learning")},
        also_exported=("criterion__title",),
    ),
    table(
        "assessment.WorkText",
        "submission__enrollment__learner_id",
        purpose="learning",
        retention="record",
        on_erasure="delete",
        plain=("content",),
        also_exported=("submission__number",),
    ),
    table(
        "assessment.SimilarityReport",
        "submission__enrollment__learner_id",
        purpose="learning",
        retention="record",
        on_erasure="delete",
        also_exported=("submission__number",),
    ),
    table(
        "assessment.SimilarityMatch",
        "report__submission__enrollment__learner_id",
        purpose="learning",
        retention="record",
        organization="report__organization_id",
        on_erasure="delete",
        others=("other",),
        also_exported=("report__submission__number",),
    ),
    table(
        "assessment.Fingerprint",
        "text__submission__enrollment__learner_id",
        purpose="learning",
        retention="record",
        on_erasure="delete",
        also_exported=("text__submission__number",),
    ),
    table(
        "assessment.PeerSample",
        "submission__enrollment__learner_id",
        purpose="learning",
        retention="record",
        on_erasure="keep",
        reason="That a work was a sample tells nothing once the work itself is empty.",
        also_exported=("submission__number",),
    ),
)
declare(
    table(
        "assessment.ItemTally",
        "attempt__enrollment__learner_id",
        purpose="learning",
        retention="record",
        organization="attempt__organization_id",
        # What was written stands in it; the sums it is part of stay.
        columns={"counted": clear("learning")},
        also_exported=("attempt__number",),
    ),
    table(
        "assessment.QuestionFlag",
        "attempt__enrollment__learner_id",
        purpose="learning",
        retention="record",
        columns={"text": clear("learning"), "answer": clear("learning")},
        others=("answered_by",),
        plain=("reason", "state"),
        also_exported=("attempt__number",),
    ),
    table("assessment.QuestionDifference", purpose="teaching", retention="record", others=("decided_by",)),
)


def erase_exam_pictures(subject: Subject) -> int:
    """Drop the pictures of a person at exams."""
    from edusync.assessment.exam_keeping import erase_pictures

    return erase_pictures(subject)


declare(
    table(
        "assessment.ExamRegistration",
        "enrollment__learner_id",
        purpose="learning",
        retention="record",
        on_erasure="keep",
        reason="Which exams were registered for is part of the record, under a number that leads to nobody any more.",
        also_exported=("exam__quiz__lesson__title",),
    ),
    table(
        "assessment.ExamWaitlistEntry",
        "enrollment__learner_id",
        purpose="learning",
        retention="record",
        on_erasure="keep",
        reason="Who was given a seat in which order is part of the record, under a number that leads to nobody any more.",
        also_exported=("exam__quiz__lesson__title",),
    ),
    table(
        "assessment.ProctorSession",
        "enrollment__learner_id",
        purpose="learning",
        retention="record",
        columns={
            "statement": clear("identity"),
            "verdict_reason": keep("learning", "A verdict without its reason would be none."),
        },
        eraser=erase_exam_pictures,
        others=("admitted_by", "verdict_by"),
        # Numbers of signals by kind.
        plain=("verdict", "counts"),
        also_exported=("exam__quiz__lesson__title",),
    ),
    table(
        "assessment.ExamBehavior",
        "session__enrollment__learner_id",
        purpose="learning",
        retention="rule",
        columns={"paces": clear("learning"), "measures": clear("learning"), "reasons": clear("learning")},
        veil=veil_behavior,
        also_exported=("session_id", "exam__quiz__lesson__title"),
    ),
    table(
        "assessment.ProctorEvent",
        "session__enrollment__learner_id",
        purpose="learning",
        retention="rule",
        columns={"facts": clear("learning")},
        others=("actor",),
        plain=("kind",),
        also_exported=("session__exam__quiz__lesson__title",),
    ),
)
