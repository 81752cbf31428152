"""Turns the rules of courses into locks, and looks up the names that they speak of."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from edusync.courses.models import Course
from edusync.courses.rules import Locks, Names, compile_locks, leaves_of
from edusync.identity.queries import group_names


@dataclasses.dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule of a module, or of one of its lessons."""

    module_id: int
    lesson_id: int | None
    tree: Mapping[str, Any]
    is_hidden: bool


class _Lesson(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def is_required(self) -> bool: ...


class ModuleOfRules(Protocol):
    """A module as rules need it: `OutlineModule` is one."""

    @property
    def id(self) -> int:
        """Of the row."""
        ...

    @property
    def title(self) -> str:
        """As learners read it."""
        ...

    @property
    def lessons(self) -> Sequence[_Lesson]:
        """Those learners see."""
        ...


def locks_by_course(
    rules: Sequence[RuleRow], modules: Mapping[int, Sequence[ModuleOfRules]]
) -> dict[int, Locks]:
    """The locks of several courses by id; two queries at most, where rules speak of other courses or groups."""
    courses, groups = names_outside([row.tree for row in rules])
    return {
        course_id: locks_of_modules(rules, of_course, courses=courses, groups=groups)
        for course_id, of_course in modules.items()
    }


def locks_of_modules(
    rules: Sequence[RuleRow],
    modules: Sequence[ModuleOfRules],
    *,
    courses: Mapping[int, tuple[str, str]],
    groups: Mapping[int, str],
) -> Locks:
    """The locks that these rules put before the lessons of one course. Rules of other courses are passed over."""
    names = Names(
        lessons={lesson.id: lesson.title for module in modules for lesson in module.lessons},
        modules={module.id: (module.title, counting_lessons(module)) for module in modules},
        courses=courses,
        groups=groups,
    )
    lessons_of = {module.id: tuple(lesson.id for lesson in module.lessons) for module in modules}
    return compile_locks(
        (
            (
                lessons_of[row.module_id] if row.lesson_id is None else (row.lesson_id,),
                row.tree,
                row.is_hidden,
            )
            for row in rules
            if row.module_id in lessons_of
        ),
        names,
    )


def counting_lessons(module: ModuleOfRules) -> tuple[int, ...]:
    """The lessons that make a module done: the required ones, or all where none is required."""
    required = tuple(lesson.id for lesson in module.lessons if lesson.is_required)
    return required or tuple(lesson.id for lesson in module.lessons)


def names_outside(trees: Sequence[Mapping[str, Any]]) -> tuple[dict[int, tuple[str, str]], dict[int, str]]:
    """Slug and title of the courses, and names of the groups, that these rules speak of."""
    leaves = [leaf for tree in trees for _, leaf in leaves_of(dict(tree))]
    course_ids = {leaf["course_id"] for leaf in leaves if "course_id" in leaf}
    group_ids = {leaf["group_id"] for leaf in leaves if "group_id" in leaf}
    courses = {}
    if course_ids:
        rows = Course.unscoped.filter(pk__in=course_ids, deleted_at=None)
        courses = {pk: (slug, title) for pk, slug, title in rows.values_list("id", "slug", "title")}
    return courses, group_names(group_ids) if group_ids else {}
