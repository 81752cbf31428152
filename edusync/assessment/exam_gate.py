"""What an exam asks before an attempt begins or goes on, and with every answer."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings as site

from edusync.assessment.exam_problems import CheckInNeeded, InvigilatorNeeded, SafeBrowserNeeded
from edusync.assessment.gates import register_gate
from edusync.assessment.models import Exam, ProctorSession, Quiz, QuizAttempt
from edusync.assessment.safe_browser import HEADER, config_key, is_proved, settings_for
from edusync.assessment.services.exams.checking_in import check_sitting, open_session
from edusync.assessment.services.exams.standing import check_tries
from edusync.enrollment.models import Enrollment

State = ProctorSession.State
DEVICE_HEADER = "X-Exam-Device"


def exam_of(quiz: Quiz) -> Exam | None:
    """What the quiz asks for as an exam; None where it is none. No query for other quizzes."""
    if quiz.mode != Quiz.Mode.EXAM:
        return None
    exam = Exam.unscoped.filter(quiz_id=quiz.pk).first()
    if exam is not None:
        exam.quiz = quiz
    return exam


def check_exam(quiz: Quiz, enrollment: Enrollment, facts: Mapping[str, Any]) -> None:
    """The gate of exams.

    Raises SafeBrowserNeeded, RegistrationNeeded, SittingNotNow, TriesUsedUp, RetakeNotYet, CheckInNeeded,
    InvigilatorNeeded.
    """
    exam = exam_of(quiz)
    if exam is None:
        return
    headers = facts.get("headers") or {}
    require_safe_browser(exam, address=str(facts.get("address") or ""), headers=headers)
    session = open_session(exam, enrollment)
    if session is None:
        # What stands in the way even of checking in is told first.
        check_sitting(exam, enrollment)
        check_tries(exam, enrollment)
        raise CheckInNeeded
    if session.state in (State.CHECKING_IN, State.WAITING):
        raise InvigilatorNeeded
    if exam.is_one_device and session.device != _device(headers):
        raise InvigilatorNeeded
    if not facts.get("is_resuming"):
        check_sitting(exam, enrollment)


def _device(headers: Mapping[str, str]) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(headers.get(DEVICE_HEADER)))
    except ValueError:
        return None


def exam_settings(exam: Exam) -> dict[str, Any]:
    """The settings file of the exam: it opens the lesson of the quiz in its course."""
    lesson = exam.quiz.lesson
    address = f"{site.SITE_URL.rstrip('/')}/learn/{lesson.course.slug}/{lesson.pk}"
    return settings_for(start_url=address, title=lesson.title)


def accepted_keys(exam: Exam) -> list[str]:
    """The keys of the file that this site writes, and of those that staff entered."""
    return [config_key(exam_settings(exam)), *exam.config_keys.values_list("config_key", flat=True)]


def require_safe_browser(exam: Exam, *, address: str, headers: Mapping[str, str]) -> None:
    """Raise SafeBrowserNeeded unless the request proves settings that may take the exam, or the exam wants none."""
    if not exam.is_safe_browser_needed:
        return
    given = str(headers.get(HEADER, ""))
    if not is_proved(address=address, given=given, keys=accepted_keys(exam)):
        raise SafeBrowserNeeded


def require_safe_browser_for(attempt: QuizAttempt, request: Any) -> None:
    """The same for a request about an attempt. `attempt.is_browser_checked`, where known, saves the look."""
    if getattr(attempt, "is_browser_checked", True) is False:
        return
    rows = Exam.unscoped.filter(quiz_id=attempt.quiz_id, is_safe_browser_needed=True)
    exam = rows.select_related("quiz__lesson__course").first()
    if exam is not None and exam.quiz.mode == Quiz.Mode.EXAM:
        require_safe_browser(exam, address=request.build_absolute_uri(), headers=request.headers)


register_gate(check_exam)
