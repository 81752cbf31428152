"""What grading keeps about people."""

from collections.abc import Callable

from django.db.models import Q

from edusync.kernel.personal_data import Subject, clear, declare, keep, keep_secret, table

RECORD = "Marks are part of the record of learning, which stays under a number that leads to nobody any more."
LOG = "Written into a log of marks that cannot be changed."
UNPOSTED = "May tell of marks that are not posted yet."


def posted(prefix: str = "") -> Callable[[Subject], Q]:
    """Rows about marks that the learner sees: what is not posted is in no export."""

    def match(subject: Subject) -> Q:
        return Q(
            **{
                f"{prefix}enrollment__learner_id": subject.user_id,
                f"{prefix}item__posted_at__isnull": False,
                f"{prefix}item__is_visible": True,
            }
        )

    return match


declare(
    table(
        "grading.Grade",
        match=posted(),
        purpose="learning",
        retention="record",
        on_erasure="keep",
        reason=RECORD,
        columns={"change_reason": keep("learning", RECORD)},
        others=("changed_by",),
        plain=("change_batch",),
        also_exported=("item__title", "item__lesson__title"),
    ),
    table(
        "grading.GradeEvent",
        match=posted("grade__"),
        purpose="learning",
        retention="record",
        on_erasure="keep",
        reason=RECORD,
        columns={"reason": keep("learning", LOG)},
        others=("by",),
        plain=("batch", "state_before", "state_after"),
        also_exported=("grade__item__title", "grade__item__lesson__title"),
    ),
    table(
        "grading.CourseGrade",
        "enrollment__learner_id",
        purpose="learning",
        retention="record",
        on_erasure="keep",
        reason=RECORD,
        columns={"current_percent": keep_secret(UNPOSTED), "final_percent": keep_secret(UNPOSTED)},
        also_exported=("enrollment__course__title",),
    ),
)
declare(
    table(
        "grading.AttendanceRecord",
        "enrollment__learner_id",
        purpose="learning",
        retention="record",
        # The note may tell of an illness; the number of the device is of no use once the meeting is over.
        columns={"note": clear("learning"), "device": clear("technical")},
        others=("changed_by",),
        plain=("state", "source"),
        also_exported=("session__title", "session__starts_at", "session__course__title"),
    ),
    table(
        "grading.AttendanceEvent",
        "record__enrollment__learner_id",
        purpose="learning",
        retention="record",
        on_erasure="keep",
        reason="Written into a log of attendance that cannot be changed.",
        others=("by",),
        plain=("state_before", "state_after", "source"),
        also_exported=("record__session__starts_at",),
    ),
    table("grading.AttendanceSession", purpose="teaching", retention="record", others=("created_by",)),
    table(
        "grading.RegradeRequest",
        "enrollment__learner_id",
        purpose="learning",
        retention="record",
        columns={"words": clear("learning"), "answer": clear("learning")},
        others=("answered_by",),
        plain=("state",),
        also_exported=("item__title", "item__lesson__title"),
    ),
)
