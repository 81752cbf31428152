"""Every change of the gradebook."""

from edusync.grading.services.attendance import (
    Presence,
    close_session,
    fill_session,
    open_checkin,
    remove_session,
    save_plan,
    save_session,
    stop_checkin,
    take_attendance,
)
from edusync.grading.services.bulk import fill_column, undo_batch
from edusync.grading.services.checking_in import check_in
from edusync.grading.services.columns import add_item, change_item, remove_item
from edusync.grading.services.grades import Change, change_grades
from edusync.grading.services.regrades import answer_regrade, ask_for_regrade
from edusync.grading.services.rules import save_rules, save_scheme
from edusync.grading.services.sources import follow_source, refill_item, retire_source
from edusync.grading.services.totals import follow_stale, mark_stale, recompute_course, recompute_enrollments

__all__ = [
    "Change",
    "Presence",
    "add_item",
    "answer_regrade",
    "ask_for_regrade",
    "change_grades",
    "change_item",
    "check_in",
    "close_session",
    "fill_column",
    "fill_session",
    "follow_source",
    "follow_stale",
    "mark_stale",
    "open_checkin",
    "recompute_course",
    "recompute_enrollments",
    "refill_item",
    "remove_item",
    "remove_session",
    "retire_source",
    "save_plan",
    "save_rules",
    "save_scheme",
    "save_session",
    "stop_checkin",
    "take_attendance",
    "undo_batch",
]
