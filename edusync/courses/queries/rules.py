"""The rules of a course as its authors see them: with what they refer to, also where that is gone."""

import dataclasses
from typing import Any

from edusync.courses.models import AvailabilityRule, CompletionRule, Course, Lesson, Module
from edusync.courses.queries.locks import RuleRow, locks_of_modules, names_outside
from edusync.courses.rules import leaves_of, unreachable_lessons

LESSON_COLUMNS = (
    "id", "title", "kind", "is_required", "is_published", "completion", "completion_value", "weight",
)  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class RuleLesson:
    """A lesson, published or not."""

    id: int
    title: str
    kind: str
    is_required: bool
    is_published: bool
    completion: str
    completion_value: int
    weight: int


@dataclasses.dataclass(frozen=True, slots=True)
class RuleModule:
    """A module, published or not, with its lessons."""

    id: int
    title: str
    is_published: bool
    lessons: tuple[RuleLesson, ...]


def live_modules(course_id: int) -> list[RuleModule]:
    """Modules and lessons of a course that are not deleted, in order; two queries."""
    lessons: dict[int, list[RuleLesson]] = {}
    rows = Lesson.objects.filter(course_id=course_id, deleted_at=None).order_by("position", "id")
    for module_id, *values in rows.values_list("module_id", *LESSON_COLUMNS):
        lessons.setdefault(module_id, []).append(RuleLesson(*values))
    modules = Module.objects.filter(course_id=course_id, deleted_at=None).order_by("position", "id")
    return [
        RuleModule(module_id, title, is_published, tuple(lessons.get(module_id, ())))
        for module_id, title, is_published in modules.values_list("id", "title", "is_published")
    ]


def rules_of(course_id: int) -> list[AvailabilityRule]:
    """Rules of the course's live modules and lessons."""
    rows = AvailabilityRule.objects.filter(course_id=course_id).select_related("lesson")
    return [rule for rule in rows if rule.lesson is None or rule.lesson.deleted_at is None]


def rule_rows(course_id: int) -> list[RuleRow]:
    """The same as the engine takes them."""
    rows = []
    for rule in rules_of(course_id):
        module_id = rule.lesson.module_id if rule.lesson else rule.module_id
        rows.append(RuleRow(module_id or 0, rule.lesson_id, rule.tree, rule.is_hidden))
    return rows


def completion_percent(course_id: int) -> int:
    """The share of the required weight at which the course counts as completed."""
    percent: int | None = (
        CompletionRule.objects.filter(course_id=course_id).values_list("percent", flat=True).first()
    )
    return 100 if percent is None else percent


def required_score(course_id: int) -> int | None:
    """The grade in percent below which the course is not completed; None where it asks for none."""
    found: int | None = Course.objects.filter(pk=course_id).values_list("required_score", flat=True).first()
    return found


def rule_warnings(course_id: int) -> list[dict[str, Any]]:
    """What is doubtful about the rules of a course, each with a `code` and where it stands.

    `rule-reference-gone`: a condition speaks of a lesson or module that learners do not see, and is passed over.
    `rule-deadlock`: lessons that nobody can open, for example since another was unpublished.
    """
    modules = live_modules(course_id)
    rows = rule_rows(course_id)
    shown = [
        RuleModule(
            module.id,
            module.title,
            True,
            tuple(lesson for lesson in module.lessons if lesson.is_published),
        )
        for module in modules
        if module.is_published
    ]
    titles = {lesson.id: lesson.title for module in modules for lesson in module.lessons}
    lesson_ids = [lesson.id for module in shown for lesson in module.lessons]
    seen = {"lesson_id": set(lesson_ids), "module_id": {module.id for module in shown}}
    courses, groups = names_outside([row.tree for row in rows])
    known = {**seen, "course_id": set(courses), "group_id": set(groups)}
    found: list[dict[str, Any]] = []
    for row in rows:
        gone = [
            leaf["type"]
            for _, leaf in leaves_of(dict(row.tree))
            for name, ids in known.items()
            if name in leaf and leaf[name] not in ids
        ]
        if gone:
            found.append(
                {
                    "code": "rule-reference-gone",
                    "module_id": row.module_id,
                    "lesson_id": row.lesson_id,
                    "title": titles.get(row.lesson_id or 0)
                    or next((module.title for module in modules if module.id == row.module_id), ""),
                    "conditions": gone,
                }
            )
    locks = locks_of_modules(rows, shown, courses=courses, groups=groups)
    closed = unreachable_lessons(lesson_ids, locks.by_lesson)
    if closed:
        found.append(
            {"code": "rule-deadlock", "lessons": [{"id": one, "title": titles[one]} for one in closed]}
        )
    return found
