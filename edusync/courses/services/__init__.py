"""Every change of courses and their content."""

from edusync.courses.services.courses import (
    create_course,
    set_categories,
    set_tags,
    update_course,
)
from edusync.courses.services.lifecycle import (
    decide_submission,
    set_review_rule,
    submit_course,
    withdraw_submission,
)
from edusync.courses.services.lifecycle_end import archive_course, delete_course, unpublish_course
from edusync.courses.services.lifecycle_publish import (
    publish_course,
    publish_due_courses,
    schedule_publish,
    unschedule_publish,
)
from edusync.courses.services.locking import lock_course
from edusync.courses.services.outline_edit import outline_edit
from edusync.courses.services.page_templates import delete_page_template, save_page_template
from edusync.courses.services.pages import (
    authored_document,
    discard_page_draft,
    publish_page_drafts,
    save_page,
    set_page_document,
)
from edusync.courses.services.search_index import rebuild_search
from edusync.courses.services.staff import assign_staff, remove_staff
from edusync.courses.services.structure import (
    add_lesson,
    add_module,
    delete_lesson,
    delete_module,
    let_score_complete,
    order_lessons,
    order_modules,
    update_lesson,
    update_module,
)

__all__ = [
    "add_lesson",
    "add_module",
    "archive_course",
    "assign_staff",
    "authored_document",
    "create_course",
    "decide_submission",
    "delete_course",
    "delete_lesson",
    "delete_module",
    "delete_page_template",
    "discard_page_draft",
    "let_score_complete",
    "lock_course",
    "order_lessons",
    "order_modules",
    "outline_edit",
    "publish_course",
    "publish_due_courses",
    "publish_page_drafts",
    "rebuild_search",
    "remove_staff",
    "save_page",
    "save_page_template",
    "schedule_publish",
    "set_categories",
    "set_page_document",
    "set_review_rule",
    "set_tags",
    "submit_course",
    "unpublish_course",
    "unschedule_publish",
    "update_course",
    "update_lesson",
    "update_module",
    "withdraw_submission",
]
