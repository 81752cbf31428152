"""Every report with many people: `python -m bench.reports generate --people 50000`, then `rebuild`, `refresh`, `measure`.

The database is the configured one. Each learner takes two courses and sits in each once; every twentieth course has a
quiz. `measure` prints a line per report: queries, CPU of the process and time of the first page and of the first chart.
"""

import argparse
import datetime
import itertools
import os
import time
from collections.abc import Iterator
from typing import Any

TAKEN = 2
SITTINGS = 1
LEARNERS_PER_COURSE = 50
FEWEST_COURSES = 20
QUIZ_EVERY = 20
CHANGED_PERCENT = 1
DAY = datetime.timedelta(days=1)
SITTING = datetime.timedelta(minutes=30)


def main() -> None:
    """Read the options, run one act."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("act", choices=["generate", "rebuild", "refresh", "measure"])
    parser.add_argument("--people", type=int, default=1_000)
    parser.add_argument("--requests", type=int, default=100)
    options = parser.parse_args()
    os.environ.setdefault("EDUSYNC_LOG_LEVEL", "ERROR")
    from bench import measure

    measure.set_up_django()
    from edusync.identity.services import ensure_default_organization, ensure_system_roles
    from edusync.kernel.tenancy import organization_context

    if options.act == "generate":
        measure.prepare_database()
    organization = ensure_default_organization()
    ensure_system_roles()
    with organization_context(organization.pk):
        if options.act == "generate":
            generate(organization, options.people)
            measure.refresh_statistics()
        elif options.act == "measure":
            measure_pages(options.requests)
        else:
            run(is_rebuild=options.act == "rebuild")


def generate(organization: Any, people: int) -> None:
    """Write people, courses, enrollments, sittings and quizzes."""
    from django.db import transaction

    from bench.data.people import make_people
    from devtools.shell import say

    began = time.perf_counter()
    with transaction.atomic():
        make_people(organization, kind="admin", role_code="admin", count=2)
        learners = make_people(organization, kind="learner", role_code="learner", count=people)
    courses = make_courses(organization, max(FEWEST_COURSES, people // LEARNERS_PER_COURSE))
    enroll_all(organization, courses, learners)
    say(f"{people:,} people, {len(courses):,} courses: {time.perf_counter() - began:.0f} s")


def make_courses(organization: Any, number: int) -> list[Any]:
    """Published courses without lessons but for those that get a quiz."""
    from bench.data.rows import START, fixed_uuid, ids_for, insert
    from edusync.courses.models import Course

    ids = ids_for(Course)
    return insert(
        Course,
        (
            Course(
                id=next(ids),
                uuid=fixed_uuid(f"report course {place}"),
                organization=organization,
                title=f"Course {place:05}",
                slug=f"report-course-{place}",
                status="published",
                published_at=START,
            )
            for place in range(number)
        ),
    )


def enroll_all(organization: Any, courses: list[Any], learners: list[Any]) -> None:
    """Each learner in two courses in a row; sittings over sixty days; one attempt where there is a quiz."""
    from django.db import transaction

    from bench.data.rows import insert
    from edusync.assessment.models import QuizAttempt
    from edusync.assessment.testing import make_quiz
    from edusync.enrollment.models import Enrollment
    from edusync.progress.models import LearningSession

    own = {"organization": organization}
    rows = list(places(courses, learners, own))
    with transaction.atomic():
        insert(Enrollment, rows)
    sat = sittings(rows, own)
    for part in iter(lambda: list(itertools.islice(sat, 50_000)), []):
        with transaction.atomic():
            insert(LearningSession, part)
    quizzes = {course.pk: make_quiz(course=course) for course in courses[::QUIZ_EVERY]}
    with transaction.atomic():
        insert(QuizAttempt, attempts(rows, quizzes, own))


def places(courses: list[Any], learners: list[Any], own: dict[str, Any]) -> Iterator[Any]:
    """The enrollments."""
    from bench.data.rows import START, fixed_uuid, ids_for
    from edusync.enrollment.models import Enrollment

    ids = ids_for(Enrollment)
    for place, step in itertools.product(range(len(learners)), range(TAKEN)):
        yield Enrollment(
            id=next(ids),
            uuid=fixed_uuid(f"report enrollment {place} {step}"),
            course=courses[(place + step) % len(courses)],
            learner=learners[place],
            enrolled_at=START + (place % 60) * DAY,
            last_access_at=START + (60 + place % 30) * DAY,
            completed_at=START + (70 + place % 20) * DAY if place % 3 == 0 else None,
            required_weight=10,
            done_weight=place % 11,
            **own,
        )


def sittings(rows: list[Any], own: dict[str, Any]) -> Iterator[Any]:
    """The learning sessions of these enrollments."""
    from bench.data.rows import fixed_uuid
    from edusync.progress.models import LearningSession

    for row, number in itertools.product(rows, range(SITTINGS)):
        begin = row.enrolled_at + number * 7 * DAY
        yield LearningSession(
            enrollment=row,
            client_id=fixed_uuid(f"report sitting {row.pk} {number}"),
            started_at=begin,
            last_seen_at=begin + SITTING,
            ended_at=begin + SITTING,
            seconds=1800,
            focus_seconds=1000,
            **own,
        )


def attempts(rows: list[Any], quizzes: dict[int, Any], own: dict[str, Any]) -> Iterator[Any]:
    """One submitted attempt of everybody in a course with a quiz."""
    from bench.data.rows import fixed_uuid
    from edusync.assessment.models import QuizAttempt

    for row in rows:
        if row.course_id in quizzes:
            yield QuizAttempt(
                quiz=quizzes[row.course_id],
                enrollment=row,
                uuid=fixed_uuid(f"report attempt {row.pk}"),
                edition=quizzes[row.course_id].edition,
                state="submitted",
                started_at=row.enrolled_at,
                submitted_at=row.last_access_at,
                points=row.pk % 4,
                max_points=4,
                **own,
            )


def run(*, is_rebuild: bool) -> None:
    """One run over the summaries; before a refresh one enrollment in a hundred changes."""
    from devtools.shell import say
    from edusync.enrollment.models import Enrollment
    from edusync.kernel import clock
    from edusync.reports.services.summaries import refresh_summaries

    if not is_rebuild:
        changed = Enrollment.objects.order_by("pk").values_list("pk", flat=True)[:: CHANGED_PERCENT * 100]
        for place in range(0, len(changed), 1000):
            part = list(changed[place : place + 1000])
            Enrollment.objects.filter(pk__in=part).update(last_access_at=clock.now(), updated_at=clock.now())
    began, cpu = time.perf_counter(), time.process_time()
    refresh_summaries(is_rebuild=is_rebuild)
    name = "rebuild" if is_rebuild else "refresh after 1 % changed"
    say(f"{name}: {time.perf_counter() - began:.1f} s, CPU {time.process_time() - cpu:.1f} s")


def measure_pages(requests: int) -> None:
    """Queries, CPU and time of the first page and the first chart of each report."""
    from bench.inside import measure
    from bench.people import known_people
    from bench.scenarios import Ask, Budget, Scenario
    from devtools.shell import say
    from edusync.reports.engine import catalog

    facts = known_people()
    for slug in catalog.reports():
        for part in ("rows", "chart"):
            path = f"/api/v1/reports/{slug}/{part}"

            def asks(_facts: Any, path: str = path) -> Iterator[Ask]:
                return itertools.repeat(Ask(path, 0))

            scenario = Scenario(f"{slug}-{part}", slug, "", Budget(1000), asks)
            began = time.perf_counter()
            row = measure(scenario, facts, requests=requests, warm_up=5)
            passed = (time.perf_counter() - began) * 1000 / (requests + 7)
            say(f"| {slug} | {part} | {row.queries} | {row.cpu_ms:.1f} | {passed:.1f} |")


if __name__ == "__main__":
    main()
