"""A people import goes on where it was stopped, and stops when it is canceled."""

from typing import Any

import pytest

from edusync.identity.models import Invitation, OrganizationMembership, RoleAssignment, User
from edusync.integrations.models import UserImportJob, UserImportRow
from edusync.integrations.problems import ImportStepRefused
from edusync.integrations.services.people import (
    cancel_people_import,
    check_people_import,
    run_people_import,
    start_people_import,
)
from edusync.integrations.testing import actor_for, check_people, import_people, upload_people

ROWS = 1_203
TEXT = "email,roll no\n" + "".join(f"p{number}@x.example,{number}\n" for number in range(ROWS))


class Killed(BaseException):
    """What ends a worker without any of its own words."""


def started(admin: Any, text: str = TEXT) -> UserImportJob:
    """An import whose run waits for the worker."""
    job = check_people(upload_people(text, by=admin), by=admin)
    return start_people_import(job=job, actor=actor_for(admin))


@pytest.mark.parametrize("stop_at", [500, 1000, 1203])
def test_goes_on_after_a_killed_worker(admin: Any, stop_at: int) -> None:
    job = started(admin)

    def kill(done: int) -> None:
        if done == stop_at:
            raise Killed

    with pytest.raises(Killed):
        run_people_import(job.pk, after_chunk=kill)
    job.refresh_from_db()
    assert (job.state, job.rows_done) == ("running", stop_at)
    assert User.objects.filter(email__endswith="@x.example").count() == stop_at
    done = run_people_import(job.pk)
    assert (done.state, done.rows_done, done.created_count) == ("finished", ROWS, ROWS)
    assert UserImportRow.objects.filter(job=job).count() == ROWS
    for model in (OrganizationMembership, RoleAssignment):
        assert model.objects.filter(user__email__endswith="@x.example").count() == ROWS
    assert Invitation.objects.count() == ROWS


def test_finds_repetitions_of_rows_done_before_the_stop(admin: Any) -> None:
    job = started(admin, TEXT + "p3@x.example,9999\n")

    def kill(done: int) -> None:
        raise Killed

    with pytest.raises(Killed):
        run_people_import(job.pk, after_chunk=kill)
    done = run_people_import(job.pk)
    last = UserImportRow.objects.filter(job=done).order_by("-position").first()
    assert [problem["code"] for problem in last.problems] == ["duplicate-in-file"]
    assert "Line 5 " in last.problems[0]["detail"]


def test_canceled_between_chunks(admin: Any, django_capture_on_commit_callbacks: Any) -> None:
    job = started(admin)

    def cancel(_done: int) -> None:
        cancel_people_import(job=job, actor=actor_for(admin))

    with django_capture_on_commit_callbacks(execute=True):
        run = run_people_import(job.pk, after_chunk=cancel)
    assert (run.state, run.rows_done) == ("cancelled", 500)
    assert User.objects.filter(email__endswith="@x.example").count() == 500
    run.refresh_from_db()
    assert run.file_id is None
    with pytest.raises(ImportStepRefused):
        start_people_import(job=job, actor=actor_for(admin))


def test_a_finished_import_runs_no_second_time(admin: Any) -> None:
    job = import_people("email\na@x.example\n", by=admin)
    assert run_people_import(job.pk).state == "finished"
    for step in (start_people_import, cancel_people_import):
        with pytest.raises(ImportStepRefused):
            step(job=job, actor=actor_for(admin))
    with pytest.raises(ImportStepRefused):
        check_people_import(job=job, actor=actor_for(admin), changes={})


def test_the_upload_goes_when_the_run_ends(admin: Any, django_capture_on_commit_callbacks: Any) -> None:
    from edusync.files.models import FileObject

    with django_capture_on_commit_callbacks(execute=True):
        job = import_people("email\na@x.example\n", by=admin)
    job.refresh_from_db()
    assert job.file_id is None
    assert not FileObject.objects.exists()
