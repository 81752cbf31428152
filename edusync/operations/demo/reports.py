"""Gives the reports something to say: six weeks of learning, looks at course pages, a report that is mailed."""

import datetime
import random
import uuid
from typing import Any

from django.db.models import F, Sum

from edusync.courses.models import Course, CourseViewStat, SavedCourse
from edusync.enrollment.models import Enrollment
from edusync.identity.models import User
from edusync.identity.services.acting import actor_of_person
from edusync.kernel.tenancy import current_organization_id
from edusync.operations.demo.made_files import make_files
from edusync.operations.demo.report_studio import write_report
from edusync.progress.models import LearningDay, LearningSession, LessonProgress
from edusync.progress.services import rebuild_engagement
from edusync.reports.models import DashboardMetricDay
from edusync.reports.services.schedules import create_schedule
from edusync.reports.services.summaries import refresh_summaries

SEED = 66
WEEKS = 6
DEVICES = ("desktop", "desktop", "desktop", "mobile", "mobile", "tablet")
# The demo learner has learned on each of the last days, so that their streak shows.
STREAK = 5


def furnish_reports(people: dict[str, User], courses: list[Course], *, until: datetime.datetime) -> None:
    """After everything else: what reports count, then the numbers themselves."""
    dice = random.Random(SEED)  # noqa: S311  a script for actors, not a secret
    learners = [user for key, user in people.items() if key.startswith("learner")]
    for done in LessonProgress.objects.select_related("enrollment").order_by("pk"):
        _sit(done, dice)
    _keep_learning(people["learner"], until, dice)
    _count_this_week(until)
    for place, course in enumerate(courses):
        _look(course, until, dice, popularity=len(courses) - place)
        for learner in dice.sample(learners, k=min(len(learners), dice.randint(2, 9))):
            if learner.pk == people["learner"].pk:
                continue  # The demo learner's wish list is empty: what they save is what they see.
            row, _ = SavedCourse.objects.get_or_create(course=course, user=learner)
            at = until - datetime.timedelta(days=dice.randint(0, WEEKS * 7))
            SavedCourse.objects.filter(pk=row.pk).update(created_at=at)
    rebuild_engagement()
    refresh_summaries(is_rebuild=True)
    _remember_metrics(dice)
    _schedule(people["admin"])
    write_report(people["admin"])
    make_files(people["admin"])


def _remember_metrics(dice: random.Random) -> None:
    """How the means of metrics came to where they stand: slowly upwards, not every day."""
    for row in list(DashboardMetricDay.objects.all()):
        mean = float(row.mean)
        for back in range(1, WEEKS * 7):
            mean *= dice.uniform(0.955, 1.005)
            at = row.calculated_at - datetime.timedelta(days=back)
            DashboardMetricDay.objects.get_or_create(
                metric=row.metric,
                day=row.day - datetime.timedelta(days=back),
                defaults={"people": row.people, "mean": f"{mean:.3f}", "calculated_at": at},
            )


def _schedule(admin: User) -> None:
    """One report that comes by mail on Mondays."""
    actor = actor_of_person(user_id=admin.pk, organization_id=current_organization_id())
    if actor is not None:
        values = {"format": "pdf", "cadence": "weekly", "weekday": 0, "hour": 7}
        create_schedule(slug="course_completion", values=values, actor=actor)


def _sit(done: LessonProgress, dice: random.Random) -> None:
    """The session in which a lesson was studied."""
    end = done.completed_at or done.started_at
    seconds = dice.randint(6, 45) * 60
    _write_session(done.enrollment, done.lesson_id, end, seconds, dice)
    LessonProgress.objects.filter(pk=done.pk).update(seconds=F("seconds") + seconds)
    Enrollment.objects.filter(pk=done.enrollment_id).update(seconds=F("seconds") + seconds)


def _write_session(
    enrollment: Enrollment, lesson_id: int | None, end: datetime.datetime, seconds: int, dice: random.Random
) -> None:
    focus = int(seconds * dice.uniform(0.55, 0.95))
    LearningSession.objects.create(
        enrollment=enrollment,
        lesson_id=lesson_id,
        client_id=uuid.UUID(int=dice.getrandbits(128), version=4),
        started_at=end - datetime.timedelta(seconds=seconds),
        last_seen_at=end,
        ended_at=end,
        seconds=seconds,
        focus_seconds=focus,
        idle_seconds=(seconds - focus) // 2,
        interactions=seconds // 20,
        device_type=dice.choice(DEVICES),
    )
    values: dict[str, Any] = {"organization_id": enrollment.organization_id}
    day, _ = LearningDay.unscoped.get_or_create(
        learner_id=enrollment.learner_id, day=end.date(), defaults=values
    )
    LearningDay.unscoped.filter(pk=day.pk).update(seconds=F("seconds") + seconds)


def _keep_learning(learner: User, until: datetime.datetime, dice: random.Random) -> None:
    enrollment = Enrollment.objects.filter(learner=learner, status="active").order_by("pk").first()
    if enrollment is None:
        return
    for back in range(STREAK):
        end = until - datetime.timedelta(days=back, minutes=dice.randint(5, 90))
        _write_session(enrollment, enrollment.last_lesson_id, end, dice.randint(8, 30) * 60, dice)


def _count_this_week(until: datetime.datetime) -> None:
    """What was learned since Monday counts at the enrollments, too: the home and the list of courses say the same."""
    monday = until.date() - datetime.timedelta(days=until.weekday())
    since = datetime.datetime.combine(monday, datetime.time(), tzinfo=datetime.UTC)
    sums = LearningSession.objects.filter(ended_at__gte=since).order_by().values_list("enrollment")
    for pk, seconds in sums.annotate(total=Sum("seconds")):
        rows = Enrollment.objects.filter(pk=pk)
        if not rows.filter(week_starts_on=monday).update(week_seconds=F("week_seconds") + seconds):
            rows.update(week_starts_on=monday, week_seconds=seconds)


def _look(course: Course, until: datetime.datetime, dice: random.Random, *, popularity: int) -> None:
    """Views of the course's page: more for some, more on weekdays."""
    for back in range(WEEKS * 7):
        day = (until - datetime.timedelta(days=back)).date()
        views = dice.randint(0, 4 * popularity) // (1 if day.weekday() < 5 else 3)
        if views:
            CourseViewStat.objects.get_or_create(course=course, viewed_on=day, defaults={"views": views})
