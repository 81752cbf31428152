"""W11g and W15: windows of a book of 1,000 learners by 100 columns, the whole of it, and everybody's grade after a change of weights.

`python -m bench.gradebook`, with EDUSYNC_DATA_DIR naming an empty folder. Seconds of the processor of this process.
"""

import argparse
import json
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

LEARNERS = 1_000
COLUMNS = 100
CATEGORIES = 4
TIMES = 9
LIMITS = {"window_ms": 20, "matrix_ms": 1_000, "recompute_seconds": 3}


def main(arguments: argparse.Namespace) -> int:
    """Measure on the configured database; prints JSON."""
    from bench import measure as measuring

    measuring.set_up_django()
    from edusync.identity.services import ensure_default_organization
    from edusync.kernel.tenancy import organization_context

    measuring.prepare_database()
    organization = ensure_default_organization()
    with organization_context(organization.pk):
        person, course, items = fill(arguments.learners, arguments.columns)
        print(json.dumps(measure(person, course, items), indent=2))
    return 0


def fill(learners: int, columns: int) -> tuple[Any, Any, list[Any]]:
    """A course with a mark in every cell; returns an admin, the course and its columns."""
    from bench.report_files import fill as make_admin
    from edusync.courses.models import Course
    from edusync.kernel.tenancy import current_organization_id

    admin = make_admin(0)
    course = Course.objects.create(
        organization_id=current_organization_id(), title="Bench book", slug="bench-book", status="draft"
    )
    enroll(course, learners)
    items = add_columns(course, columns)
    give_grades(course, items)
    return admin, course, items


def enroll(course: Any, learners: int) -> None:
    """So many new people, learners of the course."""
    from edusync.enrollment.models import Enrollment
    from edusync.identity.models import User
    from edusync.kernel import clock

    now = clock.now()
    User.objects.bulk_create(
        (
            User(
                username=f"row-{n}", first_name=f"Priya {n}", last_name="Raman", email=f"row-{n}@example.com"
            )
            for n in range(learners)
        ),
        batch_size=500,
    )
    people = User.objects.filter(username__startswith="row-").order_by("pk")
    Enrollment.objects.bulk_create(
        (
            Enrollment(
                organization_id=course.organization_id,
                course=course,
                learner=person,
                status="active",
                enrolled_at=now,
            )
            for person in people
        ),
        batch_size=500,
    )


def add_columns(course: Any, columns: int) -> list[Any]:
    """Columns that everybody sees, dealt out to the categories."""
    from edusync.grading.models import GradeCategory, GradeItem
    from edusync.kernel import clock

    now, organization_id = clock.now(), course.organization_id
    categories = [
        GradeCategory.objects.create(
            organization_id=organization_id, course=course, name=f"Category {n}", drop_lowest=n, position=n
        )
        for n in range(CATEGORIES)
    ]
    return [
        GradeItem.objects.create(
            organization_id=organization_id,
            course=course,
            title=f"Column {n}",
            max_points=20,
            category=categories[n % CATEGORIES],
            posted_at=now,
        )
        for n in range(columns)
    ]


def give_grades(course: Any, items: list[Any]) -> None:
    """A mark in every cell."""
    from edusync.enrollment.models import Enrollment
    from edusync.grading.models import Grade

    for enrollment_id in Enrollment.objects.filter(course=course).order_by("pk").values_list("pk", flat=True):
        Grade.objects.bulk_create(
            Grade(
                organization_id=course.organization_id,
                item=item,
                enrollment_id=enrollment_id,
                points=Decimal((enrollment_id * 7 + item.pk * 3) % 21),
                max_points=20,
                state="graded",
            )
            for item in items
        )


def measure(person: Any, course: Any, items: list[Any]) -> dict[str, Any]:
    """What each part takes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from edusync.grading import services
    from edusync.kernel.testing import ApiClient

    started = time.perf_counter()
    computed = services.recompute_course(course_id=course.pk)
    first = time.perf_counter() - started
    services.change_item(item=items[0], base_version=1, by_id=None, weight=Decimal(3))
    started = time.perf_counter()
    services.recompute_course(course_id=course.pk)
    again = time.perf_counter() - started
    client = ApiClient()
    client.force_login(person)
    base = f"/api/v1/courses/{course.slug}/gradebook"
    wanted = ",".join(str(item.pk) for item in items[40:60])
    windows = {}
    for place in (0, len(items) // 2, 900):
        address = f"{base}/rows?offset={place}&limit=40&items={wanted}"
        windows[f"from {place}"] = cpu(lambda address=address: client.get(address).content)
    with CaptureQueriesContext(connection) as captured:
        client.get(f"{base}/rows?limit=40&items={wanted}")
    return {
        "course_grades": computed,
        "first_seconds": round(first, 2),
        "after_weight_change_seconds": round(again, 2),
        "window_cpu_ms": windows,
        "window_queries": len(captured),
        "matrix_cpu_ms": cpu(lambda: b"".join(client.get(f"{base}/matrix").streaming_content), times=3),
        "limits": LIMITS,
    }


def cpu(act: Callable[[], bytes], *, times: int = TIMES) -> dict[str, Any]:
    """Median milliseconds of the processor, and bytes."""
    found = []
    size = len(act())
    for _ in range(times):
        started = time.process_time()
        act()
        found.append((time.process_time() - started) * 1000)
    return {"median": round(sorted(found)[len(found) // 2], 1), "bytes": size}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=LEARNERS)
    parser.add_argument("--columns", type=int, default=COLUMNS)
    raise SystemExit(main(parser.parse_args()))
