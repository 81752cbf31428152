"""Every change of exams, their candidates and what was noticed."""

from edusync.assessment.services.exams.behaving import compare_exam, compare_waiting, keep_behavior
from edusync.assessment.services.exams.canceling import cancel_sitting
from edusync.assessment.services.exams.checking_in import (
    ask_to_come_in,
    check_in,
    digest_of,
    drop_picture,
    open_session,
    put_picture,
)
from edusync.assessment.services.exams.events import Noticed, record_events
from edusync.assessment.services.exams.invigilating import (
    add_time,
    admit,
    ask_again,
    decide,
    let_in_again,
    send_message,
)
from edusync.assessment.services.exams.likeness import compare_session, likeness_of
from edusync.assessment.services.exams.lining_up import (
    entry_in_line,
    join_line,
    leave_line,
    move_in_line,
    take_offer,
    tend_lines,
)
from edusync.assessment.services.exams.registering import cancel_registration, register
from edusync.assessment.services.exams.setting_up import remove_sitting, save_exam, save_sitting
from edusync.assessment.services.exams.standing import booked_registration
from edusync.assessment.services.exams.watching import end_sessions, follow_attempt

__all__ = [
    "Noticed",
    "add_time",
    "admit",
    "ask_again",
    "ask_to_come_in",
    "booked_registration",
    "cancel_registration",
    "cancel_sitting",
    "check_in",
    "compare_exam",
    "compare_session",
    "compare_waiting",
    "decide",
    "digest_of",
    "drop_picture",
    "end_sessions",
    "entry_in_line",
    "follow_attempt",
    "join_line",
    "keep_behavior",
    "leave_line",
    "let_in_again",
    "likeness_of",
    "move_in_line",
    "open_session",
    "put_picture",
    "record_events",
    "register",
    "remove_sitting",
    "save_exam",
    "save_sitting",
    "send_message",
    "take_offer",
    "tend_lines",
]
