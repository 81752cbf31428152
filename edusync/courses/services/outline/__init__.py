"""The outline as its authors work on it: orders, bulk changes, copies, and taking them back."""

from edusync.courses.layout import Layout, as_pairs, from_pairs, layout_tag
from edusync.courses.services.outline.acts import (
    add_outline_lesson,
    add_outline_module,
    delete_from_outline,
    order_outline,
    require_own,
    set_outline_values,
    starts_published,
)
from edusync.courses.services.outline.changes import redo_change, undo_change
from edusync.courses.services.outline.copies import copy_in_outline, send_to_course
from edusync.courses.services.outline.rows import read_layout

__all__ = [
    "Layout",
    "add_outline_lesson",
    "add_outline_module",
    "as_pairs",
    "copy_in_outline",
    "delete_from_outline",
    "from_pairs",
    "layout_tag",
    "order_outline",
    "read_layout",
    "redo_change",
    "require_own",
    "send_to_course",
    "set_outline_values",
    "starts_published",
    "undo_change",
]
