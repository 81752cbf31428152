"""What courses keeps about people."""

from edusync.kernel.personal_data import Subject, clear, declare, table


def leave_teams(subject: Subject) -> int:
    """Hand courses over that only this person owns, then take them off the teams."""
    # When asked for: the declarations are read before all apps are there.
    from edusync.courses.services.handover import leave_all_teams

    organization_id = None if subject.is_account_included else subject.organization_id
    return leave_all_teams(user_id=subject.user_id, organization_id=organization_id)


declare(
    table(
        "courses.CourseStaff",
        "user_id",
        purpose="teaching",
        retention="membership",
        on_erasure="delete",
        eraser=leave_teams,
        also_exported=("course__title",),
    ),
    table("courses.Course", purpose="teaching", retention="record", others=("created_by",)),
    table("courses.OutlineChange", purpose="teaching", retention="record", others=("made_by",)),
    table("courses.AccessibilityReport", purpose="teaching", retention="record", others=("made_by",)),
    table("courses.Translation", purpose="teaching", retention="record", others=("author",)),
)
declare(
    table(
        "courses.CourseApprovalRequest",
        purpose="teaching",
        retention="record",
        others=("submitted_by", "decided_by"),
    ),
    table("courses.CourseStateChange", purpose="teaching", retention="record", others=("by",)),
    table(
        "courses.ContentComment",
        "author_id",
        purpose="teaching",
        retention="record",
        columns={"body": clear("learning")},
        others=("resolved_by",),
        plain=("block_id", "quote"),
        also_exported=("course__title",),
    ),
    table("courses.CommentMention", "user_id", purpose="teaching", retention="record", on_erasure="delete"),
    table("courses.BlueprintSync", purpose="teaching", retention="record", others=("by",)),
    table("courses.CourseCopy", purpose="teaching", retention="record", others=("requested_by",)),
)
declare(
    table(
        "courses.SavedCourse",
        "user_id",
        purpose="learning",
        retention="membership",
        on_erasure="delete",
        also_exported=("course__title",),
    ),
    table(
        "courses.CourseReview",
        "author_id",
        purpose="learning",
        retention="membership",
        # With the words go the stars: the sums of the course follow by trigger.
        on_erasure="delete",
        columns={"text": clear("learning"), "hidden_note": clear("learning"), "answer": clear("learning")},
        others=("answered_by", "hidden_by"),
        plain=("hidden_reason",),
        also_exported=("course__title",),
    ),
    table(
        "courses.ReviewVote",
        "voter_id",
        purpose="learning",
        retention="membership",
        on_erasure="delete",
        also_exported=("review__course__title",),
    ),
    table(
        "courses.ReviewReport",
        "reporter_id",
        purpose="learning",
        retention="membership",
        on_erasure="delete",
        columns={"note": clear("learning")},
        plain=("reason",),
        also_exported=("review__course__title",),
    ),
)
declare(
    table("courses.Page", purpose="teaching", retention="record", others=("edited_by",)),
    table("courses.PageTemplate", purpose="teaching", retention="record", others=("saved_by",)),
)
declare(
    table("courses.CourseVersion", purpose="teaching", retention="record", others=("author",)),
)
declare(
    table(
        "courses.LearnerNote",
        "learner_id",
        purpose="learning",
        retention="membership",
        on_erasure="delete",
        columns={"body": clear("learning"), "quote": clear("learning"), "anchor": clear("learning")},
        plain=("color",),
        also_exported=("lesson__title",),
    ),
    table(
        "courses.Bookmark",
        "learner_id",
        purpose="learning",
        retention="membership",
        on_erasure="delete",
        columns={"label": clear("learning")},
        plain=("block",),
        also_exported=("lesson__title",),
    ),
)
