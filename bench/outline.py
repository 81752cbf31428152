"""Saving the order of a course with 300 lessons, and reading its outline in the studio: CPU, queries, bytes."""

import argparse
import json
import time
from collections.abc import Callable
from statistics import median
from typing import Any

MODULES, LESSONS = 12, 300
ROUNDS = 15


def main(arguments: argparse.Namespace) -> int:
    """Measure on the configured database; prints JSON."""
    from bench import measure as measuring

    measuring.set_up_django()
    from edusync.identity.models import Organization
    from edusync.kernel.tenancy import organization_context

    measuring.prepare_database()
    organization, _ = Organization.objects.get_or_create(slug="bench", defaults={"name": "Bench"})
    with organization_context(organization.pk):
        print(json.dumps(measure(), indent=2))
    return 0


def measure() -> dict[str, Any]:
    """One lesson to the other end of its module, everything turned round, and the read."""
    from edusync.courses.layout import Layout, layout_tag
    from edusync.courses.queries import author_outline
    from edusync.courses.services import outline

    course = course_of()

    def save(change: Callable[[Layout], Layout]) -> None:
        present = outline.read_layout(course.pk)
        outline.order_outline(course=course, by_id=None, wanted=change(present), tag=layout_tag(present))

    def one_moved(layout: Layout) -> Layout:
        first = next(iter(layout))
        return {**layout, first: [*layout[first][1:], layout[first][0]]}

    def turned_round(layout: Layout) -> Layout:
        return {module_id: lesson_ids[::-1] for module_id, lesson_ids in reversed(layout.items())}

    return {
        "lessons": LESSONS,
        "order_one_moved": cost(lambda: save(one_moved)),
        "order_all_moved": cost(lambda: save(turned_round)),
        "read_outline": cost(lambda: author_outline(course_id=course.pk, user_id=None)),
    }


def course_of() -> Any:
    """A draft with its lessons, through the services that authors use."""
    from edusync.courses.services import add_lesson, add_module, create_course, outline_edit

    course = create_course(title=f"Outline {time.time_ns()}", created_by_id=None)
    with outline_edit(course_id=course.pk):
        modules = [add_module(course=course, title=f"Module {number}") for number in range(MODULES)]
        for number in range(LESSONS):
            add_lesson(module=modules[number % MODULES], kind="quiz", title=f"Lesson {number}")
    return course


def cost(act: Callable[[], object]) -> dict[str, float]:
    """Median CPU milliseconds of this process, and statements without the frames of transactions."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from bench.inside import FRAMES

    act()
    spent = []
    for _ in range(ROUNDS):
        before = time.process_time()
        act()
        spent.append((time.process_time() - before) * 1000)
    with CaptureQueriesContext(connection) as captured:
        act()
    statements = [query["sql"] for query in captured if not query["sql"].startswith(FRAMES)]
    return {"cpu_ms": round(median(spent), 1), "queries": len(statements)}
