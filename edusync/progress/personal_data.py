"""What progress keeps about people."""

from edusync.kernel.personal_data import clear, declare, keep, table
from edusync.progress.export_veil import veil_scores

RECORD = "The record of learning stays under a number that leads to nobody any more."

declare(
    *(
        table(
            label,
            "enrollment__learner_id",
            purpose="learning",
            retention="record",
            on_erasure="keep",
            reason=RECORD,
            also_exported=titles,
            columns={name: keep("learning", RECORD) for name in facts},
            veil=veil,
        )
        for label, titles, facts, veil in (
            ("progress.LessonProgress", ("lesson__title",), ("watched", "beat"), veil_scores),
            ("progress.ModuleProgress", ("module__title",), (), None),
            ("progress.Completion", ("enrollment__course__title",), (), None),
        )
    )
)
declare(
    table(
        "progress.LearningSession",
        "enrollment__learner_id",
        purpose="learning",
        retention="record",
        on_erasure="change",
        columns={"user_agent": clear("technical"), "address": clear("technical")},
        plain=("device_type",),
        also_exported=("lesson__title",),
    ),
    table(
        "progress.LearningClock",
        "learner_id",
        purpose="learning",
        retention="membership",
        on_erasure="delete",
        columns={"state": clear("learning")},
    ),
    table(
        "progress.LearningDay",
        "learner_id",
        purpose="learning",
        retention="membership",
        on_erasure="delete",
        columns={"day": clear("learning")},
    ),
    table(
        "progress.Engagement",
        "enrollment__learner_id",
        purpose="learning",
        retention="record",
        on_erasure="keep",
        reason=RECORD,
    ),
)
