"""One run over the summaries of an organization: finds what changed, follows it in order, and is written down."""

import datetime
from collections import Counter

import structlog
from django.db import InterfaceError, OperationalError

from edusync.identity.queries import organization_ids, time_zone_of_organization
from edusync.kernel import clock
from edusync.kernel.tenancy import current_organization_id, organization_context
from edusync.progress.time_zones import zone_of
from edusync.reports.models import CourseFigure, PersonFigure, PipelineRun
from edusync.reports.queries import covered_until, facts
from edusync.reports.services.summaries import courses, days, metrics, people

# Name of the run, which reports name as what they stand on.
SUMMARY = "figures"
# Looked at twice: a transaction may take so long from its clock to its commit.
OVERLAP = datetime.timedelta(minutes=10)
REMEMBERED = datetime.timedelta(days=90)

logger = structlog.get_logger(__name__)


def refresh_all_organizations() -> None:
    """Refresh the summaries of every organization. One that fails does not stop the others; the first error is raised.

    Runs of more than ninety days ago are forgotten.
    """
    PipelineRun.objects.filter(started_at__lt=clock.now() - REMEMBERED).delete()
    errors = []
    for organization_id in organization_ids():
        with organization_context(organization_id):
            try:
                refresh_summaries()
            except Exception as error:  # noqa: BLE001 - logged where it happened
                errors.append(error)
    if errors:
        raise errors[0]


def refresh_summaries(*, is_rebuild: bool = False) -> PipelineRun:
    """Bring the summaries of the organization in context in line with the facts; `is_rebuild` looks at everything.

    Returns the run. Whatever stops it is raised; its kind is written down with the run, its words are logged.
    """
    now = clock.now()
    since = None if is_rebuild else covered_until(SUMMARY)
    _close_broken_runs(now)
    run: PipelineRun = PipelineRun.objects.create(
        organization_id=current_organization_id(),
        name=SUMMARY,
        is_rebuild=since is None,
        started_at=now,
        covered_from=since,
    )
    try:
        run.rows_written = _follow(since, now)
    except Exception as error:
        logger.exception("summaries_failed", organization=current_organization_id())
        run.state, run.error = PipelineRun.State.FAILED, failure_of(error)
        raise
    else:
        run.state, run.covered_until = PipelineRun.State.FINISHED, now
    finally:
        run.finished_at = clock.now()
        run.save()
    return run


def follow_person(user_id: int) -> None:
    """Bring everything in line that one person's enrollments count in, without waiting for the next run."""
    now = clock.now()
    zone = zone_of(time_zone_of_organization(current_organization_id()))
    enrollments = facts.enrollments_of_person(user_id)
    earliest = days.follow_enrollment_days(enrollments, zone)
    days.follow_user_days({user_id})
    for course_id in sorted({course_id for course_id, _ in enrollments.values()}):
        courses.follow_course(
            course_id, since=earliest.get(course_id), today=now.astimezone(zone).date(), zone=zone
        )
    people.follow_people({user_id}, now=now)


def failure_of(error: Exception) -> str:
    """The kind of what stopped a run. Its words may name rows, hosts and paths: they are for the log alone."""
    if isinstance(error, OperationalError | InterfaceError):
        return PipelineRun.Failure.DATABASE
    if isinstance(error, OSError):
        return PipelineRun.Failure.STORAGE
    return PipelineRun.Failure.UNEXPECTED


def _close_broken_runs(now: datetime.datetime) -> None:
    """A run whose process ended in the middle will not write down its end itself."""
    runs = PipelineRun.objects.filter(
        organization_id=current_organization_id(), name=SUMMARY, state=PipelineRun.State.RUNNING
    )
    runs.update(
        state=PipelineRun.State.FAILED, finished_at=now, error=PipelineRun.Failure.ENDED, updated_at=now
    )


def _follow(since: datetime.datetime | None, now: datetime.datetime) -> int:
    """The whole order of things: days of enrollments, of people, of courses; then totals. Returns how much changed."""
    zone = zone_of(time_zone_of_organization(current_organization_id()))
    today = now.astimezone(zone).date()
    begin = None if since is None else since - OVERLAP
    enrollments = facts.enrollments_with_ids(None) if begin is None else facts.changed_enrollments(begin)
    earliest = days.follow_enrollment_days(enrollments, zone)
    learners = {learner_id for _, learner_id in enrollments.values()}
    days.follow_user_days(learners)
    changed = _courses_to_follow(begin, {course_id for course_id, _ in enrollments.values()})
    behind = {} if begin is None else days.courses_behind(begin.astimezone(zone).date(), today)
    enrolled: dict[int, Counter[datetime.date]] = {}
    for course_id in sorted(changed | behind.keys()):
        first = datetime.date.min if begin is None else earliest.get(course_id)
        if course_id in behind:
            first = min(behind[course_id], first or behind[course_id])
        enrolled[course_id] = courses.follow_course(course_id, since=first, today=today, zone=zone)
    views_since = None if begin is None else begin.astimezone(zone).date() - days.DAY
    courses.follow_months(enrolled, views_since=views_since, zone=zone)
    courses.follow_instructors(changed)
    people.follow_people(_people_to_follow(begin, learners), now=now)
    people.rank_people()
    metrics.follow_work_metrics(now=now)
    metrics.note_metric_days(today=today, now=now)
    return len(enrollments) + len(enrolled) + len(learners)


def _courses_to_follow(begin: datetime.datetime | None, touched: set[int]) -> set[int]:
    """Courses whose totals may have changed; in a rebuild also those that only have totals left."""
    if begin is None:
        return (
            facts.all_course_ids() | touched | set(CourseFigure.objects.values_list("course_id", flat=True))
        )
    return touched | (facts.courses_changed(begin) & facts.all_course_ids())


def _people_to_follow(begin: datetime.datetime | None, learners: set[int]) -> set[int]:
    if begin is None:
        return learners | set(PersonFigure.objects.values_list("user_id", flat=True))
    return learners | people.people_whose_streak_runs()
