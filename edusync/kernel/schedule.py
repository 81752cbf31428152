"""Runs periodic jobs, each in one worker at a time, by a lease on its row."""

import datetime as dt

import structlog
from django.db import IntegrityError, transaction
from django.db.models import Q

from edusync.kernel import clock
from edusync.kernel.models import ScheduledJob
from edusync.kernel.tasks import PeriodicJob, periodic_jobs

LEASE = dt.timedelta(minutes=15)

logger = structlog.get_logger(__name__)


def run_due_jobs(worker: str, *, raise_errors: bool = False) -> list[str]:
    """Run every job whose time has come and that no other worker holds; return their names."""
    now = clock.now()
    jobs = periodic_jobs()
    register_jobs(jobs)
    due = ScheduledJob.objects.filter(name__in=jobs, next_run_at__lte=now).values_list("name", flat=True)
    return [name for name in sorted(due) if run_job(jobs[name], worker, raise_errors=raise_errors)]


def register_jobs(jobs: dict[str, PeriodicJob]) -> None:
    """Give new jobs their rows; they are due at once."""
    known = set(ScheduledJob.objects.values_list("name", flat=True))
    for name in jobs.keys() - known:
        try:
            with transaction.atomic():
                ScheduledJob.objects.create(name=name, next_run_at=clock.now())
        except IntegrityError:
            logger.info("job_registered_elsewhere", job=name)


def run_job(job: PeriodicJob, worker: str, *, raise_errors: bool = False) -> bool:
    """Run the job under its lease; False if another worker has it."""
    now = clock.now()
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    row = ScheduledJob.objects.filter(free, name=job.name, next_run_at__lte=now)
    if not row.update(leased_by=worker, leased_until=now + LEASE):
        return False
    result = "done"
    try:
        job.run()
    except Exception:
        if raise_errors:
            raise
        logger.exception("job_failed", job=job.name)
        # Why is in the log: the page of the database shows this.
        result = "failed"
    finally:
        done = clock.now()
        ScheduledJob.objects.filter(name=job.name, leased_by=worker).update(
            leased_by="",
            leased_until=None,
            last_run_at=done,
            next_run_at=done + dt.timedelta(seconds=job.every_seconds),
            last_result=result,
        )
    return True
