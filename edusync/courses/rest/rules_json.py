"""Rules and prerequisites as JSON."""

from collections.abc import Iterable
from typing import Any

from edusync.courses.models import AvailabilityRule
from edusync.courses.queries.locks import RuleRow, locks_of_modules, names_outside
from edusync.courses.queries.prerequisites import Prerequisite, prerequisites_of
from edusync.courses.queries.rules import (
    RuleLesson,
    RuleModule,
    completion_percent,
    live_modules,
    rule_warnings,
    rules_of,
)
from edusync.courses.rules import Locks
from edusync.courses.rules.conditions import told_percent


def course_rules_json(course_id: int) -> dict[str, Any]:
    """All rules of a course; a fixed number of queries for any number of lessons."""
    modules = live_modules(course_id)
    rules = rules_of(course_id)
    describe = _Descriptions(modules, rules)
    by_lesson = {rule.lesson_id: rule for rule in rules if rule.lesson_id}
    by_module = {rule.module_id: rule for rule in rules if rule.module_id}
    return {
        "modules": [
            {
                "id": module.id,
                "title": module.title,
                "is_published": module.is_published,
                "rule": describe.rule(by_module.get(module.id)),
                "lessons": [
                    _lesson_json(lesson, describe.rule(by_lesson.get(lesson.id))) for lesson in module.lessons
                ],
            }
            for module in modules
        ],
        "completion_percent": completion_percent(course_id),
        "warnings": rule_warnings(course_id),
        "prerequisites": prerequisites_json(prerequisites_of(course_id)),
    }


def _lesson_json(lesson: RuleLesson, rule: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "id": lesson.id,
        "title": lesson.title,
        "kind": lesson.kind,
        "is_required": lesson.is_required,
        "is_published": lesson.is_published,
        "completion": lesson.completion,
        "completion_value": lesson.completion_value,
        "rule": rule,
    }


class _Descriptions:
    """Says in reasons what each rule asks for; names are looked up once for all."""

    def __init__(self, modules: list[RuleModule], rules: list[AvailabilityRule]) -> None:
        self.modules = modules
        self.courses, self.groups = names_outside([rule.tree for rule in rules])

    def rule(self, rule: AvailabilityRule | None) -> dict[str, Any] | None:
        if rule is None:
            return None
        return {
            "tree": rule.tree,
            "is_hidden": rule.is_hidden,
            "row_version": rule.row_version,
            "description": self.description(rule),
        }

    def description(self, rule: AvailabilityRule) -> list[dict[str, Any]]:
        lesson_id = 0
        row = RuleRow(self.modules[0].id if self.modules else 0, lesson_id, rule.tree, rule.is_hidden)
        locks: Locks = locks_of_modules([row], self.modules, courses=self.courses, groups=self.groups)
        lock = locks.by_lesson.get(lesson_id)
        return lock.for_staff()["reasons"] if lock else []


def prerequisites_json(rows: Iterable[Prerequisite]) -> list[dict[str, Any]]:
    """What comes before a course."""
    return [
        {
            "course": {"id": row.course_id, "slug": row.slug, "title": row.title},
            "minimum_percent": row.minimum_percent,
            "own_percent": row.own_percent,
            "minimum_grade": None if row.minimum_grade is None else float(row.minimum_grade),
            "own_grade": told_percent(row.own_grade),
            "is_met": row.is_met,
        }
        for row in rows
    ]
