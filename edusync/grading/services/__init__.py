"""Every change of the gradebook."""

from edusync.grading.services.bulk import fill_column, undo_batch
from edusync.grading.services.columns import add_item, change_item, remove_item
from edusync.grading.services.grades import Change, change_grades
from edusync.grading.services.rules import save_rules, save_scheme
from edusync.grading.services.sources import follow_source, refill_item, retire_source
from edusync.grading.services.totals import follow_stale, mark_stale, recompute_course, recompute_enrollments

__all__ = [
    "Change",
    "add_item",
    "change_grades",
    "change_item",
    "fill_column",
    "follow_source",
    "follow_stale",
    "mark_stale",
    "recompute_course",
    "recompute_enrollments",
    "refill_item",
    "remove_item",
    "retire_source",
    "save_rules",
    "save_scheme",
    "undo_batch",
]
