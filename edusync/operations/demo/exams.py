"""The yearly safety exam of the demo school: candidates of the past, what was noticed of them, and sittings to come."""

import datetime

from edusync.assessment.models import Exam, ProctorSession, Quiz, QuizAttempt
from edusync.assessment.services import exams, update_quiz
from edusync.courses.models import Course
from edusync.courses.services import assign_staff
from edusync.identity.models import User
from edusync.kernel import clock
from edusync.operations.demo.exam_candidates import MANNERS, NEIGHBORS, sit_again, write_exam
from edusync.operations.demo.exam_line import plan_sittings
from edusync.operations.demo.exam_places import enter_shift
from edusync.operations.demo.exam_questions import add_questions

WITH_EXAM = "safe-at-the-workbench"
RULES = {
    "identity": "statement",
    "consent_text": "You sit this exam alone, without notes, at a table of the workshop's classroom.",
    "warn_after": {"focus_lost": 2, "paste": 1},
    "review_after": {"focus_lost": 4, "paste": 2, "similar_answers": 1},
    "validity_days": 365,
    # Ways of writing four answers tell nothing.
    "is_behavior_compared": False,
}
# From the day on which it asks more.
LATER = {**RULES, "is_registration_needed": True, "retake_wait_days": 2, "is_behavior_compared": True}
MADE_DAYS_AGO, CHANGED_DAYS_AGO, WRITTEN_DAYS_AGO = 55, 4, 3
# What happened to those who sat it one by one, one after the other.
NOTICED = (
    (),
    ("focus_lost", "focus_back", "focus_lost", "focus_back", "paste", "focus_lost", "paste"),
    ("focus_lost", "focus_back"),
    ("offline",),
)
ROOM = "Classroom of the workshop"
VERDICT = "The room was loud that morning; the page lost focus when the machine updated itself."


def furnish_exams(people: dict[str, User], courses: list[Course], *, until: datetime.datetime) -> None:
    """The quiz of one course becomes an exam: some sat it one by one, a whole shift together, others are to come."""
    course, by_id = next(one for one in courses if one.slug == WITH_EXAM), people["tomas"].pk
    assign_staff(course=course, user_id=people["ines"].pk, duty="instructor")
    quiz = Quiz.objects.get(lesson__course=course)
    with clock.frozen(until - datetime.timedelta(days=MADE_DAYS_AGO)):
        update_quiz(quiz=quiz, mode="exam")
        quiz.refresh_from_db()
        exam = exams.save_exam(quiz=quiz, values=RULES, base_version=0, by_id=by_id)
    _sit_one_by_one(exam, by_id)
    with clock.frozen(until - datetime.timedelta(days=CHANGED_DAYS_AGO, hours=12)):
        add_questions(quiz)
        exam = exams.save_exam(quiz=quiz, values=LATER, base_version=exam.row_version, by_id=by_id)
        quiz.refresh_from_db()
        exam.quiz = quiz
    _sit_together(exam, course, people, until=until)
    exams.compare_exam(exam.pk)
    plan_sittings(exam, course, room=ROOM, until=until, by_id=by_id)


def _sit_one_by_one(exam: Exam, by_id: int) -> None:
    """Who took the quiz already, with what was noticed; those that asked for a look have their verdict."""
    attempts = QuizAttempt.objects.filter(
        quiz=exam.quiz, number=1, state=QuizAttempt.State.SUBMITTED
    ).select_related("enrollment__learner")
    for number, attempt in enumerate(attempts.order_by("id")):
        session = sit_again(exam, attempt, NOTICED[number % len(NOTICED)])
        if session.state == ProctorSession.State.REVIEW:
            with clock.frozen(session.updated_at + datetime.timedelta(hours=3)):
                exams.decide(session=session, by_id=by_id, verdict="accepted", reason=VERDICT)


def _sit_together(exam: Exam, course: Course, people: dict[str, User], *, until: datetime.datetime) -> None:
    """A shift in one sitting of the past; each way of writing is kept, and answers are compared."""
    by_id = people["tomas"].pk
    begin = (until - datetime.timedelta(days=WRITTEN_DAYS_AGO)).replace(
        hour=7, minute=0, second=0, microsecond=0
    )
    shift = [user for key, user in people.items() if key.startswith("shift")]
    places = enter_shift(course, shift, by_id=by_id, begin=begin - datetime.timedelta(days=6))
    with clock.frozen(begin - datetime.timedelta(hours=10)):
        values = {
            "title": ROOM,
            "starts_at": begin,
            "ends_at": begin + datetime.timedelta(hours=2),
            "seats": len(shift),
        }
        sitting = exams.save_sitting(exam=exam, values=values, by_id=by_id)
        for place in places:
            exams.register(exam=exam, enrollment=place, sitting=sitting)
    written = [
        write_exam(exam, place, MANNERS.get(number), number=number, begin=begin)
        for number, place in enumerate(places, start=1)
    ]
    with clock.frozen(begin + datetime.timedelta(hours=2)):
        # One of the two finds the pair; all others are like nobody.
        exams.compare_session(
            next(one for number, one in enumerate(written, 1) if MANNERS.get(number) is NEIGHBORS)
        )
        for session in written:
            session.refresh_from_db()
            session.exam = exam
            exams.keep_behavior(session)
