"""Percentages follow the outline, in the same transaction."""

import pytest
from django.core.management import call_command

from edusync.courses import services as courses
from edusync.courses.models import Module
from edusync.courses.testing import lessons_of, make_course
from edusync.enrollment import services as enrollments
from edusync.enrollment.models import Enrollment
from edusync.enrollment.testing import make_enrollment
from edusync.progress.models import Completion, ModuleProgress
from edusync.progress.services import complete_lesson, rebuild_progress
from edusync.progress.testing import complete_lessons


def sums(enrollment):
    row = Enrollment.objects.get(pk=enrollment.pk)
    return row.done_weight, row.required_weight, row.percent, row.status


@pytest.fixture
def course(organization):
    return make_course(modules=2, lessons=2)


def test_a_new_lesson_lowers_the_percentage_and_a_completed_course_stays_completed(learner, stranger, course):
    done, half = make_enrollment(learner, course), make_enrollment(stranger, course)
    complete_lessons(done)
    complete_lessons(half, 2)
    module = Module.objects.filter(course=course).first()
    courses.add_lesson(
        module=module, kind="link", title="More", detail={"url": "https://example.org/"}, weight=4
    )
    assert sums(done) == (4, 8, 50, "completed")
    assert sums(half) == (2, 8, 25, "active")


def test_removing_what_is_missing_completes_the_course(learner, course):
    enrollment = make_enrollment(learner, course)
    complete_lessons(enrollment, 3)
    courses.delete_lesson(lesson=lessons_of(course)[3])
    assert sums(enrollment) == (3, 3, 100, "completed")
    assert Completion.objects.filter(enrollment=enrollment).exists()


def test_a_withdrawn_learner_does_not_complete_by_a_change(learner, course):
    enrollment = make_enrollment(learner, course)
    complete_lessons(enrollment, 3)
    enrollments.withdraw(enrollment=enrollment, by_id=learner.pk)
    courses.delete_lesson(lesson=lessons_of(course)[3])
    assert sums(enrollment) == (3, 3, 100, "withdrawn")
    enrollments.enroll_learner(course_id=course.pk, learner_id=learner.pk)
    assert sums(enrollment) == (3, 3, 100, "completed")


def test_a_moved_lesson_counts_in_its_new_module(learner, course):
    enrollment = make_enrollment(learner, course)
    lesson = lessons_of(course)[0]
    source_id = lesson.module_id
    complete_lesson(enrollment=enrollment, lesson=lesson, method="manual")
    target = Module.objects.filter(course=course).order_by("position").last()
    courses.update_lesson(lesson=lesson, module=target)
    found = {
        module_id: sums
        for module_id, *sums in ModuleProgress.objects.values_list(
            "module_id", "done_weight", "required_weight"
        )
    }
    assert found == {source_id: [0, 1], target.pk: [1, 3]}
    assert sums(enrollment)[:2] == (1, 4)


def test_the_command_repairs_what_plain_sql_broke(learner, course):
    enrollment = make_enrollment(learner, course)
    complete_lessons(enrollment, 2)
    before = list(
        ModuleProgress.objects.order_by("id").values_list("module_id", "done_weight", "required_weight")
    )
    Enrollment.objects.update(done_weight=1, required_weight=77)
    ModuleProgress.objects.update(done_weight=9, required_weight=9)
    call_command("rebuild_progress")
    after = list(
        ModuleProgress.objects.order_by("id").values_list("module_id", "done_weight", "required_weight")
    )
    assert sums(enrollment) == (2, 4, 50, "active")
    assert after == before


def test_only_the_named_course_is_rebuilt(learner, course):
    enrollment = make_enrollment(learner, course)
    other = make_enrollment(learner, make_course("Other", modules=1, lessons=1))
    Enrollment.objects.update(required_weight=77)
    assert rebuild_progress(course_id=course.pk) == 1
    assert (sums(enrollment)[1], sums(other)[1]) == (4, 77)


def test_queries_of_a_change_do_not_grow_with_the_learners(
    make_person, course, django_assert_max_num_queries
):
    for number in range(6):
        complete_lessons(make_enrollment(make_person(f"person{number}"), course), 1)
    from edusync.progress.services import follow_outline

    with django_assert_max_num_queries(10):
        follow_outline(course_id=course.pk)
