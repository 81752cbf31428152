"""What courses keeps about people."""

from edusync.kernel.personal_data import declare, table

declare(
    table(
        "courses.CourseStaff",
        "user_id",
        purpose="teaching",
        retention="membership",
        on_erasure="delete",
        also_exported=("course__title",),
    ),
    table("courses.Course", purpose="teaching", retention="record", others=("created_by",)),
)
