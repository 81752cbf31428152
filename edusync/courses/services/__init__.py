"""Every change of courses and their content."""

from edusync.courses.services.content import set_page_document
from edusync.courses.services.courses import (
    archive_course,
    create_course,
    delete_course,
    publish_course,
    set_categories,
    set_tags,
    unpublish_course,
    update_course,
)
from edusync.courses.services.locking import lock_course
from edusync.courses.services.outline_edit import outline_edit
from edusync.courses.services.search_index import rebuild_search
from edusync.courses.services.staff import assign_staff, remove_staff
from edusync.courses.services.structure import (
    add_lesson,
    add_module,
    delete_lesson,
    delete_module,
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
    "create_course",
    "delete_course",
    "delete_lesson",
    "delete_module",
    "lock_course",
    "order_lessons",
    "order_modules",
    "outline_edit",
    "publish_course",
    "rebuild_search",
    "remove_staff",
    "set_categories",
    "set_page_document",
    "set_tags",
    "unpublish_course",
    "update_course",
    "update_lesson",
    "update_module",
]
