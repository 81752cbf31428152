"""The bench of an institution of many people works on few, and the list stays within its number of queries."""

from bench import people
from tests.bench.test_budgets import measure, misses


def test_the_list_stays_within_its_budget_on_every_page(organization, settings):
    from bench.data.institution import FEW, found_institution

    found_institution(FEW)
    facts = people.known_people()
    people.remember_last_page(facts)
    lists = [scenario for scenario in people.ALL if scenario.code.startswith("W10")]
    assert [line for scenario in lists for line in misses(scenario, measure(scenario, facts))] == []


def test_import_permission_and_audit_are_measured(organization, settings):
    from bench.data.institution import FEW, found_institution

    found_institution(FEW)
    brought = people.measure_import(60)
    assert brought["created"] == 60
    assert brought["chunk_queries"] < 150
    assert people.measure_permission()["queries"] == 0
    assert people.measure_audit()["queries"] <= 4
