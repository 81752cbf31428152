"""Every change of assignments and of what is handed in."""

from edusync.assessment.services.assignments.discussing import add_annotation, add_comment, drop_annotation
from edusync.assessment.services.assignments.drafts import add_draft_file, drop_draft_file, save_draft
from edusync.assessment.services.assignments.editing import assignment_for_authors, save_assignment
from edusync.assessment.services.assignments.extending import drop_extension, grant_extension
from edusync.assessment.services.assignments.marking import mark_submission, return_submission
from edusync.assessment.services.assignments.posting import post_mark, post_marks
from edusync.assessment.services.assignments.returning import (
    add_marked_file,
    read_marked_archive,
    work_archive,
)
from edusync.assessment.services.assignments.submitting import submit_work

__all__ = [
    "add_annotation",
    "add_comment",
    "add_draft_file",
    "add_marked_file",
    "assignment_for_authors",
    "drop_annotation",
    "drop_draft_file",
    "drop_extension",
    "grant_extension",
    "mark_submission",
    "post_mark",
    "post_marks",
    "read_marked_archive",
    "return_submission",
    "save_assignment",
    "save_draft",
    "submit_work",
    "work_archive",
]
