"""Exams, sessions and events as `exam_serializers` describe them."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from edusync.assessment.behavior.comparing import FEWEST_PEOPLE
from edusync.assessment.exam_consent import consent_text_of
from edusync.assessment.exam_gate import exam_settings
from edusync.assessment.exam_queries import (
    behavior_groups,
    latest_session,
    names_of_peers,
    notices_of,
    position_of,
    sittings_of,
    tries_of,
)
from edusync.assessment.exam_signals import SIGNALS, SILENT_SECONDS, clean_thresholds, wants_review
from edusync.assessment.models import (
    Exam,
    ExamBehavior,
    ExamRegistration,
    ExamSitting,
    ExamWaitlistEntry,
    ProctorEvent,
    ProctorSession,
    QuizAttempt,
)
from edusync.assessment.reviewing import review_of
from edusync.assessment.safe_browser import config_key
from edusync.assessment.services.exams import booked_registration, digest_of, entry_in_line
from edusync.assessment.services.exams.setting_up import RULES
from edusync.assessment.services.exams.standing import next_try_at
from edusync.enrollment.models import Enrollment
from edusync.kernel import clock

OPEN_STATES = ("checking_in", "waiting", "admitted", "running")


def sitting_json(sitting: ExamSitting) -> dict[str, Any]:
    """ExamSittingSerializer; `waiting` is annotated where it matters."""
    waiting = getattr(sitting, "waiting", 0)
    return {
        "uuid": sitting.uuid,
        "title": sitting.title,
        "starts_at": sitting.starts_at,
        "ends_at": sitting.ends_at,
        "seats": sitting.seats,
        "seats_taken": sitting.seats_taken,
        # Where somebody waits, a seat that is free is theirs.
        "seats_left": 0 if waiting else sitting.seats - sitting.seats_taken,
        "waitlist": sitting.waitlist,
        "offer_hours": sitting.offer_hours,
        "waiting": waiting,
        "canceled_at": sitting.canceled_at,
        "cancel_reason": sitting.cancel_reason,
    }


def line_json(entries: Sequence[ExamWaitlistEntry]) -> dict[str, Any]:
    """ExamLineSerializer."""
    results, position = [], 0
    for entry in entries:
        is_waiting = entry.state == ExamWaitlistEntry.State.WAITING
        position += is_waiting
        results.append(
            {
                "uuid": entry.uuid,
                "name": entry.enrollment.learner.display_name,
                "state": entry.state,
                "position": position if is_waiting else None,
                "joined_at": entry.joined_at,
                "offer_ends_at": entry.offer_ends_at,
            }
        )
    return {"results": results, "waiting": position}


def own_line_json(entry: ExamWaitlistEntry | None) -> dict[str, Any] | None:
    """OwnExamLineSerializer."""
    if entry is None:
        return None
    return {
        "sitting": entry.sitting.uuid,
        "starts_at": entry.sitting.starts_at,
        "state": entry.state,
        "position": position_of(entry),
        "offer_ends_at": entry.offer_ends_at,
    }


def settings_json(exam: Exam) -> dict[str, Any]:
    """ExamSettingsSerializer; of an exam that was not written yet, too."""
    lesson = exam.quiz.lesson
    keys = exam.config_keys.order_by("id").values("config_key", "label") if exam.pk else []
    return {
        **{name: getattr(exam, name) for name in RULES},
        "warn_after": clean_thresholds(exam.warn_after),
        "review_after": clean_thresholds(exam.review_after),
        "config_keys": list(keys),
        "quiz_id": exam.quiz_id,
        "title": lesson.title,
        "course_slug": lesson.course.slug,
        "mode": exam.quiz.mode,
        "row_version": exam.row_version if exam.pk else 0,
        "own_config_key": config_key(exam_settings(exam)),
        "sittings": [sitting_json(sitting) for sitting in sittings_of(exam)] if exam.pk else [],
    }


def registration_json(registration: ExamRegistration | None) -> dict[str, Any] | None:
    """ExamRegistrationSerializer."""
    if registration is None:
        return None
    return {
        "uuid": registration.uuid,
        "state": registration.state,
        "registered_at": registration.registered_at,
        "sitting": sitting_json(registration.sitting) if registration.sitting else None,
    }


def notice_json(event: ProctorEvent) -> dict[str, Any]:
    """ExamNoticeSerializer."""
    return {
        "uuid": event.uuid,
        "kind": event.kind,
        "at": event.occurred_at,
        "signal": event.facts.get("signal", ""),
        "count": event.facts.get("count"),
        "minutes": event.facts.get("minutes"),
        "text": event.facts.get("text", ""),
    }


def own_session_json(session: ProctorSession, device: uuid.UUID | None) -> dict[str, Any]:
    """OwnExamSessionSerializer. Signals are not told here: warnings are."""
    attempt = session.attempt
    return {
        "uuid": session.uuid,
        "state": session.state,
        "is_full_screen_waived": session.is_full_screen_waived,
        "is_device_waiting": session.waiting_device is not None and session.device != device,
        "has_picture": session.picture_id is not None,
        "server_time": clock.now(),
        "due_at": attempt.due_at if attempt is not None and attempt.state == "open" else None,
        "notices": [notice_json(event) for event in notices_of(session)],
        "verdict": session.verdict,
        "verdict_reason": session.verdict_reason,
    }


def exam_for_learner(
    exam: Exam,
    enrollment: Enrollment,
    *,
    language: str,
    device: uuid.UUID | None,
    is_browser_proved: bool,
) -> dict[str, Any]:
    """ExamForLearnerSerializer, in ten queries at most: two of them where a quiz says what it tells when."""
    now = clock.now()
    tries = tries_of(exam, enrollment)
    text = consent_text_of(exam, language)
    session = latest_session(exam, enrollment)
    registration = booked_registration(exam, enrollment)
    if session is not None and session.state not in OPEN_STATES and registration is not None:
        # Another try was registered: the earlier one is history.
        session = None
    opens, closes = exam.registration_opens_at, exam.registration_closes_at
    passed = _told_passes(exam, tries, now)
    return {
        "quiz_id": exam.quiz_id,
        "title": exam.quiz.lesson.title,
        "identity": exam.identity,
        "is_registration_needed": exam.is_registration_needed,
        "is_registration_open": (opens is None or now >= opens) and (closes is None or now < closes),
        "registration_opens_at": opens,
        "registration_closes_at": closes,
        "is_full_screen_asked": exam.is_full_screen_asked,
        "is_one_device": exam.is_one_device,
        "is_safe_browser_needed": exam.is_safe_browser_needed,
        "is_safe_browser_proved": is_browser_proved,
        "warn_after": clean_thresholds(exam.warn_after),
        "consent_text": text,
        "consent_digest": digest_of(text),
        "tries_left": _tries_left(exam, len(tries)),
        "next_try_at": next_try_at(exam, tries[0].submitted_at if tries else None),
        "is_passed": bool(passed),
        "passed_until": _valid_until(exam, passed),
        "sittings": [
            sitting_json(one) for one in sittings_of(exam) if one.ends_at > now and one.canceled_at is None
        ],
        "registration": registration_json(registration),
        "line": own_line_json(entry_in_line(exam, enrollment)),
        "session": own_session_json(session, device) if session is not None else None,
    }


def _told_passes(exam: Exam, tries: Sequence[QuizAttempt], now: dt.datetime) -> list[dt.datetime]:
    """When the candidate passed, as far as the quiz tells now: else who passed and who failed read the same."""
    return [
        one.submitted_at
        for one in tries
        if one.is_passed and one.submitted_at is not None and review_of(exam.quiz, one, now).points
    ]


def _tries_left(exam: Exam, tried: int) -> int | None:
    return None if exam.tries_allowed is None else max(0, exam.tries_allowed - tried)


def _valid_until(exam: Exam, passed: Sequence[dt.datetime]) -> dt.datetime | None:
    if exam.validity_days is None or not passed:
        return None
    return max(passed) + dt.timedelta(days=exam.validity_days)


def behavior_of(session: ProctorSession) -> ExamBehavior | None:
    """What the comparison says about a candidate, where there was one; select it with the session."""
    found: ExamBehavior | None = getattr(session, "behavior", None)
    return found


def behavior_json(behavior: ExamBehavior | None) -> dict[str, Any] | None:
    """ExamBehaviorSerializer."""
    if behavior is None or behavior.compared_at is None:
        return None
    return {
        "is_marked": behavior.is_marked,
        "compared": behavior.compared,
        "distance": behavior.distance,
        "has_more_time": behavior.has_more_time,
        "measures": behavior.reasons.get("measures", []),
        "answers": behavior.reasons.get("answers", []),
    }


def candidate_json(session: ProctorSession, exam: Exam) -> dict[str, Any]:
    """CandidateSessionSerializer; `answered` and `questions` are annotated."""
    attempt, registration = session.attempt, session.registration
    sitting = registration.sitting if registration is not None else None
    beat = session.last_beat_at
    is_open = session.state in ("admitted", "running")
    silent_since = clock.now() - dt.timedelta(seconds=SILENT_SECONDS)
    return {
        "uuid": session.uuid,
        "name": session.enrollment.learner.display_name,
        "state": session.state,
        "sitting": sitting.title if sitting is not None else "",
        "statement": session.statement,
        "has_picture": session.picture_id is not None,
        "is_device_waiting": session.waiting_device is not None,
        "is_full_screen_waived": session.is_full_screen_waived,
        "last_beat_at": beat,
        "is_silent": is_open and (beat is None or beat < silent_since),
        "counts": {kind: session.counts[kind] for kind in SIGNALS if session.counts.get(kind)},
        "wants_review": wants_review(session.counts, exam.review_after),
        "is_unusual": (behavior := behavior_of(session)) is not None and behavior.is_marked,
        "answered": getattr(session, "answered", 0),
        "questions": getattr(session, "questions", 0),
        "started_at": attempt.started_at if attempt else None,
        "due_at": attempt.due_at if attempt else None,
        "submitted_at": attempt.submitted_at if attempt else None,
        "verdict": session.verdict,
    }


def event_json(event: ProctorEvent, peers: dict[str, str]) -> dict[str, Any]:
    """ProctorEventSerializer; the other candidate of a pair is named."""
    facts = dict(event.facts)
    if "other" in facts:
        facts["other_name"] = peers.get(facts["other"], "")
    return {
        "uuid": event.uuid,
        "kind": event.kind,
        "origin": event.origin,
        "is_signal": event.kind in SIGNALS,
        "occurred_at": event.occurred_at,
        "received_at": event.received_at,
        "actor": event.actor.display_name if event.actor else "",
        "facts": facts,
    }


def candidate_detail_json(
    session: ProctorSession, exam: Exam, events: Sequence[ProctorEvent]
) -> dict[str, Any]:
    """CandidateDetailSerializer."""
    lesson = exam.quiz.lesson
    others = [event.facts["other"] for event in events if "other" in event.facts]
    peers = names_of_peers(others, session.organization_id) if others else {}
    consent = session.consent
    return {
        **candidate_json(session, exam),
        "quiz_id": exam.quiz_id,
        "exam_title": lesson.title,
        "course_slug": lesson.course.slug,
        "course_title": lesson.course.title,
        "attempt_uuid": session.attempt.uuid if session.attempt else None,
        "consent_text": consent.text if consent else "",
        "consent_digest": consent.digest if consent else "",
        "consented_at": session.consented_at,
        "verdict_reason": session.verdict_reason,
        "verdict_by": session.verdict_by.display_name if session.verdict_by else "",
        "verdict_at": session.verdict_at,
        "events": [event_json(event, peers) for event in events],
        "behavior": behavior_json(behavior_of(session)),
    }


def registered_json(registration: ExamRegistration) -> dict[str, Any]:
    """ExamCandidateSerializer."""
    session = getattr(registration, "session", None)
    return {
        "uuid": registration.uuid,
        "name": registration.enrollment.learner.display_name,
        "sitting": sitting_json(registration.sitting) if registration.sitting else None,
        "state": registration.state,
        "session_state": session.state if session is not None else "",
    }


def behavior_summary_json(exam: Exam) -> dict[str, Any]:
    """BehaviorSummarySerializer, in two queries."""
    counted = behavior_groups(exam)
    newest = exam.behaviors.order_by("-compared_at").values_list("compared_at", flat=True).first()
    return {
        "is_compared": exam.is_behavior_compared,
        "needed": FEWEST_PEOPLE,
        "people": sum(people for people, _ in counted.values()),
        "marked": sum(marked for _, marked in counted.values()),
        "compared_at": newest,
        "groups": [
            {"group": name, "people": counted.get(key, (0, 0))[0], "marked": counted.get(key, (0, 0))[1]}
            for key, name in ((True, "more_time"), (False, "no_more_time"))
        ],
    }
