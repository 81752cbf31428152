"""What enrollment keeps about people."""

from edusync.kernel.personal_data import declare, keep, table

RECORD = "The record of learning stays under a number that leads to nobody any more."

declare(
    table(
        "enrollment.Enrollment",
        "learner_id",
        purpose="learning",
        retention="record",
        on_erasure="keep",
        reason=RECORD,
        columns={"week_starts_on": keep("learning", RECORD)},
        also_exported=("course__title",),
    ),
    table(
        "enrollment.EnrollmentTransition",
        "enrollment__learner_id",
        purpose="learning",
        retention="record",
        on_erasure="keep",
        reason="The log of changes cannot be changed; it holds states and dates.",
        columns={
            "reason": keep(
                "learning", "Written by staff about the enrollment, in a log that cannot be changed."
            )
        },
        others=("by",),
        plain=("from_status", "to_status"),
    ),
)
