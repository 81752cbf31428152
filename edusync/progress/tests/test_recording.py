"""What a learner does in a lesson, and the sums that follow."""

import datetime
from decimal import Decimal

import pytest

from edusync.courses.testing import lessons_of, make_course
from edusync.enrollment.models import Enrollment
from edusync.enrollment.testing import make_enrollment
from edusync.kernel import clock
from edusync.kernel.models import OutboxEvent
from edusync.progress.models import Completion, LessonProgress, ModuleProgress
from edusync.progress.problems import CompletionNeedsScore, EnrollmentClosed
from edusync.progress.services import complete_lesson, record_view, reopen_lesson
from edusync.progress.testing import complete_lessons

NOON = datetime.datetime(2026, 3, 4, 12, 0, tzinfo=datetime.UTC)


@pytest.fixture
def enrollment(learner):
    return make_enrollment(learner, make_course(modules=2, lessons=2))


def sums(enrollment):
    row = Enrollment.objects.get(pk=enrollment.pk)
    return row.done_weight, row.required_weight, row.percent, row.status


def heartbeat(enrollment, lesson, at, seconds, **values):
    with clock.frozen(NOON + datetime.timedelta(seconds=at)):
        return record_view(enrollment=enrollment, lesson=lesson, seconds=seconds, **values)


def test_percent_is_the_whole_part_of_the_share(enrollment):
    first, second, *_ = lessons_of(enrollment.course)
    complete_lesson(enrollment=enrollment, lesson=first, method="manual")
    assert sums(enrollment) == (1, 4, 25, "active")
    complete_lesson(enrollment=enrollment, lesson=second, method="manual")
    assert sums(enrollment) == (2, 4, 50, "active")


def test_completing_twice_counts_once_and_keeps_the_first_instant(enrollment):
    lesson = lessons_of(enrollment.course)[0]
    with clock.frozen(NOON):
        complete_lesson(enrollment=enrollment, lesson=lesson, method="manual")
    complete_lesson(enrollment=enrollment, lesson=lesson, method="score", score=Decimal(100))
    progress = LessonProgress.objects.get()
    assert (progress.completed_at, progress.method, progress.best_score) == (NOON, "manual", Decimal(100))
    assert sums(enrollment)[0] == 1


def test_the_last_lesson_completes_the_course_once(enrollment):
    complete_lessons(enrollment)
    assert sums(enrollment) == (4, 4, 100, "completed")
    reopen_lesson(enrollment=enrollment, lesson=lessons_of(enrollment.course)[0])
    assert sums(enrollment) == (3, 4, 75, "completed")
    complete_lessons(enrollment)
    assert Completion.objects.filter(enrollment=enrollment).count() == 1
    assert OutboxEvent.objects.filter(event_type="enrollment.course_completed").count() == 1


def test_optional_lessons_do_not_count(learner):
    course = make_course(modules=1, lessons=2)
    optional = lessons_of(course)[0]
    type(optional).objects.filter(pk=optional.pk).update(is_required=False)
    enrollment = make_enrollment(learner, course)
    complete_lesson(enrollment=enrollment, lesson=optional, method="manual")
    assert sums(enrollment) == (0, 1, 0, "active")


def test_a_course_without_required_lessons_is_never_complete(learner):
    course = make_course(modules=1, lessons=1, lesson_values={"is_required": False})
    enrollment = make_enrollment(learner, course)
    complete_lessons(enrollment)
    assert sums(enrollment) == (0, 0, 0, "active")


def test_a_finished_module_is_announced_once(enrollment):
    first, second, *_ = lessons_of(enrollment.course)
    complete_lesson(enrollment=enrollment, lesson=first, method="manual")
    assert not OutboxEvent.objects.filter(event_type="module_completed").exists()
    complete_lesson(enrollment=enrollment, lesson=second, method="manual")
    reopen_lesson(enrollment=enrollment, lesson=second)
    complete_lesson(enrollment=enrollment, lesson=second, method="manual")
    event = OutboxEvent.objects.get(event_type="module_completed")
    assert event.payload == {"enrollment_id": enrollment.pk, "module_id": first.module_id}
    assert event.organization_id == enrollment.organization_id
    module = ModuleProgress.objects.get(module_id=first.module_id)
    assert (module.done_weight, module.required_weight) == (2, 2)


def test_the_first_view_completes_a_lesson_with_that_rule(learner):
    course = make_course(modules=1, lessons=2, lesson_values={"completion": "view"})
    enrollment = make_enrollment(learner, course)
    progress = record_view(enrollment=enrollment, lesson=lessons_of(course)[0])
    assert (progress.state, progress.method) == ("completed", "view")
    assert sums(enrollment)[:2] == (1, 2)


def test_time_completes_a_lesson_when_it_is_spent(learner):
    course = make_course(modules=1, lessons=1, lesson_values={"completion": "time", "completion_value": 100})
    enrollment = make_enrollment(learner, course)
    lesson = lessons_of(course)[0]
    assert heartbeat(enrollment, lesson, 0, 60).state == "started"
    assert heartbeat(enrollment, lesson, 60, 60).state == "completed"
    assert sums(enrollment)[3] == "completed"


def test_no_more_seconds_count_than_have_passed(enrollment):
    lesson = lessons_of(enrollment.course)[0]
    heartbeat(enrollment, lesson, 0, 1000)
    heartbeat(enrollment, lesson, 10, 120)
    progress = heartbeat(enrollment, lesson, 10, 120)
    # 120 at most for the first call, then the ten seconds that passed, then nothing: that time is counted.
    assert progress.seconds == 120 + 10
    assert Enrollment.objects.get().seconds == progress.seconds


def test_heartbeats_are_one_view_and_a_pause_begins_another(enrollment):
    lesson = lessons_of(enrollment.course)[0]
    for second in (0, 60, 120, 4000):
        progress = heartbeat(enrollment, lesson, second, 60)
    assert progress.views == 2


def test_remembers_where_the_learner_was(enrollment):
    lesson = lessons_of(enrollment.course)[1]
    heartbeat(enrollment, lesson, 0, 5, position_seconds=42, watched_share=30)
    progress = heartbeat(enrollment, lesson, 5, 5, position_seconds=10, watched_share=20)
    assert (progress.position_seconds, progress.watched_share) == (10, 30)
    row = Enrollment.objects.get()
    assert (row.last_lesson_id, row.last_access_at) == (lesson.pk, NOON + datetime.timedelta(seconds=5))


def test_seconds_of_the_week_begin_anew_on_monday(enrollment):
    lesson = lessons_of(enrollment.course)[0]
    heartbeat(enrollment, lesson, 0, 60)
    heartbeat(enrollment, lesson, 7 * 86400, 30)
    row = Enrollment.objects.get()
    assert (row.seconds, row.week_seconds, row.week_starts_on) == (90, 30, datetime.date(2026, 3, 9))


def test_the_best_score_stays(learner):
    course = make_course(modules=1, lessons=2, lesson_values={"completion": "score", "completion_value": 60})
    enrollment = make_enrollment(learner, course)
    lesson = lessons_of(course)[0]
    seen = []
    for score in ("40.5", "90", "70"):
        complete_lesson(enrollment=enrollment, lesson=lesson, method="score", score=Decimal(score))
        row = LessonProgress.objects.get()
        seen.append((row.state, row.best_score))
    assert seen == [("started", Decimal("40.5")), ("completed", Decimal(90)), ("completed", Decimal(90))]
    assert sums(enrollment)[:2] == (1, 2)


def test_a_score_is_needed_where_the_score_decides(enrollment):
    with pytest.raises(CompletionNeedsScore):
        complete_lesson(enrollment=enrollment, lesson=lessons_of(enrollment.course)[0], method="score")


@pytest.mark.parametrize("status", ["withdrawn", "suspended"])
def test_nothing_is_recorded_for_a_closed_enrollment(learner, status):
    enrollment = make_enrollment(learner, status=status)
    lesson = lessons_of(enrollment.course)[0]
    for act in (record_view, reopen_lesson):
        with pytest.raises(EnrollmentClosed):
            act(enrollment=enrollment, lesson=lesson)
    with pytest.raises(EnrollmentClosed):
        complete_lesson(enrollment=enrollment, lesson=lesson, method="manual")


def test_the_callers_enrollment_shows_what_was_written(enrollment):
    complete_lessons(enrollment)
    assert (enrollment.done_weight, enrollment.status) == (4, "completed")
    assert enrollment.completed_at is not None
