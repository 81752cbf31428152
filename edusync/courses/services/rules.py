"""Changes of the rules that open lessons and complete courses."""

import dataclasses
import datetime
from typing import Any

from django.db import transaction

from edusync.courses.models import AvailabilityRule, CompletionRule, Course, Lesson, Module
from edusync.courses.problems import RuleDeadlock
from edusync.courses.queries.locks import RuleRow, locks_of_modules, names_outside
from edusync.courses.queries.rules import RuleModule, live_modules, rule_rows
from edusync.courses.rules import clean_tree, leaves_of, unreachable_lessons
from edusync.courses.services.fields import number_of
from edusync.courses.services.outline_edit import note_change
from edusync.identity.queries import group_names
from edusync.kernel import audit
from edusync.kernel.locking import save_versioned
from edusync.kernel.problems import FieldError, ValidationProblem


@transaction.atomic
def set_rule(
    *, target: Lesson | Module, tree: Any, is_hidden: bool = False, by_id: int | None = None
) -> AvailabilityRule | None:
    """Give a lesson or module its rule; a tree without conditions takes it away, and None is returned.

    Raises ValidationProblem with pointers into the tree, RuleDeadlock when lessons could then never open.
    """
    tree = clean_tree(tree)
    course = Course.objects.select_for_update().get(pk=target.course_id)
    if not tree["of"]:
        clear_rule(target=target, by_id=by_id)
        return None
    modules = live_modules(course.pk)
    _refuse_unknown(course, tree, modules, target)
    rows = [row for row in rule_rows(course.pk) if not _is_of(row, target)]
    _refuse_deadlock(modules, [*rows, _row_of(target, tree, is_hidden)])
    rule = _write(target, tree, is_hidden)
    _announce(target, by_id, "courses.rule.set")
    return rule


@transaction.atomic
def clear_rule(*, target: Lesson | Module, by_id: int | None = None) -> None:
    """Take the rule of a lesson or module away; nothing happens where there is none."""
    removed, _ = AvailabilityRule.objects.filter(**{_name(target): target}).delete()
    if removed:
        _announce(target, by_id, "courses.rule.cleared")


@transaction.atomic
def set_drip(
    *,
    course: Course,
    every_days: int,
    first_days: int = 0,
    starts_at: datetime.datetime | None = None,
    by_id: int | None = None,
) -> int:
    """Open one module after the other, every so many days; returns how many modules got a rule.

    Counted from each learner's enrollment, or from `starts_at` for all. Conditions of another kind on a module stay
    beside the new one. Raises ValidationProblem.
    """
    every_days = number_of(every_days, pointer="/every_days", low=0, high=365)
    first_days = number_of(first_days, pointer="/first_days", low=0, high=365)
    Course.objects.select_for_update().get(pk=course.pk)
    modules = list(Module.objects.filter(course=course, deleted_at=None).order_by("position", "id"))
    rules = {
        rule.module_id: rule for rule in AvailabilityRule.objects.filter(course=course, module__in=modules)
    }
    written = 0
    for index, module in enumerate(modules):
        days = first_days + index * every_days
        rule = rules.get(module.pk)
        others = [leaf for leaf in (rule.tree["of"] if rule else []) if not _is_drip(leaf)]
        if rule is not None and rule.tree["type"] != "all":
            others = [rule.tree]
        leaf = _drip_leaf(days, starts_at)
        tree = {"type": "all", "of": [*([leaf] if leaf else []), *others]}
        if tree["of"]:
            _write(module, tree, rule.is_hidden if rule else False)
            written += bool(leaf)
        elif rule is not None:
            rule.delete()
    note_change(course.pk, is_weight_changed=False)
    facts = {"every_days": every_days, "first_days": first_days, "modules": written}
    audit.record("courses.drip.set", actor=by_id, target=("course", course.pk), facts=facts)
    return written


@transaction.atomic
def clear_drip(*, course: Course, by_id: int | None = None) -> None:
    """Take from all modules the conditions that `set_drip` gives; others stay."""
    for rule in AvailabilityRule.objects.filter(course=course, module__isnull=False, module__deleted_at=None):
        kept = [leaf for leaf in rule.tree["of"] if not _is_drip(leaf)]
        if rule.tree["type"] != "all" or len(kept) == len(rule.tree["of"]):
            continue
        if kept:
            rule.tree = {"type": "all", "of": kept}
            save_versioned(rule, ["tree"])
        else:
            rule.delete()
    note_change(course.pk, is_weight_changed=False)
    audit.record("courses.drip.cleared", actor=by_id, target=("course", course.pk))


@transaction.atomic
def set_completion_percent(*, course: Course, percent: int, by_id: int | None = None) -> None:
    """Let the course count as completed at this share of its required weight; 100 is all of it.

    Whoever has reached it completes the course at once; who completed it stays so. Raises ValidationProblem.
    """
    percent = number_of(percent, pointer="/percent", low=1, high=100)
    if percent == 100:
        CompletionRule.objects.filter(course=course).delete()
    else:
        CompletionRule.objects.update_or_create(
            course=course, defaults={"organization_id": course.organization_id, "percent": percent}
        )
    # Progress follows as after a change of weights.
    note_change(course.pk, is_weight_changed=True)
    facts = {"percent": percent}
    audit.record("courses.completion.set", actor=by_id, target=("course", course.pk), facts=facts)


def _name(target: Lesson | Module) -> str:
    return "lesson" if isinstance(target, Lesson) else "module"


def _row_of(target: Lesson | Module, tree: dict[str, Any], is_hidden: bool) -> RuleRow:
    if isinstance(target, Lesson):
        return RuleRow(target.module_id, target.pk, tree, is_hidden)
    return RuleRow(target.pk, None, tree, is_hidden)


def _is_of(row: RuleRow, target: Lesson | Module) -> bool:
    if isinstance(target, Lesson):
        return row.lesson_id == target.pk
    return row.lesson_id is None and row.module_id == target.pk


def _write(target: Lesson | Module, tree: dict[str, Any], is_hidden: bool) -> AvailabilityRule:
    rule = AvailabilityRule.objects.select_for_update().filter(**{_name(target): target}).first()
    if rule is None:
        made: AvailabilityRule = AvailabilityRule.objects.create(
            organization_id=target.organization_id,
            course_id=target.course_id,
            tree=tree,
            is_hidden=is_hidden,
            **{_name(target): target},
        )
        return made
    rule.tree, rule.is_hidden = tree, is_hidden
    save_versioned(rule, ["tree", "is_hidden"])
    return rule


def _announce(target: Lesson | Module, by_id: int | None, action: str) -> None:
    note_change(target.course_id, is_weight_changed=False)
    audit.record(
        action, actor=by_id, target=(_name(target), target.pk), facts={"course_id": target.course_id}
    )


def _drip_leaf(days: int, starts_at: datetime.datetime | None) -> dict[str, Any] | None:
    if starts_at is None:
        # What opens with the enrollment needs no rule.
        return {"type": "days-after-enrollment", "days": days} if days else None
    start = (starts_at + datetime.timedelta(days=days)).astimezone(datetime.UTC)
    return {"type": "date", "from": start.isoformat().replace("+00:00", "Z"), "until": None}


def _is_drip(leaf: dict[str, Any]) -> bool:
    return leaf["type"] == "days-after-enrollment" or (leaf["type"] == "date" and leaf["until"] is None)


def _refuse_deadlock(modules: list[RuleModule], rows: list[RuleRow]) -> None:
    courses, groups = names_outside([row.tree for row in rows])
    lessons = {lesson.id: lesson for module in modules for lesson in module.lessons}
    locks = locks_of_modules(rows, modules, courses=courses, groups=groups)
    closed = unreachable_lessons(list(lessons), locks.by_lesson)
    if closed:
        raise RuleDeadlock(lessons=[{"id": one, "title": lessons[one].title} for one in closed])


@dataclasses.dataclass(frozen=True, slots=True)
class _Known:
    """Ids that a tree may name, by the member that names them."""

    ids: dict[str, set[int]]

    def fault(self, pointer: str, leaf: dict[str, Any]) -> FieldError | None:
        for name, known in self.ids.items():
            if name in leaf and leaf[name] not in known:
                return FieldError(f"{pointer}/{name}", "unknown", "There is no such thing to refer to.")
        return None


def _refuse_unknown(
    course: Course, tree: dict[str, Any], modules: list[RuleModule], target: Lesson | Module
) -> None:
    leaves = list(leaves_of(tree))
    outside = [leaf["course_id"] for _, leaf in leaves if "course_id" in leaf]
    groups = [leaf["group_id"] for _, leaf in leaves if "group_id" in leaf]
    courses = Course.objects.filter(pk__in=outside, deleted_at=None).exclude(pk=course.pk)
    lessons: set[int] = {lesson.id for module in modules for lesson in module.lessons}
    own_modules = {module.id for module in modules}
    if isinstance(target, Lesson):
        lessons.discard(target.pk)
    else:
        own_modules.discard(target.pk)
    known = _Known(
        {
            "lesson_id": lessons,
            "module_id": own_modules,
            "course_id": set(courses.values_list("pk", flat=True)),
            "group_id": set(group_names(groups)),
        }
    )
    found = (known.fault(pointer, leaf) for pointer, leaf in leaves)
    errors = [error for error in found if error is not None]
    if errors:
        raise ValidationProblem(errors=errors)
