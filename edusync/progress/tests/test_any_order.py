"""Property: whatever happens in whatever order, the sums are those of the facts, and a rebuild changes nothing."""

import datetime
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edusync.courses import services as courses
from edusync.courses.models import Lesson, Module
from edusync.courses.testing import make_course
from edusync.credentials.models import Certificate
from edusync.enrollment.models import Enrollment
from edusync.enrollment.testing import make_enrollment
from edusync.kernel import clock
from edusync.kernel.models import OutboxEvent
from edusync.progress.models import Completion, LessonProgress, ModuleProgress
from edusync.progress.services import complete_lesson, rebuild_progress, record_view, reopen_lesson

START = datetime.datetime(2026, 3, 4, 12, 0, tzinfo=datetime.UTC)
LEARNING = ("view", "complete", "score", "reopen")
AUTHORING = ("add", "remove", "weight", "optional", "hide", "hide module", "move")
# Learners act more often than authors.
ACTS = (*LEARNING, "complete", "complete", *LEARNING, *AUTHORING)

act = st.tuples(st.sampled_from(ACTS), st.integers(0, 5), st.integers(0, 1), st.integers(1, 9))


def lessons(course):
    return list(Lesson.objects.filter(course=course, deleted_at=None).order_by("id"))


def modules(course):
    return list(Module.objects.filter(course=course, deleted_at=None).order_by("id"))


def edit(course, lesson, kind, number):
    """A change of the outline, as an author makes it."""
    homes = modules(course)
    home = homes[number % len(homes)]
    if kind == "add":
        values = {"weight": number, "detail": {"url": "https://example.org/"}, "completion": "view"}
        courses.add_lesson(module=home, kind="link", title="More", **values)
    elif kind == "hide module":
        courses.update_module(module=home, is_published=not home.is_published)
    elif kind == "remove":
        courses.delete_lesson(lesson=lesson)
    elif kind == "move":
        courses.update_lesson(lesson=lesson, module=home)
    else:
        change = {
            "weight": {"weight": number},
            "optional": {"is_required": not lesson.is_required},
            "hide": {"is_published": not lesson.is_published},
        }[kind]
        courses.update_lesson(lesson=lesson, **change)


def happen(course, enrollments, one):
    """One act of a learner or an author."""
    kind, place, who, number = one
    found = lessons(course)
    if kind == "add":
        return edit(course, None, kind, number)
    if not found:
        return None
    lesson, enrollment = found[place % len(found)], enrollments[who]
    if kind == "view":
        return record_view(enrollment=enrollment, lesson=lesson, seconds=number * 20)
    if kind == "complete":
        return complete_lesson(enrollment=enrollment, lesson=lesson, method="manual")
    if kind == "score":
        return complete_lesson(
            enrollment=enrollment, lesson=lesson, method="score", score=Decimal(number * 11)
        )
    if kind == "reopen":
        return reopen_lesson(enrollment=enrollment, lesson=lesson)
    return edit(course, lesson, kind, number)


def expected(enrollment, course):
    """The sums by the book, in Python: per module (done, required), and for the whole course."""
    done = set(
        LessonProgress.objects.filter(enrollment=enrollment, state="completed").values_list(
            "lesson_id", flat=True
        )
    )
    per_module = {}
    for lesson in lessons(course):
        module = lesson.module
        if lesson.is_required and lesson.is_published and module.is_published and module.deleted_at is None:
            reached, required = per_module.get(lesson.module_id, (0, 0))
            per_module[lesson.module_id] = (
                reached + (lesson.weight if lesson.pk in done else 0),
                required + lesson.weight,
            )
    return per_module, tuple(map(sum, zip(*per_module.values(), strict=True))) if per_module else (0, 0)


def stored(enrollment):
    row = Enrollment.objects.get(pk=enrollment.pk)
    per_module = {
        module_id: (done, required)
        for module_id, done, required in ModuleProgress.objects.filter(enrollment=enrollment).values_list(
            "module_id", "done_weight", "required_weight"
        )
    }
    return per_module, (row.done_weight, row.required_weight), row.percent, row.status


def assert_exact(enrollment, course):
    per_module, total = expected(enrollment, course)
    rows, sums, percent, status = stored(enrollment)
    assert sums == total
    assert percent == (min(100, total[0] * 100 // total[1]) if total[1] else 0)
    # A module has a row once something in it was done; a row is always right.
    assert {module_id for module_id, (done, _) in per_module.items() if done} <= rows.keys()
    assert rows == {module_id: per_module.get(module_id, (0, 0)) for module_id in rows}
    if 0 < total[1] <= total[0]:
        assert status == "completed"
    records = Completion.objects.filter(enrollment=enrollment).count()
    assert records == (status == "completed")
    assert Certificate.objects.filter(enrollment=enrollment).count() == records


@pytest.mark.django_db
@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=st.lists(act, min_size=1, max_size=14))
def test_any_order_of_acts_gives_the_sums_of_the_facts(learner, stranger, acts):
    with transaction.atomic():
        course = make_course(modules=2, lessons=2)
        for weight, lesson in enumerate(lessons(course), start=1):
            courses.update_lesson(lesson=lesson, weight=weight)
        enrollments = [make_enrollment(person, course) for person in (learner, stranger)]
        for second, one in enumerate(acts):
            with clock.frozen(START + datetime.timedelta(seconds=second)):
                happen(course, enrollments, one)
            for enrollment in enrollments:
                assert_exact(enrollment, course)
        before = [stored(enrollment) for enrollment in enrollments]
        announced = OutboxEvent.objects.filter(event_type="module_completed").count()
        rebuild_progress()
        assert [stored(enrollment) for enrollment in enrollments] == before
        assert OutboxEvent.objects.filter(event_type="module_completed").count() == announced
        # The next example begins with the same database.
        transaction.set_rollback(True)
