"""Rules and prerequisites as parts of a course's snapshot, and their check before publishing.

Imported by the app's tasks, so that snapshots and the checklist know them.
"""

import uuid
from collections.abc import Iterator
from typing import Any

from edusync.courses.checklist import Finding, register_check
from edusync.courses.models import (
    AvailabilityRule,
    CompletionRule,
    Course,
    CoursePrerequisite,
    Lesson,
    Module,
)
from edusync.courses.queries.rules import completion_percent, rule_warnings, rules_of
from edusync.courses.rules import clean_tree, map_leaves
from edusync.courses.services.prerequisites import circle_with, lock_graph
from edusync.courses.snapshots import register_part
from edusync.kernel.problems import ValidationProblem

Tree = dict[str, Any]


def take_rules(course: Course) -> dict[str, Any] | None:
    """`{"completion_percent", "rules": [{"of", "tree", "is_hidden"}]}`; lessons and modules by UUID."""
    names = _uuids(course)
    rules = []
    for rule in rules_of(course.pk):
        of = names["lesson_id"].get(rule.lesson_id or 0) or names["module_id"].get(rule.module_id or 0)
        tree = map_leaves(rule.tree, lambda leaf: _by_uuid(leaf, names))
        if of and tree:
            rules.append({"of": of, "tree": tree, "is_hidden": rule.is_hidden})
    percent = completion_percent(course.pk)
    if not rules and percent == 100:
        return None
    return {"completion_percent": percent, "rules": sorted(rules, key=lambda rule: str(rule["of"]))}


def apply_rules(course: Course, data: Any) -> None:
    """Let the course have exactly these rules. What they speak of and is not here is left out."""
    data = data if isinstance(data, dict) else {}
    lessons = {str(key): pk for key, pk in Lesson.objects.filter(course=course).values_list("uuid", "pk")}
    modules = {str(key): pk for key, pk in Module.objects.filter(course=course).values_list("uuid", "pk")}
    ids = {"lesson": lessons, "module": modules}
    present = {
        (rule.lesson_id, rule.module_id): rule for rule in AvailabilityRule.objects.filter(course=course)
    }
    for entry in data.get("rules", ()):
        tree = _read_tree(entry, ids)
        key = (lessons.get(entry.get("of")), modules.get(entry.get("of")))
        if tree is None or key == (None, None):
            continue
        rule = present.pop(key, None) or AvailabilityRule(
            organization_id=course.organization_id, course=course, lesson_id=key[0], module_id=key[1]
        )
        is_hidden = bool(entry.get("is_hidden"))
        if (rule.tree, rule.is_hidden) != (tree, is_hidden):
            rule.tree, rule.is_hidden = tree, is_hidden
            rule.save()
    AvailabilityRule.objects.filter(pk__in=[rule.pk for rule in present.values()]).delete()
    _apply_percent(course, data.get("completion_percent", 100))


def take_prerequisites(course: Course) -> list[dict[str, Any]] | None:
    """The courses that come first, by UUID, and the percent each needs; `minimum_grade` where one is asked for."""
    rows = CoursePrerequisite.objects.filter(course=course, required_course__deleted_at=None).order_by("id")
    found = [
        {
            "course": str(key),
            "minimum_percent": percent,
            **({} if grade is None else {"minimum_grade": float(grade)}),
        }
        for key, percent, grade in rows.values_list(
            "required_course__uuid", "minimum_percent", "minimum_grade"
        )
    ]
    return found or None


def apply_prerequisites(course: Course, data: Any) -> None:
    """Let exactly these courses come first. Those that are not here, or would close a circle, are left out."""
    rows = [row for row in data or () if isinstance(row, dict)]
    wanted = {row["course"]: (row["minimum_percent"], row.get("minimum_grade")) for row in rows}
    known = {
        str(key): pk
        for key, pk in Course.objects.filter(uuid__in=_valid(wanted), deleted_at=None)
        .exclude(pk=course.pk)
        .values_list("uuid", "pk")
    }
    lock_graph(course.organization_id)
    present = {row.required_course_id: row for row in CoursePrerequisite.objects.filter(course=course)}
    keep = {known[key]: needed for key, needed in wanted.items() if key in known}
    CoursePrerequisite.objects.filter(course=course).exclude(required_course_id__in=keep).delete()
    for required_id, (percent, grade) in keep.items():
        if required_id in present or circle_with(course, required_id):
            continue
        CoursePrerequisite.objects.create(
            organization_id=course.organization_id,
            course=course,
            required_course_id=required_id,
            minimum_percent=min(100, max(1, int(percent))),
            minimum_grade=None if grade is None else min(100.0, max(0.0, float(grade))),
        )


def check_rules(course: Course) -> Iterator[Finding]:
    """Conditions that speak of what is gone, and lessons that could never open."""
    for warning in rule_warnings(course.pk):
        if warning["code"] == "rule-deadlock":
            for lesson in warning["lessons"]:
                yield Finding(
                    "rule-deadlock", "error", f"“{lesson['title']}” could never open.", lesson["id"]
                )
        else:
            detail = f"A rule of “{warning['title']}” speaks of something that is gone."
            yield Finding("rule-reference-gone", "warning", detail, warning["lesson_id"])


def _valid(names: Any) -> list[uuid.UUID]:
    found = []
    for name in names:
        try:
            found.append(uuid.UUID(str(name)))
        except ValueError:
            continue
    return found


def _uuids(course: Course) -> dict[str, dict[int, str]]:
    lessons = Lesson.objects.filter(course=course, deleted_at=None).values_list("pk", "uuid")
    modules = Module.objects.filter(course=course, deleted_at=None).values_list("pk", "uuid")
    return {
        "lesson_id": {pk: str(key) for pk, key in lessons},
        "module_id": {pk: str(key) for pk, key in modules},
    }


def _by_uuid(leaf: Tree, names: dict[str, dict[int, str]]) -> Tree | None:
    for name, known in names.items():
        if name in leaf:
            key = known.get(leaf[name])
            rest = {member: value for member, value in leaf.items() if member != name}
            return {**rest, name.removesuffix("_id"): key} if key else None
    return leaf


def _by_id(leaf: Tree, ids: dict[str, dict[str, int]]) -> Tree | None:
    for name, known in ids.items():
        if name in leaf:
            rest = {member: value for member, value in leaf.items() if member != name}
            return {**rest, f"{name}_id": known[leaf[name]]} if leaf[name] in known else None
    return leaf


def _read_tree(entry: Any, ids: dict[str, dict[str, int]]) -> Tree | None:
    """The tree of a snapshot's rule for this course; None when nothing of it can be said here."""
    try:
        tree = map_leaves(entry["tree"], lambda leaf: _by_id(leaf, ids))
        return clean_tree(tree) if tree else None
    except (KeyError, TypeError, AttributeError, ValidationProblem):
        return None


def _apply_percent(course: Course, percent: Any) -> None:
    if percent == 100 or not isinstance(percent, int):
        CompletionRule.objects.filter(course=course).delete()
        return
    CompletionRule.objects.update_or_create(
        course=course,
        defaults={"organization_id": course.organization_id, "percent": min(100, max(1, percent))},
    )


register_part("rules", take_rules, apply_rules)
register_part("prerequisites", take_prerequisites, apply_prerequisites)
register_check("rules", check_rules)
