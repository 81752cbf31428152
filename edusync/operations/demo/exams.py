"""The yearly safety exam of the demo school: sittings to register for, and candidates of the past with what was noticed."""

import datetime
import uuid

from edusync.assessment.exam_consent import consent_text_of
from edusync.assessment.models import Exam, ProctorSession, Quiz, QuizAttempt
from edusync.assessment.services import exams, update_quiz
from edusync.assessment.services.exams.events import note
from edusync.courses.models import Course
from edusync.enrollment.models import Enrollment
from edusync.identity.models import User
from edusync.kernel import clock

WITH_EXAM = "safe-at-the-workbench"
RULES = {
    "identity": "statement",
    "consent_text": "You sit this exam alone, without notes, at a table of the workshop's classroom.",
    "warn_after": {"focus_lost": 2, "paste": 1},
    "review_after": {"focus_lost": 4, "paste": 2, "similar_answers": 1},
    "validity_days": 365,
    # Lessons of the demo school are learned in no time.
    "fast_seconds": 0,
}
# Days from today, hour, seats.
SITTINGS = ((1, 9, 12), (1, 14, 12), (8, 9, 20))
# What happened to the candidates of the past, one after the other.
NOTICED = (
    (),
    ("focus_lost", "focus_back", "focus_lost", "focus_back", "paste", "focus_lost", "paste"),
    ("focus_lost", "focus_back"),
    ("offline",),
)
WRITING = datetime.timedelta(minutes=20)
VERDICT = "The room was loud that morning; the page lost focus when the machine updated itself."


def furnish_exams(people: dict[str, User], courses: list[Course], *, until: datetime.datetime) -> None:
    """The quiz of one course becomes an exam."""
    course, by_id = next(one for one in courses if one.slug == WITH_EXAM), people["tomas"].pk
    quiz = Quiz.objects.get(lesson__course=course)
    update_quiz(quiz=quiz, mode="exam")
    quiz.refresh_from_db()
    exam = exams.save_exam(quiz=quiz, values=RULES, base_version=0, by_id=by_id)
    attempts = QuizAttempt.objects.filter(quiz=quiz, number=1, state=QuizAttempt.State.SUBMITTED)
    for number, attempt in enumerate(attempts.select_related("enrollment__learner").order_by("id")[:8]):
        sit(exam, attempt, NOTICED[number % len(NOTICED)])
    waiting = ProctorSession.objects.filter(exam=exam, state=ProctorSession.State.REVIEW).order_by("id")
    for session in waiting[1:]:
        exams.decide(session=session, by_id=by_id, verdict="accepted", reason=VERDICT)
    # From now on: those of the past sat it before there were sittings.
    values = {**RULES, "is_registration_needed": True, "retake_wait_days": 2, "fast_seconds": 2}
    exam = exams.save_exam(quiz=quiz, values=values, base_version=exam.row_version, by_id=by_id)
    sittings = []
    for days, hour, seats in SITTINGS:
        starts = (until + datetime.timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)
        ends = starts + datetime.timedelta(hours=2)
        sitting = {"title": "Classroom of the workshop", "starts_at": starts, "ends_at": ends, "seats": seats}
        sittings.append(exams.save_sitting(exam=exam, values=sitting, by_id=by_id))
    tried = QuizAttempt.objects.filter(quiz=quiz).values("enrollment")
    expected = Enrollment.objects.filter(course=course, status="active").exclude(pk__in=tried)
    for number, enrollment in enumerate(expected.order_by("id")[:3]):
        exams.register(exam=exam, enrollment=enrollment, sitting=sittings[number % 2])


def sit(exam: Exam, attempt: QuizAttempt, noticed: tuple[str, ...]) -> None:
    """One candidate of the past: check-in, what the page told, the end. They took longer than the school's attempts do."""
    text, device = consent_text_of(exam, "en"), uuid.uuid5(uuid.NAMESPACE_OID, str(attempt.pk))
    ended = attempt.submitted_at or attempt.started_at
    began = ended - WRITING
    QuizAttempt.objects.filter(pk=attempt.pk).update(started_at=began)
    with clock.frozen(began - datetime.timedelta(minutes=2)):
        session = exams.check_in(
            exam=exam,
            enrollment=attempt.enrollment,
            device=device,
            consent_text=text,
            consent_digest=exams.digest_of(text),
            statement=attempt.enrollment.learner.display_name,
        )
    with clock.frozen(began):
        session.attempt, session.state = attempt, ProctorSession.State.RUNNING
        session.save(update_fields=["attempt", "state", "updated_at"])
        note(session, "started")
    for number, kind in enumerate(noticed, start=1):
        with clock.frozen(began + datetime.timedelta(minutes=2 * number)):
            told = exams.Noticed(sequence=number, kind=kind, seconds=20 if kind == "focus_back" else None)
            exams.record_events(session=session, client_id=device, noticed=[told])
    with clock.frozen(ended):
        exams.follow_attempt(session=session)
