"""What enrollment keeps about people."""

from edusync.kernel.personal_data import clear, declare, keep, table

RECORD = "The record of learning stays under a number that leads to nobody any more."

declare(
    table(
        "enrollment.Enrollment",
        "learner_id",
        purpose="learning",
        retention="record",
        on_erasure="keep",
        reason=RECORD,
        columns={
            "week_starts_on": keep("learning", RECORD),
            "request_message": clear("learning"),
            "rejection_reason": keep(
                "learning", "The reason is part of the decision, and a decision has one."
            ),
        },
        others=("approved_by",),
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
declare(
    table(
        "enrollment.EnrollmentExtension",
        "enrollment__learner_id",
        purpose="learning",
        retention="record",
        on_erasure="keep",
        reason="The log of extensions cannot be changed; it holds dates.",
        columns={"reason": keep("learning", "Written by staff, in a log that cannot be changed.")},
        others=("granted_by",),
        plain=("kind",),
    ),
    table(
        "enrollment.WaitlistEntry",
        "learner_id",
        purpose="learning",
        retention="record",
        on_erasure="keep",
        reason=RECORD,
        also_exported=("course__title",),
        plain=("state",),
    ),
    table(
        "enrollment.WaitlistOffer",
        "entry__learner_id",
        purpose="learning",
        retention="record",
        on_erasure="keep",
        reason=RECORD,
        plain=("answer",),
    ),
    table(
        "enrollment.LearnerGroupMember",
        "enrollment__learner_id",
        purpose="learning",
        retention="membership",
        on_erasure="delete",
        also_exported=("group__name",),
    ),
    table(
        "enrollment.EnrollmentRuleMember",
        "enrollment__learner_id",
        purpose="learning",
        retention="record",
        on_erasure="keep",
        reason=RECORD,
    ),
    table(
        "enrollment.EnrollmentImportRow",
        "learner_id",
        purpose="teaching",
        retention="record",
        on_erasure="change",
        columns={"cells": clear("identity")},
        plain=("result", "code", "field_name"),
    ),
    table("enrollment.EnrollmentImport", purpose="teaching", retention="record", others=("created_by",)),
    table("enrollment.EnrollmentKey", purpose="teaching", retention="record", others=("created_by",)),
    table("enrollment.EnrollmentRule", purpose="teaching", retention="record", others=("created_by",)),
)
