"""What assessment keeps about people."""

from edusync.kernel.personal_data import clear, declare, keep, table

declare(
    table(
        "assessment.QuizAttempt",
        "enrollment__learner_id",
        purpose="learning",
        retention="record",
        on_erasure="keep",
        reason="Scores are part of the record of learning, which stays under a number that leads to nobody any more.",
        also_exported=("quiz__lesson__title",),
    ),
    table(
        "assessment.QuizAnswer",
        "attempt__enrollment__learner_id",
        purpose="learning",
        retention="record",
        organization="attempt__organization_id",
        # What was written goes, what it was worth stays.
        columns={"response": clear("learning"), "feedback": clear("learning")},
        also_exported=("attempt__number", "slot__position"),
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
    table("assessment.QuestionBank", purpose="teaching", retention="record", others=("owner",)),
    table("assessment.QuestionVersion", purpose="teaching", retention="record", others=("author",)),
)
