"""What the database itself announces and guards about progress."""

import pytest
from django.db import DatabaseError, connection, transaction

from edusync.courses.testing import make_course
from edusync.enrollment.testing import make_enrollment
from edusync.kernel.models import OutboxEvent
from edusync.kernel.sqlobjects import is_refused_by_trigger
from edusync.progress.models import Completion, ModuleProgress
from edusync.progress.testing import complete_lessons


def execute(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def announced():
    return [event.payload for event in OutboxEvent.objects.filter(event_type="module_completed")]


@pytest.fixture
def enrollment(learner):
    return make_enrollment(learner, make_course(modules=1, lessons=2))


def test_a_module_completed_by_plain_sql_is_announced_once(enrollment):
    complete_lessons(enrollment, 1)
    row = ModuleProgress.objects.get()
    assert announced() == []
    finish = "UPDATE progress_module_progress SET completed_at = updated_at WHERE id = %s"
    execute(finish, row.pk)
    execute(finish, row.pk)
    assert announced() == [{"enrollment_id": enrollment.pk, "module_id": row.module_id}]


def test_a_module_inserted_complete_is_announced(enrollment):
    complete_lessons(enrollment, 1)
    row = ModuleProgress.objects.get()
    row.delete()
    ModuleProgress.objects.create(
        enrollment_id=enrollment.pk,
        module_id=row.module_id,
        done_weight=2,
        required_weight=2,
        completed_at=enrollment.enrolled_at,
    )
    assert announced() == [{"enrollment_id": enrollment.pk, "module_id": row.module_id}]


@pytest.mark.owner("the guard holds for the owner too; the application has not even the right")
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE progress_completion SET done_weight = 0 WHERE id = %s",
        "DELETE FROM progress_completion WHERE id = %s",
    ],
)
def test_a_completion_cannot_be_changed(enrollment, sql):
    complete_lessons(enrollment)
    row = Completion.objects.get()
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        execute(sql, row.pk)
    assert is_refused_by_trigger(refusal.value)
    assert Completion.objects.get().done_weight == 2
