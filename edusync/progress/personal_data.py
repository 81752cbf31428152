"""What progress keeps about people."""

from edusync.kernel.personal_data import declare, table

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
        )
        for label, titles in (
            ("progress.LessonProgress", ("lesson__title",)),
            ("progress.ModuleProgress", ("module__title",)),
            ("progress.Completion", ("enrollment__course__title",)),
        )
    )
)
