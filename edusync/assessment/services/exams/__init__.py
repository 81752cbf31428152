"""Every change of exams, their candidates and what was noticed."""

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
from edusync.assessment.services.exams.registering import (
    booked_registration,
    cancel_registration,
    register,
)
from edusync.assessment.services.exams.setting_up import remove_sitting, save_exam, save_sitting
from edusync.assessment.services.exams.watching import end_sessions, follow_attempt

__all__ = [
    "Noticed",
    "add_time",
    "admit",
    "ask_again",
    "ask_to_come_in",
    "booked_registration",
    "cancel_registration",
    "check_in",
    "compare_session",
    "decide",
    "digest_of",
    "drop_picture",
    "end_sessions",
    "follow_attempt",
    "let_in_again",
    "likeness_of",
    "open_session",
    "put_picture",
    "record_events",
    "register",
    "remove_sitting",
    "save_exam",
    "save_sitting",
    "send_message",
]
