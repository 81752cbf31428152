"""Where things are in a data set, and sessions of its people."""

import dataclasses
from typing import Any

from bench.names import CLASS, FRAPPE, MOODLE_M, MOODLE_S, PAGES_LEFT, PASSWORD, PRACTICE

CSRF = "a" * 32


@dataclasses.dataclass(slots=True)
class Facts:
    """What the scenarios ask for. `attempts`: place of the learner in `learners`, and the attempt's uuid."""

    learners: list[int]
    emails: list[str]
    frappe_lessons: list[int]
    open_lessons: list[int]
    attempts: list[tuple[int, str]]
    # Place of an instructor among the sessions, and page lessons of a course of theirs, each with its version.
    author: int | None = None
    authored: list[tuple[int, int]] = dataclasses.field(default_factory=list)
    frappe: str = FRAPPE
    moodle_m: str = MOODLE_M
    moodle_s: str = f"{MOODLE_S}-1"
    small_class: str = CLASS
    # An assignment of that class, and a submission of it.
    pile: int = 0
    submission: str = ""
    password: str = PASSWORD
    cookies: list[str] = dataclasses.field(default_factory=list)


def load() -> Facts:
    """Read the data set of the configured database."""
    from edusync.assessment.models import QuizAttempt, Submission
    from edusync.courses.models import Lesson
    from edusync.enrollment.models import Enrollment
    from edusync.identity.models import User

    learners = list(
        User.objects.filter(username__startswith="learner-").order_by("id").values_list("id", "email")
    )
    places = {user_id: place for place, (user_id, _) in enumerate(learners)}
    lessons = list(
        Lesson.unscoped.filter(course__slug=FRAPPE)
        .order_by("module__position", "position")
        .values_list("id", flat=True)
    )
    owners = dict(Enrollment.unscoped.filter(course__slug=PRACTICE).values_list("id", "learner_id"))
    attempts = QuizAttempt.unscoped.filter(enrollment_id__in=owners, state="open").order_by("id")
    handed_in = Submission.unscoped.filter(assignment__course__slug=CLASS).order_by("id").first()
    return Facts(
        pile=handed_in.assignment_id if handed_in else 0,
        submission=str(handed_in.uuid) if handed_in else "",
        learners=[user_id for user_id, _ in learners],
        emails=[email for _, email in learners],
        frappe_lessons=lessons,
        open_lessons=lessons[-PAGES_LEFT:],
        attempts=[
            (places[owners[enrollment_id]], str(uuid))
            for enrollment_id, uuid in attempts.values_list("enrollment_id", "uuid")
        ],
    )


def open_sessions(facts: Facts) -> None:
    """Sign everybody in without asking for a password: cookies as a browser would send them."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from edusync.identity.models import User

    store = import_module(settings.SESSION_ENGINE).SessionStore
    people = [*User.objects.filter(pk__in=facts.learners).order_by("id"), *_authors(facts)]
    for user in people:
        session = store()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        facts.cookies.append(f"{settings.SESSION_COOKIE_NAME}={session.session_key}; csrftoken={CSRF}")


def _authors(facts: Facts) -> list[Any]:
    """The owner of the course that authors write in: the last session."""
    from edusync.courses.models import Course, Page
    from edusync.identity.models import User

    course = Course.unscoped.filter(slug=facts.moodle_m).first()
    owner = User.objects.filter(pk=course.created_by_id).first() if course else None
    if owner is None:
        return []
    pages = Page.objects.filter(lesson__course=course).order_by("lesson_id")
    facts.author = len(facts.learners)
    facts.authored = list(pages.values_list("lesson_id", "row_version"))
    return [owner]
