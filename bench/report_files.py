"""W17: 100,000 rows of a report as CSV and XLSX: seconds of the processor, and the memory that it takes. On a site of its own.

`python -m bench.report_files`, with EDUSYNC_DATA_DIR naming an empty folder.
"""

import argparse
import datetime as dt
import json
import resource
import tempfile
import time
from collections.abc import Callable
from typing import Any

ROWS = 100_000
COURSES = 100
LIMITS = {"csv": 1.0, "xlsx": 6.0}


def main(arguments: argparse.Namespace) -> int:
    """Measure on the configured database; prints JSON."""
    from bench import measure as measuring

    measuring.set_up_django()
    from edusync.identity.services import ensure_default_organization
    from edusync.kernel.tenancy import organization_context

    measuring.prepare_database()
    organization = ensure_default_organization()
    with organization_context(organization.pk):
        person = fill(arguments.rows)
        print(json.dumps(measure(person, arguments.formats), indent=2))
    return 0


def fill(rows: int) -> Any:
    """Learners in 100 courses until there are so many rows, hardly two instants alike; returns an admin."""
    from edusync.courses.models import Course
    from edusync.enrollment.models import Enrollment
    from edusync.identity.models import User
    from edusync.identity.services import create_person, ensure_system_roles
    from edusync.kernel import clock
    from edusync.kernel.tenancy import current_organization_id

    organization_id = current_organization_id()
    ensure_system_roles()
    admin = User.objects.filter(username="bench-head").first() or create_person(
        email="bench-head@example.com",
        username="bench-head",
        first_name="Head",
        last_name="Teacher",
        password="correct horse 42",
        roles=("admin",),
        organization_id=organization_id,
    )
    if Enrollment.objects.count() >= rows:
        return admin
    now = clock.now()
    courses = [
        Course(organization_id=organization_id, title=f"Course number {n}", slug=f"bench-{n}", status="draft")
        for n in range(COURSES)
    ]
    Course.objects.bulk_create(courses)
    people = [
        User(
            username=f"bench-{n}", first_name=f"Priya {n}", last_name="Raman", email=f"bench-{n}@example.com"
        )
        for n in range(rows // COURSES)
    ]
    User.objects.bulk_create(people, batch_size=500)
    for course in courses:
        Enrollment.objects.bulk_create(
            (
                Enrollment(
                    organization_id=organization_id,
                    course=course,
                    learner=person,
                    status="active",
                    enrolled_at=now
                    - dt.timedelta(days=number % 60, seconds=7919 * number % 86_400, microseconds=number),
                    last_access_at=now - dt.timedelta(seconds=104_729 * (number + course.pk) % 2_000_000),
                    seconds=6007 * number % 90_000,
                    percent=number % 100,
                )
                for number, person in enumerate(people)
            ),
            batch_size=500,
        )
    return admin


def measure(person: Any, formats: list[str]) -> dict[str, Any]:
    """Each format in turn; the memory is the most that the process took so far."""
    from edusync.identity.services.acting import actor_of_person
    from edusync.kernel.tenancy import current_organization_id
    from edusync.reports.services.exports import WRITERS
    from edusync.reports.services.tabling import report_table
    from edusync.reports.sources import source_for

    actor = actor_of_person(user_id=person.pk, organization_id=current_organization_id())
    if actor is None:
        raise RuntimeError("the bench's own admin may not act")
    source = source_for(actor, "student_progress")
    before = peak()
    found: dict[str, Any] = {"before": {"peak_megabytes": before}}
    for name in ["read", *formats]:
        with tempfile.TemporaryFile() as target:
            table = report_table(source, actor, {})
            write: Callable[..., int] = WRITERS.get(name, drain)
            began, clock_began = time.process_time(), time.perf_counter()
            count = write(table, target, lambda _done: None)
            found[name] = {
                "rows": count,
                "cpu_seconds": round(time.process_time() - began, 2),
                "seconds": round(time.perf_counter() - clock_began, 2),
                "limit_seconds": LIMITS.get(name),
                "megabytes": round(target.tell() / 1e6, 1),
                "peak_megabytes": peak(),
            }
    return found


def drain(table: Any, _target: Any, _on_rows: Any) -> int:
    """Only read."""
    return sum(1 for _row in table.rows)


def peak() -> int:
    """Most memory the process has taken, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--formats", nargs="+", default=["csv", "xlsx", "pdf"])
    raise SystemExit(main(parser.parse_args()))
