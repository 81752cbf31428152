"""The catalog of 5,000 courses, and courses coming in and going out: CPU, queries, seconds, memory. On the configured site."""

import argparse
import io
import json
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.outline import cost

COURSES = 5_000
WORDS = [
    "soil",
    "water",
    "plants",
    "numbers",
    "letters",
    "history",
    "music",
    "painting",
    "python",
    "statistics",
    "garden",
    "health",
    "law",
    "markets",
    "languages",
    "machines",
    "rivers",
    "stars",
    "teaching",
    "writing",
]
KINDS = ("for beginners", "in practice", "step by step", "advanced", "for schools")


def main(arguments: argparse.Namespace) -> int:
    """Measure on the configured database; prints JSON. `arguments.package`: a course package to bring in and out."""
    from bench import measure as measuring

    measuring.set_up_django()
    from edusync.identity.services import ensure_default_organization
    from edusync.kernel.tenancy import organization_context

    measuring.prepare_database()
    organization = ensure_default_organization()
    with organization_context(organization.pk):
        found: dict[str, Any] = {"catalog": catalog()}
        if arguments.package:
            found["exchange"] = exchange(Path(arguments.package))
    print(json.dumps(found, indent=2))
    return 0


def catalog() -> dict[str, Any]:
    """The plain list, one with facets, a search, and a search with a misspelled word, as the visitor's browser asks."""
    from django.test import Client

    fill()
    client = Client()

    def ask(query: str) -> Callable[[], object]:
        def get() -> None:
            answer = client.get(f"/api/v1/courses?{query}", headers={"host": "localhost"})
            if answer.status_code != 200 or not answer.json()["results"]:
                raise RuntimeError(f"{query}: {answer.status_code}")

        return get

    return {
        "courses": COURSES,
        "plain": cost(ask("")),
        "facets": cost(ask("facets=true&level=beginner")),
        "search": cost(ask("search=soil+numbers&facets=true")),
        "typo": cost(ask("search=statistiks&facets=true")),
    }


def fill() -> None:
    """Published courses with words, written in bulk; those of an earlier run stay."""
    from edusync.courses.models import Course, SearchDocument
    from edusync.courses.search.tokens import terms_of
    from edusync.kernel import clock
    from edusync.kernel.tenancy import current_organization_id

    organization_id = current_organization_id()
    present = Course.objects.filter(slug__startswith="bench-course-").count()
    rows = [
        Course(
            organization_id=organization_id,
            title=f"{WORDS[n % 20].title()} and {WORDS[(n * 7 + 3) % 20]} {KINDS[n % 5]} {n}",
            slug=f"bench-course-{n}",
            level=("beginner", "intermediate", "advanced", "all")[n % 4],
            estimated_minutes=30 + n % 900,
            status="published",
            published_at=clock.now(),
        )
        for n in range(present, COURSES)
    ]
    Course.objects.bulk_create(rows, batch_size=500)
    missing = Course.objects.filter(slug__startswith="bench-course-").exclude(
        pk__in=SearchDocument.objects.filter(lesson=None).values("course_id")
    )
    SearchDocument.objects.bulk_create(
        (
            SearchDocument(
                organization_id=organization_id,
                course=one,
                title=one.title,
                terms=" ".join(terms_of(one.title)),
            )
            for one in missing
        ),
        batch_size=500,
    )


def exchange(package: Path) -> dict[str, Any]:
    """A package brought in, and its course out as cartridge, backup and code: seconds of CPU and clock, peak MB."""
    from edusync.integrations.exports import ExportNotes, exporters
    from edusync.integrations.services import request_import, run_import

    def bring_in() -> Any:
        content = io.BytesIO(package.read_bytes())
        job = request_import(content=content, name=package.name, requested_by_id=None, is_copy_wanted=True)
        return run_import(job.pk).course

    course, spent = timed(bring_in)
    result: dict[str, Any] = {"bytes": package.stat().st_size, "import": spent}
    for exporter in exporters():
        target = io.BytesIO()

        def write(exporter: Any = exporter, target: Any = target) -> None:
            exporter.write(course, target, ExportNotes())

        result[f"export_{exporter.code}"] = {**timed(write)[1], "bytes": len(target.getvalue())}
    return result


def timed(act: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    """What it gave, and what it took. The peak is that of the process so far."""
    began, spent = time.perf_counter(), time.process_time()
    given = act()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return given, {
        "seconds": round(time.perf_counter() - began, 2),
        "cpu_seconds": round(time.process_time() - spent, 2),
        "peak_mb": round(peak),
    }
