"""Budgets of queries and bytes hold on a small data set; times are left to `./dev bench run`."""

import pytest

from bench.scenarios import ALL, Scenario

# Every learner of the small data set once: what a process keeps is then known to it.
WARM_UP = 6
FIRST_LESSON = "50fef4ee-809a-7db4-839c-a202aa8625a2"


@pytest.fixture
def facts(organization, settings):
    """A small data set with a session of every learner."""
    from bench import facts as bench_facts
    from bench.data import TINY, generate

    generate(TINY)
    known = bench_facts.load()
    bench_facts.open_sessions(known)
    return known


def measure(scenario: Scenario, facts):
    """Queries and bytes of one request once the process knows what it keeps."""
    from bench.inside import measure as measure_inside

    return measure_inside(scenario, facts, requests=0, warm_up=WARM_UP)


def misses(scenario: Scenario, spent) -> list[str]:
    """What the scenario spends beyond its budget."""
    found = []
    limit = scenario.budget.queries
    if limit is not None and spent.queries > limit:
        found.append(
            f"{scenario.code}: {spent.queries} queries, at most {limit}\n" + "\n".join(spent.statements)
        )
    size = scenario.budget.kilobytes
    if size is not None and spent.plain_bytes > size * 1000:
        found.append(f"{scenario.code}: {spent.plain_bytes} bytes, at most {size} kB")
    return found


def test_every_workload_stays_within_its_budget(facts):
    found, outlines = [], set()
    for scenario in ALL:
        spent = measure(scenario, facts)
        found += misses(scenario, spent)
        if scenario.code.startswith("W5"):
            outlines.add(spent.queries)
    assert found == []
    assert len(outlines) == 1, "an outline of many lessons costs more queries than one of few"


def test_the_data_set_is_the_same_every_time(facts):
    from edusync.courses.models import Course, Lesson

    lessons = {
        slug: Lesson.objects.filter(course__slug=slug).count()
        for slug in (facts.frappe, facts.moodle_s, facts.moodle_m)
    }
    assert lessons == {facts.frappe: 50, facts.moodle_s: 65, facts.moodle_m: 308}
    assert Course.objects.filter(status="published").count() >= 35
    first = Lesson.objects.filter(course__slug=facts.frappe).order_by("module__position", "position").first()
    assert str(first.uuid) == FIRST_LESSON
