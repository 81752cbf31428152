"""A rush on one course and its line: `python -m bench.enrollment --people 1000 --line 5000`.

On a new database (or the configured one): so many people enroll in a course with half as many seats, one after the other;
then a line of so many waits, learners leave, and each seat is offered to the next. Prints milliseconds and queries per act.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from typing import Any

LEAVING = 200


def main() -> None:
    """Read the options, prepare the database, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--line", type=int, default=5000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if not os.environ.get("EDUSYNC_DATABASE_URL"):
            os.environ["EDUSYNC_DATA_DIR"] = folder
        os.environ |= {"EDUSYNC_LOG_LEVEL": "ERROR", "DJANGO_SETTINGS_MODULE": "edusync.config.settings"}
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        measure(options.people, options.line)


def measure(people: int, line: int) -> None:
    """Both stories in one school."""
    from devtools.shell import say
    from edusync.identity.services import ensure_default_organization, ensure_system_roles
    from edusync.kernel.tenancy import organization_context

    organization = ensure_default_organization()
    ensure_system_roles()
    with organization_context(organization.pk):
        for name, figures in (("enroll", burst(people)), *line_story(line).items()):
            say(f"{name}: {figures}")


def burst(people: int) -> str:
    """Everybody enrolls; the second half comes into the line."""
    from edusync.courses.testing import make_course
    from edusync.enrollment.services import enroll_learner

    course = make_course("Rush", modules=2, lessons=5, capacity=max(1, people // 2), is_waitlist_on=True)
    learners = learner_ids("rush", people)
    return timed(lambda pk: enroll_learner(course_id=course.pk, learner_id=pk), learners)


def line_story(length: int) -> dict[str, str]:
    """A full course with a long line: learners leave, seats are offered, places are asked for."""
    from edusync.courses.testing import make_course
    from edusync.enrollment import queries
    from edusync.enrollment.models import Enrollment, WaitlistEntry
    from edusync.enrollment.services import enroll_learner, withdraw
    from edusync.kernel import clock

    course = make_course("Line", modules=2, lessons=5, capacity=LEAVING, is_waitlist_on=True)
    seated = [enroll_learner(course_id=course.pk, learner_id=pk) for pk in learner_ids("seated", LEAVING)]
    now = clock.now()
    common = {"organization_id": course.organization_id, "course_id": course.pk}
    waiting = Enrollment.objects.bulk_create(
        Enrollment(**common, learner_id=pk, status="waitlisted", enrolled_at=now)
        for pk in learner_ids("line", length)
    )
    entries = WaitlistEntry.objects.bulk_create(
        WaitlistEntry(**common, enrollment=row, learner_id=row.learner_id, joined_at=now) for row in waiting
    )
    places = timed(queries.position_of, entries[-LEAVING:])
    leaving = timed(lambda row: withdraw(enrollment=row, by_id=row.learner_id), seated)
    return {"place at the end of the line": places, "leave, and offer to the next": leaving}


def learner_ids(name: str, number: int) -> list[int]:
    """New people, without passwords."""
    from edusync.identity.models import User

    people = [
        User(username=f"{name}-{n}", first_name=name, email=f"{name}-{n}@example.com") for n in range(number)
    ]
    return [row.pk for row in User.objects.bulk_create(people)]


def timed(act: Callable[[Any], object], items: Iterable[Any]) -> str:
    """Median and 95th percentile of milliseconds, and queries of the last act."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    *most, last = items
    took = []
    for item in most:
        begin = time.perf_counter()
        act(item)
        took.append((time.perf_counter() - begin) * 1000)
    with CaptureQueriesContext(connection) as captured:
        act(last)
    late = statistics.quantiles(took, n=20)[-1]
    return f"{statistics.median(took):.2f} ms, p95 {late:.2f} ms, {len(captured)} queries, n {len(took)}"


if __name__ == "__main__":
    main()
