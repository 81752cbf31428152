"""The school of `bench.exam_chaos`: what it starts with, and the recount at the end."""

from typing import Any

from devtools.shell import say


def open_exam(*, learners: int, questions: int, csrf: str) -> list[dict[str, Any]]:
    """Migrate, make one quiz of single choices and let everybody begin. Facts of each learner, as `Learner` takes them."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    from edusync.identity.services import ensure_default_organization, ensure_system_roles
    from edusync.kernel.tenancy import organization_context

    organization = ensure_default_organization()
    ensure_system_roles()
    with organization_context(organization.pk):
        facts = _begin(organization, learners, questions, csrf)
    connections.close_all()
    return facts


def open_drawn_exam(*, learners: int, csrf: str) -> list[dict[str, Any]]:
    """Migrate, make one quiz of five fixed questions and fifteen drawn of sixty; nobody has begun. Facts of each learner."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    from edusync.identity.services import ensure_default_organization, ensure_system_roles
    from edusync.kernel.tenancy import organization_context

    organization = ensure_default_organization()
    ensure_system_roles()
    with organization_context(organization.pk):
        facts = _prepare_drawn(organization, learners, csrf)
    connections.close_all()
    return facts


def _prepare_drawn(organization: Any, learners: int, csrf: str) -> list[dict[str, Any]]:
    from bench.data.people import make_people
    from edusync.assessment.course_content import QuizContent
    from edusync.assessment.services.bank import create_bank
    from edusync.assessment.services.bank_questions import Entry, create_questions
    from edusync.assessment.testing import choice_draft, make_quiz
    from edusync.courses.testing import make_course
    from edusync.enrollment.testing import make_enrollment

    course = make_course("Finals", modules=1, lessons=1)
    bank = create_bank(title="Finals", by_id=None)
    entries = [Entry(choice_draft(f"Drawn question {n}")) for n in range(60)]
    create_questions(bank=bank, entries=entries, by_id=None, state="approved")
    quiz = make_quiz(course=course, questions=[choice_draft(f"Question {n}") for n in range(5)])
    content = QuizContent()
    present = content.read([quiz.lesson_id])[quiz.lesson_id]
    draws = [{"bank_id": bank.pk, "count": 5, "points": "1", "after": after} for after in (1, 3, 5)]
    content.write(quiz.lesson, {**present, "draws": draws, "is_shuffled": True, "time_limit_seconds": 3600})
    people = make_people(organization, kind="exam", role_code="learner", count=learners)
    for user in people:
        make_enrollment(user, course)
    return [{"quiz": quiz.pk, "cookie": _session(user, csrf)} for user in people]


def drawn_verdict(learners: int) -> str:
    """What is wrong with the attempts of `open_drawn_exam`; empty where nothing is."""
    from django.db.models import Count

    from edusync.assessment.models import QuizAttempt, QuizSlot

    attempts = QuizAttempt.unscoped.filter(state="submitted", points__isnull=False)
    editions = list(attempts.values_list("edition", flat=True))
    if len(editions) != learners:
        return f"{len(editions)} of {learners} attempts are handed in"
    if len(set(editions)) != learners:
        return "attempts share an edition"
    rows = QuizSlot.objects.filter(edition__in=editions).values("edition")
    counted = rows.annotate(n=Count("pk"), own=Count("question_version__question", distinct=True))
    odd = [row for row in counted if (row["n"], row["own"]) != (20, 20)]
    return f"{len(odd)} attempts have another number of questions, or one twice" if odd else ""


def _begin(organization: Any, learners: int, questions: int, csrf: str) -> list[dict[str, Any]]:
    from bench.data.people import make_people
    from edusync.assessment.services import start_attempt
    from edusync.assessment.sheets import sheet_of
    from edusync.assessment.testing import choice_draft, make_quiz
    from edusync.courses.testing import make_course
    from edusync.enrollment.testing import make_enrollment

    course = make_course("Finals", modules=1, lessons=1)
    quiz = make_quiz(course=course, questions=[choice_draft(f"Question {n}") for n in range(questions)])
    slots = [(slot.id, [choice.id for choice in slot.choices]) for slot in sheet_of(quiz.edition).slots]
    people = make_people(organization, kind="exam", role_code="learner", count=learners)
    return [
        {
            "attempt": str(start_attempt(quiz=quiz, enrollment=make_enrollment(user, course)).uuid),
            "cookie": _session(user, csrf),
            "slots": slots,
        }
        for user in people
    ]


def _session(user: Any, csrf: str) -> str:
    """A session as a browser has it after signing in."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}; csrftoken={csrf}"


def verdict(learners: Any) -> int:
    """Count what is missing, double or wrong, and say it. 0 where nothing is, else 1."""
    from edusync.assessment.models import AttemptEvent, QuizAnswer, QuizAttempt, QuizSlot

    right = {
        slot.pk: {option.pk for option in slot.question_version.options.all() if option.weight > 0}
        for slot in QuizSlot.objects.prefetch_related("question_version__options")
    }
    counts = dict.fromkeys(
        ("given", "acknowledged", "lost", "doubled", "wrong answers", "wrong points", "not handed in"), 0
    )
    for learner in learners:
        attempt = QuizAttempt.unscoped.get(uuid=learner.attempt)
        events = list(
            AttemptEvent.unscoped.filter(attempt=attempt).values_list("client_id", "sequence", "uuid")
        )
        stored = {(str(client), sequence): str(uuid) for client, sequence, uuid in events}
        counts["given"] += learner.given
        counts["acknowledged"] += len(learner.receipts)
        counts["lost"] += sum(stored.get(key) != receipt for key, receipt in learner.receipts.items())
        counts["lost"] += len(learner.kept)
        counts["doubled"] += len(events) - len(stored)
        answers = dict(QuizAnswer.objects.filter(attempt=attempt).values_list("slot_id", "response"))
        counts["wrong answers"] += sum(
            answers[slot] != {"options": [option]} for slot, option in learner.last.items()
        )
        points = sum(option in right[slot] for slot, option in learner.last.items())
        counts["wrong points"] += attempt.points != points
        counts["not handed in"] += attempt.state != "submitted"
    say(", ".join(f"{number} {name}" for name, number in counts.items()))
    return int(any(number for name, number in counts.items() if name not in ("given", "acknowledged")))
